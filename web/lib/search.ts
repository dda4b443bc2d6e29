import { useNavigate, useSearch } from '@tanstack/react-router'

/** What stands in the URL behind `?`: the state of a list. Repeated names are lists. */
export type SearchValues = Record<string, string | string[] | undefined>

const VALUES_MAX = 200

/** `?a=1&b=2&b=3` as `{ a: '1', b: ['2', '3'] }`. */
export function parseSearch(text: string): SearchValues {
  const values: SearchValues = {}
  for (const [name, value] of [...new URLSearchParams(text)].slice(0, VALUES_MAX)) {
    const before = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === '') continue
    values[name] = before === undefined ? value : [before, value].flat()
  }
  return values
}

/** The opposite of `parseSearch`; empty values are left out. */
export function stringifySearch(values: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat())
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}

export const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
export const many = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : [value].flat()

/** The values in the URL, and how to change some of them. */
export function useUrlState(): {
  values: SearchValues
  change: (patch: SearchValues, how?: { replaces?: boolean }) => void
} {
  const values = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const change = (patch: SearchValues, how: { replaces?: boolean } = {}) =>
    void navigate({
      to: '.',
      search: { ...values, ...patch } as never,
      replace: how.replaces ?? false,
      resetScroll: false,
    })
  return { values, change }
}
