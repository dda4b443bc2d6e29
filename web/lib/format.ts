import { currencyExponent } from '#platform/money.ts'
import { type Bilingual, type Locale, fill } from '#platform/text.ts'
import { getLocale } from '#web/lib/i18n.ts'

/** All figures, days and times as the user's language writes them, days and times in the zone of the tenant. */

/** Shown where there is no value: never 0. */
export const NO_VALUE = '–'

let zone = 'Asia/Shanghai'
let tenantCurrency = 'CNY'

/** Sets the tenant's zone (IANA name) and currency. Called when the session is known. */
export function setHome(home: { zone: string; currency: string }): void {
  zone = home.zone
  tenantCurrency = home.currency
}

export const getZone = (): string => zone
export const getCurrency = (): string => tenantCurrency

const TAGS: Record<Locale, string> = { zh: 'zh-CN', en: 'en-GB' }
const dateFormats = new Map<string, Intl.DateTimeFormat>()
const numberFormats = new Map<string, Intl.NumberFormat>()

type Maybe<T> = T | null | undefined

/** An instant as date and time, to the minute: 2026-03-05 14:07. */
export function formatTime(instant: Maybe<string | Date>): string {
  return instant ? `${formatDate(instant)} ${formatClock(instant)}` : NO_VALUE
}

/** An instant as a date in the tenant's zone: 2026-03-05. */
export function formatDate(instant: Maybe<string | Date>): string {
  if (!instant) return NO_VALUE
  const parts = dateFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(
    new Date(instant),
  )
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** The time of day of an instant: 14:07. */
export function formatClock(instant: Maybe<string | Date>): string {
  if (!instant) return NO_VALUE
  return dateFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  )
}

/** An instant with seconds and the zone's name, for tooltips. */
export function formatExact(instant: Maybe<string | Date>): string {
  if (!instant) return NO_VALUE
  return dateFormat(TAGS[getLocale()], { dateStyle: 'full', timeStyle: 'long' }).format(new Date(instant))
}

/** A calendar day `YYYY-MM-DD` with its weekday. */
export function formatDay(day: Maybe<string>): string {
  if (!day) return NO_VALUE
  const weekday = dateFormat(TAGS[getLocale()], { weekday: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
  return `${day} ${weekday}`
}

/** The calendar day that an instant falls on in the tenant's zone. */
export const dayOf = (instant: string | Date): string => formatDate(instant)
export const today = (): string => formatDate(new Date())

export function formatNumber(value: Maybe<number>, decimals = 0): string {
  if (value === null || value === undefined) return NO_VALUE
  return numberFormat({ minimumFractionDigits: 0, maximumFractionDigits: decimals }).format(value)
}

/** A fraction as percent: 0.8851 becomes 88.5 %. */
export function formatPercent(fraction: Maybe<number>, decimals = 1): string {
  if (fraction === null || fraction === undefined) return NO_VALUE
  return numberFormat({
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(fraction)
}

/** Minor units as money. */
export function formatMoney(minor: Maybe<number>, currency = tenantCurrency): string {
  if (minor === null || minor === undefined) return NO_VALUE
  return numberFormat({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    minor / 10 ** currencyExponent(currency),
  )
}

const units = {
  minute: { zh: '{n} 分钟', en: '{n} min' },
  hour: { zh: '{n} 小时', en: '{n} h' },
  day: { zh: '{n} 天', en: '{n} d' },
  none: { zh: '不到 1 分钟', en: 'under 1 min' },
  left: { zh: '还剩 {time}', en: '{time} left' },
  over: { zh: '已超 {time}', en: '{time} over' },
  ago: { zh: '{time}前', en: '{time} ago' },
  ahead: { zh: '{time}后', en: 'in {time}' },
} satisfies Record<string, Bilingual>

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A length of time in its two largest units: 2 d 3 h. */
export function formatDuration(ms: Maybe<number>): string {
  if (ms === null || ms === undefined) return NO_VALUE
  const locale = getLocale()
  const length = Math.abs(ms)
  if (length < MINUTE_MS) return units.none[locale]
  const counts = [
    { unit: units.day, n: Math.floor(length / DAY_MS) },
    { unit: units.hour, n: Math.floor((length % DAY_MS) / HOUR_MS) },
    { unit: units.minute, n: Math.floor((length % HOUR_MS) / MINUTE_MS) },
  ]
  const first = counts.findIndex(({ n }) => n > 0)
  const shown = counts.slice(first, first + 2).filter(({ n }) => n > 0)
  return shown.map(({ unit, n }) => fill(unit[locale], { n })).join(' ')
}

/** How far an instant is: 3 h ago, in 2 d. */
export function formatRelative(instant: Maybe<string | Date>, now = new Date()): string {
  if (!instant) return NO_VALUE
  const ms = new Date(instant).getTime() - now.getTime()
  const text = ms <= 0 ? units.ago : units.ahead
  return fill(text[getLocale()], { time: formatDuration(ms) })
}

/** What is left until a due time, or how far it is over. */
export function formatCountdown(due: string | Date, now = new Date()): string {
  const ms = new Date(due).getTime() - now.getTime()
  return fill((ms < 0 ? units.over : units.left)[getLocale()], { time: formatDuration(ms) })
}

function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${zone} ${JSON.stringify(options)}`
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(tag, { timeZone: zone, ...options })
  dateFormats.set(key, known)
  return known
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const tag = TAGS[getLocale()]
  const key = tag + JSON.stringify(options)
  const known = numberFormats.get(key) ?? new Intl.NumberFormat(tag, options)
  numberFormats.set(key, known)
  return known
}
