import type { Calendar, CalendarProblem, CalendarRefusal, IsoWeekday, Window } from './calendar.ts'
import { naturalCalendar, whyNotCalendar } from './calendar.ts'
import { isoWeekday, parseDay } from './zone.ts'

/** Own closing ([]) or special hours of one local date; wins over the holiday set. */
export type NamedException = { date: string; name: string; windows: Window[] }
export type HolidaySet = 'cn'
export type Week = Record<IsoWeekday, Window[]>

/** A calendar as people edit it: `week` null is natural time, always open. */
export type CalendarRule = {
  zone: string
  week: Week | null
  holidaySet: HolidaySet | null
  exceptions: NamedException[]
}

/** A day a holiday set names: a day off, or a weekend day to be worked. */
export type HolidayDay = { date: string; name: string; isOffDay: boolean }

export type RuleProblem = {
  code: CalendarRefusal | 'calendar.natural_is_plain' | 'calendar.date_twice'
  at: string
}

/** Years of days ahead; the API refuses more. */
export const MAX_NAMED_EXCEPTIONS = 500

const WORKING_WEEK: readonly IsoWeekday[] = [1, 2, 3, 4, 5]

/**
 * The calendar the engine computes with: the week, then the holiday set (a day off is closed, a make-up day has the
 * windows of an ordinary working day), then own exceptions, which win. Source: domain §8.1.
 */
export function toCalendar(rule: CalendarRule, holidays: readonly HolidayDay[]): Calendar {
  if (rule.week === null) return naturalCalendar(rule.zone)
  const ordinary = ordinaryWindows(rule.week)
  const exceptions: Record<string, Window[]> = {}
  if (rule.holidaySet) for (const day of holidays) exceptions[day.date] = day.isOffDay ? [] : ordinary
  for (const own of rule.exceptions) exceptions[own.date] = own.windows
  return { zone: rule.zone, week: rule.week, exceptions }
}

/** Why this calendar cannot be saved, or null; `at` as in whyNotCalendar. */
export function whyNotRule(rule: CalendarRule, holidays: readonly HolidayDay[] = []): RuleProblem | null {
  if (rule.week === null && (rule.holidaySet !== null || rule.exceptions.length > 0)) {
    return { code: 'calendar.natural_is_plain', at: 'exceptions' }
  }
  if (rule.exceptions.length > MAX_NAMED_EXCEPTIONS)
    return { code: 'calendar.too_many_exceptions', at: 'exceptions' }
  const twice = rule.exceptions.find(
    (own, i) => rule.exceptions.findIndex((other) => other.date === own.date) !== i,
  )
  if (twice) return { code: 'calendar.date_twice', at: `exceptions.${twice.date}` }
  const problem: CalendarProblem | null = whyNotCalendar(toCalendar(rule, holidays))
  return problem
}

/** What holds on one local date, and why. */
export type DayFact = {
  windows: Window[]
  from: 'week' | 'holiday' | 'make_up' | 'exception'
  name: string | null
}

/** What holds on a local date 'YYYY-MM-DD'. `holidays` by date; RangeError 'calendar.date_malformed'. */
export function dayFact(
  rule: CalendarRule,
  holidays: ReadonlyMap<string, HolidayDay>,
  date: string,
): DayFact {
  const day = parseDay(date)
  if (day === null) throw new RangeError('calendar.date_malformed')
  if (rule.week === null) return { windows: [{ from: '00:00', to: '24:00' }], from: 'week', name: null }
  const own = rule.exceptions.find((exception) => exception.date === date)
  if (own) return { windows: own.windows, from: 'exception', name: own.name }
  const holiday = rule.holidaySet ? holidays.get(date) : undefined
  if (holiday?.isOffDay) return { windows: [], from: 'holiday', name: holiday.name }
  if (holiday) return { windows: ordinaryWindows(rule.week), from: 'make_up', name: holiday.name }
  return { windows: rule.week[isoWeekday(day) as IsoWeekday], from: 'week', name: null }
}

/** A make-up working day is worked like the first working weekday. */
function ordinaryWindows(week: Week): Window[] {
  const day = WORKING_WEEK.find((weekday) => week[weekday].length > 0)
  return day ? week[day] : []
}

/** The three calendars a company starts with. */
export function defaultCalendars() {
  const office = [
    { from: '08:30', to: '12:00' },
    { from: '13:30', to: '18:00' },
  ]
  const long = [{ from: '08:00', to: '20:00' }]
  return [
    { key: 'natural', name: '自然时间', week: null, holidaySet: null },
    {
      key: 'standard',
      name: '标准工作日',
      week: weekOf([office, office, office, office, office, [], []]),
      holidaySet: 'cn' as const,
    },
    {
      key: 'seven_days',
      name: '全周无休',
      week: weekOf([long, long, long, long, long, long, long]),
      holidaySet: null,
    },
  ]
}

export const DEFAULT_KEYS: readonly string[] = ['natural', 'standard', 'seven_days']

function weekOf(days: Window[][]): Week {
  const [a, b, c, d, e, f, g] = days.map((windows) => windows.map((w) => ({ ...w })))
  return { 1: a ?? [], 2: b ?? [], 3: c ?? [], 4: d ?? [], 5: e ?? [], 6: f ?? [], 7: g ?? [] }
}
