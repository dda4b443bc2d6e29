import { describe, expect, test } from 'vitest'
import { doubtOf, exceptionOf, noMovementHours, silentStatuses, whyNotWork } from './exception.ts'
import { readReport, reportKey, unreadOf } from './tracking-row.ts'
import { type ExceptionReason, type LiableParty, type TrackingStatus, trackingStatuses } from './tracking.ts'

const AT = Date.UTC(2026, 10, 23)

describe('which events call for work', () => {
  test.each<[TrackingStatus, ExceptionReason | null, string | null, LiableParty | null]>([
    ['attempt_failed', 'recipient_unreachable', 'failed_attempt', 'consignee'],
    ['attempt_failed', 'no_attempt_made', 'failed_attempt', 'carrier'],
    ['attempt_failed', 'recipient_refused', 'refused', 'consignee'],
    ['attempt_failed', 'address_incomplete', 'address', 'shipper'],
    ['attempt_failed', null, 'failed_attempt', null],
    ['exception', 'damaged', 'damage', 'carrier'],
    ['exception', 'missing', 'loss', 'carrier'],
    ['exception', 'customs_held', 'customs', 'authority'],
    ['exception', 'weather', 'delay', 'force_majeure'],
    ['exception', null, 'other', null],
    ['lost', null, 'loss', null],
    ['returning', 'recipient_refused', 'refused', 'consignee'],
    ['returning', null, 'other', null],
    ['cancelled', null, 'other', null],
    ['customs', null, null, null],
    ['customs', 'customs_held', 'customs', 'authority'],
    ['delivered', null, null, null],
    ['delivered', 'damaged', 'damage', 'carrier'],
    ['in_transit', null, null, null],
    ['info', 'weather', null, null],
  ])('%s, %s: %s', (status, reason, kind, liable) => {
    const fact = exceptionOf({ status, reason, liable: null, at: AT })
    expect(fact?.kind ?? null).toBe(kind)
    expect(fact?.liable ?? null).toBe(liable)
    if (fact) expect(fact.factKey).toBe(`${kind}:${AT}`)
  })

  test('the party of the code wins over that of the reason', () => {
    expect(exceptionOf({ status: 'exception', reason: 'damaged', liable: 'warehouse', at: AT })?.liable).toBe(
      'warehouse',
    )
  })
})

describe('reports that cannot be true as told', () => {
  const out = { state: 'handed_over' as const, handedOverAt: AT }
  test.each([
    ['after the hand-over', { status: 'delivered' as const, at: AT + 1 }, out, null],
    ['clocks differ a little', { status: 'delivered' as const, at: AT - 60_000 }, out, null],
    [
      'long before the hand-over',
      { status: 'delivered' as const, at: AT - 3_600_000 },
      out,
      'delivered_before_hand_over',
    ],
    [
      'never handed over',
      { status: 'delivered' as const, at: AT },
      { state: 'packed' as const, handedOverAt: null },
      'delivered_before_hand_over',
    ],
    [
      'moves without hand-over',
      { status: 'in_transit' as const, at: AT },
      { state: 'packed' as const, handedOverAt: null },
      'not_handed_over',
    ],
    [
      'data may come first',
      { status: 'created' as const, at: AT },
      { state: 'packed' as const, handedOverAt: null },
      null,
    ],
  ])('%s', (_, report, shipment, reason) => expect(doubtOf(report, shipment)?.reason ?? null).toBe(reason))
})

describe('hours of silence', () => {
  test('by mode, by the company, bounded', () => {
    expect(noMovementHours({}).default).toBe(48)
    expect(noMovementHours({}).ocean).toBe(336)
    expect(noMovementHours({ noMovementHours: 12 })).toEqual({ default: 12 })
    expect(noMovementHours({ noMovementHours: 0 }).default).toBe(1)
    expect(noMovementHours({ noMovementHours: { Air: 9_999, default: 24 } })).toMatchObject({
      air: 2_000,
      default: 24,
      ocean: 336,
    })
    expect(noMovementHours({ noMovementHours: 'soon' }).default).toBe(48)
  })
  test('who has arrived or waits for the recipient is not silent', () => {
    const still = trackingStatuses.filter((s) => !silentStatuses.includes(s))
    expect(still.toSorted()).toEqual([
      'available_for_collection',
      'cancelled',
      'delivered',
      'lost',
      'returned',
    ])
  })
})

test('what is resolved stays resolved', () => {
  expect(['open', 'working', 'resolved'].map((s) => whyNotWork(s as 'open'))).toEqual([
    null,
    null,
    'exception.resolved',
  ])
})

describe('reading a report', () => {
  test('by our status, by a known code, by an unknown one', () => {
    expect(readReport({ status: 'attempt_failed', reason: 'no_attempt_made' })).toEqual({
      scheme: 'nuoda',
      code: 'attempt_failed',
      status: 'attempt_failed',
      reason: 'no_attempt_made',
      liable: 'carrier',
    })
    expect(readReport({ scheme: 'kuaidi100', code: '3' }).status).toBe('delivered')
    expect(readReport({ scheme: 'nobody', code: 'X9' })).toEqual({
      scheme: 'nobody',
      code: 'X9',
      status: 'info',
      reason: null,
      liable: null,
    })
  })
  test.for<[Parameters<typeof unreadOf>[0], string, string | null]>([
    [{ scheme: ' Kuaidi100 ', code: '3' }, 'delivered', null],
    [{ code: 'Out_for_delivery' }, 'out_for_delivery', null],
    [{ scheme: 'nuoda', code: 'lost' }, 'lost', null],
    [{ scheme: 'nobody', code: 'X9', status: 'in_transit' }, 'in_transit', null],
    [{ scheme: 'nobody', code: 'X9' }, 'info', 'scheme'],
    [{ scheme: 'ups', code: 'no such' }, 'info', 'code'],
    [{ code: '3' }, 'info', 'code'],
    [{ code: 'constructor' }, 'info', 'code'],
  ])('%j is %s, not understood: %s', ([report, status, unread]) => {
    expect([readReport(report).status, unreadOf(report)]).toEqual([status, unread])
  })
  test('the same report has one key, however the waybill was written; a revocation has its own', () => {
    const at = new Date(AT)
    const reading = readReport({ status: 'delivered' })
    const key = reportKey('s1', reading, { waybill: 'a1', at, location: ' gz ' })
    expect(reportKey('s1', reading, { waybill: ' A1', carrier: 'SF', at, location: 'GZ' })).toBe(key)
    expect(reportKey('s1', reading, { waybill: 'a1', at: new Date(AT + 1), location: 'GZ' })).not.toBe(key)
    expect(reportKey('s2', reading, { waybill: 'a1', at, location: 'gz' })).not.toBe(key)
    expect(reportKey('s1', reading, { waybill: 'a1', at, location: 'gz', revokes: 'e1' })).not.toBe(key)
  })
})
