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

/** Local wall time `YYYY-MM-DD HH:MM:SS` as its parts; null when it is none. */
export function parseWallTime(text: string): { day: string; secondsOfDay: number } | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/.exec(text.trim())
  const day = match && parseDay(match[1] ?? '')
  if (!match || !day) return null
  const [h, m, s] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  return h < 24 && m < 60 && s < 60 ? { day, secondsOfDay: h * 3600 + m * 60 + s } : null
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
