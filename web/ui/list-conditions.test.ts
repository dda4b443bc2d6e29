import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Condition, listSpec } from '#platform/list-spec.ts'
import { parseSearch, stringifySearch } from '#web/lib/search.ts'
import { fieldFilters, isComplete, readAsked, writeAsked } from '#web/ui/list-conditions.ts'
import type { Filter } from '#web/ui/list-types.ts'

const label = { zh: '项', en: 'Field' }
const spec = listSpec({
  fields: {
    state: { kind: 'choice', values: ['held', 'short'], names: {}, label },
    ref: { kind: 'text', isNullable: true, label },
    placed: { kind: 'day', range: ['from', 'to'], label },
    amount: { kind: 'number', label },
    urgent: { kind: 'flag', label },
  },
  sorts: {},
  defaultSort: '',
})
const filters: Filter[] = [
  { kind: 'search', name: 'search', label },
  ...fieldFilters(spec, { first: ['urgent', 'state'] }),
  { kind: 'choice', name: 'archived', label, choices: [{ value: 'true', text: label }] },
]

test('the fields chosen stand first, in their order', () => {
  expect(filters.slice(1, 6).map((filter) => filter.name)).toEqual([
    'urgent',
    'state',
    'ref',
    'placed',
    'amount',
  ])
})

test.each([
  ['?urgent=true&state=held&from=2026-01-01', 'one group is written in plain parameters'],
  ['?where=ref.has%3AA1%3Bamount', 'what is not a condition is left out', ''],
  ['?where=ref.has%3AA1', 'what has no plain parameter is written as a condition'],
  ['?where=state.in%3Aheld&where=ref.empty%3A', 'groups are alternatives'],
  [
    '?state=held&where=ref.empty%3A&where=urgent.in%3Atrue',
    'plain parameters hold in each group',
    '?where=state.in%3Aheld%3Bref.empty%3A&where=state.in%3Aheld%3Burgent.in%3Atrue',
  ],
  ['?where=secret.in%3A1&where=state.between%3A1%2C2', 'unknown fields and operators are left out', ''],
  ['?state=held%2Cshort', 'values joined by commas are values', '?state=held&state=short'],
])('%s: %s', (search, _, written = search) => {
  const asked = readAsked(parseSearch(search), filters)
  expect(stringifySearch(writeAsked(asked, filters))).toBe(written)
})

test('simple filters hold whatever the groups say', () => {
  const asked = readAsked(parseSearch('?archived=true&where=state.in:held&where=urgent.in:true'), filters)
  expect(asked.always).toEqual([{ field: 'archived', op: 'in', values: ['true'] }])
  expect(asked.groups).toHaveLength(2)
  expect(writeAsked(asked, filters)['archived']).toEqual(['true'])
})

const condition = fc.oneof(
  fc.record({
    field: fc.constant('state'),
    op: fc.constantFrom('in', 'not'),
    values: fc.constantFrom(['held'], ['held', 'short']),
  }),
  fc.record({
    field: fc.constant('ref'),
    op: fc.constantFrom('has', 'in', 'not'),
    values: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ field: fc.constant('ref'), op: fc.constantFrom('empty', 'filled'), values: fc.constant([]) }),
  fc.record({
    field: fc.constantFrom('placed', 'amount'),
    op: fc.constant('between'),
    values: fc.constantFrom(['1', ''], ['', '2'], ['1', '2']),
  }),
) as fc.Arbitrary<Condition>

test('what is asked survives its way through the URL', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(condition, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      (groups) => {
        const search = stringifySearch(writeAsked({ always: [], groups }, filters))
        const read = readAsked(parseSearch(search), filters)
        const inOrder = (group: Condition[]) => group.map((one) => JSON.stringify(one)).toSorted()
        expect(read.groups.map(inOrder)).toEqual(groups.map(inOrder))
      },
    ),
  )
})

test('a condition without values says nothing, unless none are needed', () => {
  expect(isComplete({ field: 'ref', op: 'has', values: [''] })).toBe(false)
  expect(isComplete({ field: 'ref', op: 'between', values: ['', '1'] })).toBe(true)
  expect(isComplete({ field: 'ref', op: 'empty', values: [] })).toBe(true)
})
