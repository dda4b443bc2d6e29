import type { Bilingual } from '#platform/text.ts'
import { type PickupMode } from './pickup-rule.ts'

export const handoverStates = ['open', 'handed_over', 'cancelled'] as const
export type HandoverState = (typeof handoverStates)[number]
export const handoverStateNames = {
  open: { zh: '待交接', en: 'To hand over' },
  handed_over: { zh: '已交接', en: 'Handed over' },
  cancelled: { zh: '已作废', en: 'Cancelled' },
} satisfies Record<HandoverState, Bilingual>

/** How far the pick-up request is: whether the carrier knows that goods wait. */
export const requestStates = ['none', 'queued', 'sent', 'failed'] as const
export type RequestState = (typeof requestStates)[number]
export const requestStateNames = {
  none: { zh: '未通知', en: 'Not told' },
  queued: { zh: '邮件待发出', en: 'In the outbox' },
  sent: { zh: '已通知', en: 'Told' },
  failed: { zh: '通知失败', en: 'Not sent' },
} satisfies Record<RequestState, Bilingual>

/** Why a request did not go. */
export const requestFailures = {
  mail: { zh: '邮件未能送出', en: 'the mail could not go' },
  no_address: { zh: '承运商没有邮箱', en: 'the carrier has no address' },
} satisfies Record<string, Bilingual>

/** Shipments on one list: as many as one hand-over takes. */
export const HANDOVER_ITEMS_MAX = 200
/** Shipments that left longer ago without a list are not put on one any more. */
export const LEFT_LOOK_BACK_DAYS = 3

export type HandoverAction = 'request' | 'sign' | 'change' | 'cancel'
export type HandoverRefusal =
  | 'handover.ended'
  | 'handover.request_on_its_way'
  | 'handover.request_off'
  | 'handover.no_address'

export type HandoverFacts = {
  state: HandoverState
  request: RequestState
  /** How the carrier wants to be told, and whether a contact of it has an address. */
  mode: PickupMode
  hasEmail: boolean
}

/** Why the action is not open to a list, or null. A list that ended stays as it is; a request may be sent again. */
export function whyNotHandover(list: HandoverFacts, action: HandoverAction): HandoverRefusal | null {
  if (list.state !== 'open') return 'handover.ended'
  if (action !== 'request') return null
  if (list.mode === 'off') return 'handover.request_off'
  if (!list.hasEmail) return 'handover.no_address'
  return list.request === 'queued' ? 'handover.request_on_its_way' : null
}

/** What a list says of one shipment that was not loaded as listed. */
export type Difference = { shipmentId: string; reason: string }

/** States of a shipment in which the driver can take it, or has taken it already. */
const READY = 'packed'
const stays = new Set(['planned', 'picking', 'cancelled'])

export type Standing = 'to_load' | 'left' | 'cannot_go'

/** What signing does with a shipment in this state: takes it along, finds it gone already, or cannot take it. */
export function standingOf(shipmentState: string): Standing {
  if (shipmentState === READY) return 'to_load'
  return stays.has(shipmentState) ? 'cannot_go' : 'left'
}
