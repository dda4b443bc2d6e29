import type { Cell } from '#platform/cells.ts'

/** Says a value of an event's data, or of what a save changed, in words; null when it knows none. */
export type Teller = (value: unknown, data: Readonly<Record<string, unknown>>) => Cell | null

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
  { value, data }: { value: unknown; data: Readonly<Record<string, unknown>> },
): unknown {
  const [about = ''] = type.split('.')
  const teller = tellers[`${about}.${field}`]
  return (value !== null && teller?.(value, data)) || value
}
