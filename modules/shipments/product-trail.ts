import { z } from 'zod'
import { placeTexts } from '#modules/customers/place.ts'
import { type OperationTable, op } from '#platform/api.ts'
import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import { listParams } from '#platform/list-schema.ts'
import { listSpec } from '#platform/list-spec.ts'
import { Id, line, page } from '#platform/schema.ts'

/** Where goods went after they were sold, product by product: what a recall and after-sales service ask. Source: requirements TRK-09. */
export const trailList = listSpec({
  fields: {
    productId: { kind: 'ref', label: { zh: '商品', en: 'Product' } },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    warehouseId: { kind: 'ref', label: { zh: '发货仓库', en: 'Warehouse' } },
    handedOver: { kind: 'day', range: ['from', 'to'], label: { zh: '发出日期', en: 'Sent on' } },
    delivered: { kind: 'day', isNullable: true, label: { zh: '签收日期', en: 'Delivered on' } },
  },
  sorts: { handedOver: { kind: 'instant' }, delivered: { kind: 'instant', isNullable: true } },
  defaultSort: '-handedOver',
})

const Named = z.object({ id: Id, name: z.string() })
const Numbered = z.object({ id: Id, number: z.string() })
export const TrailRow = z.object({
  id: Id,
  product: z.object({ id: Id, sku: z.string(), name: z.string(), unit: z.string() }),
  customer: Named,
  order: Numbered,
  shipment: Numbered,
  waybill: z.string().nullable(),
  warehouse: Named,
  destination: z.object({ country: z.string(), province: z.string(), city: z.string(), name: z.string() }),
  sent: z.int(),
  delivered: z.int(),
  damaged: z.int(),
  handedOverAt: z.string(),
  deliveredAt: z.string().nullable(),
})

export const productTrailApi = {
  listProductTrail: op({
    method: 'GET',
    path: '/product-deliveries',
    permission: 'shipment.read',
    summary: { zh: '商品去向', en: 'Where products went' },
    query: z.strictObject({ ...listParams(trailList), search: line(80).optional() }),
    result: page(TrailRow),
  }),
} satisfies OperationTable

type Row = RowOf<typeof productTrailApi.listProductTrail>

export const trailFields: readonly ListField<Row>[] = [
  { key: 'product', title: { zh: '商品编码', en: 'SKU' }, value: (r) => r.product.sku },
  { key: 'name', title: { zh: '商品', en: 'Product' }, value: (r) => r.product.name },
  { key: 'customer', title: { zh: '客户', en: 'Customer' }, value: (r) => r.customer.name },
  { key: 'order', title: { zh: '订单', en: 'Order' }, value: (r) => r.order.number },
  { key: 'shipment', title: { zh: '发运单', en: 'Shipment' }, value: (r) => r.shipment.number },
  { key: 'waybill', title: { zh: '运单号', en: 'Waybill' }, value: (r) => r.waybill },
  {
    key: 'place',
    title: { zh: '目的地', en: 'Destination' },
    value: (r) => placeTexts(r.destination),
  },
  { key: 'sent', title: { zh: '发出', en: 'Sent' }, value: (r) => r.sent },
  { key: 'delivered', title: { zh: '签收', en: 'Delivered' }, value: (r) => r.delivered },
  { key: 'damaged', title: { zh: '破损', en: 'Damaged' }, value: (r) => r.damaged },
  { key: 'handedOver', title: { zh: '发出时间', en: 'Sent at' }, value: (r) => at(r.handedOverAt) },
  { key: 'deliveredAt', title: { zh: '签收时间', en: 'Delivered at' }, value: (r) => at(r.deliveredAt) },
  { key: 'warehouse', title: { zh: '发货仓库', en: 'Warehouse' }, value: (r) => r.warehouse.name },
]
