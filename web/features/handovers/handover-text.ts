import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { handoversApi } from '#modules/handovers/api.ts'
import {
  type HandoverState,
  type RequestState,
  handoverStateNames,
  requestStateNames,
} from '#modules/handovers/handover.ts'
import type { StateTable, Tone } from '#web/ui/status-tag.tsx'

export type HandoverRow = ResultOf<typeof handoversApi.listHandoverLists>['rows'][number]
export type HandoverItem = ResultOf<typeof handoversApi.listHandoverItems>['rows'][number]
export type Handover = ResultOf<typeof handoversApi.getHandoverList>
export type PickupRuleRow = ResultOf<typeof handoversApi.listPickupRules>['rows'][number]

export const handoverText = {
  lists: { zh: '交接单', en: 'Hand-over lists' },
  items: { zh: '交接明细', en: 'Handed over, by shipment' },
  number: { zh: '交接单', en: 'Hand-over list' },
  state: { zh: '状态', en: 'State' },
  request: { zh: '揽收通知', en: 'Pick-up request' },
  carrier: { zh: '承运商', en: 'Carrier' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  pickUp: { zh: '揽收时间', en: 'Pick-up' },
  pickUpFrom: { zh: '揽收开始', en: 'Pick-up from' },
  pickUpTo: { zh: '揽收结束', en: 'Pick-up until' },
  shipments: { zh: '单数', en: 'Shipments' },
  parcels: { zh: '件数', en: 'Parcels' },
  units: { zh: '商品数', en: 'Units' },
  weight: { zh: '重量', en: 'Weight' },
  weightKg: { zh: '重量（千克）', en: 'Weight (kg)' },
  listState: { zh: '交接单状态', en: 'State of the list' },
  differences: { zh: '差异', en: 'Differences' },
  made: { zh: '生成时间', en: 'Made' },
  signed: { zh: '交接时间', en: 'Handed over' },
  note: { zh: '给司机的备注', en: 'Note to the driver' },
  waybill: { zh: '运单号', en: 'Waybill' },
  shipment: { zh: '发运单', en: 'Shipment' },
  order: { zh: '订单', en: 'Order' },
  destination: { zh: '目的地', en: 'Destination' },
  loaded: { zh: '实装', en: 'Loaded' },
  reason: { zh: '差异原因', en: 'Why it differs' },
  work: { zh: '发运状态', en: 'Shipment is' },
  itself: { zh: '截单时自动生成', en: 'Made at the cut-off' },
} satisfies Text

const stateTones: Record<HandoverState, Tone> = { open: 'warn', handed_over: 'good', cancelled: 'mute' }
const requestTones: Record<RequestState, Tone> = {
  none: 'mute',
  queued: 'info',
  sent: 'good',
  failed: 'bad',
}

const tagged = <K extends string>(
  names: Record<K, { zh: string; en: string }>,
  tones: Record<K, Tone>,
): StateTable<K> =>
  Object.fromEntries(
    (Object.keys(names) as K[]).map((key) => [key, { text: names[key], tone: tones[key] }]),
  ) as StateTable<K>

export const handoverStateTags = tagged(handoverStateNames, stateTones)
export const requestStateTags = tagged(requestStateNames, requestTones)

const GRAMS = 1_000
/** Grams as kilograms to one place; null is unknown. */
export const kilosOf = (grams: number | null): number | null =>
  grams === null ? null : Math.round(grams / (GRAMS / 10)) / 10
