import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  addWorkingTime,
  compileCalendar,
  dueAfterPause,
  elapsedWorkingTime,
  isOpen,
  nextOpen,
} from '#modules/scheduling/calendar.ts'
import type { Calendar, Window } from '#modules/scheduling/calendar.ts'

// The oracle asks Intl for the wall clock of every single minute and compares texts; it shares no line and no idea
// with the engine. Reliability R53: at least 10,000 cases over at least 12 zones, 0 minutes off.

const MINUTE = 60_000
const DAY_MINUTES = 1_440
const TABLE_DAYS = 7
const RUNS_PER_ZONE = 720
const SEED = Number(process.env['CALENDAR_SEED'] ?? Date.now() % 2 ** 31)

/** Feb 29, the year's end and the National Day weeks with their make-up days: for every zone. */
const EVERYWHERE = ['2024-02-26', '2024-12-28', '2025-09-25']

/** Zones with the days before their clock changes: gaps, repeats, half hours, midnight changes, a skipped date. */
const ZONES: Record<string, string[]> = {
  'Asia/Shanghai': ['1986-05-02', '1991-09-13'],
  'America/Sao_Paulo': ['2018-11-02', '2019-02-14', '2017-10-13'],
  'Australia/Lord_Howe': ['2024-04-05', '2024-10-04'],
  'Asia/Kathmandu': ['1985-12-30'],
  'America/New_York': ['2024-03-08', '2024-11-01'],
  'Europe/London': ['2024-03-29', '2024-10-25'],
  'Pacific/Apia': ['2011-12-28', '2011-09-22', '2012-03-30'],
  'Africa/Casablanca': ['2024-03-08', '2024-04-12'],
  'America/St_Johns': ['2010-03-12', '2010-11-05'], // changed at 00:01, so the date went back for an hour
  'Pacific/Chatham': ['2024-04-05', '2024-09-27'],
  'Africa/Cairo': ['2024-04-24', '2024-10-30'],
  'America/Havana': ['2024-03-08', '2024-11-01'],
  'Antarctica/Troll': ['2024-03-29', '2024-10-25'], // moves by two hours
  'America/Scoresbysund': ['2024-10-25', '2025-03-28'],
}

type Table = { zone: string; start: number; wall: { date: string; time: string }[]; dates: string[] }
type Case = {
  table: Table
  calendar: Calendar
  fromMs: number
  spanMs: number
  durationMs: number
  pause: { from: number; to: number }
}

let casesRun = 0

describe(`the engine agrees with the clock on the wall (seed ${SEED})`, () => {
  test.each(Object.keys(ZONES))('%s', (zone) => {
    const days = [...EVERYWHERE, ...(ZONES[zone] ?? [])]
    const tables = days.map((day) => readWallClock(zone, day))
    const property = fc.property(fc.constantFrom(...tables).chain(anyCase), (given) => {
      casesRun += 1
      agree(given)
    })
    fc.assert(property, { numRuns: RUNS_PER_ZONE, seed: SEED })
  })

  test('every set table with a clock change really holds one', () => {
    for (const [zone, days] of Object.entries(ZONES)) {
      for (const day of days) expect(hasClockChange(readWallClock(zone, day)), `${zone} ${day}`).toBe(true)
    }
  })

  afterAll(() => {
    expect(casesRun).toBeGreaterThanOrEqual(10_000)
  })
})

function agree({ table, calendar, fromMs, spanMs, durationMs, pause }: Case): void {
  const toMs = fromMs + spanMs
  const c = compileCalendar(calendar)
  const open = openMinutes(table, calendar)
  const running = open.map((isWork, i) => isWork && !covers(pause, table, i))

  expect(isOpen(c, fromMs)).toBe(open[Math.floor((fromMs - table.start) / MINUTE)])
  expect(elapsedWorkingTime(c, fromMs, toMs)).toBe(countOpen(table, open, fromMs, toMs))

  const same = (minutes: boolean[], duration: number, ask: () => number): void =>
    expectSame({ table, calendar, due: findDue(table, minutes, fromMs, duration) }, ask)
  same(open, 1, () => nextOpen(c, fromMs) + 1)
  same(open, durationMs, () => addWorkingTime(c, fromMs, durationMs))

  // A clock is stopped while it runs only.
  const dueMs = findDue(table, open, fromMs, durationMs)
  if (dueMs === null || pause.from < fromMs || pause.from >= dueMs) return
  const stopped = { dueMs, pausedMs: pause.from, resumedMs: pause.to }
  same(running, durationMs, () => dueAfterPause(c, stopped))
}

type Expected = { table: Table; calendar: Calendar; due: number | null }

/** Where the oracle's table ends first, the engine must answer later, or rightly never. */
function expectSame({ table, calendar, due }: Expected, ask: () => number): void {
  const opensEveryWeek = Object.values(calendar.week).some((windows) => windows.length > 0)
  if (due !== null) expect(ask()).toBe(due)
  else if (opensEveryWeek) expect(ask()).toBeGreaterThan(table.start + table.wall.length * MINUTE)
  else expect(() => ask()).toThrow(new RangeError('calendar.never_open'))
}

function readWallClock(zone: string, day: string): Table {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const start = Date.parse(`${day}T00:00:00Z`)
  const wall = Array.from({ length: TABLE_DAYS * DAY_MINUTES }, (_, i) => {
    const [date = '', time = ''] = clock.format(start + i * MINUTE).split(' ')
    return { date, time }
  })
  return { zone, start, wall, dates: [...new Set(wall.map((minute) => minute.date))] }
}

function hasClockChange({ wall }: Table): boolean {
  const minuteOfHour = (i: number): number =>
    Number(wall[i]?.time.slice(0, 2)) * 60 + Number(wall[i]?.time.slice(3))
  const step = (i: number): number => (minuteOfHour(i) - minuteOfHour(i - 1) + DAY_MINUTES) % DAY_MINUTES
  const skipsDate = wall.some((minute, i) => {
    const before = wall[i - 1]
    return before !== undefined && Date.parse(minute.date) - Date.parse(before.date) > 86_400_000
  })
  return skipsDate || wall.some((_, i) => i > 0 && step(i) !== 1)
}

function openMinutes({ wall, dates }: Table, { week, exceptions }: Calendar): boolean[] {
  const sunday0 = [week[7], week[1], week[2], week[3], week[4], week[5], week[6]]
  const windowsOf = new Map<string, Window[]>()
  for (const date of dates) {
    windowsOf.set(date, exceptions[date] ?? sunday0[new Date(`${date}T12:00:00Z`).getUTCDay()] ?? [])
  }
  return wall.map(({ date, time }) => {
    const windows = windowsOf.get(date) ?? []
    return windows.some((window) => window.from <= time && time < window.to)
  })
}

function covers(pause: Case['pause'], table: Table, minute: number): boolean {
  const at = table.start + minute * MINUTE
  return pause.from <= at && at < pause.to
}

function countOpen(table: Table, open: boolean[], fromMs: number, toMs: number): number {
  let sum = 0
  for (let i = 0; i < open.length; i++) {
    const at = table.start + i * MINUTE
    if (open[i]) sum += Math.max(0, Math.min(at + MINUTE, toMs) - Math.max(at, fromMs))
  }
  return sum
}

function findDue(table: Table, open: boolean[], fromMs: number, durationMs: number): number | null {
  let left = durationMs
  for (let i = Math.floor((fromMs - table.start) / MINUTE); i < open.length; i++) {
    const at = Math.max(table.start + i * MINUTE, fromMs)
    const available = open[i] ? table.start + (i + 1) * MINUTE - at : 0
    if (available >= left) return at + left
    left -= available
  }
  return null
}

/** Starts in the first three days, so that most ends fall within the table. A pause begins and ends on minutes. */
function anyCase(table: Table): fc.Arbitrary<Case> {
  const day = DAY_MINUTES * MINUTE
  const instant = fc.oneof(
    fc.nat(3 * day),
    fc.nat(3 * DAY_MINUTES).map((minute) => minute * MINUTE),
  )
  return fc.record({
    table: fc.constant(table),
    calendar: anyCalendar(table),
    fromMs: instant.map((ms) => table.start + ms),
    spanMs: fc.nat(3 * day),
    durationMs: fc.oneof(fc.integer({ min: 1, max: day }), fc.integer({ min: 1, max: 1_200 }).map(toMinutes)),
    pause: fc
      .record({ at: fc.nat(4 * DAY_MINUTES), lasts: fc.nat(DAY_MINUTES) })
      .map(({ at, lasts }) => ({ from: table.start + at * MINUTE, to: table.start + (at + lasts) * MINUTE })),
  })
}

function toMinutes(minutes: number): number {
  return minutes * MINUTE
}

function anyCalendar({ zone, dates }: Table): fc.Arbitrary<Calendar> {
  const closed = fc.constant<Window[]>([])
  const weekday = fc.oneof({ weight: 4, arbitrary: anyWindows() }, { weight: 1, arbitrary: closed })
  const week = fc.record({
    1: weekday,
    2: weekday,
    3: weekday,
    4: weekday,
    5: weekday,
    6: weekday,
    7: weekday,
  })
  const exceptions = fc.dictionary(fc.constantFrom(...dates), weekday, { maxKeys: 4 })
  return fc.record({ zone: fc.constant(zone), week, exceptions: exceptions.map((e) => ({ ...e })) })
}

/** Up to three windows between cuts of the day; many cuts lie where clocks change. */
function anyWindows(): fc.Arbitrary<Window[]> {
  const cut = fc.oneof(
    fc.nat(DAY_MINUTES),
    fc.constantFrom(0, 1, 30, 60, 90, 120, 135, 150, 165, 180, 195, 1_380, 1_410, 1_439, DAY_MINUTES),
  )
  return fc.uniqueArray(cut, { minLength: 2, maxLength: 6 }).map((cuts) => {
    const sorted = cuts.toSorted((a, b) => a - b).map(clockText)
    const windows: Window[] = []
    for (let i = 0; i + 1 < sorted.length; i += 2) {
      windows.push({ from: sorted[i] ?? '', to: sorted[i + 1] ?? '' })
    }
    return windows
  })
}

function clockText(minutes: number): string {
  const pad = (n: number): string => String(n).padStart(2, '0')
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}
