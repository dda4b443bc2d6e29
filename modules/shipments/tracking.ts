/**
 * One tracking model over all carriers (domain §17). Carriers' own codes are mapped in `carrier-code.ts`.
 * Events arrive late, twice and out of order; a mistake is corrected by a new row that revokes the old one.
 */
export const trackingStatuses = [
  'created',
  'picked_up',
  'departed_hub',
  'in_transit',
  'arrived_hub',
  'customs',
  'out_for_delivery',
  'available_for_collection',
  'attempt_failed',
  'exception',
  'cancelled',
  'lost',
  'delivered',
  'returning',
  'returned',
  'info',
] as const

/** In the order above: of two events at one instant the later status of this list wins. */
export type TrackingStatus = (typeof trackingStatuses)[number]

export type LiableParty =
  | 'carrier'
  | 'shipper'
  | 'consignee'
  | 'warehouse'
  | 'authority'
  | 'force_majeure'
  | 'unknown'

/**
 * Who answers for each reason unless the code or an inquiry says otherwise: a first sorting for work and
 * for the KPI, not a finding.
 */
export const liableFor = {
  no_attempt_made: 'carrier',
  attempt_unsuccessful: 'unknown',
  recipient_refused: 'consignee',
  recipient_unreachable: 'consignee',
  recipient_rescheduled: 'consignee',
  appointment_scheduled: 'consignee',
  business_closed: 'consignee',
  not_collected_in_time: 'consignee',
  payment_due: 'consignee',
  signature_required: 'consignee',
  access_required: 'consignee',
  address_incomplete: 'shipper',
  phone_wrong: 'shipper',
  out_of_delivery_area: 'unknown',
  not_handed_over: 'shipper',
  pickup_failed: 'unknown',
  shipper_cancelled: 'shipper',
  intercepted: 'shipper',
  credit_hold: 'shipper',
  information_needed: 'unknown',
  documents_missing: 'shipper',
  prohibited_contents: 'shipper',
  damaged: 'carrier',
  missing: 'carrier',
  seals_altered: 'carrier',
  missorted: 'carrier',
  delayed: 'carrier',
  delivery_overdue: 'carrier',
  no_movement: 'carrier',
  missed_departure: 'carrier',
  equipment_failure: 'carrier',
  system_failure: 'carrier',
  agent_refused: 'carrier',
  partner_failed: 'carrier',
  customs_held: 'authority',
  customs_refused: 'authority',
  seized: 'authority',
  security_delay: 'authority',
  weather: 'force_majeure',
  emergency: 'force_majeure',
  unspecified: 'unknown',
} as const satisfies Record<string, LiableParty>

export type ExceptionReason = keyof typeof liableFor

/** One row of the event log. Times in epoch milliseconds: `at` when it happened, `recordedAt` when we learned it. */
export type TrackingEvent = {
  id: string
  status: TrackingStatus
  at: number
  recordedAt: number
  /** Order of recording within one instant. */
  seq: number
  reason?: ExceptionReason | null
  /** The event this row declares wrong. A row that only withdraws has the status `info`. */
  revokes?: string | null
}

export const MAX_CLOCK_AHEAD_MS = 10 * 60_000
export const MAX_BEFORE_CREATION_MS = 30 * 24 * 3_600_000

/**
 * The events that stand, by event time: each id once, without those a standing, later recorded row revokes
 * (so a revocation can itself be revoked, and no two rows can revoke each other).
 */
export function standingEvents<E extends TrackingEvent>(events: readonly E[]): E[] {
  if (events.length < 2) return [...events]
  const latestFirst = [...events].sort((a, b) => -byRecording(a, b))
  const seen = new Set<string>()
  const revoked = new Set<string>()
  const standing: E[] = []
  for (const event of latestFirst) {
    if (seen.has(event.id)) continue
    seen.add(event.id)
    if (revoked.has(event.id)) continue
    if (event.revokes) revoked.add(event.revokes)
    standing.push(event)
  }
  return standing.sort((a, b) => a.at - b.at || rankOf(a.status) - rankOf(b.status) || byRecording(a, b))
}

/**
 * Where the parcel is, by event time with precedence; null when nothing stands. The same for every order
 * and repetition of the events.
 */
export function currentStatus(events: readonly TrackingEvent[]): TrackingStatus | null {
  let status: TrackingStatus | null = null
  for (const event of standingEvents(events)) status = statusAfter(status, event.status)
  return status
}

/** Event time of the delivery that stands, or null: none, revoked, or only the sender signed for the return. */
export function deliveredAt(events: readonly TrackingEvent[]): number | null {
  let status: TrackingStatus | null = null
  for (const event of standingEvents(events)) {
    status = statusAfter(status, event.status)
    if (status === 'delivered') return event.at
  }
  return null
}

/** The status an event leads to: state × event → state (domain §17). */
export function statusAfter(status: TrackingStatus | null, event: TrackingStatus): TrackingStatus {
  switch (status) {
    case null:
    case 'info':
      return event
    case 'delivered':
      return event === 'returning' || event === 'returned' ? event : 'delivered'
    case 'returned':
      return 'returned'
    case 'returning':
      // A signature on the way back is the sender's; scans on the way back are not news.
      if (event === 'delivered' || event === 'returned') return 'returned'
      return event === 'lost' ? 'lost' : 'returning'
    default:
      // The order's data is often sent after the parcel.
      return event === 'info' || event === 'created' ? status : event
  }
}

/** Nothing more is expected to happen to the parcel. */
export function isFinal(status: TrackingStatus): boolean {
  return status === 'delivered' || status === 'returned' || status === 'cancelled' || status === 'lost'
}

type EventIdentity = {
  carrier: string
  waybill: string
  code: string
  at: number
  location?: string | null
}

/** Two reports with the same key are one event. Upper and lower case and outer spaces do not count. */
export function eventKey({ carrier, waybill, code, at, location }: EventIdentity): string {
  const [who, number, what, where] = [carrier, waybill, code, location ?? ''].map((part) =>
    part.trim().toUpperCase(),
  )
  return JSON.stringify([who, number, what, at, where])
}

export function isDuplicate(a: EventIdentity, b: EventIdentity): boolean {
  return eventKey(a) === eventKey(b)
}

/**
 * Whether a parcel that should move has been silent for the threshold. A parcel that waits for its recipient
 * or has arrived for good is not silent. Times in epoch milliseconds.
 */
export function noMovement(
  lastEventAtMs: number,
  nowMs: number,
  thresholdHours: number,
  status: TrackingStatus,
): boolean {
  if (isFinal(status) || status === 'available_for_collection') return false
  return nowMs - lastEventAtMs >= thresholdHours * 3_600_000
}

/** Attempts that failed, and reports of an attempt that none was; two reports of one instant are one. */
export type FailedAttempts = { made: number; notMade: number }

/**
 * An attempt coded "no attempt was made" does not count as an attempt: the carrier answers for it
 * (`liableFor.no_attempt_made`), and the recipient keeps the full number of attempts.
 */
export function failedAttempts(events: readonly TrackingEvent[]): FailedAttempts {
  if (events.every((event) => event.status !== 'attempt_failed')) return { made: 0, notMade: 0 }
  const made = new Set<number>()
  const notMade = new Set<number>()
  for (const event of standingEvents(events)) {
    if (event.status !== 'attempt_failed') continue
    if (event.reason === 'no_attempt_made') notMade.add(event.at)
    else made.add(event.at)
  }
  // Where a carrier reports both at one instant, the claim of an attempt does not stand.
  for (const at of notMade) made.delete(at)
  return { made: made.size, notMade: notMade.size }
}

export type EventRefusal = 'tracking_event.in_future' | 'tracking_event.before_shipment'

/** Why an event cannot be true, or null. Carriers' clocks may run ahead and shipments be entered late, but not so far. */
export function whyNotApplyEvent(
  event: { at: number },
  shipment: { createdAt: number },
  nowMs: number,
): EventRefusal | null {
  if (event.at > nowMs + MAX_CLOCK_AHEAD_MS) return 'tracking_event.in_future'
  if (event.at < shipment.createdAt - MAX_BEFORE_CREATION_MS) return 'tracking_event.before_shipment'
  return null
}

const ranks = new Map<TrackingStatus, number>(trackingStatuses.map((status, rank) => [status, rank]))

function rankOf(status: TrackingStatus): number {
  return ranks.get(status) ?? 0
}

function byRecording(a: TrackingEvent, b: TrackingEvent): number {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt - b.recordedAt
  if (a.seq !== b.seq) return a.seq - b.seq
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
