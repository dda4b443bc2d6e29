import type { Bilingual } from '#platform/text.ts'

/** What may be asked of a field. `in` and `not` take several values, `between` two, one of which may be empty. */
export type Op = 'in' | 'not' | 'has' | 'between' | 'empty' | 'filled'

export const opNames: Record<Op, Bilingual> = {
  in: { zh: '是', en: 'is' },
  not: { zh: '不是', en: 'is not' },
  has: { zh: '包含', en: 'contains' },
  between: { zh: '介于', en: 'between' },
  empty: { zh: '为空', en: 'is empty' },
  filled: { zh: '不为空', en: 'is filled' },
}
/** Asked so often that it goes without saying. */
export const isUnsaid = (op: Op): boolean => op === 'in' || op === 'between'

type Common = {
  label: Bilingual
  /** Some rows have no value: they can be asked for, and stand last whichever way the list is sorted. */
  isNullable?: true
  /** Names of two plain parameters for from and to, both included. */
  range?: readonly [string, string]
}

/**
 * A field that a list can be filtered by. `day` is an instant of which people name the day in the company's zone;
 * with `isDate` a plain calendar date. `ref` is the id of another record.
 */
export type Field = Common &
  (
    | { kind: 'choice'; values: readonly string[]; names: Readonly<Record<string, Bilingual>> }
    | { kind: 'ref' }
    | { kind: 'text' }
    | { kind: 'flag' }
    | { kind: 'number'; isMoney?: true }
    | { kind: 'day'; isDate?: true }
  )
export type FieldKind = Field['kind']

/** A value that a list can be sorted by. */
export type Sort = {
  kind: 'text' | 'number' | 'integer' | 'instant' | 'date' | 'flag' | 'id' | 'transaction'
  isNullable?: true
  /** The sort that orders rows of one value, the other way round: as the index has them. Where many rows share a value. */
  within?: string
}

/** What can be asked of a list: the same table makes the query's schema, the statement, and the filters on the screen. */
export type ListSpec = {
  fields: Readonly<Record<string, Field>>
  sorts: Readonly<Record<string, Sort>>
  /** As in `sort`: `-placed` or `state,-placed`. */
  defaultSort: string
}

/** Keeps the names of fields and sorts as types. */
export const listSpec = <const S extends ListSpec>(spec: S): S => spec

/** One condition: a field, what is asked of it, and the values. */
export type Condition = { field: string; op: Op; values: string[] }
/** Conditions that hold together; a row matches a list of groups when it matches one of them. */
export type Group = Condition[]

export const GROUPS_MAX = 5
export const CONDITIONS_MAX = 10
export const VALUES_MAX = 50
export const SORTS_MAX = 3
/** How many rows are counted at most; one more means "more than that". */
export const COUNT_MAX = 10_000
export const WHERE_MAX = 4_000
const VALUE_MAX = 200

const OPS: Readonly<Record<FieldKind, readonly Op[]>> = {
  choice: ['in', 'not'],
  ref: ['in', 'not'],
  text: ['has', 'in', 'not'],
  flag: ['in'],
  number: ['between'],
  day: ['between'],
}

/** What may be asked of a field, the usual one first. */
export const opsOf = (field: Field): readonly Op[] =>
  field.isNullable ? [...OPS[field.kind], 'empty', 'filled'] : OPS[field.kind]

/** A group as text: `state.in:held,short;amount.between:1000,`. Empty when there is nothing to ask. */
export const formatGroup = (group: Group): string =>
  group.map(({ field, op, values }) => `${field}.${op}:${values.map(escaped).join(',')}`).join(';')

/** The opposite of `formatGroup`; null when it is not such a text. Whether the fields exist is for `whyNot`. */
export function parseGroup(text: string): Group | null {
  if (text.length > WHERE_MAX) return null
  const group: Group = []
  for (const part of text.split(';')) {
    const found = /^(\w+)\.(in|not|has|between|empty|filled):(.*)$/s.exec(part)
    if (!found) return null
    const [, field = '', op = '', values = ''] = found
    group.push({ field, op: op as Op, values: values === '' ? [] : values.split(',').map(unescaped) })
  }
  return group.length > CONDITIONS_MAX ? null : group
}

const escaped = (value: string): string => value.replace(/[%,;]/g, encodeURIComponent)
const unescaped = (value: string): string => value.replace(/%(25|2C|3B)/gi, decodeURIComponent)

/** What is wrong with a condition, or null. */
export function whyNotAsk(spec: ListSpec, { field: name, op, values }: Condition): Bilingual | null {
  const field = Object.hasOwn(spec.fields, name) ? spec.fields[name] : undefined
  if (!field) return { zh: `没有“${name}”这个筛选项`, en: `There is no field "${name}" to filter by` }
  if (!opsOf(field).includes(op))
    return { zh: `“${field.label.zh}”不能这样筛选`, en: `"${field.label.en}" cannot be asked that way` }
  const isRight = op === 'between' ? isRange(field, values) : isList(field, op, values)
  return isRight
    ? null
    : { zh: `“${field.label.zh}”的值不对`, en: `The value of "${field.label.en}" is not right` }
}

function isRange(field: Field, values: string[]): boolean {
  const [from = '', to = ''] = values
  const isOne = (value: string) => value === '' || isValue(field, value)
  return values.length === 2 && (from !== '' || to !== '') && isOne(from) && isOne(to)
}

function isList(field: Field, op: Op, values: string[]): boolean {
  if (op === 'empty' || op === 'filled') return values.length === 0
  return values.length > 0 && values.length <= VALUES_MAX && values.every((value) => isValue(field, value))
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text is a value of this kind of field. */
export function isValue(field: Field, value: string): boolean {
  switch (field.kind) {
    case 'choice':
      return field.values.includes(value)
    case 'ref':
      return ID.test(value)
    case 'flag':
      return value === 'true' || value === 'false'
    case 'number':
      return /^-?\d{1,15}$/.test(value)
    case 'day':
      return isDay(value)
    case 'text':
      return (
        value !== '' &&
        value.length <= VALUE_MAX &&
        value.isWellFormed() &&
        !/[\u0000-\u001f\u007f]/.test(value)
      )
  }
}

function isDay(value: string): boolean {
  const year = Number(value.slice(0, 4))
  return (
    /^\d{4}-\d\d-\d\d$/.test(value) &&
    year >= 1970 &&
    year <= 2199 &&
    new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value
  )
}

export type SortKey = { name: string; isDown: boolean }

/** `state,-placed` as keys; null when a name is unknown, comes twice, or there are too many. */
export function parseSort(spec: ListSpec, text: string): SortKey[] | null {
  const keys = text.split(',').map((part) => ({ name: part.replace(/^-/, ''), isDown: part.startsWith('-') }))
  const names = new Set(keys.map((key) => key.name))
  const isKnown = keys.every((key) => Object.hasOwn(spec.sorts, key.name))
  return isKnown && names.size === keys.length && keys.length <= SORTS_MAX ? keys : null
}

export const formatSort = (keys: readonly SortKey[]): string =>
  keys.map((key) => `${key.isDown ? '-' : ''}${key.name}`).join(',')

/** The conditions of the plain parameters of a query: they hold whatever the groups say. */
export function plainConditions(spec: ListSpec, query: Readonly<Record<string, unknown>>): Group {
  return Object.entries(spec.fields).flatMap(([field, { range, kind }]): Group => {
    if (range) {
      const values = range.map((name) => String(query[name] ?? ''))
      return values.some(Boolean) ? [{ field, op: 'between', values }] : []
    }
    const values = [query[field] ?? []].flat().map(String)
    return values.length > 0 && isPlain(kind) ? [{ field, op: 'in', values }] : []
  })
}

/** Whether a field of this kind has a plain parameter of its own name, meaning "any of". */
export const isPlain = (kind: FieldKind): boolean => kind !== 'number' && kind !== 'day'

/** Numbers pasted from a sheet, a mail or a chat: parted by lines, commas, semicolons, tabs or spaces; each once. */
export const pastedValues = (text: string, max: number): string[] =>
  [...new Set(text.split(/[\s,，;；、]+/).filter((value) => value !== ''))].slice(0, max)
