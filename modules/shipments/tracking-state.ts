import {
  type LiableParty,
  type TrackingEvent,
  type TrackingStatus,
  currentStatus,
  deliveredAt,
  failedAttempts,
  standingEvents,
  statusAfter,
} from '#modules/shipments/tracking.ts'

/** An event with the party that answers for it. */
export type RoadEvent = TrackingEvent & { liable: LiableParty | null }

/** What the events say of a shipment, as its row keeps it. Times in epoch milliseconds. */
export type RoadState = {
  status: TrackingStatus
  lastEventAt: number | null
  /** The latest event that says where the parcel is; null: there is none, or nobody looked yet. */
  movedAt: number | null
  deliveredAt: number | null
  failedAttempts: number
  liable: LiableParty | null
}

export const NOTHING_KNOWN: RoadState = {
  status: 'created',
  lastEventAt: null,
  movedAt: null,
  deliveredAt: null,
  failedAttempts: 0,
  liable: null,
}

/** From all events of the shipment, in any order and with repetitions (domain §17). */
export function roadStateOf(events: readonly RoadEvent[]): RoadState {
  const standing = standingEvents(events)
  return {
    status: orCreated(currentStatus(events)),
    lastEventAt: standing.at(-1)?.at ?? null,
    movedAt: standing.findLast(saysWhere)?.at ?? null,
    deliveredAt: deliveredAt(events),
    failedAttempts: failedAttempts(events).made,
    liable: standing.findLast((e) => e.liable !== null)?.liable ?? null,
  }
}

/**
 * The same from what is known already and only the new events; null when the history must be read. The state known itself when
 * they change nothing of it.
 */
export function roadStateAfter(known: RoadState, fresh: readonly RoadEvent[]): RoadState | null {
  const last = known.lastEventAt ?? Number.NEGATIVE_INFINITY
  const telling = fresh.filter((e) => !isOvertaken(known, e))
  if (telling.length === 0) return known
  if (telling.some((e) => e.at <= last || e.revokes)) return null
  const sorted = standingEvents(telling)
  let { status, deliveredAt: delivered } = known
  let { liable } = known
  for (const event of sorted) {
    status = orCreated(statusAfter(status, event.status))
    if (status === 'delivered') delivered ??= event.at
    liable = event.liable ?? liable
  }
  return {
    status,
    lastEventAt: sorted.at(-1)?.at ?? known.lastEventAt,
    movedAt: sorted.findLast(saysWhere)?.at ?? known.movedAt,
    deliveredAt: delivered,
    failedAttempts: known.failedAttempts + failedAttempts(telling).made,
    liable,
  }
}

const saysWhere = ({ status }: RoadEvent): boolean => status !== 'info' && status !== 'created'

// Each of these counts although later events stand: as an attempt, as the delivery, as the way back.
const lasting = new Set<TrackingStatus>(['attempt_failed', 'lost', 'delivered', 'returning', 'returned'])

/**
 * A scan told late, behind an event that says where the parcel is now, changes nothing: whatever it leads to, the later event
 * leads on from there to the same.
 */
function isOvertaken({ movedAt }: RoadState, event: RoadEvent): boolean {
  return (
    movedAt !== null &&
    event.at < movedAt &&
    !event.revokes &&
    event.liable === null &&
    !lasting.has(event.status)
  )
}

/** Information alone says nothing of where the parcel is. */
function orCreated(status: TrackingStatus | null): TrackingStatus {
  return status === null || status === 'info' ? 'created' : status
}

// Hubs come and go many times; these are worth an event of their own. A delivery has its own: shipment.delivered.
const news = new Set<TrackingStatus>([
  'picked_up',
  'customs',
  'out_for_delivery',
  'available_for_collection',
  'attempt_failed',
  'exception',
  'cancelled',
  'lost',
  'returning',
  'returned',
])

/** Whether the change is told to the customer's timeline. */
export const isNews = (from: TrackingStatus, to: TrackingStatus): boolean => from !== to && news.has(to)
