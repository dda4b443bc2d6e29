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
const YES = { zh: '是', en: 'yes' }
const NO = { zh: '否', en: 'no' }

/** What the search of a list's URL asks for, in words: conditions, then the order. Of other records only how many are named. */
export function searchWords(source: ListSource, search: string): Cell {
  const spec = specOf(source.operation) ?? { fields: {}, sorts: {}, defaultSort: '' }
  const values = readValues(search)
  const plain = plainConditions(spec, values).map((one) => conditionWords(spec, one))
  const groups = [values['where'] ?? []].flat().flatMap((text) => parseGroup(text) ?? [])
  const asked = groups.length > 0 ? [groupWords(spec, groups)] : []
  return joined('; ', [...plain, ...asked, ...otherWords(spec, values), ...sortWords(source, spec, values)])
}

const groupWords = (spec: ListSpec, group: Group): Cell =>
  joined(
    ' · ',
    group.map((one) => conditionWords(spec, one)),
  )

function conditionWords(spec: ListSpec, { field: name, op, values }: Condition): Cell {
  const field = spec.fields[name]
  if (!field) return name
  const said =
    op === 'between'
      ? joined(
          ' – ',
          values.map((one) => valueWords(field, one) ?? '…'),
        )
      : several(field, values)
  return joined(': ', [joined(' ', [field.label, isUnsaid(op) ? null : opNames[op]]), said])
}

function several(field: Field, given: readonly string[]): Cell {
  const values = field.kind === 'text' ? given : given.flatMap((value) => value.split(','))
  if (field.kind === 'ref') return { zh: `${values.length} 项`, en: `${values.length} chosen` }
  return joined(
    ', ',
    values.map((value) => valueWords(field, value)),
  )
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
