import type { ExceptionKind } from '#modules/shipments/shipment-types.ts'
import type { ExceptionReason, LiableParty, TrackingStatus } from '#modules/shipments/tracking.ts'
import { MAX_CLOCK_AHEAD_MS, liableFor, noMovement, trackingStatuses } from '#modules/shipments/tracking.ts'
import { type ShipmentState, isOnRoad } from '#modules/shipments/shipment.ts'

export const exceptionKinds = [
  'no_movement',
  'failed_attempt',
  'damage',
  'loss',
  'refused',
  'address',
  'customs',
  'delay',
  'short',
  'false_report',
  'other',
] as const satisfies readonly ExceptionKind[]
export const exceptionStates = ['open', 'working', 'resolved'] as const
export type ExceptionState = (typeof exceptionStates)[number]

/** Reasons that name the kind of work; all others follow the event's status. */
const kindOfReason: Partial<Record<ExceptionReason, ExceptionKind>> = {
  damaged: 'damage',
  seals_altered: 'damage',
  missing: 'loss',
  recipient_refused: 'refused',
  address_incomplete: 'address',
  phone_wrong: 'address',
  out_of_delivery_area: 'address',
  customs_held: 'customs',
  customs_refused: 'customs',
  documents_missing: 'customs',
  seized: 'customs',
  no_movement: 'no_movement',
  delayed: 'delay',
  delivery_overdue: 'delay',
  missed_departure: 'delay',
  missorted: 'delay',
  equipment_failure: 'delay',
  system_failure: 'delay',
  security_delay: 'delay',
  weather: 'delay',
  emergency: 'delay',
}

type Report = {
  status: TrackingStatus
  reason: ExceptionReason | null
  liable: LiableParty | null
  at: number
}
export type ExceptionFact = {
  kind: ExceptionKind
  reason: string | null
  liable: LiableParty | null
  factKey: string
}

/**
 * The exception an event calls for, or null. Its fact is the event's kind and instant, so the same fact told twice
 * opens one. "No attempt was made" is the carrier's failure, not the recipient's (rivals, acceptance 7).
 */
export function exceptionOf({ status, reason, liable, at }: Report): ExceptionFact | null {
  const kind = kindOf(status, reason)
  if (!kind) return null
  const party = liable ?? (reason ? liableFor[reason] : null)
  return { kind, reason, liable: party, factKey: `${kind}:${at}` }
}

function kindOf(status: TrackingStatus, reason: ExceptionReason | null): ExceptionKind | null {
  switch (status) {
    case 'attempt_failed':
      return (reason && kindOfReason[reason]) ?? 'failed_attempt'
    case 'exception':
      return (reason && kindOfReason[reason]) ?? 'other'
    case 'lost':
      return 'loss'
    case 'returning':
    case 'cancelled':
      return (reason && kindOfReason[reason]) ?? 'other'
    case 'delivered':
      return reason === 'damaged' ? 'damage' : null
    case 'customs':
      return reason === 'customs_held' || reason === 'customs_refused' || reason === 'seized'
        ? 'customs'
        : null
    default:
      return null
  }
}

/** Kinds that a delivery settles; damage and missing pieces stay to be worked on. */
export const settledByDelivery: readonly ExceptionKind[] = [
  'no_movement',
  'failed_attempt',
  'refused',
  'address',
  'customs',
  'delay',
  'loss',
]

/**
 * Reports that cannot be true as told (requirement TRK-08): moved or delivered before we handed it over. Carriers' clocks
 * may differ by MAX_CLOCK_AHEAD_MS. Times in epoch milliseconds.
 */
export function doubtOf(
  report: { status: TrackingStatus; at: number },
  shipment: { state: ShipmentState; handedOverAt: number | null },
): ExceptionFact | null {
  const moves = report.status !== 'created' && report.status !== 'info' && report.status !== 'cancelled'
  if (!moves) return null
  const isEarly = shipment.handedOverAt !== null && report.at < shipment.handedOverAt - MAX_CLOCK_AHEAD_MS
  if (report.status === 'delivered' && (isEarly || !isOnRoad(shipment.state))) {
    return {
      kind: 'false_report',
      reason: 'delivered_before_hand_over',
      liable: 'carrier',
      factKey: `doubt:delivered:${report.at}`,
    }
  }
  if (!isOnRoad(shipment.state))
    return { kind: 'other', reason: 'not_handed_over', liable: 'warehouse', factKey: 'doubt:not_handed_over' }
  return null
}

const underway: ReadonlySet<TrackingStatus> = new Set([
  'picked_up',
  'departed_hub',
  'in_transit',
  'arrived_hub',
  'customs',
  'out_for_delivery',
  'available_for_collection',
  'attempt_failed',
])

/** The fact of a delivery that later scans contradict, by the instant it was reported for. */
export const contradictionKey = (deliveredAt: number): string => `doubt:contradicted:${deliveredAt}`

/**
 * A delivery and a later scan on the way to the consignee cannot both be true (requirement TRK-08). `known`: when it was reported
 * delivered, and when it was last seen underway, by everything that was told but this report. Instants in epoch milliseconds.
 */
export function contradictionOf(
  report: { status: TrackingStatus; at: number },
  known: { deliveredAt: number | null; underwayAt: number | null },
): ExceptionFact | null {
  const contradicted = (deliveredAt: number): ExceptionFact => ({
    kind: 'false_report',
    reason: 'moved_after_delivery',
    liable: 'carrier',
    factKey: contradictionKey(deliveredAt),
  })
  const isLater = (a: number, b: number) => a > b + MAX_CLOCK_AHEAD_MS
  if (underway.has(report.status) && known.deliveredAt !== null && isLater(report.at, known.deliveredAt))
    return contradicted(known.deliveredAt)
  if (report.status === 'delivered' && known.underwayAt !== null && isLater(known.underwayAt, report.at))
    return contradicted(report.at)
  return null
}

export const isUnderway = (status: TrackingStatus): boolean => underway.has(status)

/** A delivery reported for a time to come. */
export const futureDelivery = (at: number): ExceptionFact => ({
  kind: 'false_report',
  reason: 'delivered_in_future',
  liable: 'carrier',
  factKey: `doubt:future:${at}`,
})

export const NO_MOVEMENT_HOURS = {
  default: 48,
  road: 48,
  air: 96,
  'air charter': 120,
  rail: 120,
  truck: 96,
  ocean: 336,
  sea: 336,
} as const
export const NO_MOVEMENT_HOURS_MIN = 1
export const NO_MOVEMENT_HOURS_MAX = 2_000

/** Hours of silence that call for work, by mode in lower case; the tenant's setting `noMovementHours` (number or by mode) wins. */
export function noMovementHours(
  settings: Record<string, unknown>,
): Record<string, number> & { default: number } {
  const own = settings.noMovementHours
  const table: Record<string, number> & { default: number } = { ...NO_MOVEMENT_HOURS }
  if (typeof own === 'number') return { default: bounded(own) }
  if (typeof own !== 'object' || own === null) return table
  for (const [mode, hours] of Object.entries(own))
    if (typeof hours === 'number') table[mode.toLowerCase()] = bounded(hours)
  return table
}

const bounded = (hours: number): number =>
  Math.min(NO_MOVEMENT_HOURS_MAX, Math.max(NO_MOVEMENT_HOURS_MIN, hours))

/** Statuses in which silence means something. */
export const silentStatuses: readonly TrackingStatus[] = trackingStatuses.filter((status) =>
  noMovement(0, 3_600_000, 1, status),
)

/** The fact of one silence: since when nothing moved. It fires once, and again only after movement. */
export const silenceKey = (sinceMs: number): string => `no_movement:${sinceMs}`

export type ExceptionRefusal = 'exception.resolved'

/** Why the exception cannot be worked on any more, or null. */
export function whyNotWork(state: ExceptionState): ExceptionRefusal | null {
  return state === 'resolved' ? 'exception.resolved' : null
}
