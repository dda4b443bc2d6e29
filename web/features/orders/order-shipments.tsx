import type { Text } from '#platform/text.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { ShipmentStateTag } from '#web/features/shipments/shipment-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'

const text = {
  title: { zh: '发运', en: 'Shipments' },
  none: { zh: '还没有安排发运', en: 'Nothing is planned yet' },
} satisfies Text

const SHOWN_MAX = 50

/** The shipments of the order and how they stand. */
export function OrderShipments({ orderId }: { orderId: string }) {
  const t = useText(text)
  const canRead = useCan('shipment.read')
  const read = useOperation(
    shipmentsApi.listShipments,
    { query: { orderId, limit: SHOWN_MAX } },
    { isEnabled: canRead },
  )
  if (!canRead) return null
  return (
    <Section title={t.title}>
      <Loaded read={read}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="n-quiet">{t.none}</p>
          ) : (
            <ul className="n-plain">
              {rows.map((shipment) => (
                <li key={shipment.id}>
                  <PageLink to={paths.shipment(shipment.id)}>{shipment.number}</PageLink>{' '}
                  <ShipmentStateTag shipment={shipment} /> <span className="n-quiet">{shipment.waybill}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}
