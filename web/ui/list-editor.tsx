import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Condition, type Op, VALUES_MAX } from '#platform/list-spec.ts'
import type { Text } from '#platform/text.ts'
import { formatDate } from '#web/lib/format.ts'
import { useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { DayInput, Lookup } from '#web/ui/fields.tsx'
import { opNames } from '#platform/list-spec.ts'
import { opsFor } from '#web/ui/list-conditions.ts'
import type { Choice, FieldFilter, Found } from '#web/ui/list-types.ts'
import { MoneyInput, NumberInput } from '#web/ui/number-input.tsx'

const text = {
  from: { zh: '从', en: 'From' },
  to: { zh: '到', en: 'To' },
  apply: { zh: '确定', en: 'Apply' },
  how: { zh: '条件', en: 'Condition' },
  each: { zh: '每行一个', en: 'One per line' },
  today: { zh: '今天', en: 'Today' },
  yesterday: { zh: '昨天', en: 'Yesterday' },
  week: { zh: '近 7 天', en: 'Last 7 days' },
  month: { zh: '近 30 天', en: 'Last 30 days' },
  next: { zh: '未来 7 天', en: 'Next 7 days' },
} satisfies Text

/** Choices beyond this are searched, not listed. */
const CHOICES_SEEN = 24

type EditorProps = {
  filter: FieldFilter
  condition: Condition
  onChange: (condition: Condition) => void
  onClose: () => void
}

/** Says what is asked of a field: the operator when there are several, then its values. Choices count at once. */
export function ConditionEditor({
  onApply,
  isDraft,
  ...props
}: EditorProps & { isDraft?: boolean; onApply?: (condition: Condition) => void }) {
  const { filter, onChange, onClose } = props
  const t = useText(text)
  const say = useSay()
  const ops = opsFor(filter)
  // Another operator counts once it has values to go with it.
  const [op, setOp] = useState(props.condition.op)
  const isBare = op === 'empty' || op === 'filled'
  const condition: Condition =
    op === props.condition.op
      ? props.condition
      : { ...props.condition, op, values: carried(props.condition, op) }
  const choose = (next: Op) => {
    setOp(next)
    const values = carried(props.condition, next)
    if (isDraft || next === 'empty' || next === 'filled' || values.length > 0)
      onChange({ ...props.condition, op: next, values })
  }
  const finish = (next: Condition) => {
    onChange(next)
    if (isDraft) onApply?.(next)
    else onClose()
  }
  return (
    <div className="n-filter-editor" role="group" aria-label={say(filter.label)}>
      {ops.length > 1 && (
        <Select<Op>
          value={op}
          onChange={choose}
          options={ops.map((value) => ({ value, label: say(opNames[value]) }))}
          aria-label={t.how}
          getPopupContainer={(node) => node.parentElement ?? document.body}
        />
      )}
      {!isBare && <ValueEditor key={op} {...props} condition={condition} onFinish={finish} />}
      {isDraft && (isBare || filter.kind !== 'text') && (
        <Button type="primary" onClick={() => onApply?.(condition)}>
          {t.apply}
        </Button>
      )}
    </div>
  )
}

/** Values that still fit when the operator changes. */
const carried = (condition: Condition, op: Op): string[] =>
  op === 'empty' || op === 'filled' || condition.op === 'between' ? [] : condition.values

type ValueProps = EditorProps & { onFinish: (condition: Condition) => void }

function ValueEditor({ filter, condition, onChange, onFinish }: ValueProps) {
  const say = useSay()
  const label = say(filter.label)
  const set = (values: string[]) => onChange({ ...condition, values })
  switch (filter.kind) {
    case 'choice': {
      if (filter.isMany && filter.choices.length > CHOICES_SEEN)
        return <LongChoice choices={filter.choices} label={label} values={condition.values} onChange={set} />
      const options = filter.choices.map((choice) => ({ value: choice.value, label: say(choice.text) }))
      return filter.isMany ? (
        <Checkbox.Group options={options} value={condition.values} onChange={set} />
      ) : (
        <Radio.Group
          options={options}
          value={condition.values[0] ?? null}
          onChange={(event) => onFinish({ ...condition, values: [String(event.target.value)] })}
        />
      )
    }
    case 'lookup':
      return (
        <LookupEditor
          filter={filter}
          label={label}
          values={condition.values}
          onChange={(values) => (filter.isMany ? set(values) : onFinish({ ...condition, values }))}
        />
      )
    case 'days':
      return <DaysEditor values={condition.values} onChange={set} />
    case 'number':
      return <NumberEditor isMoney={filter.isMoney ?? false} values={condition.values} onChange={set} />
    case 'text':
      return (
        <TextEditor
          label={label}
          values={condition.values}
          isMany={filter.ops !== undefined && condition.op !== 'has'}
          onApply={(values) => onFinish({ ...condition, values })}
        />
      )
  }
}

type LongChoiceProps = {
  choices: readonly Choice[]
  label: string
  values: string[]
  onChange: (values: string[]) => void
}

/** Too many to be seen at once: found by typing the name in either language, or the code. */
function LongChoice({ choices, label, values, onChange }: LongChoiceProps) {
  const locale = useLocale()
  const options = useMemo(() => {
    const by = new Intl.Collator(locale === 'zh' ? 'zh-CN' : 'en').compare
    return choices
      .map(({ value, text: { zh, en } }) => ({
        value,
        label: locale === 'zh' ? zh : en,
        said: `${zh} ${en} ${value}`.toLowerCase(),
      }))
      .toSorted((a, b) => by(a.label, b.label))
  }, [choices, locale])
  return (
    <Select<string[]>
      mode="multiple"
      value={values}
      onChange={(next) => onChange(next.slice(0, VALUES_MAX))}
      options={options}
      showSearch={{
        filterOption: (typed, option) => option?.said.includes(typed.trim().toLowerCase()) ?? false,
      }}
      aria-label={label}
      placeholder={label}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the filter has just been opened to be typed into
      autoFocus
      getPopupContainer={(node) => node.parentElement ?? document.body}
      style={{ width: '100%', minWidth: 220 }}
    />
  )
}

type LookupEditorProps = {
  filter: Extract<FieldFilter, { kind: 'lookup' }>
  label: string
  values: string[]
  onChange: (values: string[]) => void
}

function LookupEditor({ filter, label, values, onChange }: LookupEditorProps) {
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map())
  const find = async (search: string): Promise<Found[]> => {
    const found = await filter.find(search)
    setKnown((before) => new Map([...before, ...found.map((one) => [one.value, one.label] as const)]))
    return found
  }
  const pick = (id: string | null) => {
    if (id === null) return
    onChange(filter.isMany ? [...new Set([...values, id])].slice(0, VALUES_MAX) : [id])
  }
  return (
    <>
      {filter.isMany && (
        <Checkbox.Group
          options={values.map((value) => ({
            value,
            label: known.get(value) ?? <Named filter={filter} id={value} />,
          }))}
          value={values}
          onChange={onChange}
        />
      )}
      <Lookup label={label} find={find} value={null} onChange={pick} isFocused />
    </>
  )
}

function Named({ filter, id }: { filter: LookupEditorProps['filter']; id: string }) {
  return <>{useQuery(nameQuery(filter, id)).data ?? '…'}</>
}

/** The name of a record that a filter refers to. */
export const nameQuery = (filter: LookupEditorProps['filter'], id: string) => ({
  queryKey: ['filter name', filter.name, id],
  queryFn: () => filter.nameOf(id),
  staleTime: Infinity,
})

type RangeProps = { values: string[]; onChange: (values: string[]) => void }

const DAY_MS = 86_400_000
const dayAt = (days: number): string => formatDate(new Date(Date.now() + days * DAY_MS))

function DaysEditor({ values, onChange }: RangeProps) {
  const t = useText(text)
  const [from = '', to = ''] = values
  const presets = [
    { name: t.today, from: 0, to: 0 },
    { name: t.yesterday, from: -1, to: -1 },
    { name: t.week, from: -6, to: 0 },
    { name: t.month, from: -29, to: 0 },
    { name: t.next, from: 0, to: 6 },
  ]
  return (
    <>
      <DayInput
        value={from || null}
        onChange={(day) => onChange([day ?? '', to])}
        label={t.from}
        placeholder={t.from}
      />
      <DayInput
        value={to || null}
        onChange={(day) => onChange([from, day ?? ''])}
        label={t.to}
        placeholder={t.to}
      />
      <div className="n-presets">
        {presets.map((preset) => (
          <Button
            key={preset.name}
            size="small"
            onClick={() => onChange([dayAt(preset.from), dayAt(preset.to)])}
          >
            {preset.name}
          </Button>
        ))}
      </div>
    </>
  )
}

function NumberEditor({ isMoney, values, onChange }: RangeProps & { isMoney: boolean }) {
  const t = useText(text)
  const ends = [values[0] ?? '', values[1] ?? '']
  return (
    <>
      {[t.from, t.to].map((label, i) => {
        const value = ends[i] ? Number(ends[i]) : null
        const set = (next: number | null) => {
          // What is no number is said at its field and asks nothing.
          if (!Number.isNaN(next)) onChange(ends.with(i, next === null ? '' : String(next)))
        }
        return isMoney ? (
          <MoneyInput key={label} label={label} placeholder={label} value={value} onChange={set} />
        ) : (
          <NumberInput key={label} label={label} placeholder={label} value={value} onChange={set} />
        )
      })}
    </>
  )
}

type TextProps = { label: string; values: string[]; isMany: boolean; onApply: (values: string[]) => void }

function TextEditor({ label, values, isMany, onApply }: TextProps) {
  const t = useText(text)
  const [typed, setTyped] = useState(values.join('\n'))
  const apply = () => {
    const lines = typed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    onApply([...new Set(lines)].slice(0, isMany ? VALUES_MAX : 1))
  }
  return (
    <>
      {isMany ? (
        <Input.TextArea
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-label={label}
          placeholder={t.each}
          autoSize={{ minRows: 2, maxRows: 8 }}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the filter has just been opened to be typed into
          autoFocus
        />
      ) : (
        <Input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={apply}
          aria-label={label}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the filter has just been opened to be typed into
          autoFocus
        />
      )}
      <Button type="primary" onClick={apply}>
        {t.apply}
      </Button>
    </>
  )
}
