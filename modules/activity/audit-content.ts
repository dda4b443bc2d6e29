import { wordOf } from '#modules/event-words.ts'
import { nameOfField } from '#modules/field-names.ts'
import { type Cell, at, isCell, joined } from '#platform/cells.ts'
import type { FieldChange } from './changes.ts'

const NONE = { zh: '空', en: 'empty' }
const CHANGED = { zh: '已修改', en: 'changed' }
const YES = { zh: '是', en: 'yes' }
const NO = { zh: '否', en: 'no' }
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

type Told = { type: string; told: Record<string, unknown>; changes: readonly FieldChange[] | null }

/** What an event says beside its name: what changed from what to what, else its own data without ids. */
export function auditContent({ type, told, changes }: Told): Cell {
  const parts = changes
    ? changes.map((change) => changeCell(type, change))
    : factsOf(type, told).map(({ name, value }) => joined(': ', [name, value]))
  return joined('; ', parts)
}

/** An event's own data, one fact a field, without ids. */
export const factsOf = (type: string, data: Record<string, unknown>): { name: Cell; value: Cell }[] =>
  Object.entries(data).flatMap(([field, value]) => {
    if (field === 'from' && isFilled(value) && isFilled(data['to'])) return []
    if (field === 'to' && isFilled(data['from'])) return [moveOf(type, data)]
    const cell = value === null || value === undefined || value === '' ? null : valueCell(type, field, value)
    return cell === null ? [] : [{ name: nameOfField(field), value: cell }]
  })

const isFilled = (value: unknown): boolean => value !== null && value !== undefined && value !== ''

/** From what to what, as one fact. */
const moveOf = (type: string, { from, to }: Record<string, unknown>): { name: Cell; value: Cell } => ({
  name: { zh: '变化', en: 'Change' },
  value: joined(' → ', [valueCell(type, 'from', from), valueCell(type, 'to', to)]),
})

/** A change as people read it: what the field is called, and what it was and is; null where that has no short form. */
export type ToldChange = { name: Cell; was: Cell; is: Cell; isList: boolean } | { name: Cell; was: null }

export function toldChange(type: string, { field, label, before, after }: FieldChange): ToldChange {
  const lists = listChange(before, after)
  const [was, is] = (lists ?? [before, after]).map((value) => valueCell(type, field, value))
  const name = joined(' ', [nameOfField(field), label])
  return was === null || is === null ? { name, was: null } : { name, was, is, isList: lists !== null }
}

function changeCell(type: string, change: FieldChange): Cell {
  const told = toldChange(type, change)
  return joined(': ', [told.name, told.was === null ? CHANGED : joined(' → ', [told.was, told.is])])
}

/** Whether a told value says that there is nothing. */
export const isNone = (cell: Cell): boolean => cell === NONE

/** Of a list only what went and what came: the rest is as it was. */
function listChange(before: unknown, after: unknown): [unknown[], unknown[]] | null {
  const [was, is] = [before || [], after || []]
  if (!isList(was) || !isList(is) || was.length + is.length === 0) return null
  const without = (list: unknown[], other: unknown[]) => {
    const known = new Set(other.map((one) => JSON.stringify(one)))
    return list.filter((one) => !known.has(JSON.stringify(one)))
  }
  return [without(was, is), without(is, was)]
}

const isList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' || isCell(one))

/** A value as people read it; null for ids and for what has no short form. */
function valueCell(type: string, field: string, value: unknown): Cell | null {
  if (value === null || value === undefined || value === '') return NONE
  if (typeof value === 'boolean') return value ? YES : NO
  if (typeof value === 'number') return numberCell(field, value)
  if (typeof value === 'string') return wordCell(type, field, value)
  if (!Array.isArray(value)) return isCell(value) ? value : null
  if (value.length > 0 && value.every(isCell)) return joined('; ', value)
  const words = value.flatMap((one) => (typeof one === 'string' ? [wordCell(type, field, one)] : []))
  if (words.length < value.length || words.includes(null)) return null
  return words.length === 0 ? NONE : joined(', ', words)
}

function numberCell(field: string, value: number): Cell {
  if (field.endsWith('Minor')) return { minor: value }
  return field.endsWith('Share') ? { share: value } : value
}

function wordCell(type: string, field: string, value: string): Cell | null {
  if (UUID.test(value)) return null
  if (INSTANT.test(value)) return at(value)
  return field === 'fields' ? nameOfField(value) : (wordOf(type, field, value) ?? value)
}
