const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/** What parseDay reads, for people. */
export const DAY_FORMATS = '2014-03-02, 2-Mar-14, 2 March 2014, March 2, 2014 or 3/2/2014 (month first)'

/** A calendar day 'YYYY-MM-DD' from one of DAY_FORMATS; null when it is none. Two-digit years are 20xx. */
export function parseDay(text: string): string | null {
  const t = text.trim()
  const named = /^(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{2}|\d{4})$/.exec(t)
  if (named) return checked(fullYear(named[3] ?? ''), monthOf(named[2]), Number(named[1]))
  const spoken = /^([A-Za-z]{3,9}) (\d{1,2}), (\d{4})$/.exec(t)
  if (spoken) return checked(Number(spoken[3]), monthOf(spoken[1]), Number(spoken[2]))
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(t)
  if (slashed) return checked(fullYear(slashed[3] ?? ''), Number(slashed[1]), Number(slashed[2]))
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?$/.exec(t)
  return iso ? checked(Number(iso[1]), Number(iso[2]), Number(iso[3])) : null
}

export type WallTime = { day: string; secondsOfDay: number; offsetMinutes: number | null }

/** What parseWallTime reads, for people. */
export const TIME_FORMATS = '2018-07-29 13:54:51 or 7/29/2018 1:54 PM (month first)'

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AP])M)?(?:(Z)| ?([+-])(\d{2}):?(\d{2}))?$/i

/**
 * A day of DAY_FORMATS with its time, 24 hours or AM and PM; null when it is none. `offsetMinutes` is what the text says of its zone,
 * null where it says nothing.
 */
export function parseWallTime(text: string): WallTime | null {
  const [, date = '', time = ''] = /^(.*?\d)[ T]+(\d{1,2}:.*)$/.exec(text.trim()) ?? []
  const match = TIME.exec(time)
  const day = match && parseDay(date)
  if (!match || !day) return null
  const half = match[4]?.toUpperCase()
  const written = Number(match[1])
  if (half && (written < 1 || written > 12)) return null
  const h = half ? (written % 12) + (half === 'P' ? 12 : 0) : written
  const [m, s] = [Number(match[2]), Number(match[3] ?? 0)]
  if (h >= 24 || m >= 60 || s >= 60) return null
  return { day, secondsOfDay: h * 3600 + m * 60 + s, offsetMinutes: offsetOf(match) }
}

function offsetOf(match: RegExpExecArray): number | null {
  if (match[5]) return 0
  if (!match[6]) return null
  return (match[6] === '-' ? -1 : 1) * (Number(match[7]) * 60 + Number(match[8]))
}

/** `day` moved by whole days. */
export function moveDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whole days from `a` to `b`. */
export const daysBetween = (a: string, b: string): number =>
  Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000)

/** 1 to 12 from at least three letters of an English name; 0 when it is none. */
const monthOf = (name = ''): number => MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1

const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year))

function checked(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  const isReal =
    year >= 1970 && year <= 2199 && month >= 1 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return isReal ? at.toISOString().slice(0, 10) : null
}
