import { orderingRoles } from '#modules/customers/party.ts'
import { orderStateNames } from '#modules/orders/names.ts'
import '#web/features/orders/orders.css'
import type { Text } from '#platform/text.ts'
import type { ResultOf } from '#platform/api.ts'
import { customersApi } from '#modules/customers/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import type { OrderState } from '#modules/orders/order-types.ts'
import { call } from '#web/lib/api.ts'
import type { Found } from '#web/ui/list-types.ts'
import type { StateTable } from '#web/ui/status-tag.tsx'

export type Order = ResultOf<typeof ordersApi.getOrder>
export type OrderRow = ResultOf<typeof ordersApi.listOrders>['rows'][number]
export type OrderLine = Order['lines'][number]

export const orderStates: StateTable<OrderState> = {
  held: { text: orderStateNames.held, tone: 'bad' },
  short: { text: orderStateNames.short, tone: 'warn' },
  confirmed: { text: orderStateNames.confirmed, tone: 'info' },
  shipping: { text: orderStateNames.shipping, tone: 'info' },
  delivered: { text: orderStateNames.delivered, tone: 'good' },
  cancelled: { text: orderStateNames.cancelled, tone: 'mute' },
}

export const orderText = {
  orders: { zh: '订单', en: 'Orders' },
  number: { zh: '订单号', en: 'Order' },
  ref: { zh: '客户单号', en: 'Customer’s number' },
  customer: { zh: '客户', en: 'Customer' },
  state: { zh: '状态', en: 'State' },
  placed: { zh: '下单时间', en: 'Placed' },
  lines: { zh: '行数', en: 'Lines' },
  quantity: { zh: '数量', en: 'Quantity' },
  amount: { zh: '金额', en: 'Amount' },
  place: { zh: '目的地', en: 'Destination' },
  deliverBy: { zh: '承诺送达', en: 'Deliver by' },
  shipBy: { zh: '承诺发货', en: 'Ship by' },
  urgent: { zh: '加急', en: 'Urgent' },
  service: { zh: '服务', en: 'Service' },
  channel: { zh: '来源', en: 'Channel' },
  kind: { zh: '订单类型', en: 'Kind' },
  requested: { zh: '要求送达', en: 'Wanted by' },
  product: { zh: '商品', en: 'Product' },
  price: { zh: '单价', en: 'Price' },
  consignee: { zh: '收货人', en: 'Consignee' },
  phone: { zh: '电话', en: 'Phone' },
  address: { zh: '地址', en: 'Address' },
  note: { zh: '备注', en: 'Note' },
  deliveryNote: { zh: '送货要求', en: 'Delivery instructions' },
  goodsClass: { zh: '货物类别', en: 'Goods class' },
  reason: { zh: '原因', en: 'Reason' },
} satisfies Text

const FOUND_MAX = 20

/** Customers who may order. */
export async function findShippers(search: string): Promise<Found[]> {
  const { rows } = await call(customersApi.listCustomers, {
    query: { limit: FOUND_MAX, role: [...orderingRoles], ...(search && { search }) },
  })
  return rows.map(foundParty)
}

/** Those one may order for, and what may be ordered: of the form that places orders. */
export async function findBuyers(search: string): Promise<Found[]> {
  const { rows } = await call(ordersApi.findBuyers, { query: search ? { search } : {} })
  return rows.map(foundParty)
}

export async function findGoods(search: string): Promise<Found[]> {
  const { rows } = await call(ordersApi.findGoods, { query: search ? { search } : {} })
  return rows.map((product) => ({ value: product.id, label: `${product.sku} ${product.name}` }))
}

const foundParty = (party: { id: string; name: string; number: string }): Found => ({
  value: party.id,
  label: `${party.name} · ${party.number}`,
})
