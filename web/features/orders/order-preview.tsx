import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { orderHoldNames } from '#modules/orders/names.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { Explanation } from '#web/features/orders/explanation.tsx'
import { type NewOrderValues, orderBody } from '#web/features/orders/new-order-page.tsx'
import { orderText } from '#web/features/orders/order-text.tsx'
import { call } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Money, Time } from '#web/ui/values.tsx'

const text = {
  ...orderText,
  title: { zh: '可以这样承诺', en: 'What can be promised' },
  wait: {
    zh: '选择客户和商品后，这里显示库存与承诺时间。',
    en: 'Choose a customer and products to see stock and promised dates.',
  },
  available: { zh: '可用 {n}', en: '{n} available' },
  short: { zh: '缺 {n}', en: '{n} short' },
  hold: { zh: '将被冻结：{why}', en: 'Will be held: {why}' },
  double: { zh: '与订单 {number} 内容相同', en: 'Same content as order {number}' },
  total: { zh: '合计', en: 'Total' },
} satisfies Text

const TYPING_MS = 400

/** Stock and promised dates of what is typed so far; nothing is placed or reserved. */
export function OrderPreview({ values }: { values: NewOrderValues }) {
  const t = useText(text)
  const say = useSay()
  const body = useSettledBody(values)
  const preview = useQuery({
    queryKey: ['order-preview', body],
    queryFn: ({ signal }) => call(ordersApi.previewOrder, { body: JSON.parse(body) as never }, { signal }),
    enabled: body !== '',
    placeholderData: (before) => before,
    retry: false,
  })
  if (!preview.data || body === '')
    return (
      <Section title={t.title}>
        <p className="n-quiet">{t.wait}</p>
      </Section>
    )
  const { lines, holds, duplicateOf, amountMinor, currency, allocation, warehouses } = preview.data
  return (
    <Section title={t.title}>
      <div aria-live="polite">
        {holds.map((h) => (
          <p key={h.kind}>
            <StatusTag tone="bad">
              {fill(t.hold, { why: [say(orderHoldNames[h.kind]), h.reason].filter(Boolean).join(' · ') })}
            </StatusTag>
          </p>
        ))}
        {duplicateOf && (
          <p>
            <StatusTag tone="warn">{fill(t.double, { number: duplicateOf })}</StatusTag>
          </p>
        )}
        <ul className="n-plain">
          {lines.map((line) => (
            <li key={line.index}>
              <strong>{line.productName || line.sku}</strong>{' '}
              <StatusTag tone={line.short > 0 ? 'warn' : 'good'}>
                {fill(line.short > 0 ? t.short : t.available, {
                  n: line.short > 0 ? line.short : line.available,
                })}
              </StatusTag>
              <div>
                {t.shipBy} <Time at={line.shipBy} /> · {t.deliverBy} <Time at={line.deliverBy} />
              </div>
            </li>
          ))}
        </ul>
        <p>
          {t.total} <Money minor={amountMinor} currency={currency} />
        </p>
      </div>
      {allocation && <Explanation order={{ warehouses, currency }} allocation={allocation} />}
    </Section>
  )
}

/** The request once typing has paused; empty while there is nothing to ask. */
function useSettledBody(values: NewOrderValues): string {
  const lines = values.lines?.filter((line) => line?.productId) ?? []
  const wanted =
    values.customerId && lines.length > 0
      ? JSON.stringify({ ...orderBody({ ...values, lines }), channel: undefined })
      : ''
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), TYPING_MS)
    return () => clearTimeout(timer)
  }, [wanted])
  return settled
}
