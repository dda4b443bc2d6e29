import { DatePicker, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { type KeyboardEvent, useState } from 'react'
import type { Found } from '#web/ui/list-types.ts'

/** Inputs with plain values, for use alone or inside a Form.Item (which gives `id`, `value` and `onChange`). */
type Field<V> = {
  id?: string
  value?: V | null
  onChange?: (value: V | null) => void
  label?: string
  placeholder?: string
  isDisabled?: boolean
}

/** Enter takes what was typed as a date or time; it does not send the form around it. */
export function keepEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault()
}

/** A calendar day as `YYYY-MM-DD`. */
export function DayInput({ value, onChange, label, isDisabled, ...rest }: Field<string>) {
  return (
    <DatePicker
      {...rest}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day ? day.format('YYYY-MM-DD') : null)}
      aria-label={label}
      disabled={isDisabled ?? false}
      onKeyDown={keepEnter}
      style={{ width: '100%' }}
    />
  )
}

const TYPING_MS = 250

type LookupProps = Field<string> & {
  /** Records that match what is typed, a bounded number of them. */
  find: (search: string) => Promise<Found[]>
  /** Text of the value chosen before, so that it is shown before anything is typed. */
  current?: Found | undefined
  isFocused?: boolean
}

/** Chooses one record by typing part of its name or number. */
export function Lookup({
  find,
  value,
  onChange,
  label,
  placeholder,
  isDisabled,
  current,
  isFocused,
  id,
  // What a Form.Item says of its field: that it is needed, or wrong and why.
  ...aria
}: LookupProps) {
  const [search, setSearch] = useState('')
  const found = useQuery({
    queryKey: ['lookup', label, search],
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, search ? TYPING_MS : 0))
      return signal.aborted ? [] : find(search)
    },
  })
  const options = found.data ?? (current ? [current] : [])
  return (
    <Select<string>
      {...aria}
      {...(id ? { id } : {})}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      allowClear
      value={value ?? undefined}
      onChange={(chosen) => onChange?.(chosen ?? null)}
      options={current && !options.some((o) => o.value === current.value) ? [current, ...options] : options}
      loading={found.isFetching}
      aria-label={label}
      placeholder={placeholder ?? label}
      disabled={isDisabled ?? false}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- asked for by what has just been opened for typing
      autoFocus={isFocused ?? false}
      style={{ width: '100%', minWidth: 200 }}
    />
  )
}
