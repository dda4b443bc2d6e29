import { areaName } from '#modules/customers/divisions.ts'
import { placeTexts } from '#modules/customers/place.ts'
import { type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { ordersApi } from './api.ts'
import { liableNames } from '#modules/promises/promise.ts'
import { errorKinds, errorStateNames, noneLiable } from './order-error.ts'
import { causeOf } from './shortage-cause.ts'
import { orderKindNames } from './order-kind.ts'
import { channels, decisionNames, orderStateNames, serviceOf } from './names.ts'

type Order = RowOf<typeof ordersApi.listOrders>
type Shortage = RowOf<typeof ordersApi.listShortages>

const text = {
  order: { zh: '订单号', en: 'Order' },
  customer: { zh: '客户', en: 'Customer' },
  deliverBy: { zh: '承诺送达', en: 'Deliver by' },
  urgent: { zh: '加急', en: 'Urgent' },
}

export const orderFields: readonly ListField<Order>[] = [
  { key: 'number', title: text.order, value: (o) => o.number },
  { key: 'ref', title: { zh: '客户单号', en: 'Customer’s number' }, value: (o) => o.externalRef },
  { key: 'customer', title: text.customer, value: (o) => o.customer.name },
  {
    key: 'state',
    title: { zh: '状态', en: 'State' },
    value: (o) => joined(' ', [orderStateNames[o.state], o.urgent ? text.urgent : null]),
  },
  { key: 'deliverBy', title: text.deliverBy, value: (o) => at(o.deliverBy) },
  { key: 'placed', title: { zh: '下单时间', en: 'Placed' }, value: (o) => at(o.placedAt) },
  { key: 'requested', title: { zh: '要求送达', en: 'Wanted by' }, value: (o) => at(o.requestedAt) },
  {
    key: 'place',
    title: { zh: '目的地', en: 'Destination' },
    value: (o) => placeTexts({ country: o.country, name: areaName({ ...o, district: '' }) }),
  },
  { key: 'lines', title: { zh: '行数', en: 'Lines' }, value: (o) => o.lines },
  { key: 'quantity', title: { zh: '数量', en: 'Quantity' }, value: (o) => o.quantity },
  { key: 'service', title: { zh: '服务', en: 'Service' }, value: (o) => serviceOf(o.service) },
  { key: 'kind', title: { zh: '订单类型', en: 'Kind' }, value: (o) => orderKindNames[o.kind] },
  { key: 'channel', title: { zh: '来源', en: 'Channel' }, value: (o) => channels[o.channel] },
  {
    key: 'amount',
    title: { zh: '金额', en: 'Amount' },
    value: (o) => ({ minor: o.amountMinor, currency: o.currency }),
  },
  { key: 'note', title: { zh: '备注', en: 'Note' }, value: (o) => o.note },
]

export const shortageFields: readonly ListField<Shortage>[] = [
  { key: 'product', title: { zh: '商品', en: 'Product' }, value: (s) => s.product.name },
  {
    key: 'order',
    title: text.order,
    value: (s) => joined(' ', [s.order.number, s.order.urgent ? text.urgent : null]),
  },
  { key: 'customer', title: text.customer, value: (s) => s.customer.name },
  { key: 'missing', title: { zh: '缺', en: 'Missing' }, value: (s) => s.quantity },
  { key: 'available', title: { zh: '现有可用', en: 'Available now' }, value: (s) => s.availableNow },
  {
    key: 'onOrder',
    title: { zh: '已订未到', en: 'On order' },
    value: (s) => joined(' ', s.onOrder?.quantity ? [s.onOrder.quantity, { day: s.onOrder.expectedOn }] : []),
  },
  {
    key: 'value',
    title: { zh: '涉及金额', en: 'Value' },
    value: (s) => ({ minor: s.valueMinor, currency: s.currency }),
  },
  { key: 'due', title: text.deliverBy, value: (s) => at(s.deliverBy ?? s.requestedAt) },
  { key: 'cause', title: { zh: '缺货原因', en: 'Cause' }, value: (s) => causeOf(s.cause) },
  {
    key: 'decision',
    title: { zh: '处理', en: 'Decision' },
    value: (s) => joined(' ', [decisionNames[s.decision ?? 'none'], at(s.backorderUntil)]),
  },
  { key: 'since', title: { zh: '发现于', en: 'Since' }, value: (s) => at(s.detectedAt) },
]

type OrderError = RowOf<typeof ordersApi.listOrderErrors>

export const errorFields: readonly ListField<OrderError>[] = [
  { key: 'order', title: text.order, value: (x) => x.orderNumber },
  { key: 'kind', title: { zh: '差错类型', en: 'Kind' }, value: (x) => errorKinds[x.kind] },
  { key: 'description', title: { zh: '差错内容', en: 'What was wrong' }, value: (x) => x.description },
  {
    key: 'line',
    title: { zh: '订单行', en: 'Line' },
    value: (x) => (x.line ? joined(' ', [String(x.line.lineNo), x.line.sku]) : null),
  },
  { key: 'quantity', title: { zh: '件数', en: 'Pieces' }, value: (x) => x.quantity },
  { key: 'customer', title: text.customer, value: (x) => x.customer.name },
  {
    key: 'liable',
    title: { zh: '责任方', en: 'Liable' },
    value: (x) => (x.liable ? liableNames[x.liable] : noneLiable),
  },
  { key: 'cost', title: { zh: '损失', en: 'Cost' }, value: (x) => ({ minor: x.costMinor }) },
  { key: 'found', title: { zh: '发现时间', en: 'Found' }, value: (x) => at(x.foundAt) },
  { key: 'logged', title: { zh: '登记人', en: 'Logged by' }, value: (x) => x.loggedBy },
  { key: 'state', title: { zh: '是否计入', en: 'Counts' }, value: (x) => errorStateNames[x.state] },
]
