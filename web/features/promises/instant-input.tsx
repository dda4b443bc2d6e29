import { TimePicker } from 'antd'
import dayjs from 'dayjs'
import { instantOf } from '#modules/scheduling/calendar.ts'
import type { Text } from '#platform/text.ts'
import { dayOf, formatClock, getZone } from '#web/lib/format.ts'
import { useText } from '#web/lib/i18n.ts'
import { DayInput, keepEnter } from '#web/ui/fields.tsx'
import '#web/features/promises/promises.css'

const text = {
  day: { zh: '日期', en: 'Day' },
  time: { zh: '时间', en: 'Time' },
} satisfies Text

const END_OF_DAY = '23:59'

type InstantInputProps = { id?: string; value?: string | null; onChange?: (value: string | null) => void }

/** A day and a time of day in the company's zone, as an instant. 23:59 stands for the whole of the day. */
export function InstantInput({ id, value, onChange }: InstantInputProps) {
  const t = useText(text)
  const day = value ? dayOf(value) : null
  const time = value ? formatClock(value) : END_OF_DAY
  const set = (nextDay: string | null, nextTime: string) => {
    if (nextDay && /^\d\d:\d\d$/.test(nextTime)) onChange?.(instantText(nextDay, nextTime))
    else if (!nextDay) onChange?.(null)
  }
  return (
    <div className="n-pr-instant">
      <DayInput
        {...(id ? { id } : {})}
        value={day}
        onChange={(next) => set(next, time)}
        label={t.day}
        placeholder={t.day}
      />
      <TimePicker
        value={dayjs(`2000-01-01T${time}`)}
        format="HH:mm"
        needConfirm={false}
        onKeyDown={keepEnter}
        allowClear={false}
        disabled={!day}
        onChange={(next) => next && set(day, next.format('HH:mm'))}
        aria-label={t.time}
      />
    </div>
  )
}

/** A local day and time as an instant; 23:59 is the last millisecond of its minute, so that the day counts as a whole. */
export function instantText(day: string, time: string): string {
  const ms = instantOf(getZone(), day, time)
  return new Date(time === END_OF_DAY ? ms + 59_999 : ms).toISOString()
}
