import { describe, expect, test } from 'vitest'
import {
  type CalendarRule,
  type HolidayDay,
  type Week,
  dayFact,
  defaultCalendars,
  toCalendar,
  whyNotRule,
} from './calendar-rule.ts'
import { holidayDays } from './holidays.ts'

const office = [
  { from: '08:30', to: '12:00' },
  { from: '13:30', to: '18:00' },
]
const week: Week = {
  1: [],
  2: office,
  3: office,
  4: office,
  5: office,
  6: [{ from: '09:00', to: '12:00' }],
  7: [],
}
const rule = (more: Partial<CalendarRule> = {}): CalendarRule => ({
  zone: 'Asia/Shanghai',
  week,
  holidaySet: 'cn',
  exceptions: [],
  ...more,
})
const holidays: HolidayDay[] = [
  { date: '2026-10-01', name: '国庆节', isOffDay: true },
  { date: '2026-10-10', name: '国庆节', isOffDay: false },
]
const byDate = new Map(holidays.map((day) => [day.date, day]))

describe('what holds on a day', () => {
  const special = [{ date: '2026-10-01', name: '大促值班', windows: [{ from: '10:00', to: '16:00' }] }]
  test.each([
    ['an ordinary Tuesday', {}, '2026-09-29', 'week', office, null],
    ['a holiday', {}, '2026-10-01', 'holiday', [], '国庆节'],
    [
      'a make-up Saturday is worked like the first working weekday',
      {},
      '2026-10-10',
      'make_up',
      office,
      '国庆节',
    ],
    [
      'an own exception wins over the holiday',
      { exceptions: special },
      '2026-10-01',
      'exception',
      special[0]?.windows,
      '大促值班',
    ],
    ['without the holiday set', { holidaySet: null }, '2026-10-01', 'week', office, null],
    [
      'natural time',
      { week: null, holidaySet: null },
      '2026-10-01',
      'week',
      [{ from: '00:00', to: '24:00' }],
      null,
    ],
  ] as const)('%s', (_name, more, date, from, windows, name) => {
    expect(dayFact(rule(more as Partial<CalendarRule>), byDate, date)).toEqual({ from, windows, name })
  })

  test('is what the engine computes with, on every named day of the shipped years', () => {
    const all = holidayDays('cn')
    const named = new Map(all.map((day) => [day.date, day]))
    const compiled = toCalendar(rule(), all)
    expect(all.length).toBeGreaterThan(500)
    for (const day of all)
      expect(compiled.exceptions[day.date]).toEqual(dayFact(rule(), named, day.date).windows)
  })
})

describe('why a calendar cannot be saved', () => {
  const closed: Week = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }
  const on = (date: string) => ({ date, name: '盘点', windows: [] })
  test.each([
    ['sound', {}, null, ''],
    ['natural time with a holiday set', { week: null }, 'calendar.natural_is_plain', 'exceptions'],
    [
      'a date named twice',
      { exceptions: [on('2026-05-01'), on('2026-05-01')] },
      'calendar.date_twice',
      'exceptions.2026-05-01',
    ],
    [
      'a date that does not exist',
      { exceptions: [on('2026-02-30')] },
      'calendar.date_malformed',
      'exceptions.2026-02-30',
    ],
    ['never open', { week: closed, holidaySet: null }, 'calendar.never_open', 'week'],
    [
      'windows that overlap',
      { week: { ...week, 6: [...office, { from: '11:00', to: '14:00' }] } },
      'calendar.windows_overlap',
      'week.6',
    ],
    ['a zone nobody knows', { zone: 'Mars/Olympus' }, 'calendar.zone_unknown', 'zone'],
    [
      'too many exceptions',
      {
        exceptions: Array.from({ length: 501 }, (_, i) =>
          on(`20${10 + Math.floor(i / 28)}-01-${String((i % 28) + 1).padStart(2, '0')}`),
        ),
      },
      'calendar.too_many_exceptions',
      'exceptions',
    ],
  ] as const)('%s', (_name, more, code, at) => {
    expect(whyNotRule(rule(more as Partial<CalendarRule>))).toEqual(code === null ? null : { code, at })
  })

  test('the calendars a company starts with can all be saved', () => {
    for (const made of defaultCalendars())
      expect(
        whyNotRule({ ...made, zone: 'Asia/Shanghai', exceptions: [] }, holidayDays(made.holidaySet)),
      ).toBeNull()
  })
})
