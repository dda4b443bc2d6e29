import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { warehouseFilter } from '#web/features/inventory/lookups.tsx'
import { carrierFilter } from '#web/features/shipments/lookups.tsx'
import {
  searchFilter,
  shipmentColumns,
  stateFilter,
  statusFilter,
} from '#web/features/shipments/shipment-columns.tsx'
import { ShipmentTabs } from '#web/features/shipments/shipment-tabs.tsx'
import { shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { ListPage } from '#web/ui/list-page.tsx'

const text = {
  empty: { zh: '还没有发运', en: 'No shipments yet' },
  emptyHelp: {
    zh: '订单分配到仓库后，系统会自动生成发运单。',
    en: 'Shipments are made when orders are allocated to warehouses.',
  },
} satisfies Text

const REFRESH_MS = 30_000

/** Every shipment, the newest first. */
export function ShipmentsPage() {
  const t = useText(text)
  const s = useText(shipmentText)
  const canStock = useCan('inventory.read')
  const filters = [
    searchFilter,
    stateFilter,
    statusFilter,
    carrierFilter,
    ...(canStock ? [warehouseFilter] : []),
  ]
  return (
    <ListPage
      title={s.shipments}
      name="shipments"
      operation={shipmentsApi.listShipments}
      columns={shipmentColumns}
      filters={filters}
      rowKey={(row) => row.id}
      open={(row) => paths.shipment(row.id)}
      recordType="shipment"
      above={<ShipmentTabs />}
      refreshMs={REFRESH_MS}
      empty={{ title: t.empty, help: t.emptyHelp }}
    />
  )
}
