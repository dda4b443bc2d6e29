import { minutesOpen } from '#modules/scheduling/calendar-words.ts'
import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { schedulingApi } from '#modules/scheduling/api.ts'
import {
  type CalendarView,
  WEEKDAYS,
  calendarName,
  calendarText,
  weekdayNames,
} from '#web/features/scheduling/calendar-text.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { OnOff } from '#web/ui/switch-off.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Figure, Time } from '#web/ui/values.tsx'
import '#web/features/scheduling/calendars.css'

const text = {
  add: { zh: '新增日历', en: 'Add a calendar' },
  hours: { zh: '每周 {n} 小时', en: '{n} h a week' },
  always: { zh: '全天开放', en: 'Always open' },
  changed: { zh: '最近修改', en: 'Changed' },
} satisfies Text

const columns: readonly Column<CalendarView>[] = [
  { key: 'name', title: calendarText.name, render: (calendar) => <Name calendar={calendar} /> },
  { key: 'key', title: calendarText.key, render: (calendar) => <Key calendar={calendar} /> },
  { key: 'week', title: calendarText.week, render: (calendar) => <WeekBars calendar={calendar} /> },
  { key: 'holidays', title: calendarText.holidays, render: (calendar) => <Holidays calendar={calendar} /> },
  {
    key: 'exceptions',
    title: calendarText.exceptions,
    render: (calendar) => <Figure value={calendar.exceptions.length} />,
    align: 'end',
  },
  { key: 'zone', title: calendarText.zone, render: (calendar) => calendar.zone },
  {
    key: 'changed',
    title: { zh: '最近修改', en: 'Changed' },
    render: (calendar) => <Time at={calendar.updatedAt} />,
    isOffPhone: true,
  },
]

/** The calendars that due times are computed with. */
export function CalendarsPage() {
  const t = useText(text)
  const c = useText(calendarText)
  const go = useGo()
  const add = (
    <Button type="primary" onClick={() => go(paths.newCalendar)}>
      {t.add}
    </Button>
  )
  return (
    <ListPage
      title={c.calendars}
      name="calendars"
      operation={schedulingApi.listCalendars}
      columns={columns}
      rowKey={(calendar) => calendar.id}
      open={(calendar) => paths.calendar(calendar.id)}
      actions={useCan('calendar.manage') && add}
      isPlain
    />
  )
}

function Name({ calendar }: { calendar: CalendarView }) {
  return <>{calendarName(calendar, useLocale())}</>
}

function Key({ calendar }: { calendar: CalendarView }) {
  const c = useText(calendarText)
  return (
    <span className="n-tags">
      <code>{calendar.key}</code>
      {calendar.builtIn && <StatusTag tone="mute">{c.builtIn}</StatusTag>}
      {calendar.disabledAt && <OnOff isOff />}
    </span>
  )
}

function Holidays({ calendar }: { calendar: CalendarView }) {
  const c = useText(calendarText)
  return calendar.holidaySet ? <>{c.cn}</> : <span className="n-quiet">{c.none}</span>
}

/** The week as seven bars, as high as the day is long, with the sum in words. */
function WeekBars({ calendar }: { calendar: CalendarView }) {
  const t = useText(text)
  const say = useSay()
  useLocale()
  const { week } = calendar
  if (!week) return <>{t.always}</>
  const minutes = WEEKDAYS.map((day) => minutesOpen(week[day]))
  const hours = minutes.reduce((sum, n) => sum + n, 0) / 60
  return (
    <span className="n-cal-bars">
      <span aria-hidden="true">
        {WEEKDAYS.map((day, i) => (
          <i
            key={day}
            title={say(weekdayNames[day])}
            style={{ height: `${((minutes[i] ?? 0) / DAY_MINUTES) * 100}%` }}
          />
        ))}
      </span>
      {fill(t.hours, { n: formatNumber(hours, 1) })}
    </span>
  )
}

const DAY_MINUTES = 14 * 60
