import {
  type Condition,
  type Field,
  type Group,
  type ListSpec,
  type Op,
  formatGroup,
  opsOf,
  parseGroup,
} from '#platform/list-spec.ts'
import { type SearchValues, many, one } from '#web/lib/search.ts'
import type { BoxFilter, Choice, FieldFilter, Filter, Found } from '#web/ui/list-types.ts'

/** What a list is asked: conditions that always hold, and groups of which one has to. */
export type Asked = { always: Group; groups: Group[] }

const WHERE = 'where'

export const isField = (filter: Filter): filter is FieldFilter =>
  filter.kind !== 'search' && filter.kind !== 'pasted'
export const isBox = (filter: Filter): filter is BoxFilter => !isField(filter)

/** The operators of a filter, the usual one first. */
export const opsFor = (filter: FieldFilter): readonly Op[] => filter.ops ?? [plainOp(filter)]

const isRange = (filter: FieldFilter) => filter.kind === 'days' || filter.kind === 'number'
const plainOp = (filter: FieldFilter): Op => (isRange(filter) ? 'between' : 'in')

/** Names of the plain parameters of a filter; none when it has none. */
function plainNames(filter: FieldFilter): string[] {
  if (filter.kind !== 'days' && filter.kind !== 'number') return [filter.name]
  return filter.to ? [filter.from ?? filter.name, filter.to] : []
}

/** Every name in the URL that filters write. */
export const namesOf = (filters: readonly Filter[]): string[] => [
  ...filters.flatMap((filter) => (isField(filter) ? plainNames(filter) : [filter.name])),
  ...(filters.some((filter) => isField(filter) && filter.ops) ? [WHERE] : []),
]

/** Reads the conditions of a URL; what the list does not know is left out. */
export function readAsked(values: SearchValues, filters: readonly Filter[]): Asked {
  const fields = filters.filter(isField)
  const known = new Map(fields.map((filter) => [filter.name, filter]))
  const always = fields.filter((filter) => !filter.ops).flatMap((filter) => plainOf(filter, values))
  const plain = fields.filter((filter) => filter.ops).flatMap((filter) => plainOf(filter, values))
  const written = many(values[WHERE])
    .map((text) => parseGroup(text) ?? [])
    .map((group) => group.filter(({ field, op }) => known.get(field)?.ops?.includes(op)))
    .filter((group) => group.length > 0)
  const groups = written.length === 0 ? [plain] : written.map((group) => [...plain, ...group])
  return { always, groups }
}

function plainOf(filter: FieldFilter, values: SearchValues): Group {
  const names = plainNames(filter)
  if (isRange(filter)) {
    const ends = names.map((name) => one(values[name]) ?? '')
    return ends.some(Boolean) ? [{ field: filter.name, op: 'between', values: ends }] : []
  }
  const chosen = many(values[filter.name])
  const parts = filter.kind === 'choice' ? chosen.flatMap((value) => value.split(',')) : chosen
  return parts.length > 0 ? [{ field: filter.name, op: 'in', values: parts }] : []
}

/** The opposite: what to write into the URL, with `undefined` for names that are not asked for any more. */
export function writeAsked({ always, groups }: Asked, filters: readonly Filter[]): SearchValues {
  const fields = filters.filter(isField)
  const patch: SearchValues = Object.fromEntries(
    [...fields.flatMap(plainNames), WHERE].map((name) => [name, undefined]),
  )
  const filled = groups.filter((group) => group.length > 0)
  const rest: Group = []
  for (const condition of [...always, ...(filled.length === 1 ? (filled[0] ?? []) : [])]) {
    const filter = fields.find((one) => one.name === condition.field)
    const names = filter ? plainNames(filter) : []
    const isFree = names.length > 0 && names.every((name) => patch[name] === undefined)
    if (!filter || !isFree || condition.op !== plainOp(filter)) rest.push(condition)
    else if (isRange(filter)) names.forEach((name, i) => (patch[name] = condition.values[i] || undefined))
    else patch[filter.name] = condition.values
  }
  if (filled.length > 1) patch[WHERE] = filled.map(formatGroup)
  else if (rest.length > 0) patch[WHERE] = [formatGroup(rest)]
  return patch
}

/** Puts a condition in another's place, adds it when there was none, or takes it away. */
export function changed(group: Group, before: Condition | null, after: Condition | null): Group {
  const at = before ? group.indexOf(before) : group.length
  return group.toSpliced(at, before ? 1 : 0, ...(after ? [after] : []))
}

/** Whether a condition says anything: values are there, or none are needed. */
export const isComplete = ({ op, values }: Condition): boolean =>
  op === 'empty' || op === 'filled' || values.some((value) => value !== '')

/** How records that a field refers to are found and named. */
export type RecordLookup = {
  find: (search: string) => Promise<Found[]>
  nameOf: (id: string) => Promise<string>
}

type Extras = {
  /** How records that a field refers to are found and named; a `ref` without one is not offered. */
  lookups?: Readonly<Record<string, RecordLookup | undefined>>
  /** Fields shown from the start, in this order; the others are offered when a condition is added. */
  first: readonly string[]
}

const yesNo: readonly Choice[] = [
  { value: 'true', text: { zh: '是', en: 'Yes' } },
  { value: 'false', text: { zh: '否', en: 'No' } },
]

/** The filters of a list from its table of fields. */
export function fieldFilters(spec: ListSpec, { lookups = {}, first }: Extras): FieldFilter[] {
  const filters = Object.entries(spec.fields).flatMap(([name, field]): FieldFilter[] => {
    const common = { name, label: field.label, ops: opsOf(field), isMore: !first.includes(name) }
    const lookup = lookups[name]
    switch (field.kind) {
      case 'choice': {
        const { values, names } = field
        const all = values.map((value) => ({ value, text: names[value] ?? { zh: value, en: value } }))
        return [{ ...common, kind: 'choice', choices: all, isMany: true }]
      }
      case 'flag':
        return [{ ...common, kind: 'choice', choices: yesNo }]
      case 'ref':
        return lookup
          ? [{ ...common, find: lookup.find, nameOf: lookup.nameOf, kind: 'lookup', isMany: true }]
          : []
      case 'text':
        return [{ ...common, kind: 'text' }]
      case 'number':
        return [{ ...common, ...endsOf(field), kind: 'number', isMoney: field.isMoney ?? false }]
      case 'day':
        return [{ ...common, ...endsOf(field), kind: 'days' }]
    }
  })
  return [...filters.filter((one) => !one.isMore).toSorted(by(first)), ...filters.filter((one) => one.isMore)]
}

const by = (first: readonly string[]) => (a: FieldFilter, b: FieldFilter) =>
  first.indexOf(a.name) - first.indexOf(b.name)

const endsOf = ({ range }: Field): { from?: string; to?: string } =>
  range ? { from: range[0], to: range[1] } : {}
