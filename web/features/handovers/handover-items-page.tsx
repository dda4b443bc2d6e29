import type { Text } from '#platform/text.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import { handoverItemList } from '#modules/handovers/handover-list.ts'
import { OrderLink } from '#web/features/orders/order-link.tsx'
import { Destination, HandoverTabs, Weight } from '#web/features/handovers/handover-parts.tsx'
import { type HandoverItem, handoverStateTags, handoverText } from '#web/features/handovers/handover-text.ts'
import { useLookups } from '#web/features/lookups.ts'
import { call } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { type RecordLookup, fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

const text = {
  ...handoverText,
  search: { zh: '交接单号、发运单号、运单号', en: 'List, shipment or waybill number' },
  none: { zh: '还没有列入交接单的货', en: 'Nothing was listed for a hand-over yet' },
  noneHelp: {
    zh: '按承运商和日期筛选后，可导出当天交给承运商的全部运单。',
    en: 'Filter by carrier and day, then export all that the carrier got on that day.',
  },
} satisfies Text

const FOUND_MAX = 20
const lists: RecordLookup = {
  find: async (search) => {
    const query = { limit: FOUND_MAX, ...(search && { search }) }
    const { rows } = await call(handoversApi.listHandoverLists, { query })
    return rows.map((row) => ({ value: row.id, label: row.number }))
  },
  nameOf: async (id) => (await call(handoversApi.getHandoverList, { params: { id } })).number,
}

const columns: readonly Column<HandoverItem>[] = [
  { key: 'waybill', title: text.waybill, render: (i) => i.waybill ?? i.shipmentNumber },
  {
    key: 'list',
    title: text.number,
    sort: 'list',
    render: (i) => <PageLink to={paths.handover(i.list.id)}>{i.list.number}</PageLink>,
  },
  {
    key: 'state',
    title: text.listState,
    render: (i) => <StateTag of={handoverStateTags} state={i.list.state} />,
  },
  { key: 'carrier', title: text.carrier, render: (i) => i.carrier.name, isLine: true },
  {
    key: 'warehouse',
    title: text.warehouse,
    render: (i) => i.warehouse.name,
    isLine: true,
    isOffPhone: true,
  },
  {
    key: 'shipment',
    title: text.shipment,
    sort: 'shipment',
    render: (i) => <PageLink to={paths.shipment(i.shipmentId)}>{i.shipmentNumber}</PageLink>,
    isHidden: true,
  },
  {
    key: 'order',
    title: text.order,
    render: (i) => <OrderLink order={i.order} />,
    isHidden: true,
  },
  { key: 'destination', title: text.destination, render: (i) => <Destination item={i} />, isLine: true },
  { key: 'parcels', title: text.parcels, align: 'end', render: (i) => <Figure value={i.parcels} /> },
  {
    key: 'units',
    title: text.units,
    align: 'end',
    render: (i) => <Figure value={i.units} />,
    isOffPhone: true,
  },
  {
    key: 'weight',
    title: text.weightKg,
    align: 'end',
    render: (i) => <Weight grams={i.weightG} />,
    isHidden: true,
  },
  { key: 'loaded', title: text.loaded, align: 'end', render: (i) => <Figure value={i.loaded} /> },
  { key: 'reason', title: text.reason, render: (i) => i.reason || '–', isLine: true },
  {
    key: 'pickUp',
    title: text.pickUp,
    sort: 'pickUp',
    render: (i) => <Time at={i.pickUpFrom} />,
    isHidden: true,
  },
  { key: 'signed', title: text.signed, render: (i) => <Time at={i.signedAt} />, isOffPhone: true },
]

/** What stands on the lists, shipment by shipment: a carrier's day. */
export function HandoverItemsPage() {
  const t = useText(text)
  const { carrier, warehouse } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(handoverItemList, {
      first: ['carrierId', 'signed', 'state', 'short'],
      lookups: { carrierId: carrier, warehouseId: warehouse, listId: lists },
    }),
  ]
  return (
    <ListPage
      title={t.items}
      name="handover-items"
      operation={handoversApi.listHandoverItems}
      columns={columns}
      filters={filters}
      defaultSort={handoverItemList.defaultSort}
      rowKey={(i) => i.id}
      open={(i) => paths.shipment(i.shipmentId)}
      above={<HandoverTabs />}
      empty={{ title: t.none, help: t.noneHelp }}
    />
  )
}
