import { shipmentBulk } from '#modules/shipments/bulk.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { returnReceiptList } from '#modules/shipments/shipment-list.ts'
import { useLookups } from '#web/features/lookups.ts'
import { ShipmentTabs } from '#web/features/shipments/shipment-tabs.tsx'
import { type ListedReceipt, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { Deadline, Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '回单', en: 'Signed receipts' },
  view: { zh: '状态', en: 'State' },
  outstanding: { zh: '未收回', en: 'Outstanding' },
  overdue: { zh: '已超期', en: 'Overdue' },
  received: { zh: '已收到', en: 'Received' },
  due: { zh: '应收回', en: 'Due back' },
  sent: { zh: '承运商寄回', en: 'Sent back' },
  empty: { zh: '没有要催的回单', en: 'No receipts to chase' },
  emptyHelp: {
    zh: '合同要求回单的货物签收后，会出现在这里。',
    en: 'They appear here once goods whose contract asks for one are delivered.',
  },
} satisfies Text

const stateFilter: Filter = {
  kind: 'choice',
  name: 'state',
  label: text.view,
  choices: (['outstanding', 'overdue', 'received'] as const).map((value) => ({ value, text: text[value] })),
}

const columns: readonly Column<ListedReceipt>[] = [
  {
    key: 'shipment',
    title: shipmentText.waybill,
    render: (r) => r.shipment.waybill ?? r.shipment.number,
    isWhole: true,
  },
  {
    key: 'due',
    title: text.due,
    render: (r) => <Deadline due={r.dueAt} doneAt={r.receivedAt} />,
    sort: 'due',
  },
  { key: 'customer', title: shipmentText.customer, render: (r) => r.customer.name, isLine: true },
  { key: 'carrier', title: shipmentText.carrier, render: (r) => r.carrier?.name ?? '–', isLine: true },
  {
    key: 'delivered',
    title: shipmentText.delivered,
    render: (r) => <Time at={r.shipment.deliveredAt} />,
    sort: 'delivered',
  },
  { key: 'sent', title: text.sent, render: (r) => <Time at={r.sentAt} /> },
  { key: 'received', title: text.received, render: (r) => <Time at={r.receivedAt} />, sort: 'received' },
]

/** Receipts to chase, and those that came in. */
export function ReturnReceiptsPage() {
  const t = useText(text)
  const { carrier, customer } = useLookups()
  const filters = [
    stateFilter,
    ...fieldFilters(returnReceiptList, {
      first: ['carrierId', 'customerId', 'due'],
      lookups: { carrierId: carrier, customerId: customer },
    }),
  ]
  return (
    <ListPage
      title={t.title}
      name="return-receipts"
      operation={shipmentsApi.listReceipts}
      columns={columns}
      filters={filters}
      defaultSort={returnReceiptList.defaultSort}
      rowKey={(row) => row.shipment.id}
      open={(row) => paths.shipment(row.shipment.id)}
      above={<ShipmentTabs />}
      bulkSpecs={shipmentBulk}
      empty={{ title: t.empty, help: t.emptyHelp }}
    />
  )
}
