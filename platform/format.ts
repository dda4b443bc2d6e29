import { currencyExponent } from '#platform/money.ts'
import type { Locale } from '#platform/text.ts'

/** Figures, days and times as a language writes them: the same on the screen and in files. Days and times in the zone given. */

const TAGS: Record<Locale, string> = { zh: 'zh-CN', en: 'en-GB' }
const FORMATS_MAX = 200
const dateFormats = new Map<string, Intl.DateTimeFormat>()
const numberFormats = new Map<string, Intl.NumberFormat>()

/** An instant as a date: 2026-03-05. */
export function dateText(instant: string | Date, zone: string): string {
  const part = partsOf(instant, zone)
  return `${part['year']}-${part['month']}-${part['day']}`
}

/** The time of day of an instant: 14:07. */
export const clockText = (instant: string | Date, zone: string): string =>
  dateFormat('en-GB', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  )

/** An instant as date and time, to the minute: 2026-03-05 14:07. */
export const timeText = (instant: string | Date, zone: string): string =>
  `${dateText(instant, zone)} ${clockText(instant, zone)}`

/** A calendar day with its weekday. */
export function dayText(day: string, locale: Locale): string {
  const weekday = dateFormat(TAGS[locale], 'UTC', { weekday: 'short' }).format(new Date(`${day}T00:00:00Z`))
  return `${day} ${weekday}`
}

export const numberText = (value: number, locale: Locale, decimals = 0): string =>
  numberFormat(locale, { minimumFractionDigits: 0, maximumFractionDigits: decimals }).format(value)

/** A fraction as percent: 0.8851 becomes 88.5 %. */
export const percentText = (fraction: number, locale: Locale, decimals = 1): string =>
  numberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(fraction)

/** Minor units as money. */
export const moneyText = (minor: number, currency: string, locale: Locale): string =>
  numberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    minor / 10 ** currencyExponent(currency),
  )

/** Year, month, day, hour, minute and second of an instant in a zone, two digits each. */
export function partsOf(instant: string | Date, zone: string): Record<string, string> {
  const format = dateFormat('en-CA', zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
}

export function dateFormat(
  tag: string,
  zone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  return kept(
    dateFormats,
    `${tag} ${zone} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(tag, { timeZone: zone, ...options }),
  )
}

const numberFormat = (locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  kept(numberFormats, locale + JSON.stringify(options), () => new Intl.NumberFormat(TAGS[locale], options))

/** Making a format takes longer than using it a hundred times. */
function kept<F>(formats: Map<string, F>, key: string, make: () => F): F {
  const known = formats.get(key)
  if (known) return known
  if (formats.size >= FORMATS_MAX) formats.clear()
  const made = make()
  formats.set(key, made)
  return made
}
