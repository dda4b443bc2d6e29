import { Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import type { HolidaySet } from '#modules/scheduling/calendar-rule.ts'
import { type Draft, calendarText } from '#web/features/scheduling/calendar-text.ts'
import { useText } from '#web/lib/i18n.ts'

const text = {
  keyHelp: {
    zh: '供导入与接口引用，保存后不能更改',
    en: 'Named by imports and the API; cannot be changed later',
  },
} satisfies Text

type BasicsEditorProps = {
  draft: Draft
  isNew: boolean
  isReadOnly: boolean
  onChange: (patch: Partial<Draft>) => void
}

const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))

/** Name, key, zone and holiday set. */
export function BasicsEditor({ draft, isNew, isReadOnly, onChange }: BasicsEditorProps) {
  const t = useText(text)
  const c = useText(calendarText)
  const sets: { value: HolidaySet | 'none'; label: string }[] = [
    { value: 'none', label: c.none },
    { value: 'cn', label: c.cn },
  ]
  return (
    <div className="n-cal-basics">
      <label>
        <span>{c.name}</span>
        <Input
          value={draft.name}
          maxLength={60}
          disabled={isReadOnly}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </label>
      <label>
        <span>{c.key}</span>
        <Input
          value={draft.key}
          maxLength={41}
          disabled={!isNew || isReadOnly}
          onChange={(event) => onChange({ key: event.target.value.trim() })}
        />
        {isNew && <small className="n-quiet">{t.keyHelp}</small>}
      </label>
      <label htmlFor="zone">
        <span>{c.zone}</span>
        <Select
          id="zone"
          showSearch
          options={zones}
          value={draft.zone}
          disabled={isReadOnly}
          aria-label={c.zone}
          onChange={(zone) => onChange({ zone })}
        />
      </label>
      <label htmlFor="holidays">
        <span>{c.holidays}</span>
        <Select<HolidaySet | 'none'>
          id="holidays"
          options={sets}
          value={draft.holidaySet ?? 'none'}
          disabled={isReadOnly || draft.week === null}
          aria-label={c.holidays}
          onChange={(set) => onChange({ holidaySet: set === 'none' ? null : set })}
        />
      </label>
    </div>
  )
}
