import { type Cell, joined } from '#platform/cells.ts'
import { type ListSource, type ListValues, readValues } from '#platform/list.ts'
import { specOf } from '#platform/list-schema.ts'
import {
  type Condition,
  type Field,
  type Group,
  type ListSpec,
  isUnsaid,
  opNames,
  parseGroup,
  parseSort,
  plainConditions,
} from '#platform/list-spec.ts'

const SORTED = { zh: '排序', en: 'sorted by' }
const SEARCHED = { zh: '搜索', en: 'search' }
const OR = { zh: '或', en: 'or' }
const YES = { zh: '是', en: 'yes' }
const NO = { zh: '否', en: 'no' }

/** How a record is called that the reader may see. */
export type NameOf = (id: string) => string | undefined
type Asking = { spec: ListSpec; nameOf: NameOf }

/** What the search of a list's URL asks for, in words: each condition, or group of them, then the order. */
export function searchWords(source: ListSource, search: string, nameOf: NameOf): Cell[] {
  const spec = specOf(source.operation) ?? { fields: {}, sorts: {}, defaultSort: '' }
  const asking = { spec, nameOf }
  const values = readValues(search)
  const plain = plainConditions(spec, values).map((one) => conditionWords(asking, one))
  const groups: Group[] = [values['where'] ?? []].flat().map((text) => parseGroup(text) ?? [])
  const asked =
    groups.length > 1
      ? groups.map((group, i) => joined(' ', [i === 0 ? null : OR, groupWords(asking, group)]))
      : (groups[0] ?? []).map((one) => conditionWords(asking, one))
  return [...plain, ...asked, ...otherWords(spec, values), ...sortWords(source, spec, values)]
}

/** The ids of other records that a search names, by the field that names them. */
export function idsAsked(search: string): { field: string; id: string }[] {
  const { where, ...plain } = readValues(search)
  const conditions = [where ?? []].flat().flatMap((text) => parseGroup(text) ?? [])
  return [
    ...Object.entries(plain).map(([field, value]) => ({ field, values: [value ?? []].flat() })),
    ...conditions,
  ].flatMap(({ field, values }) => values.flatMap((value) => value.split(',')).map((id) => ({ field, id })))
}

const groupWords = (asking: Asking, group: Group): Cell =>
  joined(
    ' · ',
    group.map((one) => conditionWords(asking, one)),
  )

function conditionWords({ spec, nameOf }: Asking, { field: name, op, values }: Condition): Cell {
  const field = spec.fields[name]
  if (!field) return name
  const said =
    op === 'between'
      ? joined(
          ' – ',
          values.map((one) => valueWords(field, one) ?? '…'),
        )
      : several(field, values, nameOf)
  return joined(': ', [joined(' ', [field.label, isUnsaid(op) ? null : opNames[op]]), said])
}

function several(field: Field, given: readonly string[], nameOf: NameOf): Cell {
  const values = field.kind === 'text' ? given : given.flatMap((value) => value.split(','))
  if (field.kind === 'ref') return named(values, nameOf)
  return joined(
    ', ',
    values.map((value) => valueWords(field, value)),
  )
}

/** Records by their names; of those the reader may not see, how many. */
function named(ids: readonly string[], nameOf: NameOf): Cell {
  const names = ids.flatMap((id) => nameOf(id) ?? [])
  const hidden = ids.length - names.length
  return joined(', ', [
    ...names,
    hidden === 0 ? null : { zh: `${hidden} 项您无权查看`, en: `${hidden} you may not see` },
  ])
}

function valueWords(field: Field, value: string): Cell {
  if (value === '') return null
  if (field.kind === 'choice') return field.names[value] ?? value
  if (field.kind === 'flag') return value === 'true' ? YES : NO
  return field.kind === 'number' && field.isMoney ? { minor: Number(value) } : value
}

/** What the list takes beside its fields: free text, a view of the page. */
function otherWords(spec: ListSpec, values: ListValues): Cell[] {
  const known = new Set([
    'where',
    'sort',
    ...Object.entries(spec.fields).flatMap(([name, { range }]) => range ?? [name]),
  ])
  return Object.entries(values).flatMap(([name, value]) => {
    if (known.has(name) || value === undefined) return []
    return [joined(': ', [name === 'search' ? SEARCHED : name, [value].flat().join(', ')])]
  })
}

function sortWords(source: ListSource, spec: ListSpec, { sort }: ListValues): Cell[] {
  const keys = typeof sort === 'string' ? (parseSort(spec, sort) ?? []) : []
  if (keys.length === 0) return []
  const nameOf = (name: string): Cell =>
    spec.fields[name]?.label ?? source.fields.find((field) => field.key === name)?.title ?? name
  return [
    joined(': ', [
      SORTED,
      joined(
        ', ',
        keys.map(({ name, isDown }) => joined(' ', [nameOf(name), isDown ? '↓' : '↑'])),
      ),
    ]),
  ]
}
