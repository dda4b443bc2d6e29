import type { ReactNode } from 'react'
import type { Operation } from '#platform/api.ts'
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
  /** Shown only once chosen. */
  isHidden?: boolean
  /** Left out of the cards on a phone. */
  isOffPhone?: boolean
}

export type Choice = { value: string; text: Bilingual }

/** A filter of a list. `name` is its name in the URL and in the operation's query. */
export type Filter =
  | { kind: 'search'; name: string; label: Bilingual }
  | { kind: 'text'; name: string; label: Bilingual }
  | { kind: 'choice'; name: string; label: Bilingual; choices: readonly Choice[]; isMany?: boolean }
  /** Two days, each with its own name: from and to, both included. */
  | { kind: 'days'; name: string; to: string; label: Bilingual }
  | {
      kind: 'lookup'
      name: string
      label: Bilingual
      find: (search: string) => Promise<Found[]>
      nameOf: (id: string) => Promise<string>
    }

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
