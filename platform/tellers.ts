import type { Cell } from '#platform/cells.ts'
import type { NameOf } from '#platform/list-words.ts'

/** Says a value of an event's data, or of what a save changed, in words, several where it is a list; null when it knows none. */
export type Teller = (
  value: unknown,
  data: Readonly<Record<string, unknown>>,
  nameOf: NameOf,
) => Cell | readonly Cell[] | null

const nobody: NameOf = () => undefined

let tellers: Readonly<Record<string, Teller>> = {}

/**
 * Who names values that only the composition root can name (lists, bulk actions, operations), said once. The key is the first part of
 * the event's name and the field: `view.search`.
 */
export function useTellers(all: Readonly<Record<string, Teller>>): void {
  tellers = all
}

/** The value in words where somebody has them, else as it is. */
export function toldValue(
  type: string,
  field: string,
  {
    value,
    data,
    nameOf = nobody,
  }: { value: unknown; data: Readonly<Record<string, unknown>>; nameOf?: NameOf },
): unknown {
  const [about = ''] = type.split('.')
  const teller = tellers[`${about}.${field}`]
  return (value !== null && teller?.(value, data, nameOf)) || value
}
