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
  deliveredAt: number | null
  failedAttempts: number
  liable: LiableParty | null
}

export const NOTHING_KNOWN: RoadState = {
  status: 'created',
  lastEventAt: null,
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
    deliveredAt: deliveredAt(events),
    failedAttempts: failedAttempts(events).made,
    liable: standing.findLast((e) => e.liable !== null)?.liable ?? null,
  }
}

/**
 * The same from what is known already and only the new events; null when the history must be read: an event is not
 * strictly newer than all that stand, or revokes one.
 */
export function roadStateAfter(known: RoadState, fresh: readonly RoadEvent[]): RoadState | null {
  const last = known.lastEventAt ?? Number.NEGATIVE_INFINITY
  if (fresh.some((e) => e.at <= last || e.revokes)) return null
  const sorted = standingEvents(fresh)
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
    deliveredAt: delivered,
    failedAttempts: known.failedAttempts + failedAttempts(fresh).made,
    liable,
  }
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
