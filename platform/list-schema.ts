import { z } from 'zod'
import type { Operation } from '#platform/api.ts'
import {
  type Field,
  GROUPS_MAX,
  type ListSpec,
  VALUES_MAX,
  WHERE_MAX,
  isPlain,
  isValue,
} from '#platform/list-spec.ts'
import { Flag, Paging } from '#platform/schema.ts'

const SORT_MAX = 200

/** A value, several, or several in one text parted by commas. */
const several = (one: z.ZodType<string, string>, parts: boolean) =>
  z
    .union([z.string(), z.array(z.string()).max(VALUES_MAX)])
    .transform((given) => [given].flat().flatMap((text) => (parts ? text.split(',') : [text])))
    .pipe(z.array(one).min(1).max(VALUES_MAX))
type Several = z.ZodOptional<z.ZodType<string[], string | string[]>>

type Plain<F> = {
  [
    K in keyof F as F[K] extends { range: readonly [string, string] }
      ? never
      : F[K] extends { kind: 'number' | 'day' }
        ? never
        : K
  ]: Several
}
type RangeName<F> = F extends { range: readonly [infer A extends string, infer B extends string] }
  ? A | B
  : never
type Ranges<F> = { [K in RangeName<F[keyof F]>]: z.ZodOptional<z.ZodType<string, string>> }

const question = {
  ...Paging,
  /** Groups of conditions: `state.in:held,short;amount.between:1000,`. One of the groups has to hold. */
  where: z
    .union([z.string().max(WHERE_MAX), z.array(z.string().max(WHERE_MAX)).max(GROUPS_MAX)])
    .transform((given) => [given].flat())
    .optional(),
  /** Counts all rows that match, up to a bound. */
  count: Flag.optional(),
}

const specs = new WeakMap<object, ListSpec>()

/** What can be asked of the list that an operation answers; null when nothing can. */
export function specOf({ query }: Pick<Operation, 'query'>): ListSpec | null {
  const sort = (query as { shape?: { sort?: object } } | undefined)?.shape?.sort
  return (sort && specs.get(sort)) ?? null
}

/** What a list takes as its query: paging, sort, groups of conditions, and a plain parameter for each field. */
export function listParams<const S extends ListSpec>(spec: S) {
  const plain: Record<string, z.ZodType> = {}
  for (const [name, field] of Object.entries<Field>(spec.fields)) {
    if (field.range) for (const end of field.range) plain[end] = valueOf(field).optional()
    else if (isPlain(field.kind)) plain[name] = several(valueOf(field), field.kind !== 'text').optional()
  }
  /** Names of sorts parted by commas, the first one first; `-` before a name turns it round. */
  const sort = z.string().max(SORT_MAX).optional()
  specs.set(sort, spec)
  return { ...question, sort, ...(plain as Plain<S['fields']> & Ranges<S['fields']>) }
}

function valueOf(field: Field): z.ZodType<string, string> {
  if (field.kind === 'choice') return z.enum(field.values as [string, ...string[]])
  if (field.kind === 'ref')
    return z.uuid().transform((id) => id.toLowerCase()) as unknown as z.ZodType<string, string>
  if (field.kind === 'day')
    return z.iso
      .date()
      .refine((day) => isValue(field, day), '年份应在 1970 到 2199 之间 · Give a year from 1970 to 2199')
  return z
    .string()
    .refine((value) => isValue(field, value), '这个字段没有这样的值 · This field has no such value')
}
