import { Popover } from 'antd'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { type Condition, isUnsaid, opNames } from '#platform/list-spec.ts'
import type { Text } from '#platform/text.ts'
import { formatMoney } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'
import { FilterChip } from '#web/ui/filter-chip.tsx'
import { isComplete, opsFor } from '#web/ui/list-conditions.ts'
import { ConditionEditor, nameQuery } from '#web/ui/list-editor.tsx'
import type { FieldFilter } from '#web/ui/list-types.ts'

const text = {
  add: { zh: '添加条件', en: 'Add a condition' },
  back: { zh: '选择其他字段', en: 'Another field' },
  more: { zh: '等 {n} 项', en: 'and {n} more' },
} satisfies Text

const NAMES_SHOWN = 3

/** An empty condition of a filter, to be filled in. */
export const conditionFor = (filter: FieldFilter): Condition => ({
  field: filter.name,
  op: opsFor(filter)[0] ?? 'in',
  values: [],
})

type ChipProps = {
  filter: FieldFilter
  condition: Condition
  isSet: boolean
  /** Null takes the condition away. */
  onChange: (condition: Condition | null) => void
}

export function ConditionChip({ filter, condition, isSet, onChange }: ChipProps) {
  const say = useSay()
  const change = (next: Condition) => onChange(isComplete(next) ? next : null)
  return (
    <FilterChip
      label={say(filter.label)}
      said={isSet ? <Said filter={filter} condition={condition} /> : null}
      onRemove={() => onChange(null)}
    >
      {(close) => <ConditionEditor filter={filter} condition={condition} onChange={change} onClose={close} />}
    </FilterChip>
  )
}

/** A condition in words. */
function Said({ filter, condition: { op, values } }: Pick<ChipProps, 'filter' | 'condition'>) {
  const t = useText(text)
  const say = useSay()
  const names = useNames(filter, values)
  const shown = names.slice(0, NAMES_SHOWN).join(', ')
  const more = names.length > NAMES_SHOWN ? ` ${fill(t.more, { n: names.length - NAMES_SHOWN })}` : ''
  return (
    <>
      {!isUnsaid(op) && <i>{say(opNames[op])}</i>}
      {op === 'between' ? (
        <b>{names.map((name) => name || '…').join(' – ')}</b>
      ) : (
        values.length > 0 && <b>{shown + more}</b>
      )}
    </>
  )
}

/** The names of a condition's values, in their order. */
function useNames(filter: FieldFilter, values: readonly string[]): string[] {
  const say = useSay()
  const looked = useQueries({
    queries: filter.kind === 'lookup' ? values.map((id) => nameQuery(filter, id)) : [],
  })
  if (filter.kind === 'lookup') return looked.map((one) => one.data ?? '…')
  if (filter.kind === 'number' && filter.isMoney)
    return values.map((value) => (value === '' ? '' : formatMoney(Number(value))))
  if (filter.kind !== 'choice') return [...values]
  return values.map((value) => {
    const choice = filter.choices.find((one) => one.value === value)
    return choice ? say(choice.text) : value
  })
}

/** Chooses a field, then says what is asked of it. */
export function AddCondition({
  filters,
  onAdd,
}: {
  filters: readonly FieldFilter[]
  onAdd: (condition: Condition) => void
}) {
  const t = useText(text)
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const [filter, setFilter] = useState<FieldFilter | null>(null)
  const show = (open: boolean) => {
    setOpen(open)
    if (open) setFilter(null)
  }
  const finish = (condition: Condition) => {
    if (!isComplete(condition)) return
    onAdd(condition)
    setOpen(false)
  }
  const fields = (
    <div className="n-filter-editor n-field-list">
      {filters.map((one) => (
        <button key={one.name} type="button" className="n-field-row" onClick={() => setFilter(one)}>
          {say(one.label)}
        </button>
      ))}
    </div>
  )
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={show}
      destroyOnHidden
      content={
        <div role="dialog" aria-label={t.add}>
          {filter ? (
            <>
              <button type="button" className="n-link" onClick={() => setFilter(null)}>
                {`${t.back} · ${say(filter.label)}`}
              </button>
              <NewCondition key={filter.name} filter={filter} onDone={finish} />
            </>
          ) : (
            fields
          )}
        </div>
      }
    >
      <button
        type="button"
        className="n-tool"
        aria-expanded={isOpen}
        aria-label={t.add}
        title={t.add}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        <Icon name="plus" />
      </button>
    </Popover>
  )
}

function NewCondition({ filter, onDone }: { filter: FieldFilter; onDone: (condition: Condition) => void }) {
  const [draft, setDraft] = useState(() => conditionFor(filter))
  return (
    <ConditionEditor
      filter={filter}
      condition={draft}
      onChange={setDraft}
      onClose={() => {}}
      onApply={onDone}
      isDraft
    />
  )
}
