import { describe, expect, test } from 'vitest'
import {
  addWorkingTime,
  compileCalendar,
  isWorkingDay,
  whyNotCalendar,
} from '#modules/scheduling/calendar.ts'
import type { Calendar } from '#modules/scheduling/calendar.ts'
import { toCalendar } from '#modules/scheduling/calendar-rule.ts'
import { holidayDays, listChineseHolidays, listHolidayYears } from '#modules/scheduling/holidays.ts'

const windows = [
  { from: '08:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
]

const week = { 1: windows, 2: windows, 3: windows, 4: windows, 5: windows, 6: [], 7: [] }
const officeCalendar: Calendar = toCalendar(
  { zone: 'Asia/Shanghai', week, holidaySet: 'cn', exceptions: [] },
  holidayDays('cn'),
)

describe('Chinese holidays', () => {
  test('every year on file gives a sound calendar', () => {
    const years = listHolidayYears()
    expect(years[0]).toBe(2007)
    expect(years.length).toBeGreaterThanOrEqual(20)
    expect(whyNotCalendar(officeCalendar)).toBeNull()
  })

  test('2025: 28 days off and 5 worked weekend days', () => {
    const days = listChineseHolidays(2025)
    expect(days.filter((day) => day.isOffDay)).toHaveLength(28)
    expect(days.filter((day) => !day.isOffDay).map((day) => day.date)).toEqual([
      '2025-01-26',
      '2025-02-08',
      '2025-04-27',
      '2025-09-28',
      '2025-10-11',
    ])
    expect(days[0]).toEqual({ date: '2025-01-01', name: '元旦', isOffDay: true })
  })

  test('a December day named by the next notice belongs to its own year', () => {
    const offIn = (year: number) => listChineseHolidays(year).map((day) => [day.date, day.isOffDay])
    expect(offIn(2018).slice(-3)).toEqual([
      ['2018-12-29', false],
      ['2018-12-30', true],
      ['2018-12-31', true],
    ])
    expect(offIn(2019)[0]).toEqual(['2019-01-01', true])
  })

  test('a year without a notice is refused', () => {
    expect(() => listChineseHolidays(2099)).toThrow(new RangeError('holiday.year_unknown'))
  })

  test('8 working hours from the Friday before spring festival 2024 end on the make-up Sunday, to the second', () => {
    const office = compileCalendar(officeCalendar)
    const due = addWorkingTime(office, Date.parse('2024-02-09T16:00:30+08:00'), 8 * 3_600_000)
    expect(new Date(due).toISOString()).toBe(new Date('2024-02-18T15:30:30+08:00').toISOString())
    expect(isWorkingDay(office, '2024-02-17')).toBe(false)
  })
})
