import { shipmentBulk } from '#modules/shipments/bulk.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { SHIPMENT_NUMBERS_MAX, shipmentList } from '#modules/shipments/shipment-list.ts'
import { useLookups } from '#web/features/lookups.ts'
import { searchFilter, shipmentColumns } from '#web/features/shipments/shipment-columns.tsx'
import { usePrintMany } from '#web/features/printing/use-print.tsx'
import { ShipmentTabs } from '#web/features/shipments/shipment-tabs.tsx'
import { type ShipmentRow, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Filter } from '#web/ui/list-types.ts'

const text = {
  many: { zh: '多个单号', en: 'Several numbers' },
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
  const print = usePrintMany<ShipmentRow>('shipment')
  const { warehouse, carrier, customer } = useLookups()
  const filters: readonly Filter[] = [
    searchFilter,
    { kind: 'pasted', name: 'numbers', label: text.many, max: SHIPMENT_NUMBERS_MAX },
    ...fieldFilters(shipmentList, {
      first: ['state', 'status', 'carrierId', 'warehouseId'],
      lookups: { warehouseId: warehouse, carrierId: carrier, customerId: customer },
    }),
  ]
  return (
    <>
      <ListPage
        title={s.shipments}
        name="shipments"
        bulkSpecs={shipmentBulk}
        operation={shipmentsApi.listShipments}
        columns={shipmentColumns}
        filters={filters}
        defaultSort={shipmentList.defaultSort}
        rowKey={(row) => row.id}
        open={(row) => paths.shipment(row.id)}
        recordType="shipment"
        above={<ShipmentTabs />}
        bulk={print.bulk}
        refreshMs={REFRESH_MS}
        empty={{ title: t.empty, help: t.emptyHelp }}
      />
      {print.dialog}
    </>
  )
}
