import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import { isoOrNull } from './insertion.ts'
import type { PromiseKind } from './promise.ts'
import {
  AT_RISK_SHARE,
  CASES_MIN,
  HISTORY_DAYS,
  type History,
  type HistoryRow,
  LEVELS,
  NO_CARRIER,
  RISK_DAYS,
  type Risk,
  indexHistory,
  riskOf,
} from './risk.ts'

const EVERY_MS = 60_000
const STATEMENT_MS = 120_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Rows of history that are kept in memory for new promises. */
const HISTORY_ROWS_MAX = 2_000
/** History older than this is computed anew. */
const HISTORY_MAX_AGE_MS = 6 * HOUR_MS
/** Promises predicted in one statement, and at most in one round: the soonest due first. */
const RISK_BATCH = 2_000
const RISK_MAX = 100_000
/** A share that moved by less is left as it is: a write for every row and minute would tell nobody anything. */
const SHARE_STEP = 0.02

/** Keeps each tenant's history and the predictions of its open promises fresh; short transactions, so nobody waits for it. */
export function predictionJob(database: Database, clock: () => Date): Job {
  return {
    name: 'promise_predictions',
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await listTenants(database, null)) {
        const act = <T>(work: (ctx: Ctx) => Promise<T>) =>
          withCtx(database, systemSeed(tenant, 'promise_predictions', clock()), work, {
            statementMs: STATEMENT_MS,
          })
        await act(keepHistoryFresh)
        await refreshRisks(act)
      }
      return false
    },
  }
}

async function keepHistoryFresh(ctx: Ctx): Promise<void> {
  const { newest } = await ctx.db.one(
    sql<{
      newest: Date | null
    }>`select max(computed_at) as newest from promise_history where tenant_id = ${ctx.tenant.id}`,
  )
  if (newest === null || ctx.now.getTime() - newest.getTime() > HISTORY_MAX_AGE_MS) await refreshHistory(ctx)
}

/** After an import the history is out of date: the next round of the job computes it anew. */
export async function forgetHistory(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`delete from promise_history where tenant_id = ${ctx.tenant.id}`)
}

/**
 * Replaces the tenant's history by the quantiles of the delays (hours after the first due time) of the fulfilled promises of the last HISTORY_DAYS before the newest
 * fulfilment. Gives the number of rows. Linear (type 7) quantiles by percentile_cont.
 */
export async function refreshHistory(ctx: Ctx): Promise<number> {
  const tenantId = ctx.tenant.id
  await forgetHistory(ctx)
  return ctx.db.run(sql`
    with ends as materialized (
      select e.root_id, e.fulfilled_at from promise_end e where e.tenant_id = ${tenantId} and e.outcome = 'fulfilled'
    ), cases as (
      select p.kind, coalesce(p.lane, '') as lane, coalesce(p.carrier_id, ${NO_CARRIER}) as carrier_id, coalesce(p.mode, '') as mode,
        extract(epoch from e.fulfilled_at - p.due_at)::float8 / 3600 as hours
      from ends e join promise p on p.tenant_id = ${tenantId} and p.id = e.root_id
      where e.fulfilled_at >= p.started_at and e.fulfilled_at > (select max(fulfilled_at) from ends) - make_interval(days => ${HISTORY_DAYS})
    )
    insert into promise_history (tenant_id, kind, lane, carrier_id, mode, cases, hours, computed_at)
    select ${tenantId}, kind, coalesce(lane, ''), coalesce(carrier_id, ${NO_CARRIER}), coalesce(mode, ''), count(*),
      percentile_cont(${[...LEVELS]}::float8[]) within group (order by hours), ${ctx.now}
    from cases
    group by grouping sets ((kind, lane, carrier_id, mode), (kind, lane), (kind))
    having count(*) >= ${CASES_MIN}
      -- What has no lane, carrier or mode of its own is part of the wider row with the same key.
      and (grouping(lane) = 1 or grouping(mode) = 1 or carrier_id <> ${NO_CARRIER} or mode <> '')
      and (grouping(lane) = 1 or grouping(mode) = 0 or lane <> '')`)
}

type OpenRow = {
  id: string
  kind: PromiseKind
  lane: string | null
  carrierId: string | null
  mode: string | null
  firstDueAt: Date
  dueAt: Date
  riskLate: number | null
  riskCases: number | null
}

/** Where the next batch begins: after this due time and id. */
type Place = { dueAt: Date; id: string }
const FIRST: Place = { dueAt: new Date(0), id: NO_CARRIER }

/** Predicts the open promises due within RISK_DAYS anew, soonest first, each batch as one act; says how many changed. */
export async function refreshRisks(act: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>): Promise<number> {
  const history = indexHistory(await act(loadHistory))
  let changed = 0
  let after: Place | null = FIRST
  for (let seen = 0; after && seen < RISK_MAX; seen += RISK_BATCH) {
    const from: Place = after
    const batch = await act((ctx) => predictBatch(ctx, history, from))
    changed += batch.changed
    after = batch.next
  }
  return changed
}

/** One batch, read without a lock: most rows stay as they are, and who ended one meanwhile does not mind its prediction. */
async function predictBatch(
  ctx: Ctx,
  history: History,
  after: Place,
): Promise<{ changed: number; next: Place | null }> {
  const until = new Date(ctx.now.getTime() + RISK_DAYS * DAY_MS)
  const from = after.dueAt < ctx.now ? { ...after, dueAt: ctx.now } : after
  const rows = await ctx.db.all(sql<OpenRow>`
    select p.id, p.kind, p.lane, p.carrier_id as "carrierId", p.mode, p.due_at as "dueAt", p.risk_late as "riskLate", p.risk_cases as "riskCases",
      case when p.supersedes_id is null then p.due_at
        else (select f.due_at from promise f where f.tenant_id = p.tenant_id and f.id = p.root_id) end as "firstDueAt"
    from promise p
    where p.tenant_id = ${ctx.tenant.id} and p.watch_at is not null and (p.due_at, p.id) > (${from.dueAt}, ${from.id}) and p.due_at <= ${until}
    order by p.due_at, p.id limit ${RISK_BATCH}`)
  return {
    changed: await saveRisks(ctx, rows, history),
    next: rows.length === RISK_BATCH ? (rows.at(-1) ?? null) : null,
  }
}

async function saveRisks(ctx: Ctx, rows: OpenRow[], history: History): Promise<number> {
  const fresh = rows.map((row) => ({
    row,
    risk: riskOf(
      history,
      { ...row, firstDueMs: row.firstDueAt.getTime(), dueMs: row.dueAt.getTime() },
      ctx.now.getTime(),
    ),
  }))
  const moved = fresh.filter(({ row, risk }) => hasMoved(row, risk))
  if (moved.length === 0) return 0
  return ctx.db.run(sql`
    update promise p set risk_late = r.late, risk_cases = r.cases, risk_expected_at = r.expected
    from unnest(${moved.map((m) => m.row.id)}::uuid[], ${moved.map((m) => m.risk?.lateShare ?? null)}::float8[], ${moved.map((m) => m.risk?.cases ?? null)}::int[],
      ${moved.map((m) => isoOrNull(m.risk?.expectedMs))}::timestamptz[]) as r (id, late, cases, expected)
    where p.tenant_id = ${ctx.tenant.id} and p.id = r.id`)
}

function hasMoved(row: OpenRow, risk: Risk | null): boolean {
  if (row.riskLate === null || risk === null) return (row.riskLate === null) !== (risk === null)
  const crossed = row.riskLate >= AT_RISK_SHARE !== risk.lateShare >= AT_RISK_SHARE
  return crossed || row.riskCases !== risk.cases || Math.abs(row.riskLate - risk.lateShare) >= SHARE_STEP
}

export async function loadHistory(ctx: Ctx): Promise<HistoryRow[]> {
  return ctx.db.all(sql<HistoryRow>`
    select kind, lane, carrier_id as "carrierId", mode, cases, hours from promise_history where tenant_id = ${ctx.tenant.id}`)
}

/** SQL of a JSON list of HistoryRow of these kinds, those with the most cases. */
export const historyFragment = (ctx: Ctx, kinds: readonly PromiseKind[]) => sql<HistoryRow[]>`(
  select coalesce(json_agg(json_build_object('kind', h.kind, 'lane', h.lane, 'carrierId', h.carrier_id, 'mode', h.mode, 'cases', h.cases, 'hours', h.hours)), '[]')
  from (select * from promise_history where tenant_id = ${ctx.tenant.id} and kind = any(${[...kinds]}::text[]) order by cases desc limit ${HISTORY_ROWS_MAX}) h)`
