import { describe, expect, test } from 'vitest'
import {
  addNaturalDays,
  addWorkingDays,
  addWorkingTime,
  compileCalendar,
  dueAfterPause,
  elapsedWorkingTime,
  endOfLocalDay,
  isOpen,
  isWorkingDay,
  localDay,
  MAX_EXCEPTIONS,
  MAX_WINDOWS_PER_DAY,
  naturalCalendar,
  nextOpen,
  startOfDay,
  whyNotCalendar,
} from '#modules/scheduling/calendar.ts'
import type { Calendar, Window } from '#modules/scheduling/calendar.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Shanghai wall time 'YYYY-MM-DD HH:MM[:SS]' as an instant; China keeps +08:00 all year. */
function at(wall: string): number {
  return Date.parse(`${wall.replace(' ', 'T')}+08:00`)
}

function mondayToFriday(windows: Window[], zone = 'Asia/Shanghai'): Calendar {
  const week = { 1: windows, 2: windows, 3: windows, 4: windows, 5: windows, 6: [], 7: [] }
  return { zone, week, exceptions: {} }
}

/** domain §8.1: 08:00–17:00 without lunch, closed 2025-10-01…08, working Sun 09-28 and Sat 10-11. */
function nationalDayCalendar(): Calendar {
  const windows = [{ from: '08:00', to: '17:00' }]
  const calendar = mondayToFriday(windows)
  for (let day = 1; day <= 8; day++) calendar.exceptions[`2025-10-0${day}`] = []
  calendar.exceptions['2025-09-28'] = windows
  calendar.exceptions['2025-10-11'] = windows
  return calendar
}

const nationalDay = compileCalendar(nationalDayCalendar())

describe('domain §8.1', () => {
  test.each([
    ['a', '2025-09-30 16:00', 240, '2025-10-09 11:00'],
    ['b', '2025-09-27 10:00', 60, '2025-09-28 09:00'],
    ['c', '2025-10-10 16:30', 60, '2025-10-11 08:30'],
    ['d', '2025-09-30 17:00', 1, '2025-10-09 08:01'],
  ])('case %s: %s + %i min is due %s', (_, from, minutes, due) => {
    expect(addWorkingTime(nationalDay, at(from), minutes * MINUTE)).toBe(at(due))
  })

  test("case e: 240 min between case a's ends", () => {
    const elapsed = elapsedWorkingTime(nationalDay, at('2025-09-30 16:00'), at('2025-10-09 11:00'))
    expect(elapsed).toBe(240 * MINUTE)
  })

  test('case f: 8 h from Mon 09:00, paused Mon 14:00 to Tue 10:00, is due Tue 13:00', () => {
    const dueMs = addWorkingTime(nationalDay, at('2025-09-22 09:00'), 8 * HOUR)
    const pause = { dueMs, pausedMs: at('2025-09-22 14:00'), resumedMs: at('2025-09-23 10:00') }
    expect(dueAfterPause(nationalDay, pause)).toBe(at('2025-09-23 13:00'))
  })

  test('§15: day 7 of a complaint of 09-25 is 10-02', () => {
    const day7 = addNaturalDays('Asia/Shanghai', at('2025-09-25 15:20'), 7)
    expect(day7).toBe(at('2025-10-03 00:00'))
  })
})

describe('two windows a day, a holiday and a make-up Saturday', () => {
  const windows = [
    { from: '13:30', to: '18:00' },
    { from: '08:00', to: '12:00' },
  ]
  const calendar = mondayToFriday(windows)
  calendar.exceptions['2026-03-07'] = windows
  calendar.exceptions['2026-03-09'] = []
  const shop = compileCalendar(calendar)

  test.each([
    ['2026-03-06 16:00:00', 8 * HOUR, '2026-03-07 15:30:00'],
    ['2026-03-06 16:00:01', 8 * HOUR, '2026-03-07 15:30:01'],
    ['2026-03-06 16:00:00', 12 * HOUR, '2026-03-10 09:30:00'],
    ['2026-03-06 11:59:59', 1_000, '2026-03-06 12:00:00'],
    ['2026-03-06 11:59:59', 2_000, '2026-03-06 13:30:01'],
    ['2026-03-06 12:30:00', 1_000, '2026-03-06 13:30:01'],
    ['2026-03-06 16:00:00', 2 * HOUR, '2026-03-06 18:00:00'],
  ])('%s + %i ms is due %s', (from, duration, due) => {
    expect(addWorkingTime(shop, at(from), duration)).toBe(at(due))
    expect(elapsedWorkingTime(shop, at(from), at(due))).toBe(duration)
  })

  test('open includes the opening and excludes the close', () => {
    expect(isOpen(shop, at('2026-03-06 08:00'))).toBe(true)
    expect(isOpen(shop, at('2026-03-06 12:00'))).toBe(false)
    expect(isOpen(shop, at('2026-03-06 13:30') - 1)).toBe(false)
    expect(isOpen(shop, at('2026-03-07 17:59'))).toBe(true)
    expect(isOpen(shop, at('2026-03-09 09:00'))).toBe(false)
  })

  test('the next opening is the instant itself when open', () => {
    expect(nextOpen(shop, at('2026-03-06 11:00'))).toBe(at('2026-03-06 11:00'))
    expect(nextOpen(shop, at('2026-03-06 12:00'))).toBe(at('2026-03-06 13:30'))
    expect(nextOpen(shop, at('2026-03-07 18:00'))).toBe(at('2026-03-10 08:00'))
  })

  test('no time added stays where it is; an empty or reversed stretch has no working time', () => {
    expect(addWorkingTime(shop, at('2026-03-08 10:00'), 0)).toBe(at('2026-03-08 10:00'))
    expect(elapsedWorkingTime(shop, at('2026-03-06 11:00'), at('2026-03-06 11:00'))).toBe(0)
    expect(elapsedWorkingTime(shop, at('2026-03-06 11:00'), at('2026-03-06 10:00'))).toBe(0)
  })

  test('a year has 8.5 h for each of its working days', () => {
    const elapsed = elapsedWorkingTime(shop, at('2026-01-01 00:00'), at('2027-01-01 00:00'))
    expect(elapsed).toBe(261 * 8.5 * HOUR) // 261 weekdays, one holiday, one make-up day
  })
})

describe('a pause', () => {
  test.each([
    ['outside opening hours changes nothing', '2025-09-22 17:00', '2025-09-23 08:00', '2025-09-23 09:00'],
    [
      'before the end of the day adds what it took',
      '2025-09-22 16:00',
      '2025-09-22 16:30',
      '2025-09-23 09:30',
    ],
    ['at the very end leaves nothing', '2025-09-23 09:00', '2025-09-24 11:00', '2025-09-24 11:00'],
  ])('%s', (_what, paused, resumed, due) => {
    const dueMs = addWorkingTime(nationalDay, at('2025-09-22 09:00'), 9 * HOUR)
    expect(dueAfterPause(nationalDay, { dueMs, pausedMs: at(paused), resumedMs: at(resumed) })).toBe(at(due))
  })
})

describe('working days', () => {
  test.each([
    ['2025-09-30 10:00', 0, undefined, '2025-09-30 17:00'],
    ['2025-09-30 17:00', 0, undefined, '2025-09-30 17:00'],
    ['2025-09-30 17:01', 0, undefined, '2025-10-09 17:00'],
    ['2025-09-30 10:00', 0, '12:00', '2025-09-30 12:00'],
    ['2025-09-30 12:01', 0, '12:00', '2025-10-09 12:00'],
    ['2025-10-04 10:00', 0, undefined, '2025-10-09 17:00'],
    ['2025-09-30 10:00', 1, undefined, '2025-10-09 17:00'],
    ['2025-09-26 10:00', 1, '18:00', '2025-09-28 18:00'],
    ['2025-09-27 10:00', 1, undefined, '2025-09-28 17:00'],
    ['2025-09-29 10:00', 4, undefined, '2025-10-11 17:00'],
    ['2025-10-11 10:00', 1, '24:00', '2025-10-14 00:00'],
  ])('%s + %i working days at %s is %s', (from, days, atTime, due) => {
    expect(addWorkingDays(nationalDay, at(from), days, atTime)).toBe(at(due))
  })

  test('a day is a working day by its windows, not its weekday', () => {
    expect(isWorkingDay(nationalDay, '2025-09-28')).toBe(true)
    expect(isWorkingDay(nationalDay, '2025-10-01')).toBe(false)
    expect(isWorkingDay(nationalDay, '2025-10-12')).toBe(false)
  })

  test.each([-1, 1.5, Number.NaN, 100_000])('%d days are refused', (days) => {
    expect(() => addWorkingDays(nationalDay, 0, days)).toThrow('calendar.days_out_of_range')
    expect(() => addNaturalDays('Asia/Shanghai', 0, days)).toThrow('calendar.days_out_of_range')
  })

  test('a malformed time is refused', () => {
    expect(() => addWorkingDays(nationalDay, 0, 1, '9:00')).toThrow('calendar.time_malformed')
  })
})

describe('natural days', () => {
  const natural = compileCalendar(naturalCalendar('America/New_York'))

  test('the clock never stops, also over a clock change', () => {
    const start = Date.parse('2024-03-09T12:00:00-05:00')
    expect(addWorkingTime(natural, start, 24 * HOUR)).toBe(start + 24 * HOUR)
    expect(addWorkingTime(natural, start, 87_600 * HOUR)).toBe(start + 87_600 * HOUR)
    expect(elapsedWorkingTime(natural, start, start + 1)).toBe(1)
    expect(isOpen(natural, start)).toBe(true)
    expect(nextOpen(natural, start)).toBe(start)
  })

  test('a holiday ends the short cut', () => {
    const calendar = naturalCalendar('Asia/Shanghai')
    calendar.exceptions['2025-10-01'] = []
    const start = at('2025-09-30 23:00')
    expect(addWorkingTime(compileCalendar(calendar), start, 2 * HOUR)).toBe(at('2025-10-02 01:00'))
  })

  test('a day ends at the local midnight, whatever its length', () => {
    const start = Date.parse('2024-03-09T12:00:00-05:00')
    expect(addNaturalDays('America/New_York', start, 1)).toBe(Date.parse('2024-03-11T00:00:00-04:00'))
    expect(addNaturalDays('America/New_York', start, 0)).toBe(Date.parse('2024-03-10T00:00:00-05:00'))
    expect(addWorkingDays(natural, start, 1)).toBe(Date.parse('2024-03-11T00:00:00-04:00'))
  })
})

describe('local days', () => {
  test.each([
    ['Asia/Shanghai', '2025-01-01', '2024-12-31T16:00:00Z', 24],
    ['Asia/Kathmandu', '2024-02-29', '2024-02-28T18:15:00Z', 24],
    ['America/New_York', '2024-03-10', '2024-03-10T05:00:00Z', 23],
    ['America/New_York', '2024-11-03', '2024-11-03T04:00:00Z', 25],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 23], // began at 01:00
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00Z', 25], // its last hour came twice
    ['Australia/Lord_Howe', '2024-04-07', '2024-04-06T13:00:00Z', 24.5],
  ])('%s %s starts %s and lasts %d h', (zone, date, start, hours) => {
    const startMs = Date.parse(start)
    expect(startOfDay(zone, date)).toBe(startMs)
    expect(endOfLocalDay(zone, startMs)).toBe(startMs + hours * HOUR)
    expect(localDay(zone, startMs)).toBe(date)
    expect(localDay(zone, startMs - 1) < date).toBe(true)
  })

  test('Apia had no 2011-12-30', () => {
    const skip = Date.parse('2011-12-30T10:00:00Z')
    expect(localDay('Pacific/Apia', skip - 1)).toBe('2011-12-29')
    expect(localDay('Pacific/Apia', skip)).toBe('2011-12-31')
    expect(startOfDay('Pacific/Apia', '2011-12-30')).toBe(skip)
    expect(endOfLocalDay('Pacific/Apia', skip - 1)).toBe(skip)
    expect(addNaturalDays('Pacific/Apia', skip - 1, 1)).toBe(skip)

    const natural = compileCalendar(naturalCalendar('Pacific/Apia'))
    expect(isWorkingDay(natural, '2011-12-30')).toBe(false)
    expect(addWorkingDays(natural, skip - 1, 1)).toBe(skip + 24 * HOUR)
  })

  test('a time the clock skips or repeats is its first instant', () => {
    const newYork = compileCalendar(naturalCalendar('America/New_York'))
    const saturday = Date.parse('2024-03-09T12:00:00-05:00')
    expect(addWorkingDays(newYork, saturday, 1, '02:30')).toBe(Date.parse('2024-03-10T03:00:00-04:00'))
    const autumn = Date.parse('2024-11-02T12:00:00-04:00')
    expect(addWorkingDays(newYork, autumn, 1, '01:30')).toBe(Date.parse('2024-11-03T01:30:00-04:00'))
  })

  test("St John's set its clock back at 00:01, so a date came back after its successor had begun", () => {
    const back = Date.parse('2010-11-07T00:01:00-02:30')
    expect(localDay('America/St_Johns', back - 1)).toBe('2010-11-07')
    expect(localDay('America/St_Johns', back)).toBe('2010-11-06')
    expect(startOfDay('America/St_Johns', '2010-11-07')).toBe(back - MINUTE)
    expect(endOfLocalDay('America/St_Johns', back)).toBe(back + 59 * MINUTE)
  })

  test.each(['2025-02-29', '2025-13-01', '2025-1-1', '20250101', ''])('%s is no date', (date) => {
    expect(() => startOfDay('Asia/Shanghai', date)).toThrow('calendar.date_malformed')
  })

  test('an instant outside 1900 to 2200 is refused', () => {
    for (const ms of [Number.NaN, Infinity, Date.UTC(1899, 0), Date.UTC(2200, 0)]) {
      expect(() => localDay('Asia/Shanghai', ms)).toThrow('zone.instant_out_of_range')
      expect(() => addWorkingTime(nationalDay, ms, 1)).toThrow(RangeError)
    }
  })
})

describe('searches are bounded', () => {
  test('a calendar that never opens', () => {
    const closed = compileCalendar(mondayToFriday([]))
    expect(isOpen(closed, at('2025-01-01 10:00'))).toBe(false)
    expect(elapsedWorkingTime(closed, at('2025-01-01 10:00'), at('2026-01-01 10:00'))).toBe(0)
    for (const search of [
      () => addWorkingTime(closed, at('2025-01-01 10:00'), 1),
      () => nextOpen(closed, at('2025-01-01 10:00')),
      () => addWorkingDays(closed, at('2025-01-01 10:00'), 1),
    ]) {
      expect(search).toThrow(new RangeError('calendar.never_open'))
    }
  })

  test('an opening two years away is found', () => {
    const calendar = mondayToFriday([])
    calendar.exceptions['2027-01-01'] = [{ from: '09:00', to: '10:00' }]
    expect(nextOpen(compileCalendar(calendar), at('2025-01-01 10:00'))).toBe(at('2027-01-01 09:00'))
  })

  test('a duration of more than 20 years, or none at all', () => {
    expect(() => addWorkingTime(nationalDay, at('2025-01-01 10:00'), 100_000 * HOUR)).toThrow(
      'calendar.too_far',
    )
    for (const duration of [-1, Number.NaN, Infinity]) {
      expect(() => addWorkingTime(nationalDay, 0, duration)).toThrow('calendar.duration_malformed')
    }
    const century = at('2125-01-01 10:00')
    expect(() => elapsedWorkingTime(nationalDay, at('2025-01-01 10:00'), century)).toThrow('calendar.too_far')
  })
})

describe('why not this calendar', () => {
  const fine = mondayToFriday([{ from: '08:00', to: '17:00' }])
  const monday = (windows: Window[]): Calendar => ({ ...fine, week: { ...fine.week, 1: windows } })
  const exception = (date: string, windows: Window[] = []): Calendar => ({
    ...fine,
    exceptions: { [date]: windows },
  })
  const { 7: _, ...sixDays } = fine.week

  test.each<[string, string, Calendar]>([
    ['calendar.zone_unknown', 'zone', { ...fine, zone: 'Asia/Beijing' }],
    ['calendar.zone_unknown', 'zone', { ...fine, zone: '+08:00' }],
    ['calendar.zone_unknown', 'zone', { ...fine, zone: '' }],
    ['calendar.week_incomplete', 'week.7', { ...fine, week: sixDays as Calendar['week'] }],
    ['calendar.time_malformed', 'week.1', monday([{ from: '8:00', to: '17:00' }])],
    ['calendar.time_malformed', 'week.1', monday([{ from: '08:00', to: '24:01' }])],
    ['calendar.time_malformed', 'week.1', monday([{ from: '08:60', to: '17:00' }])],
    ['calendar.window_inverted', 'week.1', monday([{ from: '17:00', to: '08:00' }])],
    ['calendar.window_inverted', 'week.1', monday([{ from: '08:00', to: '08:00' }])],
    [
      'calendar.windows_overlap',
      'week.1',
      monday([
        { from: '11:59', to: '17:00' },
        { from: '08:00', to: '12:00' },
      ]),
    ],
    [
      'calendar.too_many_windows',
      'week.1',
      monday(Array.from({ length: MAX_WINDOWS_PER_DAY + 1 }, () => ({ from: '08:00', to: '12:00' }))),
    ],
    ['calendar.date_malformed', 'exceptions.2025-02-29', exception('2025-02-29')],
    ['calendar.date_malformed', 'exceptions.10-01', exception('10-01')],
    [
      'calendar.window_inverted',
      'exceptions.2025-10-01',
      exception('2025-10-01', [{ from: '09:00', to: '08:00' }]),
    ],
  ])('%s at %s', (code, place, calendar) => {
    expect(whyNotCalendar(calendar)).toEqual({ code, at: place })
    expect(() => compileCalendar(calendar)).toThrow(new RangeError(code))
  })

  test('one that never opens, or has too many exceptions', () => {
    expect(whyNotCalendar(mondayToFriday([]))).toEqual({ code: 'calendar.never_open', at: 'week' })
    const dates = Array.from({ length: MAX_EXCEPTIONS + 1 }, (_day, i) => [
      localDay('UTC', i * 24 * HOUR),
      [],
    ])
    const crowded = { ...fine, exceptions: Object.fromEntries(dates) as Calendar['exceptions'] }
    expect(whyNotCalendar(crowded)).toEqual({ code: 'calendar.too_many_exceptions', at: 'exceptions' })
  })

  test('touching windows, 24:00 and leap days are fine', () => {
    const touching = [
      { from: '00:00', to: '12:00' },
      { from: '12:00', to: '24:00' },
    ]
    expect(whyNotCalendar({ ...monday(touching), exceptions: { '2024-02-29': touching } })).toBeNull()
    expect(whyNotCalendar(nationalDayCalendar())).toBeNull()
    expect(whyNotCalendar(naturalCalendar('Asia/Shanghai'))).toBeNull()
  })
})
