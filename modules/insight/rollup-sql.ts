import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { type RollupDimension, rollupDimensions } from './definition.ts'
import { type KpiId, findDefinition } from './definitions.ts'
import { type Sources, fencedPools, headColumns, keptOf, live, liveOf, pools, poolNames } from './fact-sql.ts'
import { type Fact, type FactName, type Measure, factNames, facts, kpisOfFact, measures } from './facts.ts'
import { dayStart, dueBetween, localDay, partsOf } from './kpi-sql.ts'

/** Local days, both included. */
export type Range = { from: string; to: string }

/** The dimension whose rows keep the values of means: all of a day are those of its classes together. */
export const VALUES_BY = 'class' satisfies RollupDimension

const versionOf = (id: string): number => findDefinition(id)?.version ?? 0

/** Removes all sums of a KPI, of whatever version. */
export const deleteAllQuery = (ctx: Ctx, id: string): RawBuilder<unknown> =>
  sql`delete from kpi_rollup where tenant_id = ${ctx.tenant.id} and kpi_id = ${id}`

/** Removes the sums of a fact on these days. */
export function deleteQuery(ctx: Ctx, name: FactName, { from, to }: Range): RawBuilder<unknown> {
  const kpis = kpisOfFact(name)
  return sql`
    delete from kpi_rollup r
    using unnest(${kpis}::text[], ${kpis.map(versionOf)}::smallint[]) as k (id, version), unnest(${['all', ...rollupDimensions]}::text[]) as d (name)
    where r.tenant_id = ${ctx.tenant.id} and r.kpi_id = k.id and r.version = k.version and r.dimension = d.name
      and r.day between ${from}::date and ${to}::date`
}

/** Orders by their ids, `to` not included; null: what belongs to no order. */
export type Chunk = { from: string; to: string } | null

/**
 * Sums of all facts of some orders, to read. What several facts are made of is worked out once: the chains, and class, warehouse
 * and carrier of each order by them.
 */
export function rebuildQuery(ctx: Ctx, chunk: Chunk): RawBuilder<RollupRow> {
  const within = (column: string) =>
    chunk
      ? sql`and ${sql.ref(column)} >= ${chunk.from}::uuid and ${sql.ref(column)} < ${chunk.to}::uuid`
      : sql`and ${sql.ref(column)} is null`
  const parts = poolNames.map((pool) =>
    summing(ctx, {
      names: factNames.filter((name) => facts[name].pool === pool),
      sources: keptOf(within),
      fine: `fine_${pool}`,
      where: [],
    }),
  )
  return sql<RollupRow>`
    with kpi_chain as materialized (
      select ${sql.join(chainColumns.map((name) => sql`f.${sql.ref(name)}`))} from kpi_fact_promise f where f.tenant_id = ${ctx.tenant.id} ${within('f.order_id')}),
    kpi_head as materialized (
      select c.order_id, ${headColumns('c')} as head from kpi_chain c where c.kind = 'deliver' group by c.order_id),
    ${sql.join(parts.map((part) => part.fine))}
    ${sql.join(
      parts.map((part) => part.coarse),
      sql` union all `,
    )}`
}
const chainColumns = [
  'tenant_id',
  'id',
  'kind',
  'order_id',
  'subject_type',
  'subject_id',
  'class_key',
  'warehouse_id',
  'carrier_id',
  'vendor_id',
  'mode',
  'service',
  'country',
  'counts',
  'due_at',
  'early_at',
  'original_due_at',
  'original_early_at',
  'contract_due_at',
  'fulfilled_at',
]

/** A row of kpi_rollup. `vals`: the values of a mean's day and class, packed as packed-values.ts says; null in all other rows. */
export type RollupRow = {
  kpi_id: string
  version: number
  dimension: string
  day: string
  key: string
  n: number
  numerator: number
  denominator: number
  sum: number
  sum_sq: number
  vals: Buffer | null
}
const rollupColumns = [
  'tenant_id',
  'kpi_id',
  'version',
  'dimension',
  'day',
  'key',
  'n',
  'numerator',
  'denominator',
  'sum',
  'sum_sq',
  'vals',
] as const

/** Sums of one fact on these days, to read. */
export function sumsQuery(ctx: Ctx, name: FactName, range: Range): RawBuilder<RollupRow> {
  const fact: Fact = facts[name]
  const sources = fact.narrow ? liveOf(dueBetween(ctx, fact, range)) : live
  const { fine, coarse } = summing(ctx, {
    names: [name],
    sources,
    fine: 'fine',
    where: rangeParts(ctx, fact, range),
  })
  return sql<RollupRow>`with ${fine} ${coarse}`
}

export function insertQuery(ctx: Ctx, rows: readonly RollupRow[]): RawBuilder<unknown> {
  const of = (name: keyof RollupRow) => rows.map((row) => row[name])
  return sql`
    insert into kpi_rollup (${sql.join(rollupColumns.map((name) => sql.ref(name)))})
    select ${ctx.tenant.id}, r.* from unnest(${of('kpi_id')}::text[], ${of('version')}::smallint[], ${of('dimension')}::text[], ${of('day')}::date[],
      ${of('key')}::text[], ${of('n')}::bigint[], ${of('numerator')}::float8[], ${of('denominator')}::float8[], ${of('sum')}::float8[],
      ${of('sum_sq')}::float8[], ${of('vals')}::bytea[]) r`
}

type Wanted = { names: FactName[]; sources: Sources; fine: string; where: RawBuilder<unknown>[] }
type Counted = { id: KpiId; fact: FactName; measure: Measure; i: number }

/**
 * One pass over a pool: first summed by the cohort days of its facts and all dimensions at once (`fine`, for a WITH), then, on the
 * far fewer rows of that, by each dimension alone.
 */
function summing(ctx: Ctx, wanted: Wanted): { fine: RawBuilder<unknown>; coarse: RawBuilder<unknown> } {
  const { names } = wanted
  const counted = names
    .flatMap((fact) => kpisOfFact(fact).map((id) => ({ id, fact, measure: measures[id] })))
    .map((k, i) => ({ ...k, i }))
  return {
    fine: sql`${sql.ref(wanted.fine)} as materialized (${fineQuery(ctx, wanted, counted)})`,
    coarse: sql.join(
      names.map((name, d) =>
        coarseQuery({
          fine: wanted.fine,
          counted: counted.filter((k) => k.fact === name),
          day: dayName(d),
        }),
      ),
      sql` union all `,
    ),
  }
}

const dayName = (i: number): string => `day${i}`

function fineQuery(ctx: Ctx, wanted: Wanted, counted: Counted[]): RawBuilder<unknown> {
  const { names, sources } = wanted
  const first: Fact = facts[names[0] ?? 'deliver_due']
  const days = names.map((name, i) => sql`${localDay(ctx, facts[name].at)} as ${sql.ref(dayName(i))}`)
  const dims = rollupDimensions.map(
    (d) => sql`${sql.raw(first.dimensions[d] ?? 'null::text')} as ${sql.ref(d)}`,
  )
  const where = sql.join([sql`f.tenant_id = ${ctx.tenant.id}`, ...wanted.where], sql` and `)
  const rows = fencedPools.has(first.pool)
    ? sql`(select f.* from ${pools[first.pool](sources)} f where ${where} offset 0) f`
    : sql`${pools[first.pool](sources)} f`
  const positions = sql.raw(Array.from({ length: days.length + dims.length }, (_, i) => i + 1).join(', '))
  return sql`
    select ${sql.join([...days, ...dims])}, ${sql.join(counted.map((k) => fineSums(ctx, k)))}
    from ${rows} where ${where} group by ${positions}`
}

function rangeParts(ctx: Ctx, fact: Fact, range: Range): RawBuilder<unknown>[] {
  const at = sql.raw(fact.at)
  return [
    sql`${at} >= ${dayStart(ctx, range.from)}`,
    sql`${at} < ${dayStart(ctx, range.to, 1)}`,
    ...(fact.where ? [sql.raw(fact.where)] : []),
  ]
}

const col = (prefix: string, i: number) => sql.ref(`${prefix}${i}`)

/** Sums of one KPI: n, and what its kind of measure needs beside it. */
function fineSums(ctx: Ctx, { fact: name, measure, i }: Counted): RawBuilder<unknown> {
  const fact: Fact = facts[name]
  const at = sql.raw(fact.at)
  const parts = [measure.waits ? sql`${at} <= ${ctx.now}` : sql`${at} is not null`]
  if (fact.where) parts.push(sql.raw(fact.where))
  if (measure.where) parts.push(sql`(${sql.raw(measure.where)})`)
  const counts = sql.join(parts, sql` and `)
  const n = sql`count(*) filter (where ${counts}) as ${col('n', i)}`
  if ('hit' in measure)
    return sql`${n}, count(*) filter (where ${counts} and (${sql.raw(measure.hit)})) as ${col('num', i)}`
  const { numerator, denominator } = partsOf(ctx, measure)
  const other =
    'part' in measure
      ? sql`sum(${denominator}) filter (where ${counts}) as ${col('den', i)}`
      : sql`sum(${numerator} * ${numerator}) filter (where ${counts}) as ${col('sq', i)}`
  const values =
    'value' in measure
      ? sql`, string_agg(float8send(${numerator}), ''::bytea) filter (where ${counts}) as ${col('val', i)}`
      : sql``
  return sql`${n}, sum(${numerator}) filter (where ${counts}) as ${col('num', i)}, ${other}${values}`
}

/** By day and each dimension alone, one row for each KPI that has cases. */
function coarseQuery({
  fine,
  counted,
  day,
}: {
  fine: string
  counted: Counted[]
  day: string
}): RawBuilder<unknown> {
  const dims = rollupDimensions.map((d) => sql`x.${sql.ref(d)}`)
  const at = sql`x.${sql.ref(day)}`
  const sums = counted.flatMap(({ measure, i }) =>
    columnsOf(measure).map((prefix) =>
      prefix === 'val'
        ? sql`case when grouping(x.${sql.ref(VALUES_BY)}) = 0 then string_agg(x.${col(prefix, i)}, ''::bytea) end as ${col(prefix, i)}`
        : sql`sum(x.${col(prefix, i)}) as ${col(prefix, i)}`,
    ),
  )
  return sql`
    select m.kpi_id, m.version, g.dimension, g.day, g.key, m.n::bigint as n, coalesce(m.numerator, 0) as numerator, coalesce(m.denominator, 0) as denominator,
      coalesce(m.sum, 0) as sum, coalesce(m.sum_sq, 0) as sum_sq, m.vals
    from (
      select ${at} as day, ${dimensionCase} as dimension, ${keyCase} as key, ${sql.join(sums)}
      from ${sql.ref(fine)} x where ${at} is not null group by grouping sets ((${at}), ${sql.join(dims.map((dim) => sql`(${at}, ${dim})`))})
    ) g cross join lateral (values ${sql.join(counted.map(valueRow))}) as m (kpi_id, version, n, numerator, denominator, sum, sum_sq, vals)
    where m.n > 0`
}

const columnsOf = (measure: Measure): string[] =>
  'hit' in measure ? ['n', 'num'] : 'part' in measure ? ['n', 'num', 'den'] : ['n', 'num', 'sq', 'val']

function valueRow({ id, measure, i }: Counted): RawBuilder<unknown> {
  const of = (prefix: string) => sql`g.${col(prefix, i)}::double precision`
  const isValue = 'value' in measure
  const zero = sql`0::double precision`
  return sql`(${sql.lit(id)}, ${sql.lit(versionOf(id))}::smallint, g.${col('n', i)}, ${of('num')}, ${'part' in measure ? of('den') : of('n')}, ${isValue ? of('num') : zero}, ${isValue ? of('sq') : zero}, ${isValue ? sql`g.${col('val', i)}` : sql`null::bytea`})`
}

const dimensionCase = sql`case ${sql.join(
  rollupDimensions.map((d) => sql`when grouping(x.${sql.ref(d)}) = 0 then ${sql.lit(d)}`),
  sql` `,
)} else 'all' end`
const keyCase = sql`coalesce(case ${sql.join(
  rollupDimensions.map((d) => sql`when grouping(x.${sql.ref(d)}) = 0 then x.${sql.ref(d)}::text`),
  sql` `,
)} end, '')`
