import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { pastedValues } from '#platform/list-spec.ts'
import type { Text } from '#platform/text.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { CopyButton } from '#web/ui/copy-button.tsx'
import { FilterChip } from '#web/ui/filter-chip.tsx'
import type { BoxFilter } from '#web/ui/list-types.ts'

const text = {
  help: {
    zh: '从表格、邮件或聊天中粘贴，换行、逗号、分号、空格都可以分隔，最多 {max} 个。',
    en: 'Paste from a sheet, a mail or a chat; lines, commas, semicolons and spaces part them. {max} at most.',
  },
  count: { zh: '已识别 {n} 个', en: '{n} recognised' },
  tooMany: { zh: '共 {n} 个，最多 {max} 个，请分批查询', en: '{n} are too many: {max} at a time' },
  find: { zh: '查询', en: 'Find' },
  set: { zh: '{n} 个单号', en: '{n} {n:number|numbers}' },
  missing: { zh: '{n} 个单号没有找到', en: '{n} {n:number was|numbers were} not found' },
} satisfies Text

const SEEN_MAX = 1_000

type PastedProps = {
  filter: Extract<BoxFilter, { kind: 'pasted' }>
  value: string
  onChange: (value: string | undefined) => void
}

/** Many numbers at once, as one filter. */
export function PastedBox({ filter, value, onChange }: PastedProps) {
  const t = useText(text)
  const say = useSay()
  const set = pastedValues(value, filter.max).length
  const label = say(filter.label)
  return (
    <FilterChip
      label={label}
      said={set > 0 ? <b>{fill(t.set, { n: set })}</b> : null}
      onRemove={() => onChange(undefined)}
    >
      {(close) => (
        <PastedEditor
          label={label}
          max={filter.max}
          value={value}
          onFind={(numbers) => {
            onChange(numbers.length > 0 ? numbers.join(',') : undefined)
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

type EditorProps = { label: string; max: number; value: string; onFind: (numbers: string[]) => void }

function PastedEditor({ label, max, value, onFind }: EditorProps) {
  const t = useText(text)
  const [typed, setTyped] = useState(value.replaceAll(',', '\n'))
  const numbers = pastedValues(typed, SEEN_MAX)
  const isTooMany = numbers.length > max
  return (
    <div className="n-filter-editor n-pasted">
      <p className="n-quiet">{fill(t.help, { max })}</p>
      <Input.TextArea
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-label={label}
        autoSize={{ minRows: 5, maxRows: 12 }}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the filter has just been opened to be pasted into
        autoFocus
      />
      <p role="status" className={isTooMany ? 'n-count-bad' : 'n-quiet'}>
        {isTooMany ? fill(t.tooMany, { n: numbers.length, max }) : fill(t.count, { n: numbers.length })}
      </p>
      <Button type="primary" disabled={isTooMany} onClick={() => onFind(numbers)}>
        {t.find}
      </Button>
    </div>
  )
}

/** Says which of the pasted numbers name nothing. */
export function MissingNumbers({ numbers }: { numbers: readonly string[] }) {
  const t = useText(text)
  if (numbers.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={fill(t.missing, { n: numbers.length })}
      description={
        <span className="n-missing">
          {numbers.join(', ')} <CopyButton text={numbers.join('\n')} />
        </span>
      }
    />
  )
}
