import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type CalendarRow, calendarOf, calendarsFragment } from '#modules/scheduling/calendars.ts'
import { scoped } from '#modules/promises/views.ts'
import type { DryRunResult } from './api.ts'
import type { Clause } from './clause.ts'
import { clauseJson, isInForce } from './clauses.ts'
import {
  type OriginRow,
  type PastPromise,
  type Rejudged,
  type Setting,
  type Verdict,
  rejudge,
  verdicts,
} from './judgement.ts'

/** Reads the places goods leave from; inventory stands above this module, so the composition root hands it in. */
export type OriginsOf = (ctx: Ctx) => Promise<OriginRow[]>

export const LAST_MAX = 5_000
const ROWS_SHOWN_MAX = 200
const CLAUSES_MAX = 5_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Which of the past promises are judged: the last so many, of the last so many days when that is said. */
type Span = { last: number; days?: number | undefined }

/**
 * What a clause not yet in force would have done to the last promises of its kind that it would bind (rivals, acceptance 15):
 * kept and late before and after, how far the due times move, which orders change. Reads only.
 */
export async function dryRunClause(
  ctx: Ctx,
  { candidate, originsOf, ...span }: Span & { candidate: Clause; originsOf: OriginsOf },
): Promise<z.infer<typeof DryRunResult>> {
  const { setting, others } = await readSetting(ctx, candidate, originsOf)
  const promises = await readPromises(ctx, candidate, { ...span, setting })
  const judged = promises.map((p) => rejudge(p, candidate, others, setting)).filter((j) => j !== null)
  const changed = judged.filter((j) => j.before !== j.after || j.dueMs !== j.promise.dueMs)
  const shown = changed.toSorted(
    (a, b) =>
      Number(b.before !== b.after) - Number(a.before !== a.after) || b.promise.dueMs - a.promise.dueMs,
  )
  return {
    asked: span.last,
    days: span.days ?? null,
    scanned: promises.length,
    matched: judged.length,
    before: tally(judged.map((j) => j.before)),
    after: tally(judged.map((j) => j.after)),
    shiftMedianMinutes: median(judged.map((j) => (j.dueMs - j.promise.dueMs) / MINUTE_MS)),
    changed: changed.length,
    verdictsChanged: changed.filter((j) => j.before !== j.after).length,
    rows: shown.slice(0, ROWS_SHOWN_MAX).map(rowOf),
  }
}

/** Calendars, origins and (but for the candidate's own line) the clauses of its kind in force. */
export async function readSetting(
  ctx: Ctx,
  candidate: Pick<Clause, 'kind' | 'lineId'> | null,
  originsOf: OriginsOf,
): Promise<{ setting: Setting; others: Clause[] }> {
  const [row, origins] = await Promise.all([
    ctx.db.one(sql<{ calendars: CalendarRow[]; clauses: Clause[] }>`
      select ${calendarsFragment(ctx)} as calendars, (
        select coalesce(jsonb_agg(x.clause), '[]'::jsonb) from (
          select ${clauseJson} as clause from contract k join clause c on c.tenant_id = k.tenant_id and c.contract_id = k.id
          where k.tenant_id = ${ctx.tenant.id} and ${isInForce(ctx)}
            and c.kind = ${candidate?.kind ?? null} and c.line_id <> ${candidate?.lineId ?? null}::uuid limit ${CLAUSES_MAX}) x) as clauses`),
    originsOf(ctx),
  ])
  const standard = row.calendars.find((c) => c.key === 'standard')
  const setting: Setting = {
    zone: ctx.tenant.zone,
    nowMs: ctx.now.getTime(),
    calendars: new Map(row.calendars.map((c) => [c.id, calendarOf(c)])),
    standard: standard ? calendarOf(standard) : null,
    origins: new Map(origins.map((o) => [o.id, o])),
  }
  return { setting, others: row.clauses }
}

type LedgerRow = Omit<PastPromise, 'startedMs' | 'earlyMs' | 'dueMs' | 'fulfilledMs'> & {
  startedAt: Date
  earlyAt: Date | null
  dueAt: Date
  fulfilledAt: Date | null
}

/** The first promises of the last chains that meet the candidate's own conditions; those withdrawn are nobody's merit or fault. */
async function readPromises(
  ctx: Ctx,
  candidate: Clause,
  { last, days, setting }: Span & { setting: Setting },
): Promise<PastPromise[]> {
  const { kind, customerId, classKey, service, urgent, destination, origin } = candidate
  const fromIds =
    origin === null
      ? null
      : [...setting.origins.values()]
          .filter((o) => [o.code, o.country, `${o.country}-${o.province}`].includes(origin))
          .map((o) => o.id)
  const since = days === undefined ? null : new Date(ctx.now.getTime() - days * DAY_MS)
  const rows = await ctx.db.all(sql<LedgerRow>`
    select r.id, r.order_id as "orderId", r.customer_id as "customerId", n.shown_name as "customerName",
      r.started_at as "startedAt", r.early_at as "earlyAt", r.due as "dueAt", r.warehouse_id as "warehouseId", r.lane, r.service,
      r.class_key as "classKey", r.urgent, e.outcome, e.fulfilled_at as "fulfilledAt", e.cause,
      (select ${clauseJson} from clause c join contract k on k.tenant_id = c.tenant_id and k.id = c.contract_id
        where c.tenant_id = ${ctx.tenant.id} and c.id = r.clause_id) as clause
    from (
      select p.*, coalesce(p.contract_due_at, p.due_at) as due from promise p
      left join promise_end w on w.tenant_id = p.tenant_id and w.root_id = p.root_id and w.outcome = 'withdrawn'
      where p.tenant_id = ${ctx.tenant.id} and p.kind = ${kind} and p.supersedes_id is null and w.root_id is null
        and ${scoped(ctx)}
        and (${since}::timestamptz is null or p.started_at >= ${since}::timestamptz)
        and (${customerId}::uuid is null or p.customer_id = ${customerId}::uuid)
        and (${classKey}::text is null or p.class_key = ${classKey}::text)
        and (${service}::text is null or p.service = ${service}::text)
        and (${urgent}::boolean is null or p.urgent = ${urgent}::boolean)
        and (${fromIds}::uuid[] is null or p.warehouse_id = any(${fromIds}::uuid[]))
        and (${destination}::text is null or split_part(p.lane, '>', 2) = ${destination}::text
          or (length(${destination}::text) = 2 and split_part(p.lane, '>', 2) like ${destination}::text || '-%'))
      order by p.due_at desc, p.id desc limit ${last}
    ) r
    join party n on n.tenant_id = r.tenant_id and n.id = r.customer_id
    left join promise_end e on e.tenant_id = r.tenant_id and e.root_id = r.root_id
    order by r.due_at desc, r.id desc`)
  return rows.map(({ startedAt, earlyAt, dueAt, fulfilledAt, ...row }) => ({
    ...row,
    startedMs: startedAt.getTime(),
    earlyMs: earlyAt?.getTime() ?? null,
    dueMs: dueAt.getTime(),
    fulfilledMs: fulfilledAt?.getTime() ?? null,
  }))
}

function tally(given: Verdict[]): Record<Verdict, number> {
  const counts = { kept: 0, early: 0, late: 0, excused: 0, open: 0 }
  for (const verdict of verdicts) counts[verdict] = given.filter((v) => v === verdict).length
  return counts
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

function rowOf({ promise, before, after, dueMs }: Rejudged) {
  return {
    promiseId: promise.id,
    orderId: promise.orderId,
    customerId: promise.customerId,
    customerName: promise.customerName,
    startedAt: iso(promise.startedMs),
    dueBefore: iso(promise.dueMs),
    dueAfter: iso(dueMs),
    fulfilledAt: promise.fulfilledMs === null ? null : iso(promise.fulfilledMs),
    before,
    after,
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()
