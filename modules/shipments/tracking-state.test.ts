import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  NOTHING_KNOWN,
  type RoadEvent,
  type RoadState,
  isNews,
  roadStateAfter,
  roadStateOf,
} from './tracking-state.ts'
import { trackingStatuses } from './tracking.ts'

const T0 = Date.UTC(2026, 10, 23)
let seq = 0
const event = (status: RoadEvent['status'], at: number, more: Partial<RoadEvent> = {}): RoadEvent => ({
  id: `e${(seq += 1)}`,
  status,
  at: T0 + at,
  recordedAt: T0 + 1_000_000,
  seq,
  reason: null,
  liable: null,
  revokes: null,
  ...more,
})

const anyEvents = fc
  .array(
    fc.record({
      status: fc.constantFrom(...trackingStatuses),
      at: fc.integer({ min: 0, max: 12 }),
      reason: fc.constantFrom(null, 'no_attempt_made' as const, 'recipient_unreachable' as const),
      liable: fc.constantFrom(null, 'carrier' as const, 'consignee' as const),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map((row, i): RoadEvent => ({
      ...row,
      id: `e${String(i).padStart(3, '0')}`,
      at: T0 + row.at,
      recordedAt: T0 + 100 + i,
      seq: 0,
      revokes: null,
    })),
  )

test('without the history it comes to the same, however the events are cut into batches', () => {
  fc.assert(
    fc.property(
      anyEvents,
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 12, maxLength: 12 }),
      (events, sizes) => {
        let known: RoadState = NOTHING_KNOWN
        const seen: RoadEvent[] = []
        let rest = events
        for (const size of sizes) {
          const fresh = rest.slice(0, size)
          rest = rest.slice(size)
          if (fresh.length === 0) break
          seen.push(...fresh)
          known = roadStateAfter(known, fresh) ?? roadStateOf(seen)
          expect(known).toEqual(roadStateOf(seen))
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('any order and repetition of the same events gives the same', () => {
  fc.assert(
    fc.property(
      anyEvents.chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
        ),
      ),
      ([events, shuffled]) => {
        expect(roadStateOf(shuffled)).toEqual(roadStateOf(events))
      },
    ),
  )
})

describe('when the history must be read', () => {
  const known: RoadState = { ...NOTHING_KNOWN, status: 'in_transit', lastEventAt: T0 + 5 }
  test.each([
    ['later', [event('delivered', 6)], false],
    ['at the same instant', [event('delivered', 5)], true],
    ['earlier', [event('picked_up', 1)], true],
    ['one of two earlier', [event('delivered', 6), event('arrived_hub', 2)], true],
    ['a revocation', [event('info', 9, { revokes: 'x' })], true],
  ])('%s', (_, fresh, needed) => expect(roadStateAfter(known, fresh) === null).toBe(needed))

  const moved: RoadState = { ...known, movedAt: T0 + 5 }
  test.each([
    ['a scan told late', [event('arrived_hub', 2), event('picked_up', 1)], moved],
    ['information told late', [event('info', 2)], moved],
    ['a scan of the same instant', [event('arrived_hub', 5)], null],
    ['a failed attempt told late', [event('attempt_failed', 2)], null],
    ['a delivery told late', [event('delivered', 2)], null],
    ['the way back told late', [event('returning', 2)], null],
    ['a scan that names who answers', [event('customs', 2, { liable: 'authority' })], null],
    ['a late scan that takes another back', [event('arrived_hub', 2, { revokes: 'x' })], null],
  ])('behind the event that says where it is: %s', (_, fresh, after) =>
    expect(roadStateAfter(moved, fresh)).toBe(after),
  )
  test('a late scan beside a new one', () =>
    expect(roadStateAfter(moved, [event('arrived_hub', 2), event('delivered', 7)])).toEqual(
      roadStateAfter(moved, [event('delivered', 7)]),
    ))
})

test('a delivery stays when goods come back; information alone is no movement', () => {
  const after = roadStateAfter(NOTHING_KNOWN, [event('delivered', 1), event('returning', 2)])
  expect(after).toMatchObject({ status: 'returning', deliveredAt: T0 + 1, lastEventAt: T0 + 2 })
  expect(roadStateOf([event('info', 3)])).toMatchObject({ status: 'created', deliveredAt: null })
})

test('news is a change worth telling: hubs are not', () => {
  expect(isNews('in_transit', 'arrived_hub')).toBe(false)
  expect(isNews('in_transit', 'out_for_delivery')).toBe(true)
  expect(isNews('lost', 'lost')).toBe(false)
  // It has an event of its own.
  expect(isNews('in_transit', 'delivered')).toBe(false)
})
