import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { shipmentsApi } from '#modules/shipments/api.ts'
import type { ExceptionState } from '#modules/shipments/exception.ts'
import type { ShipmentState } from '#modules/shipments/shipment.ts'
import { liablePartyNames, reasonNames, statusNames } from '#modules/shipments/tracking-names.ts'
import type { LiableParty, TrackingStatus } from '#modules/shipments/tracking.ts'
import { useSay } from '#web/lib/i18n.ts'
import { StateTag, type StateTable, type Tone } from '#web/ui/status-tag.tsx'

export type Shipment = ResultOf<typeof shipmentsApi.getShipment>
export type ShipmentRow = ResultOf<typeof shipmentsApi.listShipments>['rows'][number]
export type ListedException = ResultOf<typeof shipmentsApi.listExceptions>['rows'][number]
export type ListedReceipt = ResultOf<typeof shipmentsApi.listReceipts>['rows'][number]

export const shipmentText = {
  shipments: { zh: '发运', en: 'Shipments' },
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
  planned: { text: { zh: '待拣货', en: 'To pick' }, tone: 'info' },
  picking: { text: { zh: '拣货中', en: 'Being picked' }, tone: 'warn' },
  packed: { text: { zh: '已包装', en: 'Packed' }, tone: 'warn' },
  handed_over: { text: { zh: '已交接', en: 'On the road' }, tone: 'info' },
  delivered: { text: { zh: '已签收', en: 'Delivered' }, tone: 'good' },
  returned: { text: { zh: '已退回', en: 'Returned' }, tone: 'bad' },
  lost: { text: { zh: '已丢失', en: 'Lost' }, tone: 'bad' },
  cancelled: { text: { zh: '已取消', en: 'Cancelled' }, tone: 'mute' },
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
  open: { text: { zh: '待处理', en: 'Open' }, tone: 'bad' },
  working: { text: { zh: '处理中', en: 'Being worked on' }, tone: 'warn' },
  resolved: { text: { zh: '已处理', en: 'Resolved' }, tone: 'good' },
}

// Reasons of our own beside those of the tracking model.
const ownReasons = {
  delivered_before_hand_over: {
    zh: '签收时间早于交接，存疑',
    en: 'Delivered before the hand-over: doubtful',
  },
  delivered_in_future: { zh: '签收时间晚于现在，存疑', en: 'Delivered in the future: doubtful' },
  not_handed_over: {
    zh: '承运商已有轨迹，但未登记交接',
    en: 'The carrier scans it, but no hand-over is recorded',
  },
  no_proof: { zh: '已签收但无签收凭证', en: 'Delivered without any proof' },
  short_at_loading: { zh: '装车短少', en: 'Short at loading' },
  short_at_unloading: { zh: '卸货短少', en: 'Short at unloading' },
} satisfies Text

// How the house itself closed an exception.
const ownResolutions = {
  delivered: { zh: '已签收，自动结束', en: 'Delivered: closed by itself' },
  moved_again: { zh: '已有新轨迹，自动结束', en: 'Moved again: closed by itself' },
  report_revoked: { zh: '原轨迹已更正，自动结束', en: 'The report was revoked: closed by itself' },
} satisfies Text

/** A reason in words; what somebody typed stays as it is. */
export function useReason(): (reason: string | null) => string {
  const say = useSay()
  const known: Record<string, { zh: string; en: string }> = { ...reasonNames, ...ownReasons }
  return (reason) => (reason === null ? '' : reason in known ? say(known[reason] as never) : reason)
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
