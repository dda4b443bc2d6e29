import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  AT_RISK_SHARE,
  CASES_MIN,
  type HistoryRow,
  LEVELS,
  NO_CARRIER,
  indexHistory,
  riskOf,
  survival,
} from './risk.ts'

const H = 3_600_000
/** Uniform from 0 to 100 hours: the quantile at a share is that share of 100. */
const uniform = LEVELS.map((share) => share * 100)
const row = (more: Partial<HistoryRow> = {}): HistoryRow => ({
  kind: 'deliver',
  lane: '',
  carrierId: NO_CARRIER,
  mode: '',
  cases: 200,
  hours: uniform,
  ...more,
})
const promise = {
  kind: 'deliver' as const,
  lane: 'CN-44',
  carrierId: null,
  mode: 'road',
  startedMs: 0,
  dueMs: 80 * H,
}

const minutes = (max: number) => fc.integer({ min: 0, max }).map((n) => n / 60)

describe('survival', () => {
  test.each([
    [0, 1],
    [2.5, 0.975],
    [50, 0.5],
    [95, 0.05],
    [100, 0.025],
    [105, 0.0125],
  ])('after %f hours %f are left', (h, share) => expect(survival(uniform, h)).toBeCloseTo(share, 10))

  test('never grows', () => {
    fc.assert(
      fc.property(
        fc.array(minutes(60_000), { minLength: 19, maxLength: 19 }),
        minutes(120_000),
        minutes(3_000),
        (raw, h, more) => {
          const hours = raw.toSorted((a, b) => a - b)
          expect(survival(hours, h + more)).toBeLessThanOrEqual(survival(hours, h) + 1e-12)
          expect(survival(hours, h)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

describe('risk of a delivery due after 80 hours, history uniform over 0 to 100', () => {
  const history = indexHistory([row()])
  test.each([
    ['at the start', 0, 0.2, 50],
    ['after 40 hours', 40, 0.2 / 0.6, 70],
    ['just before due', 79.999, 0.99995, 90],
    ['after the due time', 90, 1, 95],
  ])('%s', (_name, hour, share, expectedHour) => {
    const risk = riskOf(history, promise, hour * H)
    expect(risk?.lateShare).toBeCloseTo(share, 3)
    expect((risk?.expectedMs ?? 0) / H).toBeCloseTo(expectedHour, 2)
    expect(risk).toMatchObject({ cases: 200, from: 'kind' })
  })

  test('the longer it is open, the more likely it is late', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 50 }), (hour, more) => {
        const now = riskOf(history, promise, hour * H)?.lateShare ?? 0
        const then = riskOf(history, promise, (hour + more) * H)?.lateShare ?? 0
        expect(then).toBeGreaterThanOrEqual(now - 1e-9)
      }),
    )
  })
})

describe('which history is asked', () => {
  const all = [
    row({ lane: 'CN-44', mode: 'road', cases: 30 }),
    row({ lane: 'CN-44', cases: 60 }),
    row({ cases: 90 }),
  ]
  test('lane, carrier and mode first, then the lane, then the kind', () => {
    expect(riskOf(indexHistory(all), promise, 0)).toMatchObject({ cases: 30, from: 'lane_carrier_mode' })
    expect(riskOf(indexHistory(all.slice(1)), promise, 0)).toMatchObject({ cases: 60, from: 'lane' })
    expect(riskOf(indexHistory(all.slice(2)), promise, 0)).toMatchObject({ cases: 90, from: 'kind' })
    expect(riskOf(indexHistory(all), { ...promise, mode: 'air' }, 0)).toMatchObject({ from: 'lane' })
    expect(riskOf(indexHistory(all), { ...promise, lane: null, mode: null }, 0)).toMatchObject({ cases: 90 })
  })

  test('too few cases and another kind say nothing', () => {
    expect(riskOf(indexHistory([row({ cases: CASES_MIN - 1 })]), promise, 0)).toBeNull()
    expect(riskOf(indexHistory(all), { ...promise, kind: 'ship' }, 0)).toBeNull()
  })
})

test('when all cases took the same time, the tail still has a width', () => {
  const same = indexHistory([row({ hours: LEVELS.map(() => 24) })])
  expect(riskOf(same, { ...promise, dueMs: 48 * H }, 0)?.lateShare).toBeLessThan(0.001)
  expect(riskOf(same, { ...promise, dueMs: 20 * H }, 0)?.lateShare).toBeGreaterThan(0.95)
  expect(riskOf(same, { ...promise, dueMs: 20 * H }, 30 * H)?.lateShare).toBe(1)
})

test('a promise older than any case has a share and a day, however old it is', () => {
  fc.assert(
    fc.property(
      fc.array(minutes(600), { minLength: 19, maxLength: 19 }),
      minutes(6_000_000),
      minutes(6_000),
      (raw, elapsed, more) => {
        const history = indexHistory([row({ hours: raw.toSorted((a, b) => a - b) })])
        const risk = riskOf(history, { ...promise, dueMs: (elapsed + more) * H }, elapsed * H)
        expect(risk?.lateShare).toBeGreaterThanOrEqual(0)
        expect(risk?.lateShare).toBeLessThanOrEqual(1 + 1e-9)
        expect(risk?.expectedMs).toBeGreaterThanOrEqual(elapsed * H - 1)
      },
    ),
  )
})

test('the index of the board names the same share', () => {
  const text = readFileSync(new URL('../../db/migrations/0009_promise_chain.sql', import.meta.url), 'utf8')
  expect(text).toContain(`risk_late >= ${AT_RISK_SHARE};`)
})
