import type { KpiUnit } from '#modules/insight/definition.ts'
import { NO_VALUE, formatNumber, formatPercent } from '#web/lib/format.ts'
import { getLocale } from '#web/lib/i18n.ts'

const days = { zh: '{n} 天', en: '{n} d' }

/** A figure in its unit: 88.5 %, 12.54 d, 120 ppm. No value is a dash; a rate that is not 0 is never shown as 0. */
export function formatKpi(unit: KpiUnit, value: number | null | undefined, decimals?: number): string {
  if (value === null || value === undefined) return NO_VALUE
  switch (unit) {
    case 'ratio':
      return formatPercent(value, percentDecimals(value * 100, decimals ?? 1))
    case 'days':
      return days[getLocale()].replace('{n}', formatNumber(value, decimals ?? 2))
    case 'ppm':
      return `${formatNumber(value, decimalsFor(value, decimals ?? 0))} ppm`
    case 'count':
      return formatNumber(value)
    case 'cv':
      return formatNumber(value, decimals ?? 3)
  }
}

const DECIMALS_MAX = 8

/** As many decimals as two digits of a small number take, at least `least`. */
function decimalsFor(value: number, least: number): number {
  if (value === 0) return least
  return Math.min(DECIMALS_MAX, Math.max(least, 1 - Math.floor(Math.log10(Math.abs(value)))))
}

/** Of a percentage: more than `least` only where those would show nothing but zeros. */
const percentDecimals = (percent: number, least: number): number =>
  Math.abs(percent) < 10 ** -least ? decimalsFor(percent, least) : least

/** A change between two figures: percentage points for rates. */
export function formatChange(unit: KpiUnit, change: number): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  const size = Math.abs(change)
  if (unit === 'ratio') return `${sign}${formatNumber(size * 100, 1)} pp`
  return sign + formatKpi(unit, size)
}

/** A target as typed (percent for rates) to the KPI's unit, and back. */
export const targetToUnit = (unit: KpiUnit, typed: number): number => (unit === 'ratio' ? typed / 100 : typed)
export const targetFromUnit = (unit: KpiUnit, target: number): number =>
  unit === 'ratio' ? Number((target * 100).toPrecision(12)) : target

/** Whether a figure reaches its target; null without either. */
export function meetsTarget(
  direction: 'higher' | 'lower',
  value: number | null,
  target: number | null,
): boolean | null {
  if (value === null || target === null) return null
  return direction === 'higher' ? value >= target : value <= target
}
