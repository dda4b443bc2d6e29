import { DAY_MS, isoWeekday, offsetsOfUtcDay } from '#modules/scheduling/zone.ts'
import type { OffsetSpan, Span } from '#modules/scheduling/zone.ts'

/** A calendar ready for arithmetic: windows are milliseconds since local midnight, sorted, touching ones joined. */
export type CompiledCalendar = {
  readonly zone: string
  readonly alwaysOpen: boolean
  /** Monday first. */
  readonly week: readonly (readonly Span[])[]
  /** By day number (1970-01-01 = 0). */
  readonly exceptions: ReadonlyMap<number, readonly Span[]>
  /** What is open in each UTC day asked for so far. */
  readonly days: Map<number, OpenDay>
}
export type OpenDay = { spans: readonly Span[]; openMs: number }

const MAX_DAYS_REMEMBERED = 4_096
const WHOLE_DAY: readonly Span[] = [{ from: 0, to: DAY_MS }]

/**
 * What is open within one UTC day. UTC days, unlike local ones, follow each other without holes or repeats, so a
 * walk over them stays in order even where a zone sets its clock back over midnight.
 */
export function openDay(c: CompiledCalendar, utcDay: number): OpenDay {
  const known = c.days.get(utcDay)
  if (known) return known

  const spans: Span[] = []
  for (const part of offsetsOfUtcDay(c.zone, utcDay)) {
    const lastDay = Math.floor((part.to - 1 + part.offset) / DAY_MS)
    for (let day = Math.floor((part.from + part.offset) / DAY_MS); day <= lastDay; day++) {
      addWindows(spans, part, day, windowsOn(c, day))
    }
  }
  const open = { spans, openMs: spans.reduce((sum, span) => sum + span.to - span.from, 0) }
  if (c.days.size >= MAX_DAYS_REMEMBERED) c.days.clear()
  c.days.set(utcDay, open)
  return open
}

/** What is open on one local day (day number, 1970-01-01 = 0), as UTC instants in order. */
export function openOnLocalDay(c: CompiledCalendar, day: number): readonly Span[] {
  return onLocalDay(c.zone, day, windowsOn(c, day))
}

/** The instants at which the wall clock shows this local day and a time within the windows. */
export function onLocalDay(zone: string, day: number, windows: readonly Span[]): readonly Span[] {
  const spans: Span[] = []
  if (windows.length === 0) return spans
  for (let utcDay = day - 1; utcDay <= day + 1; utcDay++) {
    for (const part of offsetsOfUtcDay(zone, utcDay)) addWindows(spans, part, day, windows)
  }
  return spans
}

/** The first instant of a local day; where the zone skipped the day, the start of the next one. */
export function dayStart(zone: string, day: number): number {
  const [first] = onLocalDay(zone, day, WHOLE_DAY)
  return first ? first.from : dayStart(zone, day + 1)
}

/** The instant a local day is over; where the zone skipped the day, the start of the next one. */
export function dayEnd(zone: string, day: number): number {
  return onLocalDay(zone, day, WHOLE_DAY).at(-1)?.to ?? dayStart(zone, day + 1)
}

/** Appends [from, to) unless empty, joined to the last span when they touch. */
export function addSpan(spans: Span[], from: number, to: number): void {
  if (from >= to) return
  const last = spans.at(-1)
  if (last?.to === from) last.to = to
  else spans.push({ from, to })
}

/** A local day may fall into a part (a stretch of one offset) wholly, partly or not at all. */
function addWindows(spans: Span[], part: OffsetSpan, day: number, windows: readonly Span[]): void {
  const midnight = day * DAY_MS - part.offset
  for (const window of windows) {
    addSpan(spans, Math.max(part.from, midnight + window.from), Math.min(part.to, midnight + window.to))
  }
}

function windowsOn(c: CompiledCalendar, day: number): readonly Span[] {
  return c.exceptions.get(day) ?? c.week[isoWeekday(day) - 1] ?? []
}
