const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A calendar day 'YYYY-MM-DD' from `2-Jun-06`, `02-Jun-2006`, `6/2/06` (month first), `6/2/2006` or `2006-06-02`; null when it is none. Two-digit years are 20xx. */
export function parseDay(text: string): string | null {
  const t = text.trim()
  const named = /^(\d{1,2})-([A-Za-z]{3})-(\d{2}|\d{4})$/.exec(t)
  if (named)
    return checked(
      fullYear(named[3] ?? ''),
      MONTHS.indexOf((named[2] ?? '').toLowerCase()) + 1,
      Number(named[1]),
    )
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(t)
  if (slashed) return checked(fullYear(slashed[3] ?? ''), Number(slashed[1]), Number(slashed[2]))
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$/.exec(t)
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

const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year))

function checked(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  const isReal =
    year >= 1970 && year <= 2199 && month >= 1 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return isReal ? at.toISOString().slice(0, 10) : null
}
