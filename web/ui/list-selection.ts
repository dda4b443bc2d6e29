import { useState } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import { PAGE_MAX } from '#platform/schema.ts'
import { call } from '#web/lib/api.ts'

/** How many rows "all that match" may be for something to be done with them. */
export const SELECT_MAX = 2_000

/** What is picked in a list: rows one by one on any of its pages, or all that match. Kept while paging and sorting. */
export type ListSelection<R> = {
  keys: ReadonlySet<string>
  /** The rows picked one by one, as they were last seen. */
  rows: readonly R[]
  /** Everything that matches the filters is picked, also what no page has shown. */
  isAll: boolean
  /** How many are picked. */
  count: number
  /** How many match in all; null when nobody knows. */
  total: number | null
  /** Whether all that match can be picked: there is more than this page, and not more than `SELECT_MAX`. */
  canPickAll: boolean
  pickAll: () => void
  clear: () => void
  /** The rows picked; for all that match they are read from the server, `SELECT_MAX` at most. */
  load: () => Promise<R[]>
  /** Picks these of the page's rows and no others of it. */
  pickOnPage: (keys: ReadonlySet<string>) => void
}

type Given<R> = {
  /** Changes when something else is asked: what was picked is forgotten. */
  asked: string
  page: readonly R[]
  rowKey: (row: R) => string
  /** How many match in all; null when nobody knows. */
  total: number | null
  read: () => Promise<R[]>
}

type Picked<R> = { asked: string; rows: ReadonlyMap<string, R>; isAll: boolean }

export function useListSelection<R>({ asked, page, rowKey, total, read }: Given<R>): ListSelection<R> {
  const none: Picked<R> = { asked, rows: new Map(), isAll: false }
  const [kept, setPicked] = useState<Picked<R>>(none)
  const picked = kept.asked === asked ? kept : none
  const onPage = new Map(page.map((row) => [rowKey(row), row]))
  const isAll = picked.isAll && total !== null
  const pickOnPage = (keys: ReadonlySet<string>) => {
    const elsewhere = isAll ? [] : [...picked.rows].filter(([key]) => !onPage.has(key))
    const here = [...onPage].filter(([key]) => keys.has(key))
    setPicked({ asked, rows: new Map([...elsewhere, ...here]), isAll: false })
  }
  return {
    keys: new Set(isAll ? onPage.keys() : picked.rows.keys()),
    rows: isAll ? page : [...picked.rows.values()],
    isAll,
    count: isAll ? total : picked.rows.size,
    total,
    canPickAll: total !== null && total > page.length && total <= SELECT_MAX,
    pickAll: () => setPicked({ asked, rows: new Map(), isAll: true }),
    clear: () => setPicked(none),
    load: async () => (isAll ? read() : [...picked.rows.values()]),
    pickOnPage,
  }
}

type Page<R> = { rows: R[]; next?: string | null }

/** Reads a list page by page, up to `SELECT_MAX` rows. */
export async function readWhole<R>(operation: Operation, params: unknown, query: object): Promise<R[]> {
  const rows: R[] = []
  let cursor: string | null | undefined
  do {
    const asked = { ...query, limit: PAGE_MAX, cursor: cursor ?? undefined }
    const page = (await call(operation, {
      params,
      query: asked,
    } as CallInput<Operation>)) as unknown as Page<R>
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor && rows.length < SELECT_MAX)
  return rows.slice(0, SELECT_MAX)
}
