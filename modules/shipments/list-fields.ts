import { type Cell, type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { shipmentsApi } from './api.ts'
import { exceptionKindNames, exceptionStateNames, reasonOf } from './exception-names.ts'
import { shipmentStateNames } from './names.ts'
import { placeTexts } from '#modules/customers/place.ts'
import { liablePartyNames, statusNames } from './tracking-names.ts'

type Shipment = RowOf<typeof shipmentsApi.listShipments>
type Exception = RowOf<typeof shipmentsApi.listExceptions>
type Receipt = RowOf<typeof shipmentsApi.listReceipts>

const text = {
  waybill: { zh: '运单号', en: 'Waybill' },
  customer: { zh: '客户', en: 'Customer' },
  carrier: { zh: '承运商', en: 'Carrier' },
  work: { zh: '作业状态', en: 'Work' },
  road: { zh: '运输状态', en: 'On the road' },
  lastEvent: { zh: '最近轨迹', en: 'Last scan' },
  delivered: { zh: '签收时间', en: 'Delivered' },
  urgent: { zh: '加急', en: 'Urgent' },
  nobody: { zh: '无人负责', en: 'Nobody' },
}

const fields = {
  number: {
    key: 'number',
    title: { zh: '发运单号', en: 'Shipment' },
    value: (s) => s.number,
  },
  order: { key: 'order', title: { zh: '订单', en: 'Order' }, value: (s) => s.order.number },
  customer: { key: 'customer', title: text.customer, value: (s) => s.customer.name },
  warehouse: { key: 'warehouse', title: { zh: '发货仓', en: 'Warehouse' }, value: (s) => s.warehouse.code },
  carrier: { key: 'carrier', title: text.carrier, value: (s) => s.carrier?.name },
  quantity: { key: 'quantity', title: { zh: '件数', en: 'Units' }, value: (s) => s.quantity },
  destination: {
    key: 'destination',
    title: { zh: '目的地', en: 'Destination' },
    value: (s) => placeTexts(s.destination),
  },
} satisfies Record<string, ListField<Shipment>>

export const outboundFields: readonly ListField<Shipment>[] = [
  fields.number,
  { key: 'shipBy', title: { zh: '最迟发出', en: 'Leave by' }, value: (s) => at(s.shipBy) },
  { key: 'state', title: text.work, value: stateOf },
  fields.order,
  fields.customer,
  fields.warehouse,
  fields.quantity,
  fields.destination,
  fields.carrier,
]

export const shipmentFields: readonly ListField<Shipment>[] = [
  fields.number,
  { key: 'waybill', title: text.waybill, value: (s) => s.waybill },
  { key: 'state', title: text.road, value: stateOf },
  { key: 'lastEvent', title: text.lastEvent, value: (s) => at(s.lastEventAt) },
  {
    key: 'exceptions',
    title: { zh: '异常', en: 'Exceptions' },
    value: (s) => (s.openExceptions === 0 ? null : s.openExceptions),
  },
  fields.order,
  fields.customer,
  fields.warehouse,
  fields.carrier,
  fields.destination,
  fields.quantity,
  { key: 'handedOver', title: { zh: '交接时间', en: 'Handed over' }, value: (s) => at(s.handedOverAt) },
  { key: 'expected', title: { zh: '预计到达', en: 'Expected' }, value: (s) => at(s.expectedAt) },
  { key: 'delivered', title: text.delivered, value: (s) => at(s.deliveredAt) },
]

export const exceptionFields: readonly ListField<Exception>[] = [
  { key: 'kind', title: { zh: '异常', en: 'Exception' }, value: kindOf },
  { key: 'shipment', title: text.waybill, value: (x) => x.shipment.waybill ?? x.shipment.number },
  { key: 'state', title: text.work, value: (x) => exceptionStateNames[x.state] },
  { key: 'owner', title: { zh: '负责人', en: 'Owner' }, value: (x) => x.owner?.name ?? text.nobody },
  { key: 'opened', title: { zh: '发现于', en: 'Opened' }, value: (x) => at(x.openedAt) },
  {
    key: 'liable',
    title: { zh: '责任方', en: 'Answers for it' },
    value: (x) => (x.liable ? liablePartyNames[x.liable] : null),
  },
  { key: 'status', title: text.road, value: (x) => statusNames[x.shipment.status] },
  { key: 'lastEvent', title: text.lastEvent, value: (x) => at(x.shipment.lastEventAt) },
  { key: 'customer', title: text.customer, value: (x) => x.customer.name },
  { key: 'carrier', title: text.carrier, value: (x) => x.carrier?.name },
]

export const returnReceiptFields: readonly ListField<Receipt>[] = [
  { key: 'shipment', title: text.waybill, value: (r) => r.shipment.waybill ?? r.shipment.number },
  { key: 'due', title: { zh: '应收回', en: 'Due back' }, value: (r) => at(r.dueAt) },
  { key: 'customer', title: text.customer, value: (r) => r.customer.name },
  { key: 'carrier', title: text.carrier, value: (r) => r.carrier?.name },
  { key: 'delivered', title: text.delivered, value: (r) => at(r.shipment.deliveredAt) },
  { key: 'sent', title: { zh: '承运商寄回', en: 'Sent back' }, value: (r) => at(r.sentAt) },
  { key: 'received', title: { zh: '已收到', en: 'Received' }, value: (r) => at(r.receivedAt) },
]

function stateOf(s: Shipment): Cell {
  const state = s.state === 'handed_over' ? statusNames[s.status] : shipmentStateNames[s.state]
  return joined(' ', [state, s.order.urgent ? text.urgent : null])
}

function kindOf(x: Exception): Cell {
  const kind = exceptionKindNames[x.kind]
  const reason = x.reason === null ? null : reasonOf(x.reason)
  return joined(' ', [kind, reason?.zh === kind.zh ? null : reason])
}
