import {
  type CompiledCalendar,
  endOfLocalDay,
  instantOf,
  isOpen,
  localDay,
  nextOpen,
} from '#modules/scheduling/calendar.ts'
import type { MailChoice } from './kind.ts'

/** Pure: when news goes out by mail. Times of day are those of the person's zone. */
export type Schedule = {
  quiet: 'none' | 'hours' | 'calendar'
  quietFrom: string
  quietTo: string
  /** Mail only while it is open, for `calendar`; null when there is none any more. */
  calendar: CompiledCalendar | null
  digestAt: string
  zone: string
}

/** News come in bursts: what happens within a minute goes out together. */
export const GATHER_MS = 60_000
const HOUR_MS = 3_600_000

/** The moment, in UTC milliseconds, or null for no mail. */
export function whenToMail(mail: MailChoice, schedule: Schedule, nowMs: number): number | null {
  switch (mail) {
    case 'off':
      return null
    case 'now':
      return afterQuiet(schedule, nowMs + GATHER_MS)
    case 'hourly':
      return afterQuiet(schedule, (Math.floor(nowMs / HOUR_MS) + 1) * HOUR_MS)
    case 'daily':
      return afterQuiet(schedule, nextTime(schedule.zone, schedule.digestAt, nowMs))
  }
}

/** The moment itself, or when the quiet time that it falls into ends. */
export function afterQuiet(schedule: Schedule, atMs: number): number {
  const { quiet, quietFrom, quietTo, calendar, zone } = schedule
  if (quiet === 'calendar') return calendar && !isOpen(calendar, atMs) ? nextOpen(calendar, atMs) : atMs
  if (quiet === 'none' || quietFrom === quietTo) return atMs
  const day = localDay(zone, atMs)
  const from = instantOf(zone, day, quietFrom)
  const to = instantOf(zone, day, quietTo)
  // Over midnight (22:00 to 07:00) the day has two quiet ends.
  const isQuiet = quietFrom < quietTo ? atMs >= from && atMs < to : atMs >= from || atMs < to
  return isQuiet ? nextTime(zone, quietTo, atMs - 1) : atMs
}

/** The next time after `afterMs` at which the clock of the zone shows this time of day. */
function nextTime(zone: string, time: string, afterMs: number): number {
  const today = instantOf(zone, localDay(zone, afterMs), time)
  if (today > afterMs) return today
  return instantOf(zone, localDay(zone, endOfLocalDay(zone, afterMs)), time)
}
