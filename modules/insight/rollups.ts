import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { definitionsStamp } from './definitions.ts'
import { type Mark, factNames, facts, markNames } from './facts.ts'
import { localDay } from './kpi-sql.ts'
import { poolNames } from './fact-sql.ts'
import {
  type Range,
  deleteQuery,
  keepChainsQuery,
  keepHeadsQuery,
  rebuildQuery,
  refreshQuery,
} from './rollup-sql.ts'

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
  await ctx.db.run(sql`drop table if exists pg_temp.kpi_chain, pg_temp.kpi_head`)
  await ctx.db.run(keepChainsQuery(ctx))
  await ctx.db.run(keepHeadsQuery)
  await ctx.db.run(sql`analyze pg_temp.kpi_chain, pg_temp.kpi_head`)
  for (const pool of poolNames) await ctx.db.run(rebuildQuery(ctx, pool))
  await ctx.db.run(sql`drop table pg_temp.kpi_chain, pg_temp.kpi_head`)
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
  for (const name of factNames) {
    const wanted = days.get(facts[name].mark)
    if (!wanted || wanted.size === 0) continue
    for (const range of rangesOf([...wanted])) {
      await ctx.db.run(deleteQuery(ctx, name, range))
      await ctx.db.run(refreshQuery(ctx, name, range))
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
