import { minutesOpen } from '#modules/scheduling/calendar-words.ts'
import { Button } from 'antd'
import type { KeyboardEvent } from 'react'
import type { Text } from '#platform/text.ts'
import { schedulingApi } from '#modules/scheduling/api.ts'
import {
  type CalendarRule,
  type DayFact,
  type HolidayDay,
  dayFact,
} from '#modules/scheduling/calendar-rule.ts'
import { WEEKDAYS, calendarText, weekdayNames, windowsText } from '#web/features/scheduling/calendar-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatDay, formatNumber } from '#web/lib/format.ts'
import { fill, useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  previous: { zh: '上一年', en: 'Year before' },
  next: { zh: '下一年', en: 'Year after' },
  sum: { zh: '{days} 个工作日，{hours} 小时', en: '{days} working days, {hours} h' },
  unknown: {
    zh: '{year} 年的放假安排不在随附数据中（现有 {from}–{to}），这一年按普通星期计算。已知的日期请添加为例外。',
    en: 'The notice for {year} is not among the data shipped ({from}–{to}): this year is computed as ordinary weeks. Add the dates you know as exceptions.',
  },
  open: { zh: '工作', en: 'Open' },
  holiday: { zh: '节假日', en: 'Holiday' },
  makeUp: { zh: '调休上班', en: 'Make-up day' },
  exception: { zh: '例外', en: 'Exception' },
} satisfies Text

type YearViewProps = {
  rule: CalendarRule
  year: number
  onYear: (year: number) => void
  onPick: ((date: string) => void) | null
}

/** A year at a glance: what is open, what is a holiday or worked instead, and the exceptions. */
export function YearView({ rule, year, onYear, onPick }: YearViewProps) {
  const t = useText(text)
  const read = useOperation(schedulingApi.getHolidayYear, { params: { year } }, { keepsPrevious: true })
  const holidays = new Map<string, HolidayDay>(
    (read.data?.year === year ? read.data.days : []).map((day) => [day.date, day]),
  )
  const months = monthsOf(year).map((days) =>
    days.map((date) => ({ date, fact: dayFact(rule, holidays, date) })),
  )
  const worked = months.flat().filter(({ fact }) => fact.windows.length > 0)
  const hours = worked.reduce((sum, { fact }) => sum + minutesOpen(fact.windows), 0) / 60
  const years = read.data?.years ?? []
  const isUnknown = rule.holidaySet !== null && read.data?.year === year && !read.data.known
  return (
    <>
      <div className="n-cal-year-head">
        <Button
          size="small"
          aria-label={t.previous}
          onClick={() => onYear(year - 1)}
          icon={<Icon name="fold" size={14} />}
        />
        <strong className="n-figure">{year}</strong>
        <Button
          size="small"
          aria-label={t.next}
          onClick={() => onYear(year + 1)}
          icon={<Icon name="unfold" size={14} />}
        />
        <span className="n-quiet">{fill(t.sum, { days: worked.length, hours: formatNumber(hours) })}</span>
        <Legend />
      </div>
      {isUnknown && (
        <p className="n-note n-note-warn" role="note">
          {fill(t.unknown, { year, from: years[0] ?? '', to: years.at(-1) ?? '' })}
        </p>
      )}
      <div className="n-cal-year">
        {months.map((days, month) => (
          <Month key={month} days={days} onPick={onPick} isFirst={month === 0} />
        ))}
      </div>
    </>
  )
}

function Legend() {
  const t = useText(text)
  const c = useText(calendarText)
  const kinds = [
    ['open', t.open],
    ['closed', c.closed],
    ['holiday', t.holiday],
    ['make_up', t.makeUp],
    ['exception', t.exception],
  ]
  return (
    <ul className="n-cal-legend">
      {kinds.map(([kind, name]) => (
        <li key={kind}>
          <i data-day={kind} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  )
}

type DayOfYear = { date: string; fact: DayFact }

/** Days from the one with the focus that a key leads to. */
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** The year is one stop of Tab; arrows go from day to day. */
function moveOverDays(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = STEPS[event.key]
  if (step === undefined) return
  const year = event.currentTarget.closest('.n-cal-year')
  const days = [...(year?.querySelectorAll<HTMLButtonElement>('[data-day][data-open]') ?? [])]
  const next = days[days.indexOf(event.currentTarget) + step]
  if (!next) return
  event.preventDefault()
  for (const day of days) day.tabIndex = day === next ? 0 : -1
  next.focus()
}

type MonthProps = { days: DayOfYear[]; onPick: YearViewProps['onPick']; isFirst: boolean }

function Month({ days, onPick, isFirst }: MonthProps) {
  const say = useSay()
  const locale = useLocale()
  const first = days[0]?.date ?? ''
  const before = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const name = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${first}T00:00:00Z`))
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      <div className="n-cal-month">
        {WEEKDAYS.map((day) => (
          <small key={day} aria-hidden="true">
            {say(weekdayNames[day]).replace('周', '').slice(0, 2)}
          </small>
        ))}
        {Array.from({ length: before }, (_, i) => (
          <span key={`before ${i}`} />
        ))}
        {days.map((day, i) => (
          <DayButton key={day.date} {...day} onPick={onPick} isStop={isFirst && i === 0} />
        ))}
      </div>
    </section>
  )
}

type DayButtonProps = DayOfYear & { onPick: YearViewProps['onPick']; isStop: boolean }

function DayButton({ date, fact, onPick, isStop }: DayButtonProps) {
  const c = useText(calendarText)
  useLocale()
  const kind = fact.from === 'week' ? (fact.windows.length > 0 ? 'open' : 'closed') : fact.from
  const label = [Number(date.slice(8)), formatDay(date), fact.name, windowsText(fact.windows, c.closed)]
    .filter(Boolean)
    .join(' · ')
  return (
    <button
      type="button"
      tabIndex={isStop ? 0 : -1}
      data-day={kind}
      data-open={fact.windows.length > 0}
      title={label}
      aria-label={label}
      disabled={onPick === null}
      onClick={() => onPick?.(date)}
      onKeyDown={moveOverDays}
    >
      {Number(date.slice(8))}
    </button>
  )
}

/** The days 'YYYY-MM-DD' of each month. */
function monthsOf(year: number): string[][] {
  return Array.from({ length: 12 }, (_, month) => {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    const head = `${year}-${String(month + 1).padStart(2, '0')}-`
    return Array.from({ length }, (_, day) => head + String(day + 1).padStart(2, '0'))
  })
}
