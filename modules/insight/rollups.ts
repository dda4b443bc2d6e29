import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { definitionsStamp } from './definitions.ts'
import { type Mark, factNames, facts, markNames, promiseMarks } from './facts.ts'
import { localDay } from './kpi-sql.ts'
import {
  type Chunk,
  type Range,
  type RollupRow,
  deleteAllQuery,
  deleteQuery,
  insertQuery,
  rebuildQuery,
  sumsQuery,
} from './rollup-sql.ts'

/** Marks every day of the tenant: after an import or an undo, when what was there before is not known. */
export const EVERYTHING = '*'
const EVERY_DAY = '1970-01-01'
const RANGES_MAX = 12
/** Orders worked on at once by a rebuild. */
const CHUNK_ORDERS = 10_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const REBUILD_WORK_MEM = '64MB'
const REFRESH_WORK_MEM = '32MB'
const IDLE_MS = 30_000

/** Runs a piece of writing: in the transaction of the caller, or in a short one of its own. */
export type Write = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
type Refreshed = { days: number; rebuilt: boolean }

/**
 * Recomputes from the facts the days that changed or fell due since the last time, so that rollups equal facts as of ctx.now.
 * Gives how many days of facts were recomputed. Safe to run twice at once: the second waits. With `write` the transaction of ctx
 * only reads, however long it takes: a long one that writes would hold back every subscriber (they read the log below it).
 */
export async function refreshRollups(
  ctx: Ctx,
  {
    force = false,
    write = (work) => work(ctx),
    stopping,
  }: { force?: boolean; write?: Write; stopping?: AbortSignal | undefined } = {},
): Promise<Refreshed> {
  await oneAtATime(ctx)
  const { since, isCurrent, isMarked } = await readState(ctx)
  const due = since && isCurrent && since < ctx.now ? await fallenDue(ctx, since) : []
  const isStale = !since || ctx.now.getTime() - since.getTime() > IDLE_MS
  if (!isMarked && due.length === 0 && isCurrent && !force && !isStale) return { days: 0, rebuilt: false }
  const marked = await write(takeMarks)
  if (!since || !isCurrent || marked.some((m) => m.fact === EVERYTHING)) {
    await rebuildRollups(ctx, { write, stopping })
    return { days: marked.length, rebuilt: true }
  }
  const days = new Map<Mark, Set<string>>(markNames.map((name) => [name, new Set()]))
  for (const { fact, day } of [...marked, ...due]) days.get(fact as Mark)?.add(day)
  await recompute(ctx, days, write)
  await write(markFresh)
  return { days: [...days.values()].reduce((sum, set) => sum + set.size, 0), rebuilt: false }
}

/**
 * Holds until the transaction ends. An advisory lock: a row's would make the transaction one that writes. It stands idle while
 * another one writes, for as long as that takes.
 */
async function oneAtATime(ctx: Ctx): Promise<void> {
  await ctx.db.run(
    sql`select pg_advisory_xact_lock(hashtextextended('kpi-rollups ' || ${ctx.tenant.id}::text, 0)), set_config('idle_in_transaction_session_timeout', '0', true)`,
  )
}

async function readState(ctx: Ctx): Promise<{ since: Date | null; isCurrent: boolean; isMarked: boolean }> {
  return ctx.db.one(sql<{ since: Date | null; isCurrent: boolean; isMarked: boolean }>`
    select s.refreshed_at as since, coalesce(s.definitions = ${definitionsStamp}, false) as "isCurrent",
      exists (select 1 from kpi_dirty_day d where d.tenant_id = ${ctx.tenant.id}) as "isMarked"
    from (select 1) one left join kpi_state s on s.tenant_id = ${ctx.tenant.id}`)
}

/** The days to recompute, those of a refresh that was cut short among them. They go away when the state is marked fresh. */
async function takeMarks(ctx: Ctx): Promise<{ fact: string; day: string }[]> {
  await ctx.db.run(sql`
    with free as (delete from kpi_dirty_day where tenant_id = ${ctx.tenant.id} and not taken returning fact, day)
    insert into kpi_dirty_day (tenant_id, fact, day, taken) select ${ctx.tenant.id}, fact, day, true from free on conflict do nothing`)
  return ctx.db.all(
    sql<{
      fact: string
      day: string
    }>`select fact, day from kpi_dirty_day where tenant_id = ${ctx.tenant.id} and taken`,
  )
}

/**
 * All rollups of the tenant anew from the facts: some orders after the other, so that nothing grows with the company but the sums
 * themselves, which are added up here. The old ones stand until the new ones of their KPI are written. A rebuild that
 * `stopping` cut short is done again at the next refresh: its marks are still there.
 */
export async function rebuildRollups(
  ctx: Ctx,
  {
    write = (work) => work(ctx),
    chunkOrders = CHUNK_ORDERS,
    stopping,
  }: { write?: Write; chunkOrders?: number; stopping?: AbortSignal | undefined } = {},
): Promise<void> {
  const sums: Sums = new Map()
  const chunks = await chunksOf(ctx, chunkOrders)
  const read = async (reading: Ctx) => {
    await reading.db.run(planForChunks)
    for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop()) {
      stopping?.throwIfAborted()
      add(sums, await reading.db.all(rebuildQuery(reading, chunk)))
    }
  }
  const stop = (error: unknown) => {
    chunks.length = 0
    throw error
  }
  // Two connections: half the time, where there are two processors.
  await Promise.all([read(ctx).catch(stop), write(read).catch(stop)])
  const gone = await ctx.db.all(
    sql<{ kpi_id: string }>`select distinct kpi_id from kpi_rollup where tenant_id = ${ctx.tenant.id}`,
  )
  for (const id of new Set([...gone.map((row) => row.kpi_id), ...sums.keys()])) {
    stopping?.throwIfAborted()
    await write(async (writing) => {
      await writing.db.run(deleteAllQuery(writing, id))
      await writing.db.run(insertQuery(writing, [...(sums.get(id)?.values() ?? [])]))
    })
  }
  await write(markFresh)
}

// Each table is read by the range of its orders. Joined, such ranges are reckoned far too small (as if the orders of one and of the
// other were chosen by lot), and a loop over a few rows would be one over all.
const planForChunks = sql`
  select set_config('work_mem', ${REBUILD_WORK_MEM}, true), set_config('enable_nestloop', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`

async function chunksOf(ctx: Ctx, size: number): Promise<Chunk[]> {
  const rows = await ctx.db.all(sql<{ id: string }>`
    select x.id from (select o.id, row_number() over (order by o.id) as place from sales_order o where o.tenant_id = ${ctx.tenant.id}) x
    where x.place % ${size} = 0 order by x.id`)
  const edges = [FIRST_ID, ...rows.map((row) => row.id), LAST_ID]
  return [null, ...edges.slice(1).map((to, i) => ({ from: edges[i] ?? FIRST_ID, to }))]
}

/** Rows by KPI and by what they stand for. */
type Sums = Map<string, Map<string, RollupRow>>

function add(sums: Sums, rows: readonly RollupRow[]): void {
  for (const row of rows) {
    const ofKpi = sums.get(row.kpi_id) ?? new Map<string, RollupRow>()
    sums.set(row.kpi_id, ofKpi)
    const key = `${row.day} ${row.dimension} ${row.key}`
    const sum = ofKpi.get(key)
    if (!sum) ofKpi.set(key, row)
    else {
      for (const part of ['n', 'numerator', 'denominator', 'sum', 'sum_sq'] as const) sum[part] += row[part]
      if (sum.vals && row.vals) sum.vals = Buffer.concat([sum.vals, row.vals])
    }
  }
}

/** Has every day recomputed at the next refresh. */
export async function markEverything(ctx: Ctx): Promise<void> {
  await ctx.db.run(
    sql`insert into kpi_dirty_day (tenant_id, fact, day) values (${ctx.tenant.id}, ${EVERYTHING}, ${EVERY_DAY}::date) on conflict do nothing`,
  )
}

/** One process: those who work in the foreground have the other processors. */
const planForDays = sql`
  select set_config('work_mem', ${REFRESH_WORK_MEM}, true), set_config('max_parallel_workers_per_gather', '0', true)`

async function markFresh(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`delete from kpi_dirty_day where tenant_id = ${ctx.tenant.id} and taken`)
  await ctx.db.run(sql`
    insert into kpi_state (tenant_id, refreshed_at, definitions) values (${ctx.tenant.id}, ${ctx.now}, ${definitionsStamp})
    on conflict (tenant_id) do update set refreshed_at = excluded.refreshed_at, definitions = excluded.definitions`)
}

/** Days of promises that fell due since: those still open have become late without any event. */
async function fallenDue(ctx: Ctx, since: Date): Promise<{ fact: Mark; day: string }[]> {
  return ctx.db.all(sql<{ fact: Mark; day: string }>`
    select distinct p.kind as fact, ${localDay(ctx, 'p.due_at')} as day from promise p
    where p.tenant_id = ${ctx.tenant.id} and p.kind = any(${[...promiseMarks]}::text[]) and p.due_at > ${since} and p.due_at <= ${ctx.now}
    union
    select distinct p.kind, ${localDay(ctx, 'p.contract_due_at')} from promise p
    where p.tenant_id = ${ctx.tenant.id} and p.contract_due_at <> p.due_at and p.contract_due_at > ${since} and p.contract_due_at <= ${ctx.now}`)
}

async function recompute(ctx: Ctx, days: Map<Mark, Set<string>>, write: Write): Promise<void> {
  await ctx.db.run(planForDays)
  for (const name of factNames) {
    for (const range of rangesOf([...(days.get(facts[name].mark) ?? [])])) {
      const rows = await ctx.db.all(sumsQuery(ctx, name, range))
      await write(async (writing) => {
        await writing.db.run(deleteQuery(writing, name, range))
        await writing.db.run(insertQuery(writing, rows))
      })
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
