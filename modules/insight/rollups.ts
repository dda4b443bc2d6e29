import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { rollupDimensions } from './definition.ts'
import { definitionsStamp, findDefinition } from './definitions.ts'
import {
  type Fact,
  type FactName,
  type Mark,
  type Measure,
  facts,
  kpisOfFact,
  markNames,
  measures,
} from './facts.ts'
import { dayStart, dueBetween, localDay, partsOf } from './kpi-sql.ts'

/** Local days, both included; no range = all days. */
type Range = { from: string; to: string }

/** Marks every day of the tenant: after an import or an undo, when what was there before is not known. */
export const EVERYTHING = '*'
const EVERY_DAY = '1970-01-01'
const RANGES_MAX = 12
const REBUILD_WORK_MEM = '192MB'
const REFRESH_WORK_MEM = '32MB'
const IDLE_MS = 30_000

/**
 * Recomputes from the facts the days that changed or fell due since the last time, so that rollups equal facts as of ctx.now.
 * Gives how many days of facts were recomputed. Safe to run twice at once: the second waits.
 */
export async function refreshRollups(
  ctx: Ctx,
  { force = false }: { force?: boolean } = {},
): Promise<{ days: number; rebuilt: boolean }> {
  await ctx.db.run(
    sql`insert into kpi_state (tenant_id, refreshed_at) values (${ctx.tenant.id}, '-infinity') on conflict do nothing`,
  )
  const state = await ctx.db.one(sql<{ since: Date | null; definitions: string }>`
    select nullif(refreshed_at, '-infinity') as since, definitions from kpi_state where tenant_id = ${ctx.tenant.id} for update`)
  const since = state.since
  const marked = await ctx.db.all(
    sql<{
      fact: string
      day: string
    }>`delete from kpi_dirty_day where tenant_id = ${ctx.tenant.id} returning fact, day`,
  )
  if (!since || state.definitions !== definitionsStamp || marked.some((m) => m.fact === EVERYTHING)) {
    await rebuildRollups(ctx)
    return { days: marked.length, rebuilt: true }
  }
  const due = since < ctx.now ? await fallenDue(ctx, since) : []
  const days = new Map<Mark, Set<string>>(markNames.map((name) => [name, new Set()]))
  for (const { fact, day } of [...marked, ...due.map((day) => ({ fact: 'due', day }))])
    days.get(fact as Mark)?.add(day)
  const count = [...days.values()].reduce((sum, set) => sum + set.size, 0)
  if (count > 0) await recompute(ctx, days)
  if (count > 0 || force || ctx.now.getTime() - since.getTime() > IDLE_MS) await markFresh(ctx)
  return { days: count, rebuilt: false }
}

/** All rollups of the tenant anew from the facts. */
export async function rebuildRollups(ctx: Ctx): Promise<void> {
  await useMemory(ctx, REBUILD_WORK_MEM)
  await ctx.db.run(sql`delete from kpi_rollup where tenant_id = ${ctx.tenant.id}`)
  for (const name of Object.keys(facts) as FactName[]) await insertRollups(ctx, name, null)
  await ctx.db.run(
    sql`insert into kpi_state (tenant_id, refreshed_at) values (${ctx.tenant.id}, ${ctx.now}) on conflict do nothing`,
  )
  await markFresh(ctx)
}

/** Has every day recomputed at the next refresh. */
export async function markEverything(ctx: Ctx): Promise<void> {
  await ctx.db.run(
    sql`insert into kpi_dirty_day (tenant_id, fact, day) values (${ctx.tenant.id}, ${EVERYTHING}, ${EVERY_DAY}::date) on conflict do nothing`,
  )
}

const useMemory = (ctx: Ctx, amount: string): Promise<unknown> =>
  ctx.db.run(sql`select set_config('work_mem', ${amount}, true)`)

const markFresh = (ctx: Ctx): Promise<number> =>
  ctx.db.run(
    sql`update kpi_state set refreshed_at = ${ctx.now}, definitions = ${definitionsStamp} where tenant_id = ${ctx.tenant.id}`,
  )

/** Days of promises that fell due since: those still open have become late without any event. */
async function fallenDue(ctx: Ctx, since: Date): Promise<string[]> {
  const kinds = ['acknowledge', 'ship', 'deliver', 'receipt_back']
  const rows = await ctx.db.all(sql<{ day: string }>`
    select distinct ${localDay(ctx, 'p.due_at')} as day from promise p
    where p.tenant_id = ${ctx.tenant.id} and p.kind = any(${kinds}::text[]) and p.due_at > ${since} and p.due_at <= ${ctx.now}
    union
    select distinct ${localDay(ctx, 'p.contract_due_at')} from promise p
    where p.tenant_id = ${ctx.tenant.id} and p.contract_due_at > ${since} and p.contract_due_at <= ${ctx.now}`)
  return rows.map((r) => r.day)
}

async function recompute(ctx: Ctx, days: Map<Mark, Set<string>>): Promise<void> {
  await useMemory(ctx, REFRESH_WORK_MEM)
  for (const name of Object.keys(facts) as FactName[]) {
    const wanted = days.get(facts[name].mark)
    if (!wanted || wanted.size === 0) continue
    for (const range of rangesOf([...wanted])) {
      await deleteRollups(ctx, name, range)
      await insertRollups(ctx, name, range)
    }
  }
}

/** Days as few ranges: neighbours join, and beyond RANGES_MAX the smallest gaps are filled. */
export function rangesOf(days: string[]): Range[] {
  const sorted = days.toSorted()
  const gaps = sorted.slice(1).map((day, i) => Date.parse(day) - Date.parse(sorted[i] ?? day))
  const widest = gaps.filter((gap) => gap > DAY_MS).toSorted((a, b) => b - a)
  const cut = Math.max(DAY_MS, widest[RANGES_MAX - 1] ?? 0)
  const ranges: Range[] = []
  for (const [i, day] of sorted.entries()) {
    const last = ranges.at(-1)
    if (last && (gaps[i - 1] ?? 0) <= cut) last.to = day
    else ranges.push({ from: day, to: day })
  }
  return ranges
}
const DAY_MS = 86_400_000

async function deleteRollups(ctx: Ctx, name: FactName, { from, to }: Range): Promise<void> {
  const kpis = kpisOfFact(name)
  await ctx.db.run(sql`
    delete from kpi_rollup r using unnest(${kpis}::text[], ${kpis.map(versionOf)}::smallint[]) as k (id, version), unnest(${['all', ...rollupDimensions]}::text[]) as d (name)
    where r.tenant_id = ${ctx.tenant.id} and r.kpi_id = k.id and r.version = k.version and r.dimension = d.name
      and r.day between ${from}::date and ${to}::date`)
}

const versionOf = (id: string): number => findDefinition(id)?.version ?? 0

/** One pass over the fact: all its KPIs, by day and each dimension. */
async function insertRollups(ctx: Ctx, name: FactName, range: Range | null): Promise<void> {
  const fact: Fact = facts[name]
  const kpis = kpisOfFact(name).map((id) => ({ id, measure: measures[id] }))
  const columns = rollupDimensions.map((d) => ({ name: d, sql: sql.raw(fact.dimensions[d] ?? 'null::text') }))
  const dims = sql.join(columns.map((c) => sql`${c.sql} as ${sql.ref(c.name)}`))
  const perRow = sql.join(kpis.map(({ measure }, i) => measureColumns(ctx, { measure, fact, i })))
  await ctx.db.run(sql`
    insert into kpi_rollup (tenant_id, kpi_id, version, dimension, day, key, n, numerator, denominator, sum, sum_sq)
    select ${ctx.tenant.id}, m.kpi_id, m.version, g.dimension, g.day, g.key, m.n, m.numerator, m.denominator, m.sum, m.sum_sq
    from (
      select ${dimensionCase(columns.map((c) => c.name))} as dimension, x.day, ${keyCase(columns.map((c) => c.name))} as key, ${sql.join(kpis.map((k, i) => sumColumns(k.measure, i)))}
      from (
        select ${localDay(ctx, fact.at)} as day, ${dims}, ${perRow}
        from ${sql.raw(fact.view)} f
        where ${rangeCondition(ctx, fact, range)} offset 0
      ) x
      group by grouping sets ((x.day), ${sql.join(columns.map((c) => sql`(x.day, x.${sql.ref(c.name)})`))})
    ) g cross join lateral (values ${sql.join(kpis.map((k, i) => valueRow(k.id, i)))}) as m (kpi_id, version, n, numerator, denominator, sum, sum_sq)
    where m.n > 0`)
}

const col = (prefix: string, i: number) => sql.ref(`${prefix}${i}`)

function measureColumns(ctx: Ctx, { measure, fact, i }: { measure: Measure; fact: Fact; i: number }) {
  const { numerator, denominator } = partsOf(ctx, measure)
  const counts = [
    measure.where ? sql`(${sql.raw(measure.where)})` : sql`true`,
    ...(measure.waits ? [sql`${sql.raw(fact.at)} <= ${ctx.now}`] : []),
  ]
  return sql`${sql.join(counts, sql` and `)} as ${col('counts', i)}, ${numerator} as ${col('num', i)}, ${denominator} as ${col('den', i)}`
}

function sumColumns(measure: Measure, i: number) {
  const filter = sql`filter (where x.${col('counts', i)})`
  const isMean = 'value' in measure
  return sql`count(*) ${filter} as ${col('n', i)},
    coalesce(sum(x.${col('num', i)}) ${filter}, 0) as ${col('num', i)}, coalesce(sum(x.${col('den', i)}) ${filter}, 0) as ${col('den', i)},
    ${isMean ? sql`coalesce(sum(x.${col('num', i)} * x.${col('num', i)}) ${filter}, 0)` : sql`0::double precision`} as ${col('sq', i)}`
}

function valueRow(id: string, i: number) {
  const isMean = 'value' in measures[id as keyof typeof measures]
  return sql`(${sql.lit(id)}, ${sql.lit(versionOf(id))}::smallint, g.${col('n', i)}, g.${col('num', i)}, g.${col('den', i)}, ${isMean ? sql`g.${col('num', i)}` : sql`0::double precision`}, g.${col('sq', i)})`
}

const dimensionCase = (names: readonly string[]) =>
  sql`case ${sql.join(
    names.map((n) => sql`when grouping(x.${sql.ref(n)}) = 0 then ${sql.lit(n)}`),
    sql` `,
  )} else 'all' end`

const keyCase = (names: readonly string[]) =>
  sql`coalesce(case ${sql.join(
    names.map((n) => sql`when grouping(x.${sql.ref(n)}) = 0 then x.${sql.ref(n)}::text`),
    sql` `,
  )} end, '')`

function rangeCondition(ctx: Ctx, fact: Fact, range: Range | null) {
  const parts = [
    sql`f.tenant_id = ${ctx.tenant.id}`,
    ...(fact.where ? [sql.raw(fact.where)] : []),
    sql`${sql.raw(fact.at)} is not null`,
  ]
  if (range) {
    const at = sql.raw(fact.at)
    parts.push(sql`${at} >= ${dayStart(ctx, range.from)} and ${at} < ${dayStart(ctx, range.to, 1)}`)
    if (fact.narrow) parts.push(dueBetween(ctx, range.from, range.to))
  }
  return sql.join(parts, sql` and `)
}
