import type { Change } from './batch.ts'
import type { DuplicatePolicy } from './kind.ts'
import type { Setup } from './kind-work.ts'

/** How an existing record is compared with a row. */
export type Comparison<T> = {
  current: T
  given: { [K in keyof T]?: T[K] | undefined }
  /** What an empty cell makes of a field with `update_all`; fields left out cannot be emptied. */ empty: Partial<T>
  /** Value and name of each field as people read them. */ shown: {
    [K in keyof T]: { field: string; text: (value: T[K]) => string }
  }
}

/** The record after the row, and what differs, by the policy for duplicates. Pure. */
export function updated<T extends object>(
  { mapping, constants, duplicates }: Pick<Setup, 'mapping' | 'constants' | 'duplicates'>,
  { current, given, empty, shown }: Comparison<T>,
): { after: T; changes: Change[] } {
  const after = { ...current }
  const changes: Change[] = []
  for (const key of Object.keys(shown) as (keyof T)[]) {
    const { field, text } = shown[key]
    const isGiven = mapping[field] !== undefined || constants[field] !== undefined
    const value = given[key] ?? (isGiven && duplicates === 'update_all' ? empty[key] : undefined)
    if (value === undefined || text(value) === text(current[key])) continue
    after[key] = value
    changes.push({ field, from: text(current[key]), to: text(value) })
  }
  return { after, changes }
}

/** What becomes of a row whose record is there. */
export function verdictOnExisting(
  duplicates: DuplicatePolicy,
  changes: readonly Change[],
): 'duplicate' | 'rejected' | 'same' | 'changed' {
  if (duplicates === 'skip') return 'duplicate'
  if (duplicates === 'refuse') return 'rejected'
  return changes.length === 0 ? 'same' : 'changed'
}
