import { exceptionStateNames, reasonOf } from '#modules/shipments/exception-names.ts'
import { shipmentStateNames } from '#modules/shipments/names.ts'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { shipmentsApi } from '#modules/shipments/api.ts'
import type { ExceptionState } from '#modules/shipments/exception.ts'
import type { ShipmentState } from '#modules/shipments/shipment.ts'
import { liablePartyNames, statusNames } from '#modules/shipments/tracking-names.ts'
import type { LiableParty, TrackingStatus } from '#modules/shipments/tracking.ts'
import { useSay } from '#web/lib/i18n.ts'
import { StateTag, type StateTable, type Tone } from '#web/ui/status-tag.tsx'

export type Shipment = ResultOf<typeof shipmentsApi.getShipment>
export type ShipmentRow = ResultOf<typeof shipmentsApi.listShipments>['rows'][number]
export type ListedException = ResultOf<typeof shipmentsApi.listExceptions>['rows'][number]
export type ListedReceipt = ResultOf<typeof shipmentsApi.listReceipts>['rows'][number]

export const shipmentText = {
  shipments: { zh: '发运单', en: 'Shipments' },
  shipment: { zh: '发运单', en: 'Shipment' },
  number: { zh: '发运单号', en: 'Shipment' },
  order: { zh: '订单', en: 'Order' },
  waybill: { zh: '运单号', en: 'Waybill' },
  customer: { zh: '客户', en: 'Customer' },
  warehouse: { zh: '发货仓', en: 'Warehouse' },
  carrier: { zh: '承运商', en: 'Carrier' },
  destination: { zh: '目的地', en: 'Destination' },
  state: { zh: '作业状态', en: 'Work' },
  status: { zh: '运输状态', en: 'On the road' },
  quantity: { zh: '件数', en: 'Units' },
  lines: { zh: '行数', en: 'Lines' },
  created: { zh: '生成时间', en: 'Made' },
  shipBy: { zh: '最迟发出', en: 'Leave by' },
  handedOver: { zh: '交接时间', en: 'Handed over' },
  lastEvent: { zh: '最近轨迹', en: 'Last scan' },
  expected: { zh: '预计到达', en: 'Expected' },
  delivered: { zh: '签收时间', en: 'Delivered' },
  exceptions: { zh: '异常', en: 'Exceptions' },
  receipts: { zh: '回单', en: 'Signed receipts' },
  outbound: { zh: '待出库', en: 'To send out' },
  all: { zh: '全部发运', en: 'All shipments' },
  urgent: { zh: '加急', en: 'Urgent' },
  liable: { zh: '责任方', en: 'Answers for it' },
  owner: { zh: '负责人', en: 'Owner' },
  nobody: { zh: '无人负责', en: 'Nobody' },
} satisfies Text

export const shipmentStates: StateTable<ShipmentState> = {
  planned: { text: shipmentStateNames.planned, tone: 'info' },
  picking: { text: shipmentStateNames.picking, tone: 'warn' },
  packed: { text: shipmentStateNames.packed, tone: 'warn' },
  handed_over: { text: shipmentStateNames.handed_over, tone: 'info' },
  delivered: { text: shipmentStateNames.delivered, tone: 'good' },
  returned: { text: shipmentStateNames.returned, tone: 'bad' },
  lost: { text: shipmentStateNames.lost, tone: 'bad' },
  cancelled: { text: shipmentStateNames.cancelled, tone: 'mute' },
}

const statusTones: Partial<Record<TrackingStatus, Tone>> = {
  attempt_failed: 'warn',
  exception: 'bad',
  lost: 'bad',
  returning: 'bad',
  returned: 'bad',
  cancelled: 'mute',
  created: 'mute',
  info: 'mute',
  delivered: 'good',
  available_for_collection: 'warn',
}

export const toneOfStatus = (status: TrackingStatus): Tone => statusTones[status] ?? 'info'

export const trackingStates = Object.fromEntries(
  Object.entries(statusNames).map(([status, text]) => [
    status,
    { text, tone: toneOfStatus(status as TrackingStatus) },
  ]),
) as StateTable<TrackingStatus>

export const exceptionStateTable: StateTable<ExceptionState> = {
  open: { text: exceptionStateNames.open, tone: 'bad' },
  working: { text: exceptionStateNames.working, tone: 'warn' },
  resolved: { text: exceptionStateNames.resolved, tone: 'good' },
}

// How the house itself closed an exception.
const ownResolutions = {
  delivered: { zh: '已签收，自动结束', en: 'Delivered: closed by itself' },
  moved_again: { zh: '已有新轨迹，自动结束', en: 'Moved again: closed by itself' },
  report_revoked: { zh: '原轨迹已更正，自动结束', en: 'The report was revoked: closed by itself' },
} satisfies Text

/** A reason in words; what somebody typed stays as it is. */
export function useReason(): (reason: string | null) => string {
  const say = useSay()
  return (reason) => (reason === null ? '' : say(reasonOf(reason)))
}

export function useResolution(): (resolution: string | null) => string {
  const say = useSay()
  const known: Record<string, { zh: string; en: string }> = ownResolutions
  return (resolution) =>
    resolution === null ? '' : resolution in known ? say(known[resolution] as never) : resolution
}

export function Liable({ party }: { party: LiableParty | null }) {
  const say = useSay()
  return <>{party ? say(liablePartyNames[party]) : '–'}</>
}

/** The state of our work until the hand-over, then that of the road. */
export function ShipmentStateTag({
  shipment,
}: {
  shipment: { state: ShipmentState; status: TrackingStatus }
}) {
  const isOut = shipment.state === 'handed_over'
  return isOut ? (
    <StateTag of={trackingStates} state={shipment.status} />
  ) : (
    <StateTag of={shipmentStates} state={shipment.state} />
  )
}

/** Minutes are what people type: the current minute must not count as the future. */
export const notAhead = (at: string): string => new Date(Math.min(Date.parse(at), Date.now())).toISOString()
