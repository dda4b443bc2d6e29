import * as fc from 'fast-check'
import { describe as suite, expect, test } from 'vitest'
import { describe, quantile7, ratio, wilson } from '#modules/insight/statistics.ts'

suite('ratio', () => {
  test('divides, and has no value without a denominator', () => {
    expect(ratio(9138, 10324)).toBeCloseTo(0.88512205, 8)
    expect(ratio(0, 5)).toBe(0)
    expect(ratio(0, 0)).toBeNull()
    expect(ratio(3, 0)).toBeNull()
  })
})

suite('wilson (domain §6.1)', () => {
  test.each([
    [6, 32, 0.08889545, 0.35309155],
    [0, 20, 0, 0.161125],
    [97, 100, 0.915481, 0.989745],
  ])('%i of %i', (successes, n, low, high) => {
    const interval = wilson(successes, n)
    expect(interval?.low).toBeCloseTo(low, 6)
    expect(interval?.high).toBeCloseTo(high, 6)
  })

  test('no cases, no interval; the ends are exact', () => {
    expect(wilson(0, 0)).toBeNull()
    expect(wilson(0, 7)?.low).toBe(0)
    expect(wilson(7, 7)?.high).toBe(1)
  })

  test.each([
    [5, 4],
    [-1, 4],
    [1, -2],
    [Number.NaN, 4],
  ])('%d of %d is refused', (successes, n) => {
    expect(() => wilson(successes, n)).toThrow(RangeError)
  })

  test('always inside [0, 1], contains the share and mirrors', () => {
    const cases = fc
      .integer({ min: 1, max: 1e9 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
    fc.assert(
      fc.property(cases, ([successes, n]) => {
        const interval = wilson(successes, n)
        const mirror = wilson(n - successes, n)
        if (!interval || !mirror) return false
        const { low, high } = interval
        const share = successes / n
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(share + 1e-12)
        expect(high).toBeGreaterThanOrEqual(share - 1e-12)
        expect(low + mirror.high).toBeCloseTo(1, 9)
        return true
      }),
    )
  })
})

suite('quantile7', () => {
  test.each([
    [[1, 2, 3, 4], 0.25, 1.75],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[2, 3, 3, 4, 8], 0.9, 6.4],
    [[2, 3, 3, 4, 8], 0.95, 7.2],
    [[7], 0.3, 7],
    [[1, 9], 0, 1],
    [[1, 9], 1, 9],
  ])('%j at %d', (sorted, p, expected) => {
    expect(quantile7(sorted, p)).toBeCloseTo(expected, 12)
  })

  test('nothing to order has no quantile; p outside 0..1 is a mistake', () => {
    expect(quantile7([], 0.5)).toBeNull()
    expect(() => quantile7([1], 1.01)).toThrow(RangeError)
    expect(() => quantile7([1], Number.NaN)).toThrow(RangeError)
  })
})

suite('describe (domain §3)', () => {
  test('the worked example', () => {
    const figures = describe([8, 3, 2, 4, 3])
    expect(figures).toMatchObject({ n: 5, mean: 4, median: 3, min: 2, max: 8 })
    expect(figures?.sd).toBeCloseTo(2.345208, 6)
    expect(figures?.cv).toBeCloseTo(0.586302, 6)
    expect(figures?.p90).toBeCloseTo(6.4, 12)
    expect(figures?.p95).toBeCloseTo(7.2, 12)
  })

  test('what is not defined is null', () => {
    expect(describe([])).toBeNull()
    expect(describe([5])).toMatchObject({ n: 1, mean: 5, median: 5, sd: null, cv: null, p95: 5 })
    expect(describe([-1, 1])).toMatchObject({ mean: 0, cv: null })
    expect(describe([2, 2, 2])).toMatchObject({ sd: 0, cv: 0 })
    expect(() => describe([1, Number.NaN])).toThrow(RangeError)
    expect(() => describe([1, Number.POSITIVE_INFINITY])).toThrow(RangeError)
  })

  test('does not reorder the input', () => {
    const values = [3, 1, 2]
    describe(values)
    expect(values).toEqual([3, 1, 2])
  })

  test('a million values on a large offset keep their digits', () => {
    const values = Float64Array.from({ length: 1_000_000 }, (_, i) => 1e9 + (i % 2))
    const figures = describe(values)
    expect(figures?.mean).toBe(1e9 + 0.5)
    expect(figures?.sd).toBeCloseTo(0.5 * Math.sqrt(1_000_000 / 999_999), 12)
  })

  test('a mean that cannot be written exactly does not spoil the deviation', () => {
    expect(describe([1e16, 1e16 + 2, 1e16 + 2])?.sd).toBeCloseTo(Math.sqrt(4 / 3), 12)
  })

  test('a million tenths sum without drift', () => {
    expect(describe(new Float64Array(1_000_000).fill(0.1))?.mean).toBe(0.1)
  })
})
