import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused, type RefusalCode } from '#platform/errors.ts'
import type { CalendarView, HolidayYear, Trial } from './api.ts'
import { addWorkingTime, compileCalendar, elapsedWorkingTime, isOpen, nextOpen } from './calendar.ts'
import { type CalendarRule, DEFAULT_KEYS, toCalendar } from './calendar-rule.ts'
import { holidayDays, listChineseHolidays, listHolidayYears } from './holidays.ts'
import { refuseRule } from './saving.ts'

type View = z.infer<typeof CalendarView>

const CALENDARS_MAX = 200
const MINUTE_MS = 60_000

export async function listCalendars(ctx: Ctx): Promise<View[]> {
  const rows = await ctx.db.all(sql<Omit<View, 'builtIn'>>`
    select ${columns} from calendar where tenant_id = ${ctx.tenant.id} order by key limit ${CALENDARS_MAX}`)
  return rows.map(withBuiltIn)
}

export async function getCalendar(ctx: Ctx, id: string): Promise<View> {
  const row = await ctx.db.one(
    sql<
      Omit<View, 'builtIn'>
    >`select ${columns} from calendar where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    'calendar',
  )
  return withBuiltIn(row)
}

const columns = sql`id, key, name, zone, week, holiday_set as "holidaySet", exceptions, version, updated_at as "updatedAt", disabled_at as "disabledAt"`

const withBuiltIn = (row: Omit<View, 'builtIn'>): View => ({
  ...row,
  builtIn: DEFAULT_KEYS.includes(row.key),
})

/** The named days of a year; a year without a published notice in the data is said to be unknown. */
export function getHolidayYear(year: number): z.infer<typeof HolidayYear> {
  const years = listHolidayYears()
  const known = years.includes(year)
  return { year, known, years, days: known ? listChineseHolidays(year) : [] }
}

/** What a calendar, saved or not, makes of a time and a number of working minutes. */
export function tryCalendar({
  calendar,
  from,
  minutes,
  to,
}: {
  calendar: CalendarRule
  from: string
  minutes: number
  to?: string | undefined
}): z.infer<typeof Trial> {
  refuseRule(calendar)
  const compiled = compileCalendar(toCalendar(calendar, holidayDays(calendar.holidaySet)))
  const fromMs = Date.parse(from)
  try {
    return {
      openAtFrom: isOpen(compiled, fromMs),
      nextOpen: new Date(nextOpen(compiled, fromMs)).toISOString(),
      due: new Date(addWorkingTime(compiled, fromMs, minutes * MINUTE_MS)).toISOString(),
      elapsedMinutes:
        to === undefined ? null : elapsedWorkingTime(compiled, fromMs, Date.parse(to)) / MINUTE_MS,
    }
  } catch (error) {
    if (error instanceof RangeError && isEngineRefusal(error.message))
      throw new Refused(error.message, {}, 422)
    throw error
  }
}

const isEngineRefusal = (code: string): code is RefusalCode & ('calendar.never_open' | 'calendar.too_far') =>
  code === 'calendar.never_open' || code === 'calendar.too_far'
