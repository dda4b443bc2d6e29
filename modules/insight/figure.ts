import type { KpiDefinition } from './definition.ts'
import { type Description, ratio, wilson } from './statistics.ts'

/** Sums over some rows of a fact. `sum` and `sumSq` are of the values of KPIs that are means. */
export type Sums = { n: number; numerator: number; denominator: number; sum: number; sumSq: number }

export type Stats = Omit<Description, 'n'>

/**
 * One figure. `value` is numerator / denominator (times a million for ppm), null without data; `low` and `high` are the 95 % Wilson
 * interval of a share. A count has denominator 1. A coefficient of variation has standard deviation over mean.
 */
export type Figure = {
  numerator: number | null
  denominator: number | null
  value: number | null
  low: number | null
  high: number | null
  n: number
  stats?: Stats
}

const MILLION = 1_000_000

/** The figure of these sums (domain §0, §6.1). `stats` are given for KPIs that are means, when they were asked for. */
export function figureOf(
  { unit }: Pick<KpiDefinition, 'unit'>,
  sums: Sums,
  stats: Stats | null = null,
): Figure {
  const { n, numerator, denominator } = sums
  const plain = { low: null, high: null, n, ...(stats ? { stats } : {}) }
  switch (unit) {
    case 'ratio':
      return {
        ...plain,
        numerator,
        denominator,
        value: ratio(numerator, denominator),
        ...intervalOf(numerator, denominator, 1),
      }
    case 'ppm':
      return {
        ...plain,
        numerator,
        denominator,
        value: times(ratio(numerator, denominator), MILLION),
        ...intervalOf(numerator, denominator, MILLION),
      }
    case 'count':
      return { ...plain, numerator, denominator: 1, value: numerator }
    case 'days':
      return { ...plain, numerator, denominator, value: ratio(numerator, denominator) }
    case 'cv':
      return { ...plain, ...variationOf(sums, stats) }
  }
}

function intervalOf(
  numerator: number,
  denominator: number,
  scale: number,
): { low: number | null; high: number | null } {
  if (denominator === 0 || numerator < 0 || numerator > denominator) return { low: null, high: null }
  const interval = wilson(numerator, denominator)
  return { low: times(interval?.low ?? null, scale), high: times(interval?.high ?? null, scale) }
}

/** Standard deviation (n − 1) over mean; null below two values or at mean 0 (domain §3). */
function variationOf(
  { n, sum, sumSq }: Sums,
  stats: Stats | null,
): Pick<Figure, 'numerator' | 'denominator' | 'value'> {
  if (n < 2) return { numerator: null, denominator: null, value: null }
  const mean = stats?.mean ?? sum / n
  const sd = stats?.sd ?? Math.sqrt(Math.max(0, (sumSq - (sum * sum) / n) / (n - 1)))
  return { numerator: sd, denominator: mean, value: ratio(sd, mean) }
}

const times = (value: number | null, factor: number): number | null =>
  value === null ? null : value * factor
