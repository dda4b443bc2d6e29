import type { ReactNode } from 'react'
import type { Operation } from '#platform/api.ts'
import type { Op } from '#platform/list-spec.ts'
import type { Bilingual } from '#platform/text.ts'
import type { Answer } from '#web/lib/api.ts'

/** One row of what a list operation answers: `{ rows, next? }`. */
export type RowOf<O extends Operation> = Answer<O> extends { rows: (infer R)[] } ? R : never

export type Column<R> = {
  key: string
  title: Bilingual
  render: (row: R) => ReactNode
  /** Name the server sorts by; the header becomes a button. */
  sort?: string
  align?: 'end'
  width?: number
  /** Somebody has chosen the width: what is longer is cut. */
  isCut?: boolean
  /** A code or a word that is not broken over lines. */
  isWhole?: boolean
  /** A name: on two lines at most where the table has no room, cut beyond, and told to who points at the row. */
  isLine?: boolean
  /** Shown only once chosen. */
  isHidden?: boolean
  /** Left out of the cards on a phone. */
  isOffPhone?: boolean
}

export type Choice = { value: string; text: Bilingual }

/** A box of its own before the conditions: free text, or many numbers pasted at once. */
export type BoxFilter =
  | { kind: 'search'; name: string; label: Bilingual }
  | { kind: 'pasted'; name: string; label: Bilingual; max: number }

/**
 * A field that conditions are about. `name` is its name in the URL and in the operation's query. Without `ops` it only has its plain
 * parameter; with them it can stand in groups of conditions too (`fieldFilters` makes those from a list's table).
 */
export type FieldFilter = {
  name: string
  label: Bilingual
  ops?: readonly Op[]
  /** Offered when a condition is added, not shown from the start. */
  isMore?: boolean
} & (
  | { kind: 'text' }
  | { kind: 'choice'; choices: readonly Choice[]; isMany?: boolean }
  /** Two days, both included; `to` when each has a plain parameter (`from` when it is not `name`). */
  | { kind: 'days'; to?: string; from?: string }
  | { kind: 'number'; isMoney?: boolean; to?: string; from?: string }
  | {
      kind: 'lookup'
      find: (search: string) => Promise<Found[]>
      nameOf: (id: string) => Promise<string>
      isMany?: boolean
    }
)

export type Filter = BoxFilter | FieldFilter

export type Found = { value: string; label: string }

export type BulkAction<R> = {
  key: string
  label: string
  isDanger?: boolean
  /** Why it cannot be done with these rows, or null. */
  whyNot?: (rows: R[]) => string | null
  /** May open a preview; the selection is cleared when the promise resolves true. */
  run: (rows: R[]) => Promise<boolean> | boolean
}
