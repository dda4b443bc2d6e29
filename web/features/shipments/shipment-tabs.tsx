import { useRef } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useReveal } from '#web/lib/reveal.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import '#web/features/shipments/shipments.css'

const text = {
  label: { zh: '发运视图', en: 'Views of shipments' },
  waybills: { zh: '批量查单', en: 'Look up waybills' },
  overdue: { zh: '超时', en: 'overdue' },
} satisfies Text

const REFRESH_MS = 30_000

/** The views of shipments with what waits in each. */
export function ShipmentTabs() {
  const t = useText(text)
  const s = useText(shipmentText)
  const mayOutbound = useCan('handover.read')
  const { data } = useOperation(
    shipmentsApi.countShipments,
    { query: {} },
    { refreshMs: REFRESH_MS, keepsPrevious: true },
  )
  const bar = useRef<HTMLElement>(null)
  // The counts make the tabs wider.
  useReveal(bar, '[aria-current=page]', data)
  const waiting = data && (data.states.planned ?? 0) + (data.states.picking ?? 0) + (data.states.packed ?? 0)
  return (
    <nav ref={bar} aria-label={t.label} className="n-shp-tabs">
      <PageLink to={paths.shipments} isExact>
        {s.all}
      </PageLink>
      {mayOutbound && (
        <PageLink to={paths.outbound} isExact>
          {s.outbound} <Count n={waiting} />
          {data !== undefined && data.overdueToShip > 0 && (
            <b className="n-shp-over">{`${data.overdueToShip} ${t.overdue}`}</b>
          )}
        </PageLink>
      )}
      <PageLink to={paths.exceptions} isExact>
        {s.exceptions} <Count n={data?.openExceptions} isBad />
      </PageLink>
      <PageLink to={paths.returnReceipts} isExact>
        {s.receipts} <Count n={data?.receiptsOverdue} isBad />
      </PageLink>
      <PageLink to={paths.waybills} isExact>
        {t.waybills}
      </PageLink>
    </nav>
  )
}

function Count({ n, isBad }: { n: number | undefined; isBad?: boolean }) {
  if (!n) return null
  return (
    <span className="n-shp-count" data-bad={isBad ?? false}>
      {n}
    </span>
  )
}
