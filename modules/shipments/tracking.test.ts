import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { liablePartyNames, reasonNames, statusNames } from '#modules/shipments/tracking-names.ts'
import {
  currentStatus,
  deliveredAt,
  eventKey,
  type ExceptionReason,
  failedAttempts,
  isDuplicate,
  isFinal,
  liableFor,
  noMovement,
  standingEvents,
  statusAfter,
  type TrackingEvent,
  trackingStatuses,
  type TrackingStatus,
  whyNotApplyEvent,
} from '#modules/shipments/tracking.ts'

const hour = 3_600_000

/** Events an hour apart, recorded as they happen; `at` and the like can be overridden. */
function trace(
  ...steps: (TrackingStatus | (Partial<TrackingEvent> & { status: TrackingStatus }))[]
): TrackingEvent[] {
  return steps.map((step, index) => {
    const at = (index + 1) * hour
    const event = typeof step === 'string' ? { status: step } : step
    return { id: `e${index + 1}`, at, recordedAt: at, seq: index, ...event }
  })
}

describe('currentStatus', () => {
  test.each<[string, TrackingEvent[], TrackingStatus | null]>([
    ['nothing known', [], null],
    ['only information', trace('info'), 'info'],
    ['information does not move the parcel', trace('picked_up', 'info'), 'picked_up'],
    [
      'the usual way',
      trace('created', 'picked_up', 'departed_hub', 'arrived_hub', 'out_for_delivery'),
      'out_for_delivery',
    ],
    ['order data sent after the parcel', trace('picked_up', 'in_transit', 'created'), 'in_transit'],
    [
      'delivered is final for later scans',
      trace('out_for_delivery', 'delivered', 'arrived_hub', 'exception'),
      'delivered',
    ],
    ['delivered is final for loss and cancellation', trace('delivered', 'lost', 'cancelled'), 'delivered'],
    ['a return ends a delivery', trace('delivered', 'returning'), 'returning'],
    [
      'scans on the way back',
      trace('attempt_failed', 'returning', 'arrived_hub', 'out_for_delivery'),
      'returning',
    ],
    ['the sender signs for the return', trace('returning', 'delivered'), 'returned'],
    ['lost on the way back', trace('returning', 'lost'), 'lost'],
    ['returned is final', trace('returned', 'in_transit', 'delivered'), 'returned'],
    ['found again', trace('lost', 'in_transit'), 'in_transit'],
    ['cancelled too late', trace('cancelled', 'picked_up'), 'picked_up'],
    ['a failed attempt, then success', trace('attempt_failed', 'out_for_delivery', 'delivered'), 'delivered'],
  ])('%s', (_, events, expected) => {
    expect(currentStatus(events)).toBe(expected)
  })

  test('event time decides, not the time of recording', () => {
    const events = trace('out_for_delivery', 'delivered', {
      status: 'arrived_hub',
      at: 30 * 60_000,
      recordedAt: 9 * hour,
    })
    expect(currentStatus(events)).toBe('delivered')
    expect(currentStatus(trace({ status: 'arrived_hub', at: 5 * hour }, 'departed_hub'))).toBe('arrived_hub')
  })

  test('at one instant the later step of the journey wins, in whatever order it came', () => {
    const same = trace({ status: 'delivered', at: hour }, { status: 'out_for_delivery', at: hour })
    expect(currentStatus(same)).toBe('delivered')
    expect(currentStatus(same.toReversed())).toBe('delivered')
    const scans = trace({ status: 'out_for_delivery', at: hour }, { status: 'arrived_hub', at: hour })
    expect(currentStatus(scans)).toBe('out_for_delivery')
  })
})

describe('revocation', () => {
  const wrong = trace('out_for_delivery', 'delivered', {
    status: 'info',
    revokes: 'e2',
    recordedAt: 5 * hour,
  })

  test('a revoked delivery never was', () => {
    expect(currentStatus(wrong)).toBe('out_for_delivery')
    expect(deliveredAt(wrong)).toBeNull()
  })

  test('a correction can carry the right event', () => {
    const corrected = trace('out_for_delivery', 'delivered', {
      status: 'delivered',
      revokes: 'e2',
      at: 7 * hour,
    })
    expect(deliveredAt(corrected)).toBe(7 * hour)
  })

  test('a revocation can be revoked', () => {
    const restored = [...wrong, ...trace({ id: 'e4', status: 'info', revokes: 'e3', recordedAt: 6 * hour })]
    expect(currentStatus(restored)).toBe('delivered')
    expect(deliveredAt(restored)).toBe(2 * hour)
  })

  test('a row cannot revoke one recorded after it, nor itself', () => {
    const early = trace({ status: 'info', revokes: 'e2' }, 'delivered', { status: 'info', revokes: 'e3' })
    expect(standingEvents(early).map((event) => event.id)).toEqual(['e1', 'e2', 'e3'])
  })
})

describe('deliveredAt', () => {
  test('the first delivery stands, also when the parcel comes back later', () => {
    expect(deliveredAt(trace('delivered', 'delivered'))).toBe(hour)
    expect(deliveredAt(trace('delivered', 'returning', 'returned'))).toBe(hour)
  })

  test('no delivery, or one to the sender', () => {
    expect(deliveredAt(trace('out_for_delivery'))).toBeNull()
    expect(deliveredAt(trace('returning', 'delivered'))).toBeNull()
  })
})

describe('order and repetition', () => {
  const event = fc.record({
    status: fc.constantFrom(...trackingStatuses),
    at: fc.integer({ min: 0, max: 6 }),
    recordedAt: fc.integer({ min: 0, max: 6 }),
    revokes: fc.option(
      fc.integer({ min: 0, max: 11 }).map((id) => `e${id}`),
      { nil: null },
    ),
  })
  const logs = fc
    .array(event, { maxLength: 12 })
    .map((events) => events.map((one, index) => ({ ...one, id: `e${index}`, seq: index })))

  test('change neither status nor delivery', () => {
    const shuffled = logs.chain((log) =>
      fc.tuple(fc.constant(log), fc.shuffledSubarray([...log, ...log], { minLength: log.length * 2 })),
    )
    fc.assert(
      fc.property(shuffled, ([log, repeated]) => {
        expect(currentStatus(repeated)).toBe(currentStatus(log))
        expect(deliveredAt(repeated)).toBe(deliveredAt(log))
        expect(failedAttempts(repeated)).toEqual(failedAttempts(log))
        expect(standingEvents(repeated)).toEqual(standingEvents(log))
      }),
      { numRuns: 500 },
    )
  })

  test('a delivery that stands is the status unless a return follows it', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const status = currentStatus(log)
        // What was lost on its way back and found again is anywhere.
        const wasLost = standingEvents(log).some((event) => event.status === 'lost')
        if (deliveredAt(log) !== null && !wasLost)
          expect(['delivered', 'returning', 'returned']).toContain(status)
        if (status === 'delivered') expect(deliveredAt(log)).not.toBeNull()
      }),
      { numRuns: 500 },
    )
  })
})

test('statusAfter leaves a final delivery only for a return, for every event', () => {
  for (const event of trackingStatuses) {
    const isReturn = event === 'returning' || event === 'returned'
    expect(statusAfter('delivered', event)).toBe(isReturn ? event : 'delivered')
    expect(statusAfter('returned', event)).toBe('returned')
  }
})

describe('duplicates', () => {
  const scan = { carrier: 'yto', waybill: 'YT55', code: '派件', at: 5 * hour, location: 'Jinan' }

  test('carrier, waybill, code, time and place make one event', () => {
    expect(isDuplicate(scan, { ...scan, carrier: 'YTO', waybill: ' yt55 ' })).toBe(true)
    expect(isDuplicate({ ...scan, location: null }, { ...scan, location: '' })).toBe(true)
  })

  test.each([
    { carrier: 'sto' },
    { waybill: 'YT56' },
    { code: '签收' },
    { at: 6 * hour },
    { location: 'Tianjin' },
  ])('another %j is another event', (other) => {
    expect(isDuplicate(scan, { ...scan, ...other })).toBe(false)
  })

  test('no separator inside a part can make two events one', () => {
    expect(eventKey({ ...scan, waybill: 'A","B', code: 'C' })).not.toBe(
      eventKey({ ...scan, waybill: 'A', code: 'B","C' }),
    )
  })
})

describe('exceptions', () => {
  test('no movement after the threshold, not before', () => {
    expect(noMovement(0, 48 * hour, 48, 'in_transit')).toBe(true)
    expect(noMovement(0, 48 * hour - 1, 48, 'in_transit')).toBe(false)
    expect(noMovement(0, 48 * hour, 48, 'exception')).toBe(true)
  })

  test.each<TrackingStatus>(['delivered', 'returned', 'cancelled', 'lost', 'available_for_collection'])(
    'a parcel that is %s need not move',
    (status) => {
      expect(noMovement(0, 1e6 * hour, 48, status)).toBe(false)
      expect(isFinal(status)).toBe(status !== 'available_for_collection')
    },
  )

  test('failed attempts: the ones made, and the ones only claimed', () => {
    const failed = (reason: ExceptionReason) => ({ status: 'attempt_failed' as const, reason })
    const events = trace(
      failed('recipient_refused'),
      'out_for_delivery',
      failed('no_attempt_made'),
      failed('business_closed'),
    )
    expect(failedAttempts(events)).toEqual({ made: 2, notMade: 1 })
    expect(failedAttempts([...events, ...events])).toEqual({ made: 2, notMade: 1 })
    expect(liableFor.no_attempt_made).toBe('carrier')
  })

  test('an attempt reported twice is one; found untrue it is none; revoked it is gone', () => {
    const attempt = { status: 'attempt_failed', at: hour } as const
    expect(failedAttempts(trace(attempt, attempt))).toEqual({ made: 1, notMade: 0 })
    expect(failedAttempts(trace(attempt, { ...attempt, reason: 'no_attempt_made' }))).toEqual({
      made: 0,
      notMade: 1,
    })
    expect(failedAttempts(trace(attempt, { status: 'info', revokes: 'e1' }))).toEqual({ made: 0, notMade: 0 })
  })
})

describe('whyNotApplyEvent', () => {
  const now = 1000 * 24 * hour
  const shipment = { createdAt: now - 24 * hour }

  test.each([
    ['now', now, null],
    ['ten minutes ahead', now + 600_000, null],
    ['more than ten minutes ahead', now + 600_001, 'tracking_event.in_future'],
    ['thirty days before creation', shipment.createdAt - 30 * 24 * hour, null],
    [
      'more than thirty days before',
      shipment.createdAt - 30 * 24 * hour - 1,
      'tracking_event.before_shipment',
    ],
  ])('%s', (_, at, expected) => {
    expect(whyNotApplyEvent({ at }, shipment, now)).toBe(expected)
  })
})

test('every status, reason and party has a name of its own in both languages', () => {
  for (const names of [statusNames, reasonNames, liablePartyNames]) {
    const all = Object.values(names)
    expect(new Set(all.map((name) => name.zh)).size).toBe(all.length)
    expect(new Set(all.map((name) => name.en)).size).toBe(all.length)
  }
})
