import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { whyNot } from '#modules/shipments/shipment.ts'
import { refusals } from '#modules/shipments/refusals.ts'
import type { Text } from '#platform/text.ts'
import { warehouseFilter } from '#web/features/inventory/lookups.tsx'
import { BulkHandOver } from '#web/features/shipments/bulk-hand-over.tsx'
import { outboundColumns, searchFilter } from '#web/features/shipments/shipment-columns.tsx'
import { ShipmentTabs } from '#web/features/shipments/shipment-tabs.tsx'
import { type ShipmentRow, shipmentStates, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { BulkAction, Filter } from '#web/ui/list-types.ts'

const text = {
  handOver: { zh: '批量交接', en: 'Hand over' },
  empty: { zh: '没有待出库的发运', en: 'Nothing waits to be sent out' },
  emptyHelp: {
    zh: '新订单分配后会出现在这里，最急的排在最前。',
    en: 'New orders appear here once allocated, the most pressing first.',
  },
} satisfies Text

const REFRESH_MS = 20_000

const stateFilter: Filter = {
  kind: 'choice',
  name: 'state',
  label: shipmentText.state,
  choices: (['planned', 'picking', 'packed'] as const).map((value) => ({
    value,
    text: shipmentStates[value].text,
  })),
}

/** What has to leave, the most pressing first. */
export function OutboundPage() {
  const t = useText(text)
  const s = useText(shipmentText)
  const canStock = useCan('inventory.read')
  const { bulk, dialog } = useHandOver()
  return (
    <>
      <ListPage
        title={s.outbound}
        name="outbound"
        operation={shipmentsApi.listOutbound}
        columns={outboundColumns}
        filters={[searchFilter, stateFilter, ...(canStock ? [warehouseFilter] : [])]}
        rowKey={(row) => row.id}
        open={(row) => paths.shipment(row.id)}
        recordType="shipment"
        above={<ShipmentTabs />}
        bulk={bulk}
        refreshMs={REFRESH_MS}
        empty={{ title: t.empty, help: t.emptyHelp }}
      />
      {dialog}
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
