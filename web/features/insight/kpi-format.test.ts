import { beforeEach, expect, test } from 'vitest'
import { setHome } from '#web/lib/format.ts'
import { setLocale } from '#web/lib/i18n.ts'
import { formatChange, formatKpi, meetsTarget, targetFromUnit, targetToUnit } from './kpi-format.ts'

setHome({ zone: 'Asia/Shanghai', currency: 'CNY' })
// Test files share one process: another one may have left the language in English.
beforeEach(() => setLocale('zh'))

test('figures are shown in their unit; no value is a dash, never 0', () => {
  expect(formatKpi('ratio', 0.88512205)).toBe('88.5%')
  expect(formatKpi('days', 12.53958)).toBe('12.54 天')
  expect(formatKpi('ppm', 25_000)).toBe('25,000 ppm')
  expect(formatKpi('count', 0)).toBe('0')
  // 3 broken of 4,117,271 are not none.
  expect(formatKpi('ratio', 7.286e-7)).toBe('0.000073%')
  expect(formatKpi('ratio', 7.286e-7, 2)).toBe('0.000073%')
  expect(formatKpi('ratio', 0.001)).toBe('0.1%')
  expect(formatKpi('ratio', 0)).toBe('0.0%')
  expect(formatKpi('ppm', 1.2144)).toBe('1.2 ppm')
  expect(formatKpi('ppm', 0.31)).toBe('0.31 ppm')
  expect(formatKpi('ppm', 0)).toBe('0 ppm')
  expect(formatKpi('ratio', null)).toBe('–')
})

test('a rate changes by percentage points', () => {
  expect(formatChange('ratio', 0.0123)).toBe('+1.2 pp')
  expect(formatChange('ratio', -0.2)).toBe('−20 pp')
  expect(formatChange('days', -1.5)).toBe('−1.5 天')
})

test('a target is met on its good side, and unknown without a figure or a target', () => {
  expect(meetsTarget('higher', 0.99, 0.99)).toBe(true)
  expect(meetsTarget('lower', 0.002, 0.001)).toBe(false)
  expect(meetsTarget('higher', null, 0.99)).toBeNull()
  expect(meetsTarget('higher', 0.5, null)).toBeNull()
})

test('targets survive the way to percent and back', () => {
  for (const percent of [99, 99.9, 0.1, 97.35])
    expect(targetFromUnit('ratio', targetToUnit('ratio', percent))).toBe(percent)
})
