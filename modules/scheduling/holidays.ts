import { readdirSync, readFileSync } from 'node:fs'

// Server only: reads the year files beside it. Their source and licence stand in data/cn-holidays.

/** A day the State Council's notice names: a day off, or a weekend day to be worked (调休). */
export type HolidayDay = { date: string; name: string; isOffDay: boolean }
type YearFile = { year: number; days: HolidayDay[] }

const FOLDER = new URL('./data/cn-holidays/', import.meta.url)
const yearFiles = new Map<number, YearFile>()

/** The years with a published notice in the data, ascending. */
export function listHolidayYears(): number[] {
  const years = readdirSync(FOLDER).filter((name) => /^\d{4}\.json$/.test(name))
  return years.map((name) => Number(name.slice(0, 4))).sort((a, b) => a - b)
}

/**
 * The named days that fall in a calendar year, by date. A notice may reach back into the December before its year
 * (2018-12-29 was worked by the notice for 2019), so next year's file is read too and, being later, wins.
 * RangeError 'holiday.year_unknown' when no notice for the year is in the data.
 */
export function listChineseHolidays(year: number): HolidayDay[] {
  const years = listHolidayYears()
  if (!years.includes(year)) throw new RangeError('holiday.year_unknown')

  const byDate = new Map<string, HolidayDay>()
  for (const noticeYear of [year, year + 1].filter((known) => years.includes(known))) {
    for (const day of readYear(noticeYear).days) byDate.set(day.date, day)
  }
  const days = [...byDate.values()].filter((day) => day.date.startsWith(`${year}-`))
  return days.sort((a, b) => a.date.localeCompare(b.date))
}

const allDays = new Map<string, readonly HolidayDay[]>()

/** Every named day of a holiday set, all years in the data; none for no set. */
export function holidayDays(set: 'cn' | null): readonly HolidayDay[] {
  if (set === null) return []
  const known = allDays.get(set)
  if (known) return known
  const days = listHolidayYears().flatMap(listChineseHolidays)
  allDays.set(set, days)
  return days
}

function readYear(year: number): YearFile {
  const known = yearFiles.get(year)
  if (known) return known
  const file = JSON.parse(readFileSync(new URL(`${year}.json`, FOLDER), 'utf8')) as YearFile
  yearFiles.set(year, file)
  return file
}
