import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { Invalid } from '#platform/errors.ts'
import { type ListQuestion, type ListSql, listQuery } from '#platform/list-query.ts'
import {
  type Condition,
  type Group,
  type SortKey,
  formatGroup,
  formatSort,
  listSpec,
  parseGroup,
  parseSort,
  pastedValues,
} from '#platform/list-spec.ts'
import { world } from '#platform/testing/world.ts'

const w = world()

const label = { zh: '项', en: 'Field' }
const STATES = ['open', 'shut', 'gone'] as const
const spec = listSpec({
  fields: {
    state: { kind: 'choice', values: STATES, names: {}, label },
    name: { kind: 'text', isNullable: true, label },
    amount: { kind: 'number', isNullable: true, label },
    made: { kind: 'day', range: ['from', 'to'], label },
    urgent: { kind: 'flag', label },
  },
  sorts: {
    state: { kind: 'text', within: 'made' },
    name: { kind: 'text', isNullable: true },
    amount: { kind: 'number', isNullable: true },
    made: { kind: 'instant' },
    urgent: { kind: 'flag' },
  },
  defaultSort: '-made',
})
const places: ListSql<typeof spec> = {
  fields: {
    state: sql`r.state`,
    name: sql`r.name`,
    amount: sql`r.amount`,
    made: sql`r.made`,
    urgent: sql`r.urgent`,
  },
  sorts: {
    state: sql`r.state`,
    name: sql`r.name`,
    amount: sql`r.amount`,
    made: sql`r.made`,
    urgent: sql`r.urgent`,
  },
  tie: sql`r.id`,
  tieType: 'bigint',
}
type Row = {
  id: number
  state: string
  name: string | null
  amount: number | null
  made: string
  urgent: boolean
}

// Instants differ by microseconds, which a Date would lose.
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03']
const madeAt = fc
  .tuple(
    fc.constantFrom(...DAYS),
    fc.constantFrom('00:00:00.000001', '00:00:00.000002', '15:59:59.999999', '16:00:00.000000'),
  )
  .map(([day, time]) => `${day}T${time}Z`)
const rowsOf: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom(...STATES),
      name: fc.option(fc.constantFrom('ab', 'abc', 'b', 'bc', 'c%', 'c_d')),
      amount: fc.option(fc.integer({ min: -2, max: 3 })),
      made: madeAt,
      urgent: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((rows) => rows.map((row, id) => ({ id, ...row })))

const someOf = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const bounds = (values: readonly string[]) =>
  fc
    .tuple(fc.constantFrom('', ...values), fc.constantFrom('', ...values))
    .filter(([from, to]) => from !== '' || to !== '')
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field: fc.constant('state'), op: fc.constantFrom('in', 'not'), values: someOf(STATES) }),
  fc.record({
    field: fc.constant('name'),
    op: fc.constantFrom('in', 'not', 'has'),
    values: someOf(['ab', 'b', '%', '_', 'zz']),
  }),
  fc.record({
    field: fc.constantFrom('name', 'amount'),
    op: fc.constantFrom('empty', 'filled'),
    values: fc.constant([]),
  }),
  fc.record({ field: fc.constant('amount'), op: fc.constant('between'), values: bounds(['-1', '0', '2']) }),
  fc.record({ field: fc.constant('made'), op: fc.constant('between'), values: bounds(DAYS) }),
  fc.record({ field: fc.constant('urgent'), op: fc.constant('in'), values: someOf(['true', 'false']) }),
) as fc.Arbitrary<Condition>
const groupsOf: fc.Arbitrary<Group[]> = fc.array(fc.array(condition, { minLength: 1, maxLength: 3 }), {
  maxLength: 3,
})
const sortOf: fc.Arbitrary<SortKey[]> = fc
  .uniqueArray(fc.constantFrom(...Object.keys(spec.sorts)), { minLength: 1, maxLength: 3 })
  .chain((names) => fc.tuple(...names.map((name) => fc.boolean().map((isDown) => ({ name, isDown })))))

test('any filter, sort and page size shows each matching row once and in order, forwards and backwards', async () => {
  await w.committed(async (ctx) => {
    const read = async (rows: Row[], question: ListQuestion) => {
      const list = listQuery(ctx, { spec, sql: places }, question)
      const found = await ctx.db.all(sql<{ id: number }>`
        select r.id, ${list.keys} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          r(id bigint, state text, name text, amount bigint, made timestamptz, urgent boolean)
        where ${list.matches} and ${list.beyond} order by ${list.order} limit ${list.take}`)
      return list.pageOf(found)
    }
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        groupsOf,
        sortOf,
        fc.integer({ min: 1, max: 7 }),
        async (rows, groups, sort, limit) => {
          const expected = oracle(rows, groups, sort, ctx.tenant.zone)
          const question = { limit, sort: formatSort(sort), where: groups.map(formatGroup) }
          const pages: number[][] = []
          let cursor: string | undefined
          let last: Awaited<ReturnType<typeof read>>
          do {
            last = await read(rows, { ...question, cursor })
            expect(last.before).toBe(pages.flat().length)
            pages.push(last.rows.map((row) => row.id))
            cursor = last.next ?? undefined
          } while (cursor)
          expect(pages.flat()).toEqual(expected)
          for (const page of pages.slice(0, -1).toReversed()) {
            last = await read(rows, { ...question, cursor: last.previous ?? 'none' })
            expect(last.rows.map((row) => row.id)).toEqual(page)
            expect(last.next).not.toBeNull()
          }
          expect(last).toMatchObject({ previous: null, before: 0 })
        },
      ),
      { numRuns: 150 },
    )
  })
})

/** The same in plain words. */
function oracle(rows: Row[], groups: Group[], sort: SortKey[], zone: string): number[] {
  const isIn = (group: Group) => (row: Row) => group.every((one) => holds(row, one, zone))
  const found = rows.filter((row) => groups.length === 0 || groups.some((group) => isIn(group)(row)))
  const last = sort.at(-1)
  const within = last?.name === 'state' ? [{ name: 'made', isDown: !last.isDown }] : []
  const whole = [...sort, ...within]
  const tie = { name: 'id', isDown: whole.at(-1)?.isDown ?? false }
  const compare = (a: Row, b: Row) =>
    [...whole, tie].map((key) => compareBy(key, a, b)).find((n) => n !== 0) ?? 0
  return found.toSorted(compare).map((row) => row.id)
}

function compareBy({ name, isDown }: SortKey, a: Row, b: Row): number {
  const [x, y] = [a, b].map((row) => row[name as keyof Row])
  if (x === y) return 0
  if (x === null || x === undefined) return 1
  if (y === null || y === undefined) return -1
  return (x < y ? -1 : 1) * (isDown ? -1 : 1)
}

function holds(row: Row, { field, op, values }: Condition, zone: string): boolean {
  const value = row[field as keyof Row]
  if (op === 'empty') return value === null
  if (op === 'filled') return value !== null
  if (op === 'not') return value === null || !values.includes(String(value))
  if (value === null) return false
  if (op === 'in') return values.includes(String(value))
  if (op === 'has') return values.some((part) => String(value).includes(part))
  const [from = '', to = ''] = values
  if (field === 'amount')
    return (from === '' || Number(value) >= Number(from)) && (to === '' || Number(value) <= Number(to))
  const day = new Date(String(value)).toLocaleDateString('sv-SE', { timeZone: zone })
  return (from === '' || day >= from) && (to === '' || day <= to)
}

test('conditions survive their way through a URL', () => {
  const any = fc.record({
    field: fc.constantFrom('state', 'name'),
    op: fc.constantFrom('in', 'has'),
    values: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), {
      minLength: 1,
      maxLength: 5,
    }),
  }) as fc.Arbitrary<Condition>
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), (group) => {
      expect(parseGroup(formatGroup(group))).toEqual(group)
    }),
  )
})

const ATTACKS = [
  "x' or '1'='1",
  "'; drop table sales_order; --",
  '%27%20or%201=1',
  '$1',
  "\\' or 1=1 --",
  '*/ union select 1 --',
]

test('what looks like SQL is a value or is refused, never SQL', async () => {
  await w.committed(async (ctx) => {
    for (const attack of ATTACKS) {
      const ask = (question: Partial<ListQuestion>) =>
        listQuery(ctx, { spec, sql: places }, { limit: 5, ...question })
      const list = ask({ where: [formatGroup([{ field: 'name', op: 'has', values: [attack] }])] })
      const found = await ctx.db.all(sql<{ id: number }>`
        select r.id, ${list.keys} from (values (1::bigint, 'open', ${attack}::text, 1::bigint, now(), true), (2, 'open', 'other', 1, now(), true))
          r(id, state, name, amount, made, urgent)
        where ${list.matches} and ${list.beyond} order by ${list.order} limit ${list.take}`)
      expect(list.pageOf(found).rows).toEqual([{ id: 1 }])
      for (const question of [
        { sort: attack },
        { sort: `made,${attack}` },
        { where: [attack] },
        { where: [`${attack}.in:1`] },
        { where: [`state.in:${attack}`] },
        { where: [`amount.between:${attack},`] },
        { where: [`made.between:${attack},`] },
        { where: [`name.${attack}:1`] },
        { state: [attack] },
        { cursor: Buffer.from(JSON.stringify(['a', attack, 0, '1', '1'])).toString('base64url') },
        { cursor: Buffer.from(JSON.stringify(['a', '-made', 0, attack, '1'])).toString('base64url') },
        { cursor: Buffer.from(JSON.stringify(['a; --', '-made', 0, '1', '1'])).toString('base64url') },
      ])
        expect(() => ask(question), JSON.stringify(question)).toThrow(Invalid)
    }
  })
})

test('only names that the list has can be sorted by, each once and three at most', () => {
  expect(parseSort(spec, '-made,name')).toEqual([
    { name: 'made', isDown: true },
    { name: 'name', isDown: false },
  ])
  for (const wrong of [
    '',
    '-',
    'nothing',
    'made,made',
    'made,-made',
    'made,name,state,amount',
    'constructor',
    '--made',
  ])
    expect(parseSort(spec, wrong), wrong).toBeNull()
})

test('pasted numbers are parted by whatever a sheet or a chat puts between them', () => {
  expect(pastedValues(' A1\tA2\r\nA3，A4,A5；A6;A7、A8  A1\n', 50)).toEqual([
    'A1',
    'A2',
    'A3',
    'A4',
    'A5',
    'A6',
    'A7',
    'A8',
  ])
  expect(pastedValues('1 2 3', 2)).toEqual(['1', '2'])
})
