import { calendarNameOf } from '#modules/scheduling/calendar-words.ts'
import type { ResultOf } from '#platform/api.ts'
import type { Locale, Text } from '#platform/text.ts'
import type { schedulingApi } from '#modules/scheduling/api.ts'
import type { CalendarRule } from '#modules/scheduling/calendar-rule.ts'
import type { IsoWeekday, Window } from '#modules/scheduling/calendar.ts'

export type CalendarView = ResultOf<typeof schedulingApi.getCalendar>
export type HolidayYear = ResultOf<typeof schedulingApi.getHolidayYear>
/** What the editor holds: a calendar that may not be fit to be saved yet. */
export type Draft = CalendarRule & { name: string; key: string }

export const calendarText = {
  calendars: { zh: '工作日历', en: 'Calendars' },
  name: { zh: '名称', en: 'Name' },
  key: { zh: '标识', en: 'Key' },
  zone: { zh: '时区', en: 'Time zone' },
  week: { zh: '每周工作时段', en: 'Working week' },
  holidays: { zh: '法定节假日', en: 'Public holidays' },
  cn: { zh: '中国法定节假日与调休', en: 'Chinese public holidays and make-up days' },
  none: { zh: '不使用', en: 'None' },
  natural: { zh: '自然时间（全天开放）', en: 'Natural time (always open)' },
  closed: { zh: '休息', en: 'Closed' },
  exceptions: { zh: '例外日期', en: 'Exceptions' },
  builtIn: { zh: '系统自带', en: 'Built in' },
  lacks: { zh: '需要权限“管理工作日历”', en: 'Needs the permission "Manage calendars"' },
} satisfies Text

/** The calendars every company starts with are said in both languages until somebody renames them. */
export const calendarName = (calendar: { key: string; name: string }, locale: Locale): string =>
  calendarNameOf(calendar)[locale]

export const WEEKDAYS: readonly IsoWeekday[] = [1, 2, 3, 4, 5, 6, 7]
export const weekdayNames = {
  1: { zh: '周一', en: 'Mon' },
  2: { zh: '周二', en: 'Tue' },
  3: { zh: '周三', en: 'Wed' },
  4: { zh: '周四', en: 'Thu' },
  5: { zh: '周五', en: 'Fri' },
  6: { zh: '周六', en: 'Sat' },
  7: { zh: '周日', en: 'Sun' },
} as const satisfies Record<IsoWeekday, { zh: string; en: string }>

const OFFICE: readonly Window[] = [
  { from: '08:30', to: '12:00' },
  { from: '13:30', to: '18:00' },
]
export const officeWindows = (): Window[] => OFFICE.map((window) => ({ ...window }))

export const windowsText = (windows: readonly Window[], closed: string): string =>
  windows.map((window) => `${window.from}–${window.to}`).join(', ') || closed
