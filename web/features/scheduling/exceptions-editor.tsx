import { Button, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { MAX_NAMED_EXCEPTIONS, type NamedException } from '#modules/scheduling/calendar-rule.ts'
import { WindowsEditor } from '#web/features/scheduling/windows-editor.tsx'
import { useText } from '#web/lib/i18n.ts'
import { DayInput } from '#web/ui/fields.tsx'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  help: {
    zh: '例外优先于每周时段与法定节假日：没有时段即为休息，有时段则按时段工作。',
    en: 'An exception wins over week and public holidays: no window means closed, windows mean work.',
  },
  none: { zh: '没有例外。点年历中的日期可以添加。', en: 'No exceptions. Pick a day in the year to add one.' },
  date: { zh: '日期', en: 'Date' },
  name: { zh: '名称，如“盘点”', en: 'Name, such as "Stocktaking"' },
  add: { zh: '添加例外', en: 'Add an exception' },
  remove: { zh: '删除例外', en: 'Remove the exception' },
} satisfies Text

type ExceptionsEditorProps = {
  exceptions: readonly NamedException[]
  isReadOnly: boolean
  problemAt: string | null
  onChange: (exceptions: NamedException[]) => void
}

/** Own closings and special hours, by date. */
export function ExceptionsEditor({ exceptions, isReadOnly, problemAt, onChange }: ExceptionsEditorProps) {
  const t = useText(text)
  const set = (index: number, patch: Partial<NamedException>) =>
    onChange(exceptions.map((one, i) => (i === index ? { ...one, ...patch } : one)))
  return (
    <>
      <p className="n-quiet">{exceptions.length === 0 ? t.none : t.help}</p>
      <ul className="n-cal-exceptions">
        {exceptions.map((one, index) => (
          <li key={index} data-bad={problemAt === `exceptions.${one.date}`}>
            <DayInput
              value={one.date || null}
              label={t.date}
              isDisabled={isReadOnly}
              onChange={(date) => set(index, { date: date ?? '' })}
            />
            <Input
              value={one.name}
              maxLength={60}
              placeholder={t.name}
              aria-label={t.name}
              disabled={isReadOnly}
              onChange={(event) => set(index, { name: event.target.value })}
            />
            <WindowsEditor
              label={one.date}
              windows={one.windows}
              isReadOnly={isReadOnly}
              onChange={(windows) => set(index, { windows })}
            />
            {!isReadOnly && (
              <button
                type="button"
                className="n-cal-remove"
                aria-label={`${t.remove} ${one.date}`}
                onClick={() => onChange(exceptions.filter((_, i) => i !== index))}
              >
                <Icon name="close" size={15} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {!isReadOnly && exceptions.length < MAX_NAMED_EXCEPTIONS && (
        <Button
          icon={<Icon name="plus" size={14} />}
          onClick={() => onChange([...exceptions, { date: '', name: '', windows: [] }])}
        >
          {t.add}
        </Button>
      )}
    </>
  )
}
