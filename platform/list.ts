import type { z } from 'zod'
import type { Operation, ResultOf } from '#platform/api.ts'
import type { ListField } from '#platform/cells.ts'
import { PAGING } from '#platform/list-names.ts'
import type { Bilingual } from '#platform/text.ts'
import { check } from '#platform/validate.ts'

/** What stands in the URL of a list behind `?`. */
export type ListValues = Record<string, string | string[] | undefined>
export type ListPlace = { zone: string; now: Date }

/** One list of the product, as saved views, counts, exports and bulk actions know it. */
export type ListSource = {
  /** As the page names it: `ListPage name=`. */
  name: string
  title: Bilingual
  /** Path of its page in the web app. */
  path: string
  /** A read that answers `{ rows, next? }`. */
  operation: Operation
  /** From the values of the URL to the operation's query, where they differ. */
  toQuery?: (values: ListValues, place: ListPlace) => object
  /** What its columns hold, for files: keys and titles as on the page. */
  fields: readonly ListField<never>[]
  /** The record a row stands for, where it is not the row's `id`. */
  idOf?: (row: never) => string
}

/** A row as a list operation answers it. */
export type RowOf<O extends Operation> = ResultOf<O> extends { rows: (infer R)[] } ? R : never

/** Says a list: its fields fit the rows of its operation. */
export const listSource = <O extends Operation>(
  source: Omit<ListSource, 'operation' | 'fields' | 'idOf'> & {
    operation: O
    fields: readonly ListField<RowOf<O>>[]
    idOf?: (row: RowOf<O>) => string
  },
): ListSource => source

/** `a=1&b=2&b=3` as `{ a: '1', b: ['2', '3'] }`. */
export function readValues(search: string): ListValues {
  const values: ListValues = {}
  for (const [name, value] of new URLSearchParams(search)) {
    if (value === '') continue
    const before = Object.hasOwn(values, name) ? values[name] : undefined
    values[name] = before === undefined ? value : [before, value].flat()
  }
  return values
}

/**
 * The operation's query for these values of the URL; what it does not know, or no longer takes, is left out:
 * a view saved long ago still opens.
 */
export function queryOfValues(source: ListSource, values: ListValues, place: ListPlace): object {
  const { shape = {} } = (source.operation.query ?? {}) as { shape?: Record<string, z.ZodType> }
  const given = source.toQuery?.(values, place) ?? values
  const query: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    const schema = shape[name]
    if (!schema || PAGING.includes(name) || value === undefined) continue
    const fitting = formsOf(value).find((form) => !check(schema, form).problems)
    if (fitting !== undefined) query[name] = fitting
  }
  return query
}

/** Several values go as a list, joined, or only the first, as the operation takes them. */
const formsOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? [value, value.join(','), value[0]] : [value, [value]]
