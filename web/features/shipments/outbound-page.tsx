import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { whyNot } from '#modules/shipments/shipment.ts'
import { refusals } from '#modules/shipments/refusals.ts'
import type { Text } from '#platform/text.ts'
import { outboundList } from '#modules/shipments/shipment-list.ts'
import { useLookups } from '#web/features/lookups.ts'
import { BulkHandOver } from '#web/features/shipments/bulk-hand-over.tsx'
import { outboundColumns, searchFilter } from '#web/features/shipments/shipment-columns.tsx'
import { usePrintMany } from '#web/features/printing/use-print.tsx'
import { ShipmentTabs } from '#web/features/shipments/shipment-tabs.tsx'
import { type ShipmentRow, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { BulkAction } from '#web/ui/list-types.ts'

const text = {
  handOver: { zh: '批量交接', en: 'Hand over' },
  empty: { zh: '没有待出库的发运', en: 'Nothing waits to be sent out' },
  emptyHelp: {
    zh: '新订单分配后会出现在这里，最急的排在最前。',
    en: 'New orders appear here once allocated, the most pressing first.',
  },
} satisfies Text

const REFRESH_MS = 20_000

/** What has to leave, the most pressing first. */
export function OutboundPage() {
  const t = useText(text)
  const s = useText(shipmentText)
  const { warehouse, carrier, customer } = useLookups()
  const filters = [
    searchFilter,
    ...fieldFilters(outboundList, {
      first: ['state', 'warehouseId', 'carrierId'],
      lookups: { warehouseId: warehouse, carrierId: carrier, customerId: customer },
    }),
  ]
  const { bulk, dialog } = useHandOver()
  const print = usePrintMany<ShipmentRow>('shipment')
  return (
    <>
      <ListPage
        title={s.outbound}
        name="outbound"
        operation={shipmentsApi.listOutbound}
        columns={outboundColumns}
        filters={filters}
        defaultSort={outboundList.defaultSort}
        rowKey={(row) => row.id}
        open={(row) => paths.shipment(row.id)}
        recordType="shipment"
        above={<ShipmentTabs />}
        bulk={[...bulk, ...print.bulk]}
        refreshMs={REFRESH_MS}
        empty={{ title: t.empty, help: t.emptyHelp }}
      />
      {dialog}
      {print.dialog}
    </>
  )
}

function useHandOver() {
  const t = useText(text)
  const r = useText(refusals)
  const canWork = useCan('shipment.work')
  const [open, setOpen] = useState<{ rows: ShipmentRow[]; done: (isDone: boolean) => void } | null>(null)
  const bulk: BulkAction<ShipmentRow>[] = [
    {
      key: 'hand-over',
      label: t.handOver,
      whyNot: (rows) => {
        const code = rows
          .map((row) => whyNot(row.state, 'hand_over_whole'))
          .find((refusal) => refusal !== null)
        return code ? r[code] : null
      },
      run: (rows) => new Promise((done) => setOpen({ rows, done })),
    },
  ]
  const close = (isDone: boolean) => {
    open?.done(isDone)
    setOpen(null)
  }
  return { bulk: canWork ? bulk : [], dialog: open && <BulkHandOver rows={open.rows} onClose={close} /> }
}
