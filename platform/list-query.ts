import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid } from '#platform/errors.ts'
import { containing } from '#platform/like.ts'
import {
  COUNT_MAX,
  type Condition,
  type Field,
  GROUPS_MAX,
  type Group,
  type ListSpec,
  type Sort,
  type SortKey,
  formatSort,
  parseGroup,
  parseSort,
  plainConditions,
  whyNotAsk,
} from '#platform/list-spec.ts'
import { decodeCursor, encodeCursor } from '#platform/paging.ts'
import type { Bilingual } from '#platform/text.ts'
import { type Written, listOfJson } from '#platform/written.ts'

type Sql = RawBuilder<unknown>
type AnyOf = (values: string[]) => Sql

/** Where the fields and sorts of a list stand in its statement. Constant text, no values of a request. */
export type ListSql<S extends ListSpec> = {
  /** An expression, or for what a row has several of: whether it has any of these values. */
  fields: { [K in keyof S['fields']]: Sql | AnyOf }
  sorts: { [K in keyof S['sorts']]: Sql }
  /** What tells any two rows apart. */
  tie: Sql
  tieType: 'uuid' | 'bigint' | 'text'
}

export type ListQuestion = {
  limit: number
  cursor?: string | undefined
  sort?: string | undefined
  where?: string[] | undefined
  count?: boolean | undefined
  [name: string]: unknown
}

export type ListPage<R> = {
  rows: R[]
  next: string | null
  previous: string | null
  /** How many rows come before these; near enough when rows come and go. */
  before: number
}

/** A page whose rows go out as PostgreSQL wrote them. */
export type WrittenPage<R> = Omit<ListPage<R>, 'rows'> & { rows: Written<R> }

/** The parts of a list's statement, and how its rows become a page. */
export type ListStatement = {
  /** What the person asked for. Tenant and scope stand beside it, never inside. */
  matches: RawBuilder<boolean>
  /** Rows beyond the cursor. */
  beyond: RawBuilder<boolean>
  /** To select: the values that `order` sorts by, and their text for the cursor. */
  keys: Sql
  /** Their texts, selected again by a statement around it, which may still sort by `order`. */
  carried: (alias: string) => Sql
  /** By the selected keys; also right in a statement around the one that selected them. */
  order: Sql
  /** Whether the person wants to know how many rows match. */
  isCounted: boolean
  /** One more than the page, to know whether there is another. A constant: PostgreSQL, not knowing it, would plan each page anew. */
  take: Sql
  pageOf: <R extends object>(rows: R[]) => ListPage<Omit<R, KeyName>>
  /** The same for rows that PostgreSQL wrote (`rowJson`), with the keys beside them. */
  writtenPageOf: <R>(rows: { json: string }[]) => WrittenPage<R>
}

type KeyName = `k${number}` | `t${number}`

type Key = { expression: Sql; type: string; isDown: boolean; isNullable: boolean }
type Place = { isBack: boolean; before: number; values: (string | null)[] }

/** Turns what was asked of a list into the parts of its statement. Throws Invalid for what the list does not know. */
export function listQuery<S extends ListSpec>(
  ctx: Pick<Ctx, 'tenant'>,
  list: { spec: S; sql: ListSql<NoInfer<S>> },
  question: ListQuestion,
): ListStatement {
  const { spec } = list
  const sort = sortOf(spec, question.sort)
  const keys = keysOf(list, sort)
  const place = question.cursor ? placeOf(question.cursor, formatSort(sort), keys) : null
  const isBack = place?.isBack ?? false
  const shape = { limit: question.limit, place, sort: formatSort(sort), keys: keys.length }
  return {
    matches: conditionsOf(list, question, ctx.tenant.zone),
    beyond: place ? beyondOf(keys, place) : sql<boolean>`true`,
    keys: sql.join(
      keys.map(
        (key, i) => sql`${key.expression} as ${name('k', i)}, (${key.expression})::text as ${name('t', i)}`,
      ),
    ),
    carried: (alias) => sql.join(keys.map((_, i) => sql.ref(`${alias}.t${i}`))),
    order: sql.join(keys.map((key, i) => orderOf(key, i, isBack))),
    isCounted: question.count ?? false,
    take: sql.lit(question.limit + 1),
    pageOf: (rows) => {
      const { shown, ...way } = pageOf(rows, shape)
      return { rows: withoutKeys(shown), ...way }
    },
    writtenPageOf: <R>(rows: { json: string }[]) => {
      const { shown, ...way } = pageOf(rows, shape)
      return { rows: listOfJson<R>(shown), ...way }
    },
  }
}

/** How many rows match, up to `COUNT_MAX` and one. Give the statement without an order. */
export const countedUpTo = (from: Sql, where: Sql) =>
  sql<{
    total: number
  }>`select count(*)::int as total from (select 1 from ${from} where ${where} limit ${COUNT_MAX + 1}) found`

type Parts = { columns: Sql; from: Sql; where: Sql }

/** Reads a page of a list whose rows come from one statement. `where`: tenant, scope, and what no field is for. */
export async function readList<R extends object>(
  ctx: Ctx,
  list: ListStatement,
  { columns, from, where }: Parts,
): Promise<ListPage<R> & { total?: number }> {
  const own = sql`${where} and ${list.matches}`
  const rows = await ctx.db.all(sql<R>`
    select ${columns}, ${list.keys} from ${from} where ${own} and ${list.beyond} order by ${list.order} limit ${list.take}`)
  const counted = list.isCounted ? await ctx.db.one(countedUpTo(from, own)) : {}
  return { ...(list.pageOf(rows) as ListPage<R>), ...counted }
}

const name = (letter: 'k' | 't', index: number): Sql => sql.raw(`${letter}${index}`)

function sortOf(spec: ListSpec, asked: string | undefined): SortKey[] {
  const keys = parseSort(spec, asked ?? spec.defaultSort)
  if (!keys) throw invalid('sort', { zh: '不能按这些列排序', en: 'This list cannot be sorted that way' })
  return keys
}

const TYPES: Readonly<Record<Sort['kind'], string>> = {
  text: 'text',
  number: 'numeric',
  integer: 'bigint',
  instant: 'timestamptz',
  date: 'date',
  flag: 'boolean',
  id: 'uuid',
  transaction: 'xid8',
}

/** What rows are told apart by, last of all in the direction of the last key. */
function keysOf<S extends ListSpec>(
  { spec, sql: places }: { spec: S; sql: ListSql<S> },
  sort: SortKey[],
): Key[] {
  const sortOfKey = ({ name: sorted }: SortKey) => spec.sorts[sorted] as Sort
  const last = sort.at(-1)
  const within = last && sortOfKey(last).within
  const whole = within ? [...sort, { name: within, isDown: !last.isDown }] : sort
  const keys = whole.map((key): Key => {
    const { kind, isNullable = false } = sortOfKey(key)
    return { expression: places.sorts[key.name] as Sql, type: TYPES[kind], isDown: key.isDown, isNullable }
  })
  const isDown = keys.at(-1)?.isDown ?? false
  return [...keys, { expression: places.tie, type: places.tieType, isDown, isNullable: false }]
}

/** Rows without a value stand last in both directions, so first when the list is read backwards. */
function orderOf({ isDown, isNullable }: Key, index: number, isBack: boolean): Sql {
  const nulls = isNullable ? (isBack ? sql` nulls first` : sql` nulls last`) : sql``
  return sql`${name('k', index)} ${isDown === isBack ? sql`asc` : sql`desc`}${nulls}`
}

/** Rows after a place in the order; read backwards, those before it. */
function beyondOf(keys: Key[], { isBack, values }: Place): RawBuilder<boolean> {
  const first = keys[0]
  const isPlain = keys.every((key) => !key.isNullable && key.isDown === first?.isDown)
  if (first && isPlain) {
    const left = sql.join(keys.map((key) => key.expression))
    const right = sql.join(keys.map((key, i) => valueSql(key, values[i])))
    return first.isDown === isBack
      ? sql<boolean>`(${left}) > (${right})`
      : sql<boolean>`(${left}) < (${right})`
  }
  const ways = keys.map((key, at) =>
    sql.join(
      [...keys.slice(0, at).map((before, i) => isSame(before, values[i])), isPast(key, values[at], isBack)],
      sql` and `,
    ),
  )
  return sql<boolean>`(${sql.join(
    ways.map((way) => sql`(${way})`),
    sql` or `,
  )})`
}

const valueSql = ({ type }: Key, value: string | null | undefined): Sql =>
  sql`${value ?? null}::${sql.raw(type)}`

const isSame = (key: Key, value: string | null | undefined): Sql =>
  value === null ? sql`${key.expression} is null` : sql`${key.expression} = ${valueSql(key, value)}`

function isPast(key: Key, value: string | null | undefined, isBack: boolean): Sql {
  if (value === null) return isBack ? sql`${key.expression} is not null` : sql`false`
  const compared =
    key.isDown === isBack
      ? sql`${key.expression} > ${valueSql(key, value)}`
      : sql`${key.expression} < ${valueSql(key, value)}`
  return key.isNullable && !isBack ? sql`(${compared} or ${key.expression} is null)` : compared
}

// How PostgreSQL writes the values of keys as text.
const SHAPES: Readonly<Record<string, RegExp>> = {
  text: /^/,
  numeric: /^-?\d+(\.\d+)?$/,
  bigint: /^-?\d{1,18}$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/,
  date: /^\d{4}-\d\d-\d\d$/,
  boolean: /^(true|false)$/,
  xid8: /^\d{1,19}$/,
  uuid: /^[0-9a-f-]{36}$/,
}
const isOf = ({ type, isNullable }: Key, value: unknown): boolean =>
  value === null ? isNullable : typeof value === 'string' && SHAPES[type]?.test(value) === true

/** A cursor of another sort, or one not made by us, is the caller's mistake. */
function placeOf(cursor: string, sort: string, keys: Key[]): Place {
  const [way, made, before, ...values] = decodeCursor(cursor, keys.length + 3)
  const isOurs = made === sort && (way === 'a' || way === 'b') && typeof before === 'number'
  if (!isOurs || !keys.every((key, i) => isOf(key, values[i])))
    throw invalid('cursor', {
      zh: '分页位置无效，请回到第一页',
      en: 'This page position is not valid. Go back to the first page',
    })
  return { isBack: way === 'b', before, values: values as (string | null)[] }
}

type Shape = { limit: number; place: Place | null; sort: string; keys: number }

/** Which of the rows found are the page, and where the pages around it begin. */
function pageOf<R extends object>(found: R[], { limit, place, sort, keys }: Shape) {
  const isBack = place?.isBack ?? false
  const isMore = found.length > limit
  const shown = isBack ? found.slice(0, limit).toReversed() : found.slice(0, limit)
  const isStart = isBack ? !isMore : !place
  const before = isStart ? 0 : Math.max(0, (place?.before ?? 0) - (isBack ? shown.length : 0))
  const textOf = (row: R, i: number) => (row as Record<string, string | null>)[`t${i}`] ?? null
  const cursorAt = (way: 'a' | 'b', row: R | undefined, passed: number): string | null =>
    row === undefined
      ? null
      : encodeCursor([way, sort, passed, ...Array.from({ length: keys }, (_, i) => textOf(row, i))])
  return {
    shown,
    next: isBack || isMore ? cursorAt('a', shown.at(-1), before + shown.length) : null,
    previous: isStart ? null : cursorAt('b', shown[0], before),
    before,
  }
}

/** Which names stay is worked out once for all rows. */
function withoutKeys<R extends object>(rows: R[]): Omit<R, KeyName>[] {
  const names = Object.keys(rows[0] ?? {}).filter((name) => !isKeyName(name)) as (keyof R)[]
  return rows.map((row) => {
    const rest: Partial<R> = {}
    for (const name of names) rest[name] = row[name]
    return rest as Omit<R, KeyName>
  })
}

const isKeyName = (key: string): boolean =>
  key.length === 2 && (key[0] === 'k' || key[0] === 't') && Number.isInteger(Number(key[1]))

function conditionsOf<S extends ListSpec>(
  { spec, sql: places }: { spec: S; sql: ListSql<S> },
  question: ListQuestion,
  zone: string,
): RawBuilder<boolean> {
  const said = (condition: Condition) => {
    const problem = whyNotAsk(spec, condition)
    if (problem) throw invalid(condition.field, problem)
    const field = spec.fields[condition.field] as Field
    const place = places.fields[condition.field] as Sql | AnyOf
    return typeof place === 'function'
      ? severalSql(place, condition)
      : conditionSql(field, place, { condition, zone })
  }
  const all = (group: Group) => sql.join(group.map(said), sql` and `)
  const groups = groupsOf(question.where ?? [])
  const plain = plainConditions(spec, question)
  const parts = [
    ...(plain.length > 0 ? [all(plain)] : []),
    ...(groups.length > 0
      ? [
          sql`(${sql.join(
            groups.map((group) => sql`(${all(group)})`),
            sql` or `,
          )})`,
        ]
      : []),
  ]
  return parts.length > 0 ? sql<boolean>`${sql.join(parts, sql` and `)}` : sql<boolean>`true`
}

function groupsOf(where: string[]): Group[] {
  const groups = where.filter((text) => text !== '').map(parseGroup)
  if (where.length > GROUPS_MAX || groups.includes(null))
    throw invalid('where', { zh: '筛选条件的写法不对', en: 'The conditions are not written right' })
  return groups.filter((group) => group !== null)
}

/** A condition about what a row has several of. */
function severalSql(anyOf: AnyOf, { op, values }: Condition): Sql {
  return op === 'not' ? sql`not (${anyOf(values)})` : sql`(${anyOf(values)})`
}

type Asked = { condition: Condition; zone: string }

/** One condition. Values are parameters, whatever they hold. */
function conditionSql(field: Field, place: Sql, { condition: { op, values }, zone }: Asked): Sql {
  switch (op) {
    case 'empty':
      return sql`${place} is null`
    case 'filled':
      return sql`${place} is not null`
    case 'has':
      return sql`${place} ilike any(${values.map((value) => containing(value))}::text[])`
    case 'between':
      return betweenSql(field, place, { from: values[0] ?? '', to: values[1] ?? '', zone })
    case 'in':
      return field.kind === 'flag' ? flagSql(place, values) : anyOf(field, place, values)
    case 'not':
      return field.isNullable
        ? sql`(${place} is null or not ${anyOf(field, place, values)})`
        : sql`not ${anyOf(field, place, values)}`
  }
}

function anyOf(field: Field, place: Sql, values: string[]): Sql {
  const type = sql.raw(field.kind === 'ref' ? 'uuid' : 'text')
  return values.length === 1
    ? sql`(${place} = ${values[0]}::${type})`
    : sql`(${place} = any(${values}::${type}[]))`
}

const flagSql = (place: Sql, values: string[]): Sql =>
  new Set(values).size > 1 ? sql`true` : values[0] === 'true' ? place : sql`not ${place}`

function betweenSql(
  field: Field,
  place: Sql,
  { from, to, zone }: { from: string; to: string; zone: string },
): Sql {
  const ends = [
    ...(from === '' ? [] : [sql`${place} >= ${startOf(field, from, zone)}`]),
    ...(to === '' ? [] : [endSql(field, place, { to, zone })]),
  ]
  return sql`(${sql.join(ends, sql` and `)})`
}

function startOf(field: Field, value: string, zone: string): Sql {
  if (field.kind === 'number') return sql`${value}::bigint`
  if (field.kind === 'day' && !field.isDate) return sql`(${value}::date::timestamp at time zone ${zone})`
  return sql`${value}::date`
}

/** The last day counts to its end. */
function endSql(field: Field, place: Sql, { to, zone }: { to: string; zone: string }): Sql {
  if (field.kind === 'number' || (field.kind === 'day' && field.isDate))
    return sql`${place} <= ${startOf(field, to, zone)}`
  return sql`${place} < ((${to}::date + 1)::timestamp at time zone ${zone})`
}

const invalid = (path: string, message: Bilingual): Invalid => new Invalid([{ path, message }])
