import { type RawBuilder, sql } from 'kysely'
import { type Ctx, type ScopeKind } from '#platform/ctx.ts'
import {
  type By,
  type Dimension,
  type KpiDefinition,
  type Period,
  dimensionKeys,
  isPeriod,
} from './definition.ts'
import type { KpiId } from './definitions.ts'
import { type Sources, live, liveOf, pools } from './fact-sql.ts'
import { type Fact, type Measure, facts, measures } from './facts.ts'
import { type OtifParameters, isDefaultOtif, otifSource } from './otif.ts'

/** Which rows of a KPI: local days, both included, and one value for any of its dimensions ('' = none recorded). */
export type Selection = {
  from?: string | undefined
  to?: string | undefined
  filter?: Partial<Record<Dimension, string>> | undefined
  otif?: OtifParameters | undefined
}

/** A KPI's rows as SQL: what to select from, which of it counts, and where it stands. */
export type Source = { from: RawBuilder<unknown>; fact: Fact; measure: Measure }

export function sourceOf(ctx: Ctx, id: KpiId, selection: Selection): Source {
  const sources = (fact: Fact) => sourcesOf(ctx, fact, selection)
  const { otif } = selection
  if (id === 'otif' && otif && !isDefaultOtif(otif)) return otifSource(otif, sources)
  const measure = measures[id]
  const fact: Fact = facts[measure.fact]
  return { from: pools[fact.pool](sources(fact)), fact, measure }
}

export const dimensionsOf = (definition: Pick<KpiDefinition, 'id'>): Dimension[] => {
  const fact: Fact = facts[measures[definition.id as KpiId].fact]
  return dimensionKeys.filter((d) => fact.dimensions[d] !== undefined)
}

const uuidDimensions: ReadonlySet<Dimension> = new Set([
  'customer',
  'warehouse',
  'carrier',
  'vendor',
  'product',
])
export const isUuidDimension = (d: Dimension): boolean => uuidDimensions.has(d)

/** Our own SQL text with the tenant's zone as a parameter where it says ZONE. */
export function ours(ctx: Ctx, text: string): RawBuilder<unknown> {
  return sql.join(
    text.split('ZONE').map((part) => sql.raw(part)),
    sql`${ctx.tenant.zone}::text`,
  )
}

/** The instant a local day begins. */
export const dayStart = (ctx: Ctx, day: string, plusDays = 0): RawBuilder<Date> =>
  sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${ctx.tenant.zone}::text)`

export const localDay = (ctx: Ctx, at: string): RawBuilder<unknown> =>
  sql`(${sql.raw(at)} at time zone ${ctx.tenant.zone}::text)::date`

/** WHERE of a selection: tenant, cohort days, population, the actor's scopes, filters. */
export function conditionOf(ctx: Ctx, source: Source, selection: Selection): RawBuilder<unknown> {
  const { fact, measure } = source
  const { from, to, filter = {} } = selection
  const at = sql.raw(fact.at)
  const parts: RawBuilder<unknown>[] = [sql`f.tenant_id = ${ctx.tenant.id}`]
  if (fact.where) parts.push(sql.raw(fact.where))
  if (measure.where) parts.push(sql.raw(`(${measure.where})`))
  if (measure.waits) parts.push(sql`${at} <= ${ctx.now}`)
  if (from) parts.push(sql`${at} >= ${dayStart(ctx, from)}`)
  if (to) parts.push(sql`${at} < ${dayStart(ctx, to, 1)}`)
  for (const [name, value] of Object.entries(filter) as [Dimension, string][])
    parts.push(equals(fact, name, value))
  for (const kind of ['customer', 'warehouse', 'carrier'] satisfies ScopeKind[]) {
    const ids = ctx.actor.scopes[kind]
    if (ids) parts.push(sql`${sql.raw(fact.dimensions[kind] ?? 'null::uuid')} = any(${ids}::uuid[])`)
  }
  return sql.join(parts, sql` and `)
}

// Above this, reading everything beats collecting the orders first, unless they are those of some customers.
const NARROW_DAYS_MAX = 45
const FIRST_DAY = '1970-01-01'
const LAST_DAY = '9999-12-30'

/** A grouped population cannot find its orders by customer or day: they are collected from their promises first. */
function sourcesOf(ctx: Ctx, fact: Fact, { from, to, filter = {} }: Selection): Sources {
  if (!fact.narrow) return live
  const customers = filter.customer ? [filter.customer] : ctx.actor.scopes.customer
  const isByDue = fact.narrow !== 'customer'
  if (customers) {
    const days = { from: (isByDue && from) || FIRST_DAY, to: (isByDue && to) || LAST_DAY }
    return liveOf(dueBetween(ctx, fact, { ...days, customers }))
  }
  const isShort = isByDue && from && to && daysBetween(from, to) <= NARROW_DAYS_MAX
  return isShort ? liveOf(dueBetween(ctx, fact, { from, to })) : live
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000

/** An array of the orders, of these customers when given, that ever had a delivery promise in these days, or a contract time where the fact goes by it. */
export function dueBetween(
  ctx: Ctx,
  { narrow }: Fact,
  { from, to, customers }: { from: string; to: string; customers?: readonly string[] },
): RawBuilder<unknown> {
  const whose = customers ? sql`and p.customer_id = any(${customers}::uuid[])` : sql``
  const ordersBy = (column: string, when = sql``) => {
    const at = sql.ref(`p.${column}`)
    return sql`
      select p.order_id from promise p
      where p.tenant_id = ${ctx.tenant.id} and p.kind = 'deliver' ${when} ${whose} and ${at} >= ${dayStart(ctx, from)} and ${at} < ${dayStart(ctx, to, 1)}`
  }
  const other =
    narrow === 'contract'
      ? sql`union ${ordersBy('contract_due_at', sql`and p.contract_due_at <> p.due_at`)}`
      : sql``
  return sql`array(${ordersBy('due_at')} ${other})`
}

function equals(fact: Fact, name: Dimension, value: string): RawBuilder<unknown> {
  const column = fact.dimensions[name]
  if (!column) throw new Error(`no dimension ${name}`)
  if (!isUuidDimension(name)) return sql`coalesce(${sql.raw(column)}, '') = ${value}`
  return value === '' ? sql`${sql.raw(column)} is null` : sql`${sql.raw(column)} = ${value}::uuid`
}

/** The key rows are grouped by, as text; periods are parts of the cohort's local date. */
export function keyOf(ctx: Ctx, fact: Fact, by: By): RawBuilder<unknown> {
  if (isPeriod(by)) return sql`to_char(${localDay(ctx, fact.at)}, ${sql.lit(periodFormats[by])})`
  return sql`coalesce(${sql.raw(fact.dimensions[by] ?? 'null')}::text, '')`
}

export const periodFormats: Record<Period, string> = {
  day: 'YYYY-MM-DD',
  week: 'IYYY-"W"IW',
  month: 'YYYY-MM',
  quarter: 'YYYY-"Q"Q',
  year: 'YYYY',
}

/** Numerator and denominator of one row, as double precision. A value is its own numerator, its row the denominator. */
export function partsOf(
  ctx: Ctx,
  measure: Measure,
): { numerator: RawBuilder<unknown>; denominator: RawBuilder<unknown> } {
  if ('hit' in measure)
    return {
      numerator: sql`case when ${sql.raw(measure.hit)} then 1 else 0 end::double precision`,
      denominator: sql`1::double precision`,
    }
  if ('part' in measure)
    return {
      numerator: sql`(${sql.raw(measure.part)})::double precision`,
      denominator: sql`(${sql.raw(measure.whole)})::double precision`,
    }
  return {
    numerator: sql`(${ours(ctx, measure.value)})::double precision`,
    denominator: sql`1::double precision`,
  }
}
