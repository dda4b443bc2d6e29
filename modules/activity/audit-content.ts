import { nameOfField, wordOf } from '#modules/field-names.ts'
import { type Cell, at, joined } from '#platform/cells.ts'
import type { FieldChange } from './changes.ts'

const NONE = { zh: '空', en: 'empty' }
const CHANGED = { zh: '已修改', en: 'changed' }
const YES = { zh: '是', en: 'yes' }
const NO = { zh: '否', en: 'no' }
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

type Told = { data: Record<string, unknown>; changes: readonly FieldChange[] | null }

/** What an event says beside its name: what changed from what to what, else its own data without ids. */
export function auditContent({ data, changes }: Told): Cell {
  const parts = changes
    ? changes.map(changeCell)
    : Object.entries(data).flatMap(([key, value]) => dataCell(key, value))
  return joined('; ', parts)
}

function changeCell({ field, label, before, after }: FieldChange): Cell {
  const lists = listChange(before, after)
  const [was, is] = (lists ?? [before, after]).map((value) => valueCell(value, field))
  const name = joined(' ', [nameOfField(field), label])
  return was === null || is === null
    ? joined(': ', [name, CHANGED])
    : joined(': ', [name, joined(' → ', [was, is])])
}

/** Of a list only what went and what came: the rest is as it was. */
export function listChange(before: unknown, after: unknown): [string[], string[]] | null {
  const [was, is] = [before ?? [], after ?? []]
  if (!isList(was) || !isList(is) || was.length + is.length === 0) return null
  return [was.filter((one) => !is.includes(one)), is.filter((one) => !was.includes(one))]
}

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

function dataCell(key: string, value: unknown): Cell[] {
  if (value === null || value === undefined || value === '') return []
  const cell = valueCell(value, key)
  return cell === null ? [] : [joined(': ', [nameOfField(key), cell])]
}

/** A value as people read it; null for ids and for what has no short form. */
export function valueCell(value: unknown, field: string): Cell | null {
  if (value === null || value === undefined || value === '') return NONE
  if (typeof value === 'boolean') return value ? YES : NO
  if (typeof value === 'number') return field.endsWith('Minor') ? { minor: value } : value
  if (typeof value === 'string') return wordCell(value, field)
  if (!Array.isArray(value)) return null
  const words = value.flatMap((one) => (typeof one === 'string' ? [wordCell(one, field)] : []))
  if (words.length < value.length || words.includes(null)) return null
  return words.length === 0 ? NONE : joined(', ', words)
}

function wordCell(value: string, field: string): Cell | null {
  if (UUID.test(value)) return null
  if (INSTANT.test(value)) return at(value)
  return field === 'fields' ? nameOfField(value) : (wordOf(field, value) ?? value)
}
