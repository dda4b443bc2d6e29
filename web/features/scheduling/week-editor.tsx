import { minutesOpen } from '#modules/scheduling/calendar-words.ts'
import { Button, Switch } from 'antd'
import type { Text } from '#platform/text.ts'
import type { Week } from '#modules/scheduling/calendar-rule.ts'
import type { IsoWeekday, Window } from '#modules/scheduling/calendar.ts'
import {
  WEEKDAYS,
  calendarText,
  officeWindows,
  weekdayNames,
} from '#web/features/scheduling/calendar-text.ts'
import { WindowsEditor } from '#web/features/scheduling/windows-editor.tsx'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'

const text = {
  hours: { zh: '{n} 小时', en: '{n} h' },
  copy: { zh: '复制周一到周二至周五', en: 'Copy Monday to Tuesday–Friday' },
  night: {
    zh: '跨夜班次拆成两天：22:00–24:00 与次日 00:00–06:00。',
    en: 'Split a night shift over two days: 22:00–24:00 and 00:00–06:00.',
  },
} satisfies Text

type WeekEditorProps = {
  week: Week | null
  isReadOnly: boolean
  problemAt: string | null
  onChange: (week: Week | null) => void
}

/** Seven days with several windows each, or natural time. */
export function WeekEditor({ week, isReadOnly, problemAt, onChange }: WeekEditorProps) {
  const t = useText(text)
  const c = useText(calendarText)
  const say = useSay()
  const set = (day: IsoWeekday, windows: Window[]) => week && onChange({ ...week, [day]: windows })
  const copy = () => {
    if (!week) return
    const monday = () => week[1].map((window) => ({ ...window }))
    onChange({ ...week, 2: monday(), 3: monday(), 4: monday(), 5: monday() })
  }
  return (
    <>
      <div className="n-cal-switch">
        <Switch
          id="natural"
          checked={week === null}
          disabled={isReadOnly}
          onChange={(isNatural) => onChange(isNatural ? null : emptyWeek())}
        />
        <label htmlFor="natural">{c.natural}</label>
      </div>
      {week && (
        <>
          <ul className="n-cal-week">
            {WEEKDAYS.map((day) => (
              <li key={day} data-bad={problemAt === `week.${day}`}>
                <b>{say(weekdayNames[day])}</b>
                <WindowsEditor
                  label={say(weekdayNames[day])}
                  windows={week[day]}
                  isReadOnly={isReadOnly}
                  onChange={(windows) => set(day, windows)}
                />
                <span className="n-quiet n-figure">
                  {fill(t.hours, { n: formatNumber(minutesOpen(week[day]) / 60, 1) })}
                </span>
              </li>
            ))}
          </ul>
          {!isReadOnly && (
            <p className="n-cal-hint">
              <Button size="small" onClick={copy}>
                {t.copy}
              </Button>
              <span className="n-quiet">{t.night}</span>
            </p>
          )}
        </>
      )}
    </>
  )
}

export function emptyWeek(): Week {
  const office = officeWindows
  return { 1: office(), 2: office(), 3: office(), 4: office(), 5: office(), 6: [], 7: [] }
}
