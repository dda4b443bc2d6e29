import type { ReactNode } from 'react'
import type { NamedException, Week } from '#modules/scheduling/calendar-rule.ts'
import { WEEKDAYS, calendarText, weekdayNames, windowsText } from '#web/features/scheduling/calendar-text.ts'
import { formatDay } from '#web/lib/format.ts'
import { useSay, useText } from '#web/lib/i18n.ts'

/** The coded fields of a calendar in words, for the difference of a stale save. */
export const showCalendarField = (field: string, value: unknown): ReactNode | undefined => {
  if (field === 'week') return <WeekWords week={value as Week | null} />
  if (field === 'holidaySet') return <HolidayWords set={value as string | null} />
  if (field === 'exceptions') return <ExceptionWords exceptions={value as NamedException[]} />
  return undefined
}

function WeekWords({ week }: { week: Week | null }) {
  const c = useText(calendarText)
  const say = useSay()
  if (!week) return c.natural
  return WEEKDAYS.map((day) => (
    <div key={day}>
      {say(weekdayNames[day])} {windowsText(week[day], c.closed)}
    </div>
  ))
}

function HolidayWords({ set }: { set: string | null }) {
  const c = useText(calendarText)
  return set === null ? c.none : c.cn
}

function ExceptionWords({ exceptions }: { exceptions: NamedException[] }) {
  const c = useText(calendarText)
  if (exceptions.length === 0) return c.none
  return exceptions.map(({ date, name, windows }) => (
    <div key={date}>
      {formatDay(date)} {name} {windowsText(windows, c.closed)}
    </div>
  ))
}
