import {
  clockText,
  dateFormat,
  dateText,
  dayText,
  moneyText,
  numberText,
  percentText,
  timeText,
} from '#platform/format.ts'
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

type Maybe<T> = T | null | undefined

/** An instant as date and time, to the minute: 2026-03-05 14:07. */
export const formatTime = (instant: Maybe<string | Date>): string =>
  instant ? timeText(instant, zone) : NO_VALUE

/** An instant as a date in the tenant's zone: 2026-03-05. */
export const formatDate = (instant: Maybe<string | Date>): string =>
  instant ? dateText(instant, zone) : NO_VALUE

/** The time of day of an instant: 14:07. */
export const formatClock = (instant: Maybe<string | Date>): string =>
  instant ? clockText(instant, zone) : NO_VALUE

/** An instant with seconds and the zone's name, for tooltips. */
export function formatExact(instant: Maybe<string | Date>): string {
  if (!instant) return NO_VALUE
  return dateFormat(TAGS[getLocale()], zone, { dateStyle: 'full', timeStyle: 'long' }).format(
    new Date(instant),
  )
}

/** A calendar day `YYYY-MM-DD` with its weekday. */
export const formatDay = (day: Maybe<string>): string => (day ? dayText(day, getLocale()) : NO_VALUE)

/** The calendar day that an instant falls on in the tenant's zone. */
export const dayOf = (instant: string | Date): string => formatDate(instant)
export const today = (): string => formatDate(new Date())

export const formatNumber = (value: Maybe<number>, decimals = 0): string =>
  value === null || value === undefined ? NO_VALUE : numberText(value, getLocale(), decimals)

/** A fraction as percent: 0.8851 becomes 88.5 %. */
export const formatPercent = (fraction: Maybe<number>, decimals = 1): string =>
  fraction === null || fraction === undefined ? NO_VALUE : percentText(fraction, getLocale(), decimals)

/** Minor units as money. */
export const formatMoney = (minor: Maybe<number>, currency = tenantCurrency): string =>
  minor === null || minor === undefined ? NO_VALUE : moneyText(minor, currency, getLocale())

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
