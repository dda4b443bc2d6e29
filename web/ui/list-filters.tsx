import { Button, Checkbox, Input, Popover, Radio } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { type SearchValues, many, one } from '#web/lib/search.ts'
import { DayInput, Lookup } from '#web/ui/fields.tsx'
import { Icon } from '#web/ui/icons.tsx'
import type { Filter } from '#web/ui/list-types.ts'

const text = {
  clear: { zh: '清除', en: 'Clear' },
  clearAll: { zh: '清除全部筛选', en: 'Clear all filters' },
  remove: { zh: '移除筛选', en: 'Remove the filter' },
  from: { zh: '从', en: 'From' },
  to: { zh: '到', en: 'To' },
  apply: { zh: '确定', en: 'Apply' },
} satisfies Text

type Change = (patch: SearchValues) => void
type FiltersProps = { filters: readonly Filter[]; values: SearchValues; onChange: Change }

/** The filters of a list as chips: what is set can be read, changed and removed in place. */
export function ListFilters({ filters, values, onChange }: FiltersProps) {
  const t = useText(text)
  const names = filters.flatMap((filter) =>
    filter.kind === 'days' ? [filter.name, filter.to] : [filter.name],
  )
  const isAnySet = names.some((name) => values[name] !== undefined)
  const reset = () => onChange(Object.fromEntries(names.map((name) => [name, undefined])))
  return (
    <>
      {filters.map((filter) =>
        filter.kind === 'search' ? (
          <SearchInput
            key={filter.name}
            filter={filter}
            value={one(values[filter.name]) ?? ''}
            onChange={onChange}
          />
        ) : (
          <FilterChip key={filter.name} filter={filter} values={values} onChange={onChange} />
        ),
      )}
      {isAnySet && (
        <Button type="text" size="small" onClick={reset}>
          {t.clearAll}
        </Button>
      )}
    </>
  )
}

function SearchInput({ filter, value, onChange }: { filter: Filter; value: string; onChange: Change }) {
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
      placeholder={say(filter.label)}
      aria-label={say(filter.label)}
      allowClear
    />
  )
}

function FilterChip({
  filter,
  values,
  onChange,
}: {
  filter: Filter
  values: SearchValues
  onChange: Change
}) {
  const t = useText(text)
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const shown = useShown(filter, values)
  const names = filter.kind === 'days' ? [filter.name, filter.to] : [filter.name]
  const clear = () => onChange(Object.fromEntries(names.map((name) => [name, undefined])))
  const close = () => setOpen(false)
  return (
    <span className="n-filter" data-set={shown !== null}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={isOpen}
        onOpenChange={setOpen}
        destroyOnHidden
        content={
          <div role="dialog" aria-label={say(filter.label)}>
            <FilterEditor filter={filter} values={values} onChange={onChange} onClose={close} />
          </div>
        }
      >
        <button
          type="button"
          className="n-filter-main"
          aria-expanded={isOpen}
          onKeyDown={(event) => event.key === 'Escape' && close()}
        >
          {shown === null && <Icon name="plus" size={13} />}
          {say(filter.label)}
          {shown !== null && <b>{shown}</b>}
        </button>
      </Popover>
      {shown !== null && (
        <button
          type="button"
          className="n-filter-off"
          onClick={clear}
          aria-label={`${t.remove}: ${say(filter.label)}`}
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  )
}

/** What a filter is set to, in words; null when it is not set. */
function useShown(filter: Filter, values: SearchValues): string | null {
  const say = useSay()
  const chosen = many(values[filter.name])
  const id = chosen[0]
  const lookup = useQuery({
    queryKey: ['filter name', filter.name, id],
    queryFn: () => (filter.kind === 'lookup' && id ? filter.nameOf(id) : ''),
    enabled: filter.kind === 'lookup' && id !== undefined,
  })
  if (filter.kind === 'days') {
    const to = one(values[filter.to])
    return id || to ? `${id ?? '…'} – ${to ?? '…'}` : null
  }
  if (id === undefined) return null
  if (filter.kind === 'lookup') return lookup.data ?? '…'
  if (filter.kind !== 'choice') return id
  return chosen
    .map((value) => filter.choices.find((choice) => choice.value === value))
    .map((choice, i) => (choice ? say(choice.text) : chosen[i]))
    .join(', ')
}

type EditorProps = { filter: Filter; values: SearchValues; onChange: Change; onClose: () => void }

function FilterEditor({ filter, values, onChange, onClose }: EditorProps) {
  const say = useSay()
  const t = useText(text)
  const { name } = filter
  if (filter.kind === 'choice') {
    const options = filter.choices.map((choice) => ({ value: choice.value, label: say(choice.text) }))
    const pick = (value: string) => {
      onChange({ [name]: value })
      onClose()
    }
    return (
      <div className="n-filter-editor" role="group" aria-label={say(filter.label)}>
        {filter.isMany ? (
          <Checkbox.Group
            options={options}
            value={many(values[name])}
            onChange={(picked) => onChange({ [name]: picked })}
          />
        ) : (
          <Radio.Group
            options={options}
            value={one(values[name])}
            onChange={(event) => pick(event.target.value as string)}
          />
        )}
      </div>
    )
  }
  if (filter.kind === 'days') {
    return (
      <div className="n-filter-editor">
        <DayInput
          value={one(values[name]) ?? null}
          onChange={(day) => onChange({ [name]: day ?? undefined })}
          label={t.from}
          placeholder={t.from}
        />
        <DayInput
          value={one(values[filter.to]) ?? null}
          onChange={(day) => onChange({ [filter.to]: day ?? undefined })}
          label={t.to}
          placeholder={t.to}
        />
      </div>
    )
  }
  if (filter.kind === 'lookup') {
    const pick = (id: string | null) => {
      onChange({ [name]: id ?? undefined })
      onClose()
    }
    return (
      <div className="n-filter-editor">
        <Lookup label={say(filter.label)} find={filter.find} value={null} onChange={pick} isFocused />
      </div>
    )
  }
  return (
    <TextEditor
      label={say(filter.label)}
      value={one(values[name]) ?? ''}
      onApply={(value) => (onChange({ [name]: value || undefined }), onClose())}
    />
  )
}

function TextEditor({
  label,
  value,
  onApply,
}: {
  label: string
  value: string
  onApply: (value: string) => void
}) {
  const t = useText(text)
  const [typed, setTyped] = useState(value)
  return (
    <div className="n-filter-editor">
      <Input
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => onApply(typed.trim())}
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the filter has just been opened to be typed into
        autoFocus
      />
      <Button type="primary" onClick={() => onApply(typed.trim())}>
        {t.apply}
      </Button>
    </div>
  )
}
