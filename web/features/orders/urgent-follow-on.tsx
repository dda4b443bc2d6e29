import { Segmented } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber, formatPercent } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Properties, Section } from '#web/ui/detail-page.tsx'
import { Money } from '#web/ui/values.tsx'

const text = {
  title: { zh: '加急订单带来的业务', en: 'Business after urgent orders' },
  length: { zh: '比较的天数', en: 'Days compared' },
  days: { zh: '{n} 天', en: '{n} {n:day|days}' },
  before: { zh: '加急前', en: 'Before' },
  after: { zh: '加急后', en: 'After' },
  change: { zh: '变化（金额）', en: 'Change in amount' },
  orders: { zh: '{n} 单', en: '{n} {n:order|orders}' },
  basis: {
    zh: '依据 {n} 张加急订单，每张比较前后各 {days} 天；加急订单本身和已取消的订单不计。',
    en: 'From {n} urgent {n:order|orders}, {days} {days:day|days} before and after each. The urgent order itself and cancelled orders are left out.',
  },
  tooNew: {
    zh: '另有 {n} 张因前后天数不足未计入。',
    en: '{n} more are left out: the days before or after are not complete.',
  },
  none: { zh: '还没有可以比较的加急订单。', en: 'No urgent order can be judged yet.' },
} satisfies Text

const LENGTHS = [30, 60, 90] as const
type Days = (typeof LENGTHS)[number]

/** Whether urgent orders pay: what a customer ordered after them against before. Nothing is shown where there were none. */
export function UrgentFollowOn({ customerId }: { customerId: string }) {
  const t = useText(text)
  const [days, setDays] = useState<Days>(30)
  const read = useOperation(
    ordersApi.getUrgentFollowOn,
    { params: { id: customerId }, query: { days } },
    { keepsPrevious: true },
  )
  if (!read.data || read.data.urgent + read.data.tooNew === 0) return null
  const { urgent, tooNew, before, after } = read.data
  const said = [
    urgent > 0 ? fill(t.basis, { n: formatNumber(urgent), days }) : t.none,
    tooNew > 0 ? fill(t.tooNew, { n: formatNumber(tooNew) }) : '',
  ]
  const side = ({ orders, amountMinor }: typeof before) =>
    urgent === 0 ? (
      '–'
    ) : (
      <>
        <Money minor={amountMinor} />{' '}
        <span className="n-quiet">{fill(t.orders, { n: formatNumber(orders) })}</span>
      </>
    )
  const isKnown = urgent > 0 && before.amountMinor > 0
  return (
    <Section
      title={t.title}
      extra={
        <Segmented<Days>
          size="small"
          aria-label={t.length}
          value={days}
          onChange={setDays}
          options={LENGTHS.map((value) => ({ value, label: fill(t.days, { n: value }) }))}
        />
      }
    >
      <Properties
        rows={[
          { label: t.before, value: side(before) },
          { label: t.after, value: side(after) },
          {
            label: t.change,
            value: isKnown ? formatPercent(after.amountMinor / before.amountMinor - 1, 1) : '–',
          },
        ]}
      />
      <p className="n-quiet">{said.filter(Boolean).join(' ')}</p>
    </Section>
  )
}
