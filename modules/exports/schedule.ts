import { instantOf, localDay } from '#modules/scheduling/calendar.ts'

export const rhythms = ['day', 'week', 'month'] as const
export type Rhythm = (typeof rhythms)[number]
/** `day` is the weekday from Monday, 1, or the day of the month up to 28, which every month has. */
export type Plan = { every: Rhythm; day: number | null; time: string }

export const SCHEDULES_MAX = 20
export const RECIPIENTS_MAX = 20
/** A file up to this size goes with the mail; a larger one is fetched in the app. */
export const ATTACHED_BYTES_MAX = 5 * 1024 * 1024

const DAY_MS = 86_400_000
const DAYS_AHEAD = 40

/** Why this is no plan, or null. */
export function whyNotPlan({ every, day }: Plan): 'export.no_such_day' | null {
  if (every === 'day') return day === null ? null : 'export.no_such_day'
  const last = every === 'week' ? 7 : 28
  return day !== null && day >= 1 && day <= last ? null : 'export.no_such_day'
}

/** The first moment after `afterMs` that the plan names, in milliseconds; its time is that of the zone. */
export function nextRunMs({ every, day, time }: Plan, zone: string, afterMs: number): number {
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const date = localDay(zone, afterMs + ahead * DAY_MS)
    const at = instantOf(zone, date, time)
    if (at > afterMs && isDayOf(every, day, date)) return at
  }
  throw new RangeError('a plan names a day of every month')
}

function isDayOf(every: Rhythm, day: number | null, date: string): boolean {
  if (every === 'day') return true
  if (every === 'month') return Number(date.slice(8)) === day
  return (new Date(`${date}T00:00:00Z`).getUTCDay() || 7) === day
}
