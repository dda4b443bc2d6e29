import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { schedulingApi } from '#modules/scheduling/api.ts'
import type { CalendarRule } from '#modules/scheduling/calendar-rule.ts'
import { instantOf } from '#modules/scheduling/calendar.ts'
import { TimeText } from '#web/features/scheduling/windows-editor.tsx'
import { ApiProblem, call, problemText } from '#web/lib/api.ts'
import { formatNumber, today } from '#web/lib/format.ts'
import { fill, useLocale, useText } from '#web/lib/i18n.ts'
import { DayInput } from '#web/ui/fields.tsx'
import { NumberInput } from '#web/ui/number-input.tsx'
import { isInRange, sayRange } from '#web/ui/number-range.ts'

const text = {
  help: {
    zh: '用当前编辑的日历试算，无需保存。时间均为日历所在时区。',
    en: 'Computed with the calendar as it stands here, saved or not. Times are in its own zone.',
  },
  from: { zh: '从', en: 'From' },
  time: { zh: '时间', en: 'Time' },
  hours: { zh: '工作时长（小时）', en: 'Working hours' },
  to: { zh: '到（可选，算其间的工作时长）', en: 'Until (optional: working time in between)' },
  run: { zh: '试算', en: 'Try it' },
  due: { zh: '到期时间', en: 'Due' },
  openNow: { zh: '起点在工作时间内', en: 'Open at that time' },
  closedNow: { zh: '起点不在工作时间，下次开放 {time}', en: 'Closed at that time; opens {time}' },
  between: { zh: '其间工作时长', en: 'Working time in between' },
  hoursShort: { zh: '{n} 小时', en: '{n} h' },
  incomplete: { zh: '请填写有效的日期与时间（如 08:30）', en: 'Fill in a date and a time such as 08:30' },
} satisfies Text

const HOURS = { min: 0, max: 10_000, decimals: 2 }

type Moment = { day: string | null; time: string }

/** From an instant and a working time to the due time, and the working time between two instants. */
export function TryBox({ rule }: { rule: CalendarRule }) {
  const t = useText(text)
  const [from, setFrom] = useState<Moment>({ day: today(), time: '16:00' })
  const [to, setTo] = useState<Moment>({ day: null, time: '12:00' })
  const [hours, setHours] = useState<number | null>(4)
  const trial = useMutation({
    mutationFn: async () => {
      const start = instantIn(rule.zone, from)
      if (!start) throw new Error(t.incomplete)
      if (!isInRange(hours, HOURS)) throw new Error(`${t.hours}: ${sayRange(HOURS)}`)
      const end = instantIn(rule.zone, to)
      return call(schedulingApi.tryCalendar, {
        body: {
          calendar: ruleOf(rule),
          from: start,
          minutes: Math.round(hours * 60),
          ...(end && { to: end }),
        },
      })
    },
  })
  const trouble = trial.error instanceof ApiProblem ? problemText(trial.error) : trial.error?.message
  return (
    <form
      className="n-cal-try"
      onSubmit={(event) => {
        event.preventDefault()
        trial.mutate()
      }}
    >
      <p className="n-quiet">{t.help}</p>
      <MomentInput label={t.from} moment={from} onChange={setFrom} />
      <label>
        <span>{t.hours}</span>
        <NumberInput {...HOURS} step={0.5} value={hours} onChange={setHours} />
      </label>
      <MomentInput label={t.to} moment={to} onChange={setTo} />
      <Button type="primary" htmlType="submit" loading={trial.isPending}>
        {t.run}
      </Button>
      {trouble && (
        <p className="n-note n-note-bad" role="alert">
          {trouble}
        </p>
      )}
      {trial.data && !trouble && <Result zone={rule.zone} trial={trial.data} />}
    </form>
  )
}

type Trial = Awaited<ReturnType<typeof call<typeof schedulingApi.tryCalendar>>>

function Result({ zone, trial }: { zone: string; trial: Trial }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <dl className="n-cal-result" aria-live="polite">
      <dt>{t.due}</dt>
      <dd className="n-figure">{localTime(zone, trial.due, locale)}</dd>
      <dd className="n-quiet">
        {trial.openAtFrom ? t.openNow : fill(t.closedNow, { time: localTime(zone, trial.nextOpen, locale) })}
      </dd>
      {trial.elapsedMinutes !== null && (
        <>
          <dt>{t.between}</dt>
          <dd className="n-figure">
            {fill(t.hoursShort, { n: formatNumber(trial.elapsedMinutes / 60, 2) })}
          </dd>
        </>
      )}
    </dl>
  )
}

/** An instant on the wall clock of the calendar's zone: 2025-10-09 11:00 and the weekday. */
function localTime(zone: string, at: string, locale: 'zh' | 'en'): string {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(at))
  const weekday = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone,
    weekday: 'short',
  }).format(new Date(at))
  return `${clock} ${weekday}`
}

function MomentInput({
  label,
  moment,
  onChange,
}: {
  label: string
  moment: Moment
  onChange: (moment: Moment) => void
}) {
  const t = useText(text)
  return (
    <div className="n-cal-moment" role="group" aria-label={label}>
      <span>{label}</span>
      <DayInput value={moment.day} label={label} onChange={(day) => onChange({ ...moment, day })} />
      <TimeText
        label={`${label} ${t.time}`}
        value={moment.time}
        isReadOnly={false}
        onChange={(time) => onChange({ ...moment, time })}
      />
    </div>
  )
}

function instantIn(zone: string, { day, time }: Moment): string | null {
  if (!day) return null
  try {
    return new Date(instantOf(zone, day, time)).toISOString()
  } catch {
    return null
  }
}

const ruleOf = ({ zone, week, holidaySet, exceptions }: CalendarRule): CalendarRule => ({
  zone,
  week,
  holidaySet,
  exceptions,
})
