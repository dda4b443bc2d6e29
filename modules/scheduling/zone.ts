/** A stretch of time, [from, to) in UTC milliseconds. */
export type Span = { from: number; to: number }

/** A stretch during which a zone keeps one offset (local wall clock minus UTC, in milliseconds). */
export type OffsetSpan = Span & { offset: number }

export const DAY_MS = 86_400_000

/** Instants outside this range are refused: far dates are typing errors, and Intl grows odd before 1900. */
export const EARLIEST_MS = Date.UTC(1900, 0, 1)
export const LATEST_MS = Date.UTC(2200, 0, 1)

const MAX_ZONE_LENGTH = 64
const MAX_ZONES = 700 // more than IANA lists; reached only through spellings such as 'asia/shanghai'
const MAX_DAYS_PER_ZONE = 16_384

type ZoneCache = { format: Intl.DateTimeFormat; days: Map<number, readonly OffsetSpan[]> }

const zones = new Map<string, ZoneCache>()

/**
 * Whether the name is an IANA zone this runtime knows. Bare offsets such as '+08:00' are refused although Intl
 * takes them: PostgreSQL reads their sign the other way round.
 */
export function isZone(zone: string): boolean {
  if (zone.length > MAX_ZONE_LENGTH || !/^[A-Za-z]/.test(zone)) return false
  try {
    zoneCache(zone)
    return true
  } catch {
    return false
  }
}

/** Local wall clock minus UTC in milliseconds at an instant. RangeError: unknown zone, instant out of range. */
export function offsetAt(zone: string, ms: number): number {
  let offset = 0
  for (const span of offsetsOfUtcDay(zone, Math.floor(ms / DAY_MS))) {
    if (span.from <= ms) offset = span.offset
  }
  return offset
}

/**
 * The offsets a zone keeps during one UTC day, in order and without holes: one span, or two on the day of a change.
 * `utcDay` counts days since 1970-01-01. Assumes no zone changes twice within one UTC day;
 * at noon of every day from 1970 to 2037 this gives what Intl gives, for every zone.
 */
export function offsetsOfUtcDay(zone: string, utcDay: number): readonly OffsetSpan[] {
  const cache = zoneCache(zone)
  const known = cache.days.get(utcDay)
  if (known) return known

  const from = utcDay * DAY_MS
  const to = from + DAY_MS
  if (!(from >= EARLIEST_MS && to <= LATEST_MS)) throw new RangeError('zone.instant_out_of_range')

  const spans = splitAtChange(cache.format, { from, to })
  if (cache.days.size >= MAX_DAYS_PER_ZONE) cache.days.clear()
  cache.days.set(utcDay, spans)
  return spans
}

/** The number of the local calendar day at an instant, counted from 1970-01-01 = 0. */
export function localDayNumber(zone: string, ms: number): number {
  return Math.floor((ms + offsetAt(zone, ms)) / DAY_MS)
}

/** 'YYYY-MM-DD' as a day number (1970-01-01 = 0), or null when it is no date, e.g. '2025-02-29'. */
export function parseDay(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null
  const ms = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(ms)) return null
  const day = ms / DAY_MS
  return formatDay(day) === date ? day : null
}

/** A day number (1970-01-01 = 0) as 'YYYY-MM-DD'. */
export function formatDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** ISO weekday of a day number: 1 Monday to 7 Sunday. */
export function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

function splitAtChange(format: Intl.DateTimeFormat, { from, to }: Span): OffsetSpan[] {
  const offset = measureOffset(format, from)
  const offsetAfter = measureOffset(format, to)
  if (offset === offsetAfter) return [{ from, to, offset }]

  // Zones change on whole seconds: halve until the first second with the new offset is found.
  let before = from / 1000
  let changed = to / 1000
  while (changed - before > 1) {
    const middle = Math.floor((before + changed) / 2)
    if (measureOffset(format, middle * 1000) === offset) before = middle
    else changed = middle
  }
  const change = changed * 1000
  if (change === to) return [{ from, to, offset }]
  return [
    { from, to: change, offset },
    { from: change, to, offset: offsetAfter },
  ]
}

/** Asks Intl what the wall clock shows and subtracts. `ms` is a whole second. */
function measureOffset(format: Intl.DateTimeFormat, ms: number): number {
  const wall: Record<string, number> = {}
  for (const part of format.formatToParts(ms)) wall[part.type] = Number(part.value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = wall
  return Date.UTC(year, month - 1, day, hour, minute, second) - ms
}

function zoneCache(zone: string): ZoneCache {
  const known = zones.get(zone)
  if (known) return known

  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const cache: ZoneCache = { format, days: new Map() }
  if (zones.size >= MAX_ZONES) zones.clear()
  zones.set(zone, cache)
  return cache
}
