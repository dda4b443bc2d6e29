import {
  addSpan,
  dayEnd,
  dayStart,
  onLocalDay,
  openDay,
  openOnLocalDay,
} from '#modules/scheduling/open-days.ts'
import type { CompiledCalendar } from '#modules/scheduling/open-days.ts'
import { DAY_MS, formatDay, isZone, localDayNumber, parseDay } from '#modules/scheduling/zone.ts'
import type { Span } from '#modules/scheduling/zone.ts'

export type { CompiledCalendar }

/** Local wall-clock times 'HH:MM', [from, to); '24:00' ends the day. A shift over midnight is two windows. */
export type Window = { from: string; to: string }

/** 1 Monday to 7 Sunday. */
export type IsoWeekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/**
 * A business calendar as it is stored. An exception replaces the weekday's windows on one local date:
 * [] is a closed day (holiday), windows are a make-up working day or special hours. Source: domain §8.1.
 */
export type Calendar = {
  zone: string
  week: Record<IsoWeekday, Window[]>
  exceptions: Record<string, Window[]>
}

export type CalendarProblem = { code: CalendarRefusal; at: string }
export type CalendarRefusal =
  | 'calendar.zone_unknown'
  | 'calendar.week_incomplete'
  | 'calendar.time_malformed'
  | 'calendar.window_inverted'
  | 'calendar.windows_overlap'
  | 'calendar.too_many_windows'
  | 'calendar.date_malformed'
  | 'calendar.too_many_exceptions'
  | 'calendar.never_open'

export const MAX_WINDOWS_PER_DAY = 12
export const MAX_EXCEPTIONS = 5_000
export const MAX_DAYS_COUNTED = 3_660
const MAX_CLOSED_DAYS = 3 * 366
const MAX_DAYS_WALKED = 20 * 366

const WEEKDAYS: readonly IsoWeekday[] = [1, 2, 3, 4, 5, 6, 7]

/** The calendar of natural days: always open, no holidays; the one for statutory limits. Source: domain §8.2, §15. */
export function naturalCalendar(zone: string): Calendar {
  const allDay = [{ from: '00:00', to: '24:00' }]
  const week = { 1: allDay, 2: allDay, 3: allDay, 4: allDay, 5: allDay, 6: allDay, 7: allDay }
  return { zone, week, exceptions: {} }
}

/**
 * Why this calendar cannot be saved, or null. `at` is the place: 'zone', 'week', 'week.6', 'exceptions',
 * 'exceptions.2025-10-01'. Windows may touch and stand in any order.
 */
export function whyNotCalendar(calendar: Calendar): CalendarProblem | null {
  const malformed = whyMalformed(calendar)
  if (malformed) return malformed
  const days = [...WEEKDAYS.map((day) => calendar.week[day]), ...Object.values(calendar.exceptions)]
  if (days.every((windows) => windows.length === 0)) return { code: 'calendar.never_open', at: 'week' }
  return null
}

/** Prepares a calendar for arithmetic. Keep the result: it remembers days. RangeError with the code when malformed. */
export function compileCalendar(calendar: Calendar): CompiledCalendar {
  const malformed = whyMalformed(calendar)
  if (malformed) throw new RangeError(malformed.code)

  const week = WEEKDAYS.map((day) => wallSpans(calendar.week[day]))
  const exceptions = new Map<number, readonly Span[]>()
  for (const [date, windows] of Object.entries(calendar.exceptions)) {
    exceptions.set(dayOf(date), wallSpans(windows))
  }
  const alwaysOpen = [...week, ...exceptions.values()].every(coversWholeDay)
  return { zone: calendar.zone, alwaysOpen, week, exceptions, days: new Map() }
}

/**
 * The earliest instant by which `durationMs` of working time has passed since `fromMs`: a duration that exactly
 * uses up a window ends at the close of that window; 0 ends at `fromMs`. Source: domain §8.1.
 * RangeError: 'calendar.duration_malformed', 'calendar.never_open' (no opening in 3 years), 'calendar.too_far' (20 years).
 */
export function addWorkingTime(c: CompiledCalendar, fromMs: number, durationMs: number): number {
  if (!(durationMs >= 0 && durationMs < Infinity)) throw new RangeError('calendar.duration_malformed')
  if (durationMs === 0 || c.alwaysOpen) return fromMs + durationMs
  let left = durationMs
  return findInOpen(c, fromMs, (from, to) => {
    if (left <= to - from) return from + left
    left -= to - from
    return null
  })
}

/**
 * Working time within [fromMs, toMs) in milliseconds; 0 when `toMs` is not after `fromMs`. Source: domain §8.1.
 * RangeError 'calendar.too_far' for more than 20 years.
 */
export function elapsedWorkingTime(c: CompiledCalendar, fromMs: number, toMs: number): number {
  if (!(toMs > fromMs)) return 0
  if (c.alwaysOpen) return toMs - fromMs
  const first = Math.floor(fromMs / DAY_MS)
  const last = Math.floor(toMs / DAY_MS)
  if (last - first > MAX_DAYS_WALKED) throw new RangeError('calendar.too_far')

  let elapsed = 0
  for (let day = first; day <= last; day++) {
    const { spans, openMs } = openDay(c, day)
    if (day > first && day < last) elapsed += openMs
    else for (const span of spans) elapsed += overlap(span, fromMs, toMs)
  }
  return elapsed
}

/** Whether the calendar is open at the instant: at an opening yes, at a close no. */
export function isOpen(c: CompiledCalendar, atMs: number): boolean {
  if (c.alwaysOpen) return true
  return openDay(c, Math.floor(atMs / DAY_MS)).spans.some((span) => span.from <= atMs && atMs < span.to)
}

/** The instant itself when open, else the next opening. RangeError 'calendar.never_open'. */
export function nextOpen(c: CompiledCalendar, atMs: number): number {
  return c.alwaysOpen ? atMs : findInOpen(c, atMs, (from) => from)
}

/**
 * When a clock that was to run out at `dueMs` does after it stood still from `pausedMs` until `resumedMs`: what was left then is left
 * again. Source: domain §8.1 case f. RangeError: those of addWorkingTime.
 */
export function dueAfterPause(
  c: CompiledCalendar,
  { dueMs, pausedMs, resumedMs }: { dueMs: number; pausedMs: number; resumedMs: number },
): number {
  return addWorkingTime(c, resumedMs, elapsedWorkingTime(c, pausedMs, dueMs))
}

/**
 * The close of the n-th working day after the local day of `fromMs`, or that day at `atTime` ('HH:MM', local).
 * Day 0 is today when today is a working day and that time has not passed, else the next working day.
 * RangeError: 'calendar.days_out_of_range', 'calendar.time_malformed', 'calendar.never_open'.
 */
export function addWorkingDays(c: CompiledCalendar, fromMs: number, days: number, atTime?: string): number {
  assertDays(days)
  const today = localDayNumber(c.zone, fromMs)
  if (days === 0) {
    const due = timeOnWorkingDay(c, today, atTime)
    if (due !== null && due >= fromMs) return due
  }
  let day = today
  for (let left = Math.max(days, 1); left > 0; left--) day = nextWorkingDay(c, day + 1)
  return timeOnWorkingDay(c, day, atTime) ?? dayEnd(c.zone, day)
}

/** Whether the local date 'YYYY-MM-DD' has any working time. RangeError 'calendar.date_malformed'. */
export function isWorkingDay(c: CompiledCalendar, date: string): boolean {
  return openOnLocalDay(c, dayOf(date)).length > 0
}

/**
 * The end (24:00) of the n-th natural day after the local day of `fromMs`: the start day is not counted.
 * Source: civil code 201, domain §15. RangeError 'calendar.days_out_of_range'.
 */
export function addNaturalDays(zone: string, fromMs: number, days: number): number {
  assertDays(days)
  return dayEnd(zone, localDayNumber(zone, fromMs) + days)
}

/** The local date 'YYYY-MM-DD' at an instant. */
export function localDay(zone: string, ms: number): string {
  return formatDay(localDayNumber(zone, ms))
}

/** The first instant of a local date; where the zone skipped that date, the instant of the skip. */
export function startOfDay(zone: string, date: string): number {
  return dayStart(zone, dayOf(date))
}

/**
 * The first instant at which the wall clock of the zone shows 'HH:MM' on a local date; a time the clock skipped is the
 * instant of the skip. RangeError: 'calendar.date_malformed', 'calendar.time_malformed'.
 */
export function instantOf(zone: string, date: string, time: string): number {
  const day = dayOf(date)
  const rest = onLocalDay(zone, day, [{ from: timeOf(time), to: DAY_MS }])
  return rest[0]?.from ?? dayEnd(zone, day)
}

/** The instant at which the local day of `ms` is over (24:00, the first instant that is not part of it). */
export function endOfLocalDay(zone: string, ms: number): number {
  return dayEnd(zone, localDayNumber(zone, ms))
}

function whyMalformed(calendar: Calendar): CalendarProblem | null {
  if (!isZone(calendar.zone)) return { code: 'calendar.zone_unknown', at: 'zone' }
  for (const day of WEEKDAYS) {
    const windows: readonly Window[] | undefined = calendar.week[day]
    const code = windows ? whyNotWindows(windows) : 'calendar.week_incomplete'
    if (code) return { code, at: `week.${day}` }
  }
  const exceptions = Object.entries(calendar.exceptions)
  if (exceptions.length > MAX_EXCEPTIONS) return { code: 'calendar.too_many_exceptions', at: 'exceptions' }
  for (const [date, windows] of exceptions) {
    const code = parseDay(date) === null ? 'calendar.date_malformed' : whyNotWindows(windows)
    if (code) return { code, at: `exceptions.${date}` }
  }
  return null
}

function whyNotWindows(windows: readonly Window[]): CalendarRefusal | null {
  if (windows.length > MAX_WINDOWS_PER_DAY) return 'calendar.too_many_windows'
  const spans: Span[] = []
  for (const window of windows) {
    const from = parseTime(window.from)
    const to = parseTime(window.to)
    if (from === null || to === null) return 'calendar.time_malformed'
    if (from >= to) return 'calendar.window_inverted'
    if (spans.some((other) => from < other.to && other.from < to)) return 'calendar.windows_overlap'
    spans.push({ from, to })
  }
  return null
}

/** 'HH:MM' as milliseconds since midnight, '24:00' included; null when malformed. */
function parseTime(time: string): number | null {
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time)) return null
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000
}

function timeOf(time: string): number {
  const ms = parseTime(time)
  if (ms === null) throw new RangeError('calendar.time_malformed')
  return ms
}

function dayOf(date: string): number {
  const day = parseDay(date)
  if (day === null) throw new RangeError('calendar.date_malformed')
  return day
}

function wallSpans(windows: readonly Window[]): readonly Span[] {
  const sorted = windows.map((window) => ({ from: timeOf(window.from), to: timeOf(window.to) }))
  sorted.sort((a, b) => a.from - b.from)
  const spans: Span[] = []
  for (const span of sorted) addSpan(spans, span.from, span.to)
  return spans
}

function coversWholeDay(spans: readonly Span[]): boolean {
  return spans.some((span) => span.from === 0 && span.to === DAY_MS)
}

function assertDays(days: number): void {
  const inRange = Number.isInteger(days) && days >= 0 && days <= MAX_DAYS_COUNTED
  if (!inRange) throw new RangeError('calendar.days_out_of_range')
}

/** Shows open spans from `fromMs` on, in order, until `find` answers with an instant. */
function findInOpen(
  c: CompiledCalendar,
  fromMs: number,
  find: (from: number, to: number) => number | null,
): number {
  const first = Math.floor(fromMs / DAY_MS)
  let lastOpen = first
  for (let day = first; day - first <= MAX_DAYS_WALKED; day++) {
    for (const span of openDay(c, day).spans) {
      lastOpen = day
      if (span.to <= fromMs) continue
      const found = find(Math.max(span.from, fromMs), span.to)
      if (found !== null) return found
    }
    if (day - lastOpen > MAX_CLOSED_DAYS) throw new RangeError('calendar.never_open')
  }
  throw new RangeError('calendar.too_far')
}

function overlap(span: Span, from: number, to: number): number {
  return Math.max(0, Math.min(span.to, to) - Math.max(span.from, from))
}

function nextWorkingDay(c: CompiledCalendar, fromDay: number): number {
  for (let day = fromDay; day - fromDay <= MAX_CLOSED_DAYS; day++) {
    if (openOnLocalDay(c, day).length > 0) return day
  }
  throw new RangeError('calendar.never_open')
}

/** The instant on a working day, null on a closed one. A time the clock skipped or repeats is its first instant. */
function timeOnWorkingDay(c: CompiledCalendar, day: number, atTime: string | undefined): number | null {
  const close = openOnLocalDay(c, day).at(-1)?.to
  if (close === undefined) return null
  if (atTime === undefined) return close
  return instantOf(c.zone, formatDay(day), atTime)
}
