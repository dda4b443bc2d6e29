import { Button, Drawer, Input } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { CONDITIONS_MAX, type Condition, GROUPS_MAX, type Group } from '#platform/list-spec.ts'
import type { Text } from '#platform/text.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useIsNarrow } from '#web/lib/narrow.ts'
import { type SearchValues, one } from '#web/lib/search.ts'
import { Icon } from '#web/ui/icons.tsx'
import { AddCondition, ConditionChip, conditionFor } from '#web/ui/list-chip.tsx'
import {
  type Asked,
  changed,
  isBox,
  isField,
  namesOf,
  readAsked,
  writeAsked,
} from '#web/ui/list-conditions.ts'
import { PastedBox } from '#web/ui/list-pasted.tsx'
import type { BoxFilter, FieldFilter, Filter } from '#web/ui/list-types.ts'

const text = {
  clearAll: { zh: '清除全部筛选', en: 'Clear all filters' },
  or: { zh: '或', en: 'or' },
  addGroup: { zh: '或满足另一组条件', en: 'Or another group' },
  group: { zh: '条件组 {n}', en: 'Group {n}' },
  removeGroup: { zh: '移除条件组 {n}', en: 'Remove group {n}' },
  filters: { zh: '筛选', en: 'Filters' },
  show: { zh: '查看结果', en: 'Show the rows' },
  filtersSet: { zh: '筛选（已设 {n} 项）', en: 'Filters ({n} set)' },
} satisfies Text

type Change = (patch: SearchValues) => void
type FiltersProps = { filters: readonly Filter[]; values: SearchValues; onChange: Change }

/** What a list is asked, as chips: each can be read, changed and removed in place. Groups are alternatives. */
export function ListFilters({ filters, values, onChange }: FiltersProps) {
  const t = useText(text)
  const isNarrow = useIsNarrow()
  const names = namesOf(filters)
  const count = names.filter((name) => values[name] !== undefined).length
  const reset = () => onChange(Object.fromEntries(names.map((name) => [name, undefined])))
  const boxes = filters.filter(isBox)
  const fields = filters.filter(isField)
  const conditions = fields.length > 0 && (
    <Conditions key={names.join()} filters={fields} values={values} onChange={onChange} />
  )
  return (
    <div className="n-filters">
      {boxes.map((filter) => (
        <Box key={filter.name} filter={filter} value={one(values[filter.name]) ?? ''} onChange={onChange} />
      ))}
      {isNarrow && fields.length > 0 ? <FilterSheet count={count}>{conditions}</FilterSheet> : conditions}
      {count > 0 && (
        <Button type="text" size="small" onClick={reset}>
          {t.clearAll}
        </Button>
      )}
    </div>
  )
}

/** On a phone the conditions stand in a sheet of their own. */
function FilterSheet({ count, children }: { count: number; children: ReactNode }) {
  const t = useText(text)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
        {count > 0 ? fill(t.filtersSet, { n: count }) : t.filters}
      </Button>
      <Drawer open={isOpen} placement="bottom" title={t.filters} onClose={() => setOpen(false)} size="large">
        <div className="n-filters">{children}</div>
        <Button type="primary" block className="n-sheet-done" onClick={() => setOpen(false)}>
          {t.show}
        </Button>
      </Drawer>
    </>
  )
}

type BoxProps = { filter: BoxFilter; value: string; onChange: Change }

function Box({ filter, value, onChange }: BoxProps) {
  return filter.kind === 'pasted' ? (
    <PastedBox filter={filter} value={value} onChange={(next) => onChange({ [filter.name]: next })} />
  ) : (
    <SearchInput filter={filter} value={value} onChange={onChange} />
  )
}

function SearchInput({ filter, value, onChange }: BoxProps) {
  const say = useSay()
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  // The URL may change under the box: going back, or clearing all filters.
  if (seen !== value) {
    setSeen(value)
    setTyped(value)
  }
  return (
    <Input.Search
      className="n-search"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(next) => onChange({ [filter.name]: next.trim() || undefined })}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      placeholder={say(filter.label)}
      aria-label={say(filter.label)}
      aria-keyshortcuts="/"
      allowClear
    />
  )
}

type ConditionsProps = { filters: readonly FieldFilter[]; values: SearchValues; onChange: Change }

/** The conditions: one row while there is one group, a row for each when there are several. */
function Conditions({ filters, values, onChange }: ConditionsProps) {
  const t = useText(text)
  const asked = readAsked(values, filters)
  const [isAdding, setAdding] = useState(false)
  const filled = asked.groups.filter((group) => group.length > 0).length
  const groups = isAdding ? [...asked.groups, []] : asked.groups
  // The group being added is there once its first condition is.
  const before = useRef(filled)
  useEffect(() => {
    if (isAdding && filled !== before.current) setAdding(false)
    before.current = filled
  }, [isAdding, filled])
  const write = (next: Partial<Asked>) => onChange(writeAsked({ ...asked, ...next }, filters))
  const setGroup = (index: number, group: Group) => {
    write({
      groups: index < asked.groups.length ? asked.groups.with(index, group) : [...asked.groups, group],
    })
  }
  const simple = filters.filter((filter) => !filter.ops)
  const full = filters.filter((filter) => filter.ops)
  const canAdd = full.length > 0 && filled > 0 && groups.length < GROUPS_MAX && !isAdding
  return (
    <>
      {simple.map((filter) => (
        <PlaceChip
          key={filter.name}
          filter={filter}
          group={asked.always}
          onChange={(always) => write({ always })}
        />
      ))}
      {full.length > 0 &&
        groups.map((group, index) => (
          <GroupRow
            key={index}
            number={groups.length > 1 ? index + 1 : null}
            filters={full}
            group={group}
            onChange={(next) => setGroup(index, next)}
            onRemove={() => (index < asked.groups.length ? setGroup(index, []) : setAdding(false))}
          />
        ))}
      {canAdd && (
        <button
          type="button"
          className="n-tool n-or"
          onClick={() => setAdding(true)}
          title={t.addGroup}
          aria-label={t.addGroup}
        >
          {t.or}…
        </button>
      )}
    </>
  )
}

type GroupProps = {
  /** Shown when there are several. */
  number: number | null
  filters: readonly FieldFilter[]
  group: Group
  onChange: (group: Group) => void
  onRemove: () => void
}

function GroupRow({ number, filters, group, onChange, onRemove }: GroupProps) {
  const t = useText(text)
  const pinned = number === null ? filters.filter((filter) => !filter.isMore) : []
  const placed = new Set(pinned.map((filter) => group.find((one) => one.field === filter.name)))
  const rest = group.filter((condition) => !placed.has(condition))
  const chips = (
    <>
      {pinned.map((filter) => (
        <PlaceChip key={filter.name} filter={filter} group={group} onChange={onChange} />
      ))}
      {rest.map((condition) => {
        const filter = filters.find((one) => one.name === condition.field)
        if (!filter) return null
        return (
          <ConditionChip
            key={`${condition.field}.${group.indexOf(condition)}`}
            filter={filter}
            condition={condition}
            isSet
            onChange={(next) => onChange(changed(group, condition, next))}
          />
        )
      })}
      {group.length < CONDITIONS_MAX && (
        <AddCondition filters={filters} onAdd={(condition) => onChange([...group, condition])} />
      )}
    </>
  )
  if (number === null) return chips
  return (
    <div className="n-filter-group" role="group" aria-label={fill(t.group, { n: number })}>
      <span className="n-filter-or" aria-hidden={number === 1}>
        {number > 1 && t.or}
      </span>
      {chips}
      <button
        type="button"
        className="n-tool"
        onClick={onRemove}
        aria-label={fill(t.removeGroup, { n: number })}
      >
        <Icon name="close" size={13} />
      </button>
    </div>
  )
}

type PlaceProps = { filter: FieldFilter; group: Group; onChange: (group: Group) => void }

/** A filter with a place of its own, set or not. */
function PlaceChip({ filter, group, onChange }: PlaceProps) {
  const condition = group.find((one) => one.field === filter.name) ?? null
  return (
    <ConditionChip
      filter={filter}
      condition={condition ?? conditionFor(filter)}
      isSet={condition !== null}
      onChange={(next: Condition | null) => onChange(changed(group, condition, next))}
    />
  )
}
