import type { Text } from '#platform/text.ts'
import { productTrailApi, trailList } from '#modules/shipments/product-trail.ts'
import { OrderLink } from '#web/features/orders/order-link.tsx'
import { placeText } from '#web/features/customers/place.tsx'
import { useLookups } from '#web/features/lookups.ts'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter, RowOf } from '#web/ui/list-types.ts'
import { Figure, Time } from '#web/ui/values.tsx'

type Row = RowOf<typeof productTrailApi.listProductTrail>

const text = {
  title: { zh: '商品去向', en: 'Where products went' },
  search: { zh: '商品编码、名称', en: 'Product code or name' },
  sku: { zh: '商品编码', en: 'SKU' },
  product: { zh: '商品', en: 'Product' },
  customer: { zh: '客户', en: 'Customer' },
  order: { zh: '订单', en: 'Order' },
  shipment: { zh: '发运单', en: 'Shipment' },
  waybill: { zh: '运单号', en: 'Waybill' },
  place: { zh: '目的地', en: 'Destination' },
  sent: { zh: '发出', en: 'Sent' },
  delivered: { zh: '签收', en: 'Delivered' },
  damaged: { zh: '破损', en: 'Damaged' },
  sentAt: { zh: '发出时间', en: 'Sent at' },
  deliveredAt: { zh: '签收时间', en: 'Delivered at' },
  warehouse: { zh: '发货仓库', en: 'Warehouse' },
  none: { zh: '没有发出的货物', en: 'Nothing left' },
  noneHelp: {
    zh: '货物交给承运商后出现在这里：发给了谁、多少、何时签收。召回时按商品筛选并导出。',
    en: 'Goods appear here once a carrier has them: who got how much, and when. For a recall, filter by product and export.',
  },
} satisfies Text

const columns: readonly Column<Row>[] = [
  { key: 'product', title: text.sku, render: (r) => r.product.sku },
  { key: 'name', title: text.product, render: (r) => r.product.name, isLine: true, isOffPhone: true },
  {
    key: 'customer',
    title: text.customer,
    render: (r) => <PageLink to={paths.customer(r.customer.id)}>{r.customer.name}</PageLink>,
    isLine: true,
  },
  {
    key: 'order',
    title: text.order,
    render: (r) => <OrderLink order={r.order} />,
  },
  {
    key: 'shipment',
    title: text.shipment,
    render: (r) => r.shipment.number,
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'waybill',
    title: text.waybill,
    render: (r) => r.waybill ?? '–',
    isWhole: true,
    isHidden: true,
    isOffPhone: true,
  },
  {
    key: 'place',
    title: text.place,
    render: (r) => placeText(r.destination),
    isLine: true,
    isOffPhone: true,
  },
  { key: 'sent', title: text.sent, align: 'end', render: (r) => <Figure value={r.sent} /> },
  { key: 'delivered', title: text.delivered, align: 'end', render: (r) => <Figure value={r.delivered} /> },
  {
    key: 'damaged',
    title: text.damaged,
    align: 'end',
    render: (r) => <Figure value={r.damaged} />,
    isOffPhone: true,
    isHidden: true,
  },
  { key: 'handedOver', title: text.sentAt, sort: 'handedOver', render: (r) => <Time at={r.handedOverAt} /> },
  {
    key: 'deliveredAt',
    title: text.deliveredAt,
    sort: 'delivered',
    render: (r) => <Time at={r.deliveredAt} />,
    isHidden: true,
  },
  {
    key: 'warehouse',
    title: text.warehouse,
    render: (r) => r.warehouse.name,
    isLine: true,
    isOffPhone: true,
    isHidden: true,
  },
]

/** Which customer got how much of which product, latest first. */
export function ProductTrailPage() {
  const t = useText(text)
  const { customer, product, warehouse } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(trailList, {
      first: ['productId', 'customerId', 'handedOver'],
      lookups: { productId: product, customerId: customer, warehouseId: warehouse },
    }),
  ]
  return (
    <ListPage
      title={t.title}
      name="product-trail"
      operation={productTrailApi.listProductTrail}
      columns={columns}
      filters={filters}
      defaultSort={trailList.defaultSort}
      rowKey={(r) => r.id}
      open={(r) => paths.shipment(r.shipment.id)}
      empty={{ title: t.none, help: t.noneHelp }}
    />
  )
}
