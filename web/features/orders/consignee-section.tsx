import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { Reveal } from '#web/features/customers/reveal.tsx'
import { type Order, orderText } from '#web/features/orders/order-text.tsx'
import { placeText } from '#web/features/customers/place.tsx'
import { useText } from '#web/lib/i18n.ts'
import { Properties, Section } from '#web/ui/detail-page.tsx'

const text = {
  ...orderText,
  title: { zh: '收货信息', en: 'Delivery address' },
} satisfies Text

type Shown = ResultOf<typeof ordersApi.revealOrder>

/** Who receives it: masked until shown in full with a reason, which the audit log keeps. */
export function ConsigneeSection({ order }: { order: Order }) {
  const t = useText(text)
  const [shown, setShown] = useState<Shown | null>(null)
  const { consigneeName, consigneePhone, address } = shown ?? order
  const { country, areaName, street, postcode } = address
  const place = [placeText({ country, name: areaName }), street, postcode]
  return (
    <Section
      title={t.title}
      extra={
        !shown && (
          <Reveal
            of={order.number}
            operation={ordersApi.revealOrder}
            toInput={(reason) => ({ params: { id: order.id }, body: { reason } })}
            onShown={setShown}
          />
        )
      }
    >
      <Properties
        rows={[
          { label: t.consignee, value: consigneeName || '–' },
          { label: t.phone, value: consigneePhone || '–' },
          { label: t.address, value: place.filter(Boolean).join(' ') || '–', isWide: true },
        ]}
      />
    </Section>
  )
}
