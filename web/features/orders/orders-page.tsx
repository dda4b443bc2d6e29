import { orderBulk } from '#modules/orders/bulk.ts'
import { channels, serviceOf } from '#modules/orders/names.ts'
import { orderKindNames } from '#modules/orders/order-kind.ts'
import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { ORDER_NUMBERS_MAX, orderList } from '#modules/orders/order-list.ts'
import { type OrderRow, findShippers, orderStates, orderText } from '#web/features/orders/order-text.tsx'
import { NoteCell, UrgentCell } from '#web/features/orders/order-cells.tsx'
import { useWaveOfMany } from '#web/features/waves/use-wave.ts'
import { usePrintMany } from '#web/features/printing/use-print.tsx'
import { call } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { PlaceName } from '#web/features/customers/place.tsx'
import { paths } from '#web/paths.ts'
import { PageLink, useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Deadline, Figure, Money, Time } from '#web/ui/values.tsx'

const text = {
  ...orderText,
  add: { zh: '新建订单', en: 'New order' },
  paste: { zh: '粘贴下单', en: 'Paste rows' },
  search: { zh: '订单号、客户单号、手机尾号、客户名', en: 'Number, reference, phone tail, customer' },
  many: { zh: '多个单号', en: 'Several numbers' },
  empty: { zh: '还没有订单', en: 'No orders yet' },
  emptyHelp: {
    zh: '新建、粘贴、导入，或通过接口下单。',
    en: 'Add one, paste rows, import a file, or use the API.',
  },
  emptyHelpOthers: {
    zh: '订单录入后会出现在这里。',
    en: 'Orders appear here once they are entered.',
  },
} satisfies Text

const columns: readonly Column<OrderRow>[] = [
  { key: 'number', title: text.number, render: (o) => o.number, sort: 'number' },
  { key: 'ref', title: text.ref, render: (o) => o.externalRef ?? '–', isOffPhone: true },
  { key: 'customer', title: text.customer, render: (o) => o.customer.name, isLine: true },
  {
    key: 'state',
    title: text.state,
    render: (o) => <OrderStateCell order={o} />,
    sort: 'state',
  },
  {
    key: 'deliverBy',
    title: text.deliverBy,
    render: (o) => (isOpen(o) ? <Deadline due={o.deliverBy} /> : <Time at={o.deliverBy} />),
  },
  { key: 'placed', title: text.placed, render: (o) => <Time at={o.placedAt} />, sort: 'placed' },
  {
    key: 'place',
    title: text.place,
    render: (o) => <PlaceName {...o} />,
    isOffPhone: true,
  },
  {
    key: 'lines',
    title: text.lines,
    render: (o) => <Figure value={o.lines} />,
    align: 'end',
    isHidden: true,
  },
  {
    key: 'quantity',
    title: text.quantity,
    render: (o) => <Figure value={o.quantity} />,
    align: 'end',
    isHidden: true,
  },
  {
    key: 'service',
    title: text.service,
    render: (o) => <Said text={serviceOf(o.service)} />,
    isHidden: true,
  },
  { key: 'kind', title: text.kind, render: (o) => <Said text={orderKindNames[o.kind]} />, isHidden: true },
  { key: 'channel', title: text.channel, render: (o) => <Said text={channels[o.channel]} />, isHidden: true },
  {
    key: 'amount',
    title: text.amount,
    render: (o) => <Money minor={o.amountMinor} currency={o.currency} />,
    align: 'end',
    sort: 'amount',
  },
  { key: 'note', title: text.note, render: (o) => <NoteCell order={o} />, isOffPhone: true },
  {
    key: 'requested',
    title: text.requested,
    render: (o) => <Time at={o.requestedAt} />,
    sort: 'requested',
    isHidden: true,
  },
]

const filters: readonly Filter[] = [
  { kind: 'search', name: 'search', label: text.search },
  { kind: 'pasted', name: 'numbers', label: text.many, max: ORDER_NUMBERS_MAX },
  ...fieldFilters(orderList, {
    first: ['state', 'customerId', 'placed', 'urgent'],
    lookups: {
      customerId: {
        find: findShippers,
        nameOf: async (id) => (await call(customersApi.getCustomer, { params: { id } })).name,
      },
    },
  }),
]

const isOpen = (order: OrderRow): boolean => order.state !== 'delivered' && order.state !== 'cancelled'

export function OrdersPage() {
  const t = useText(text)
  const canCreate = useCan('order.create')
  const go = useGo()
  const print = usePrintMany<OrderRow>('order')
  const wave = useWaveOfMany<OrderRow>()
  const actions = canCreate && (
    <>
      <PageLink to={paths.pasteOrders}>{t.paste}</PageLink>
      <Button type="primary" onClick={() => go(paths.newOrder)}>
        {t.add}
      </Button>
    </>
  )
  return (
    <>
      <ListPage
        title={t.orders}
        name="orders"
        bulkSpecs={orderBulk}
        operation={ordersApi.listOrders}
        columns={columns}
        filters={filters}
        defaultSort={orderList.defaultSort}
        rowKey={(o) => o.id}
        open={(o) => paths.order(o.id)}
        recordType="order"
        bulk={[...wave, ...print.bulk]}
        actions={actions}
        empty={{
          title: t.empty,
          help: t.emptyHelp,
          doer: { permission: 'order.create', otherwise: t.emptyHelpOthers },
          action: actions,
        }}
        refreshMs={30_000}
      />
      {print.dialog}
    </>
  )
}

function OrderStateCell({ order }: { order: OrderRow }) {
  return (
    <span className="n-tags">
      <StateTag of={orderStates} state={order.state} />
      <UrgentCell order={order} />
    </span>
  )
}

function Said({ text: bilingual }: { text: { zh: string; en: string } }) {
  return useSay()(bilingual)
}
