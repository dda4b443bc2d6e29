import { describe, expect, test } from 'vitest'
import { firstWatchMs, ladder, levelNames, rungAt, standingOn } from './ladder.ts'
import { PROMISE_KINDS } from './promise.ts'

const H = 3_600_000
const times = { madeMs: 1_000 * H, dueMs: 1_010 * H }

test.each(PROMISE_KINDS)('the ladder of %s climbs in time and level, and every level has a name', (kind) => {
  const rungs = ladder[kind]
  expect(rungs.map((r) => rungAt(r, times))).toEqual(
    rungs.map((r) => rungAt(r, times)).toSorted((a, b) => a - b),
  )
  expect(rungs.map((r) => r.level)).toEqual([...new Set(rungs.map((r) => r.level))].toSorted((a, b) => a - b))
  expect(rungs.every((r) => levelNames[r.level])).toBe(true)
})

describe('standing of a ship promise of ten hours', () => {
  test.each([
    ['at once', 1_000, 0, 1_008],
    ['just before 80 %', 1_007.99, 0, 1_008],
    ['at 80 %', 1_008, 2, 1_010],
    ['at the due time', 1_010, 3, 1_034],
    ['a day late', 1_034, 4, 1_082],
    ['after the last rung', 1_082, 5, null],
    ['long after, nothing watched before', 9_999, 5, null],
  ])('%s', (_name, hour, level, next) => {
    expect(standingOn('ship', times, hour * H)).toEqual({ level, nextMs: next === null ? null : next * H })
  })
})

test('history made after its due time has no time to share: all early rungs lie at the due time', () => {
  const late = { madeMs: 50 * H, dueMs: 40 * H }
  expect(firstWatchMs('deliver', late)).toBe(40 * H)
  expect(standingOn('deliver', late, 40 * H - 1).level).toBe(0)
})
