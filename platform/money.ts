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
