import { type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import { placeTexts } from '#modules/customers/place.ts'
import type { handoversApi } from './api.ts'
import { handoverStateNames, requestStateNames } from './handover.ts'

type List = RowOf<typeof handoversApi.listHandoverLists>
type Item = RowOf<typeof handoversApi.listHandoverItems>

/** To a hundred grams, as the screen says it. */
const kilos = (grams: number | null): number | null => (grams === null ? null : Math.round(grams / 100) / 10)

const text = {
  carrier: { zh: '承运商', en: 'Carrier' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  parcels: { zh: '件数', en: 'Parcels' },
  units: { zh: '商品数', en: 'Units' },
  weight: { zh: '重量（千克）', en: 'Weight (kg)' },
  pickUp: { zh: '揽收时间', en: 'Pick-up' },
  signed: { zh: '交接时间', en: 'Handed over' },
}

export const handoverFields: readonly ListField<List>[] = [
  { key: 'number', title: { zh: '交接单', en: 'Hand-over list' }, value: (h) => h.number },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (h) => handoverStateNames[h.state] },
  {
    key: 'request',
    title: { zh: '揽收通知', en: 'Pick-up request' },
    value: (h) => requestStateNames[h.request],
  },
  { key: 'carrier', title: text.carrier, value: (h) => h.carrier.name },
  { key: 'warehouse', title: text.warehouse, value: (h) => h.warehouse.name },
  {
    key: 'pickUp',
    title: text.pickUp,
    value: (h) => joined(' – ', [at(h.pickUpFrom), at(h.pickUpTo)]),
  },
  { key: 'shipments', title: { zh: '单数', en: 'Shipments' }, value: (h) => h.shipments },
  { key: 'parcels', title: text.parcels, value: (h) => h.parcels },
  { key: 'weight', title: text.weight, value: (h) => kilos(h.weightG) },
  { key: 'differences', title: { zh: '差异', en: 'Differences' }, value: (h) => h.differences || null },
  { key: 'signed', title: text.signed, value: (h) => at(h.signedAt) },
  { key: 'made', title: { zh: '生成时间', en: 'Made' }, value: (h) => at(h.madeAt) },
]

export const itemFields: readonly ListField<Item>[] = [
  { key: 'waybill', title: { zh: '运单号', en: 'Waybill' }, value: (i) => i.waybill ?? i.shipmentNumber },
  { key: 'list', title: { zh: '交接单', en: 'Hand-over list' }, value: (i) => i.list.number },
  {
    key: 'state',
    title: { zh: '交接单状态', en: 'State of the list' },
    value: (i) => handoverStateNames[i.list.state],
  },
  { key: 'carrier', title: text.carrier, value: (i) => i.carrier.name },
  { key: 'warehouse', title: text.warehouse, value: (i) => i.warehouse.name },
  { key: 'shipment', title: { zh: '发运单', en: 'Shipment' }, value: (i) => i.shipmentNumber },
  { key: 'order', title: { zh: '订单', en: 'Order' }, value: (i) => i.order.number },
  {
    key: 'destination',
    title: { zh: '目的地', en: 'Destination' },
    value: (i) => placeTexts(i.destination),
  },
  { key: 'parcels', title: text.parcels, value: (i) => i.parcels },
  { key: 'units', title: text.units, value: (i) => i.units },
  { key: 'weight', title: text.weight, value: (i) => kilos(i.weightG) },
  { key: 'loaded', title: { zh: '实装', en: 'Loaded' }, value: (i) => i.loaded },
  { key: 'reason', title: { zh: '差异原因', en: 'Why it differs' }, value: (i) => i.reason },
  { key: 'pickUp', title: text.pickUp, value: (i) => at(i.pickUpFrom) },
  { key: 'signed', title: text.signed, value: (i) => at(i.signedAt) },
]
