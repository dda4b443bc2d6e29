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
/** Uniform from 80 hours before to 20 hours after the due time: one case in five is late. */
const uniform = LEVELS.map((share) => share * 100 - 80)
const row = (more: Partial<HistoryRow> = {}): HistoryRow => ({
  kind: 'deliver',
  lane: '',
  carrierId: NO_CARRIER,
  mode: '',
  cases: 200,
  hours: uniform,
  ...more,
})
const DUE = 1_000 * H
const promise = {
  kind: 'deliver' as const,
  lane: 'CN-44',
  carrierId: null,
  mode: 'road',
  firstDueMs: DUE,
  dueMs: DUE,
}

const minutes = (max: number) => fc.integer({ min: -max, max }).map((n) => n / 60)
const quantiles = fc
  .array(minutes(30_000), { minLength: 19, maxLength: 19 })
  .map((raw) => raw.toSorted((a, b) => a - b))

describe('share of cases later than', () => {
  test.each([
    [-75, 0.95],
    [-80, 0.975],
    [-85, 0.9875],
    [-30, 0.5],
    [0, 0.2],
    [15, 0.05],
    [20, 0.025],
    [25, 0.0125],
  ])('%f hours after the due time: %f', (h, share) => expect(survival(uniform, h)).toBeCloseTo(share, 10))

  test('it never grows', () => {
    fc.assert(
      fc.property(quantiles, minutes(60_000), minutes(3_000), (hours, h, more) => {
        expect(survival(hours, h + Math.abs(more))).toBeLessThanOrEqual(survival(hours, h) + 1e-12)
        expect(survival(hours, h)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('risk of a promise where one case in five was late', () => {
  const history = indexHistory([row()])
  test.each([
    ['long before', -2_000, 0.2, -30],
    ['half way', -30, 0.4, -5],
    ['just before due', -0.001, 1, 10],
    ['after the due time', 10, 1, 15],
    ['after all known cases', 100, 1, 105],
  ])('%s', (_name, hour, share, expectedHour) => {
    const risk = riskOf(history, promise, DUE + hour * H)
    expect(risk?.lateShare).toBeCloseTo(share, 3)
    expect(((risk?.expectedMs ?? 0) - DUE) / H).toBeCloseTo(expectedHour, 2)
    expect(risk).toMatchObject({ cases: 200, from: 'kind' })
  })

  test('moved to a later day it is less likely late; the delay is still measured from the first promise', () => {
    const moved = { ...promise, dueMs: DUE + 10 * H }
    expect(riskOf(history, moved, DUE - 2_000 * H)?.lateShare).toBeCloseTo(0.1, 3)
    expect(riskOf(history, moved, DUE + 5 * H)?.lateShare).toBeCloseTo(0.1 / 0.15, 3)
  })

  test('the longer it is open, the more likely it is late', () => {
    fc.assert(
      fc.property(quantiles, minutes(6_000), minutes(3_000), (hours, h, more) => {
        const known = indexHistory([row({ hours })])
        const now = riskOf(known, promise, DUE + h * H)?.lateShare ?? 0
        const then = riskOf(known, promise, DUE + (h + Math.abs(more)) * H)?.lateShare ?? 0
        expect(then).toBeGreaterThanOrEqual(now - 1e-9)
      }),
    )
  })

  test('however early or late it is asked, there is a share and a day not before now', () => {
    fc.assert(
      fc.property(quantiles, minutes(6_000_000), minutes(6_000), (hours, h, more) => {
        const nowMs = DUE + h * H
        const risk = riskOf(
          indexHistory([row({ hours })]),
          { ...promise, dueMs: nowMs + Math.abs(more) * H },
          nowMs,
        )
        expect(risk?.lateShare).toBeGreaterThanOrEqual(0)
        expect(risk?.lateShare).toBeLessThanOrEqual(1 + 1e-9)
        expect(risk?.expectedMs).toBeGreaterThanOrEqual(nowMs - 1)
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

test('where all cases ended at the same hour, a day earlier is safe and a day later is late', () => {
  const same = indexHistory([row({ hours: LEVELS.map(() => 24) })])
  expect(riskOf(same, { ...promise, dueMs: DUE + 48 * H }, DUE)?.lateShare).toBeLessThan(0.001)
  expect(riskOf(same, promise, DUE - 48 * H)?.lateShare).toBeGreaterThan(0.999)
})

test('the index of the board names the same share', () => {
  const text = readFileSync(new URL('../../db/migrations/0009_promise_chain.sql', import.meta.url), 'utf8')
  expect(text).toContain(`risk_late >= ${AT_RISK_SHARE};`)
})
