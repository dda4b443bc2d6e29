/** Minor units that a currency has; two unless listed (ISO 4217). */
const EXPONENTS: Record<string, number> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  XAF: 0,
  XOF: 0,
  RWF: 0,
  UGX: 0,
  BHD: 3,
  KWD: 3,
  TND: 3,
}

export const currencyExponent = (currency: string): number => EXPONENTS[currency] ?? 2

/** An amount in major units (`12.34`) to minor units, rounded half up once. Throws when it is not a finite number. */
export function toMinor(major: number, currency: string): number {
  if (!Number.isFinite(major)) throw new RangeError(`not an amount: ${major}`)
  const scaled = major * 10 ** currencyExponent(currency)
  return Math.sign(scaled) * Math.round(Math.abs(scaled) + 1e-9)
}

/** Splits minor units by weights; the parts sum to the whole (largest remainder, domain section 0). */
export function allocateMinor(totalMinor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum <= 0) throw new RangeError('weights must sum to more than 0')
  const exact = weights.map((w) => (totalMinor * w) / sum)
  const parts = exact.map((x) => Math.floor(x))
  let rest = totalMinor - parts.reduce((a, b) => a + b, 0)
  const order = exact
    .map((x, i) => ({ i, remainder: x - Math.floor(x) }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i)
  for (const { i } of order) {
    if (rest <= 0) break
    parts[i] = (parts[i] ?? 0) + 1
    rest -= 1
  }
  return parts
}
