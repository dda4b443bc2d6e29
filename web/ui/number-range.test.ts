import { beforeEach, describe, expect, it } from 'vitest'
import { setLocale } from '#web/lib/i18n.ts'
import { isInRange, readNumber, sayRange } from './number-range.ts'

describe('what is typed into a number field', () => {
  // Test files share one process: another one may have left the language in English.
  beforeEach(() => setLocale('zh'))

  it.each([
    ['', 0, null],
    ['12', 0, 12],
    ['-5', 0, -5],
    ['−5', 0, -5],
    ['１２', 0, 12],
    ['1,200', 0, 1200],
    ['1，200', 0, 1200],
    ['2.0', 0, 2],
    ['1.50', 2, 1.5],
    ['.5', 1, 0.5],
  ])('reads %s with %i decimals', (typed, decimals, value) => {
    expect(readNumber(typed, decimals)).toBe(value)
  })

  it.each([
    ['1.5', 0],
    ['1.005', 2],
    ['abc', 0],
    ['5箱', 0],
    ['1e5', 0],
    ['-', 0],
    ['1.2.3', 2],
  ])('does not take %s with %i decimals for another number', (typed, decimals) => {
    expect(readNumber(typed, decimals)).toBeNaN()
  })

  it('knows what is outside', () => {
    expect([1, 100].every((n) => isInRange(n, { min: 1, max: 100 }))).toBe(true)
    expect([-5, 0, 101, Number.NaN, null].some((n) => isInRange(n, { min: 1, max: 100 }))).toBe(false)
  })

  it('says the range in words', () => {
    expect(sayRange({ min: 1, max: 100_000 })).toBe('请填写 1 至 100,000 的整数')
    expect(sayRange({ min: 0, decimals: 2 })).toBe('请填写不小于 0 的数字（最多 2 位小数）')
    expect(sayRange({})).toBe('请填写整数')
  })
})
