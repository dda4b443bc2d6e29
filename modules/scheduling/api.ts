import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, Instant, SeenVersion, line, patterned } from '#platform/schema.ts'

const EXCEPTIONS_MAX = 500
const WINDOWS_MAX = 12
const MINUTES_MAX = 5_000_000

// Times and dates are checked by the rules of calendar.ts, which name the place; here only shapes and sizes.
const Window = z.strictObject({ from: z.string().max(5), to: z.string().max(5) })
const Windows = z.array(Window).max(WINDOWS_MAX)
const Week = z.strictObject({
  1: Windows,
  2: Windows,
  3: Windows,
  4: Windows,
  5: Windows,
  6: Windows,
  7: Windows,
})
const Exception = z.strictObject({ date: z.string().max(10), name: line(60), windows: Windows })
const Rule = {
  zone: line(64, 1),
  week: Week.nullable(),
  holidaySet: z.enum(['cn']).nullable(),
  exceptions: z.array(Exception).max(EXCEPTIONS_MAX),
}
const Key = patterned(/^[a-z][a-z0-9_]{1,40}$/, {
  zh: '请以小写字母开头，只用小写字母、数字和下划线',
  en: 'Begin with a small letter; use small letters, digits and underscores',
})
const Fields = { name: line(60, 1), ...Rule }

export const CalendarView = z.object({
  id: Id,
  key: z.string(),
  builtIn: z.boolean(),
  name: z.string(),
  ...Rule,
  version: z.int(),
  updatedAt: z.string(),
  disabledAt: z.string().nullable(),
})
export const HolidayYear = z.object({
  year: z.int(),
  /** False: no notice for this year is shipped; days shown are ordinary weekdays. */
  known: z.boolean(),
  years: z.array(z.int()),
  days: z.array(z.object({ date: z.string(), name: z.string(), isOffDay: z.boolean() })),
})
export const Trial = z.object({
  openAtFrom: z.boolean(),
  nextOpen: z.string(),
  due: z.string(),
  /** Working minutes between `from` and `to`, when `to` is given. */
  elapsedMinutes: z.number().nullable(),
})

const ById = z.object({ id: Id })

export const schedulingApi = {
  listCalendars: op({
    method: 'GET',
    path: '/calendars',
    permission: 'calendar.read',
    summary: { zh: '工作日历列表', en: 'Calendars' },
    result: z.object({ rows: z.array(CalendarView) }),
  }),
  getCalendar: op({
    method: 'GET',
    path: '/calendars/{id}',
    permission: 'calendar.read',
    record: 'calendar',
    summary: { zh: '工作日历', en: 'One calendar' },
    params: ById,
    result: CalendarView,
  }),
  createCalendar: op({
    method: 'POST',
    path: '/calendars',
    permission: 'calendar.manage',
    summary: { zh: '新增工作日历', en: 'Add a calendar' },
    body: z.strictObject({ key: Key, ...Fields }),
    result: CalendarView,
  }),
  updateCalendar: op({
    method: 'PUT',
    path: '/calendars/{id}',
    permission: 'calendar.manage',
    summary: { zh: '修改工作日历', en: 'Change a calendar' },
    params: ById,
    body: z.strictObject({ ...Fields, version: SeenVersion }),
    result: CalendarView,
  }),
  setCalendarDisabled: op({
    method: 'POST',
    path: '/calendars/{id}/disabled',
    permission: 'calendar.manage',
    summary: { zh: '停用或启用工作日历', en: 'Switch a calendar off or on' },
    params: ById,
    body: z.strictObject({ disabled: z.boolean(), reason: line(300, 1) }),
    result: CalendarView,
  }),
  deleteCalendar: op({
    method: 'DELETE',
    path: '/calendars/{id}',
    isUndoable: true,
    permission: 'calendar.manage',
    summary: { zh: '删除工作日历', en: 'Delete a calendar' },
    params: ById,
    result: z.object({ done: z.literal(true) }),
  }),
  getHolidayYear: op({
    method: 'GET',
    path: '/holiday-sets/cn/{year}',
    permission: 'calendar.read',
    summary: { zh: '某年的法定节假日与调休', en: 'Public holidays and make-up days of a year' },
    params: z.object({ year: z.coerce.number().int().min(1970).max(2199) }),
    result: HolidayYear,
  }),
  tryCalendar: op({
    method: 'POST',
    path: '/calendars/trial',
    permission: 'calendar.read',
    summary: { zh: '试算工作时间', en: 'Try working time' },
    body: z.strictObject({
      calendar: z.strictObject(Rule),
      from: Instant,
      minutes: z.int().min(0).max(MINUTES_MAX),
      to: Instant.optional(),
    }),
    result: Trial,
  }),
} satisfies OperationTable
