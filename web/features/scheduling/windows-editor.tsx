import { Button, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { MAX_WINDOWS_PER_DAY, type Window } from '#modules/scheduling/calendar.ts'
import { calendarText } from '#web/features/scheduling/calendar-text.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  from: { zh: '开始', en: 'From' },
  to: { zh: '结束', en: 'To' },
  add: { zh: '加一段', en: 'Add a window' },
  remove: { zh: '删除这一段', en: 'Remove this window' },
} satisfies Text

type WindowsEditorProps = {
  label: string
  windows: readonly Window[]
  isReadOnly: boolean
  onChange: (windows: Window[]) => void
}

/** The windows of one day: several, each from and to; none means closed. */
export function WindowsEditor({ label, windows, isReadOnly, onChange }: WindowsEditorProps) {
  const t = useText(text)
  const c = useText(calendarText)
  const set = (index: number, patch: Partial<Window>) =>
    onChange(windows.map((window, i) => (i === index ? { ...window, ...patch } : window)))
  return (
    <div className="n-cal-windows" role="group" aria-label={label}>
      {windows.length === 0 && <span className="n-quiet">{c.closed}</span>}
      {windows.map((window, index) => (
        <span key={index} className="n-cal-window">
          <TimeText
            label={`${label} ${t.from}`}
            value={window.from}
            isReadOnly={isReadOnly}
            onChange={(from) => set(index, { from })}
          />
          –
          <TimeText
            label={`${label} ${t.to}`}
            value={window.to}
            isReadOnly={isReadOnly}
            onChange={(to) => set(index, { to })}
          />
          {!isReadOnly && (
            <button
              type="button"
              className="n-cal-remove"
              aria-label={`${label}: ${t.remove}`}
              onClick={() => onChange(windows.filter((_, i) => i !== index))}
            >
              <Icon name="close" size={13} />
            </button>
          )}
        </span>
      ))}
      {!isReadOnly && windows.length < MAX_WINDOWS_PER_DAY && (
        <Button
          type="text"
          size="small"
          icon={<Icon name="plus" size={13} />}
          onClick={() => onChange([...windows, nextWindow(windows)])}
        >
          {t.add}
        </Button>
      )}
    </div>
  )
}

/** Room after the last window, an hour of it at most. */
function nextWindow(windows: readonly Window[]): Window {
  const last = windows.at(-1)
  const hour = last && /^\d\d/.test(last.to) ? Number(last.to.slice(0, 2)) : 8
  const from = Math.min(hour + (last ? 1 : 0), 23)
  return { from: `${pad(from)}:00`, to: `${pad(from + 1)}:00` }
}

const pad = (n: number): string => String(n).padStart(2, '0')

type TimeTextProps = { label: string; value: string; isReadOnly: boolean; onChange: (value: string) => void }

/** 'HH:MM', 24:00 included. '830' and '8:30' become 08:30 when the field is left. */
export function TimeText({ label, value, isReadOnly, onChange }: TimeTextProps) {
  return (
    <Input
      className="n-cal-time"
      value={value}
      maxLength={5}
      inputMode="numeric"
      aria-label={label}
      disabled={isReadOnly}
      onChange={(event) => onChange(event.target.value)}
      onBlur={() => onChange(tidyTime(value))}
    />
  )
}

/** What people type for a time, as 'HH:MM' where it can be understood. */
export function tidyTime(typed: string): string {
  const match = /^(\d{1,2})[:：.]?(\d{2})?$/.exec(typed.trim())
  if (!match) return typed.trim()
  const digits = match[1] ?? ''
  return `${digits.padStart(2, '0')}:${match[2] ?? '00'}`
}
