/** Φ⁻¹(0.975): the two-sided 95 % normal quantile used everywhere a rate is shown (domain §6.1). */
export const Z_95 = 1.959964

export type Interval = { low: number; high: number }

/** Figures of one sample; `sd` and `cv` are null where they are not defined, never 0. */
export type Description = {
  n: number
  mean: number
  median: number
  sd: number | null
  cv: number | null
  p90: number
  p95: number
  min: number
  max: number
}

/**
 * Numerator over denominator, or null when there is nothing to divide by: no data is not 0 % (domain §0).
 * Aggregate by summing both sides first; a mean of ratios is wrong.
 */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator
}

/**
 * Wilson score interval of a share, as fractions within [0, 1]; null when n is 0 (domain §6.1).
 * `successes` must lie in 0..n.
 */
export function wilson(successes: number, n: number, z = Z_95): Interval | null {
  if (n === 0) return null
  if (!(n > 0 && successes >= 0 && successes <= n)) {
    throw new RangeError(`wilson: ${successes} of ${n} is not a share`)
  }
  const share = successes / n
  const z2 = z * z
  const centre = share + z2 / (2 * n)
  const half = z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))
  const scale = 1 + z2 / n
  // At 0 of n and n of n the closed form is exactly 0 and 1; rounding must not leave 1e-18 or 0.9999…
  return {
    low: successes === 0 ? 0 : clampShare((centre - half) / scale),
    high: successes === n ? 1 : clampShare((centre + half) / scale),
  }
}

/**
 * Quantile by linear interpolation between order statistics (type 7, the default of most statistics packages).
 * `sorted` ascends; `p` in [0, 1]. Null for an empty sample.
 */
export function quantile7(sorted: ArrayLike<number>, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile7: p = ${p} is outside 0..1`)
  if (sorted.length === 0) return null
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN
  return low + (position - below) * (high - low)
}

/**
 * Mean, median, sample standard deviation (n − 1), coefficient of variation, type-7 p90 and p95, extremes
 * (domain §3). Null for an empty sample; `sd` is null for one value, `cv` when `sd` is null or the mean is 0.
 * Values must be finite and may come in any order; the input is not changed.
 */
export function describe(values: ArrayLike<number>): Description | null {
  const n = values.length
  if (n === 0) return null
  const sorted = Float64Array.from(values).sort()
  const mean = compensatedMean(sorted)
  if (!Number.isFinite(mean)) throw new RangeError('describe: every value must be a finite number')
  const sd = n < 2 ? null : Math.sqrt(sampleVariance(sorted, mean))
  const at = (p: number) => quantile7(sorted, p) ?? Number.NaN
  return {
    n,
    mean,
    median: at(0.5),
    sd,
    cv: sd === null || mean === 0 ? null : sd / mean,
    p90: at(0.9),
    p95: at(0.95),
    min: at(0),
    max: at(1),
  }
}

/** Neumaier's compensated sum: a million values of one size lose no digits that matter. */
function compensatedMean(values: Float64Array): number {
  let sum = 0
  let lost = 0
  for (const value of values) {
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return (sum + lost) / values.length
}

/** Two passes with the correction for the rounding of the mean; the textbook Σx² − n·x̄² cancels. */
function sampleVariance(values: Float64Array, mean: number): number {
  let squares = 0
  let drift = 0
  for (const value of values) {
    const gap = value - mean
    squares += gap * gap
    drift += gap
  }
  return Math.max(0, (squares - (drift * drift) / values.length) / (values.length - 1))
}

function clampShare(value: number): number {
  return Math.min(1, Math.max(0, value))
}
