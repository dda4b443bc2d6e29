import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import { endOfLocalDay, localDay, startOfDay } from '#modules/scheduling/calendar.ts'
import type { PromiseBoard, PromiseDetail, PromiseRow } from './api.ts'
import { maskRecipient } from './recipient.ts'
import { AT_RISK_SHARE, NO_CARRIER, type RiskSource } from './risk.ts'

// The names of orders, customers, warehouses and carriers are read here as labels only; no rule looks at them.

type Row = z.infer<typeof PromiseRow>
type Filter = {
  limit: number
  cursor?: string | undefined
  view?: BoardView | undefined
  kind?: string | undefined
  owner?: string | undefined
  customerId?: string | undefined
  warehouseId?: string | undefined
  carrierId?: string | undefined
  orderId?: string | undefined
  dueFrom?: string | undefined
  dueTo?: string | undefined
}
/** What the board can show; all but `ended` are open promises. */
export const BOARD_VIEWS = ['open', 'late', 'today', 'at_risk', 'untold', 'paused', 'ended'] as const
export type BoardView = (typeof BOARD_VIEWS)[number]

const DAYS_AHEAD = 7
const DAY_MS = 86_400_000

/** The board's counts in one statement: the whole, by kind and by owner, and what falls due in the next days. */
export async function getBoard(ctx: Ctx): Promise<z.infer<typeof PromiseBoard>> {
  const days = daysAhead(ctx)
  type Group = {
    kind: string | null
    ownerId: string | null
    byKind: boolean
    byOwner: boolean
    late: number
    today: number
    atRisk: number
    untold: number
    paused: number
    ownerName: string | null
  }
  const { groups, ahead } = await ctx.db.one(sql<{ groups: Group[]; ahead: number[] }>`
    with attention as (
      select p.kind, p.owner_id,
        ${viewIs(ctx, 'late')} as late, ${viewIs(ctx, 'today')} as today, ${viewIs(ctx, 'at_risk')} as at_risk, ${viewIs(ctx, 'untold')} as untold, ${viewIs(ctx, 'paused')} as paused
      from promise p
      where p.tenant_id = ${ctx.tenant.id} and p.watch_at is not null and ${scoped(ctx)}
        and (p.due_at <= ${endOfToday(ctx)}
          or p.id in (select r.id from promise r where r.tenant_id = ${ctx.tenant.id} and r.watch_at is not null and r.risk_late >= ${sql.lit(AT_RISK_SHARE)})
          or p.id in (select c.id from promise c where c.tenant_id = ${ctx.tenant.id} and c.watch_at is not null and c.supersedes_id is not null)
          or p.root_id in (select u.root_id from promise_pause u where u.tenant_id = ${ctx.tenant.id} and u.to_at is null))
    ), sums as (
      select kind, owner_id, grouping(kind) = 0 as by_kind, grouping(owner_id) = 0 as by_owner,
        count(*) filter (where late) as late, count(*) filter (where today) as today, count(*) filter (where at_risk) as at_risk,
        count(*) filter (where untold) as untold, count(*) filter (where paused) as paused
      from attention group by grouping sets ((), (kind), (owner_id))
    )
    select
      (select jsonb_agg(jsonb_build_object('kind', s.kind, 'ownerId', s.owner_id, 'byKind', s.by_kind, 'byOwner', s.by_owner, 'late', s.late, 'today', s.today,
        'atRisk', s.at_risk, 'untold', s.untold, 'paused', s.paused, 'ownerName', u.name))
        from sums s left join app_user u on u.tenant_id = ${ctx.tenant.id} and u.id = s.owner_id) as groups,
      (select jsonb_agg((select count(*) from promise p where p.tenant_id = ${ctx.tenant.id} and p.watch_at is not null
          and p.due_at >= d.from_at and p.due_at < d.to_at and ${scoped(ctx)}) order by d.from_at)
        from unnest(${days.map((d) => d.from)}::timestamptz[], ${days.map((d) => d.to)}::timestamptz[]) as d (from_at, to_at)) as ahead`)
  const counts = (g: Group | undefined) => ({
    late: g?.late ?? 0,
    today: g?.today ?? 0,
    atRisk: g?.atRisk ?? 0,
    untold: g?.untold ?? 0,
    paused: g?.paused ?? 0,
  })
  return {
    asOf: ctx.now.toISOString(),
    zone: ctx.tenant.zone,
    atRiskShare: AT_RISK_SHARE,
    total: counts(groups.find((g) => !g.byKind && !g.byOwner)),
    byKind: groups.filter((g) => g.byKind).map((g) => ({ kind: g.kind as Row['kind'], ...counts(g) })),
    byOwner: groups
      .filter((g) => g.byOwner)
      .map((g) => ({ ownerId: g.ownerId, ownerName: g.ownerName, ...counts(g) })),
    ahead: days.map((d, i) => ({ day: d.day, due: ahead[i] ?? 0 })),
  }
}

/** Promises of one view, soonest due first (the ended ones: latest due first). */
export async function listPromises(ctx: Ctx, filter: Filter): Promise<{ rows: Row[]; next: string | null }> {
  const view = filter.view ?? 'open'
  const isEnded = view === 'ended'
  const [afterDue, afterId] = filter.cursor ? decodeCursor(filter.cursor, 2) : [null, null]
  const conditions = [sql`p.tenant_id = ${ctx.tenant.id}`, scoped(ctx), ...filterConditions(filter)]
  conditions.push(isEnded ? ENDED_HEAD : sql`p.watch_at is not null`)
  if (view !== 'open' && !isEnded) conditions.push(viewIs(ctx, view))
  if (afterDue !== null)
    conditions.push(
      isEnded
        ? sql`(p.due_at, p.id) < (${afterDue}, ${afterId}::uuid)`
        : sql`(p.due_at, p.id) > (${afterDue}, ${afterId}::uuid)`,
    )
  const order = isEnded ? sql`p.due_at desc, p.id desc` : sql`p.due_at, p.id`
  const rows = await ctx.db.all(sql<Row>`
    ${rowColumns} from (
      select p.* from promise p where ${sql.join(conditions, sql` and `)}
      order by ${order} limit ${filter.limit + 1}
    ) p ${rowJoins} order by ${order}`)
  return toPage(rows, filter.limit, (row) => [new Date(row.dueAt).toISOString(), row.id])
}

// A row replaced by a later one is history of its chain, not an end.
const ENDED_HEAD = sql`p.watch_at is null and not exists (
  select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id)`

const rowColumns = sql`
  select p.id, p.root_id as "rootId", p.kind, p.subject_type as "subjectType", p.subject_id as "subjectId", p.order_id as "orderId", o.number as "orderNumber",
    p.customer_id as "customerId", c.name as "customerName", p.warehouse_id as "warehouseId", w.name as "warehouseName", p.carrier_id as "carrierId",
    k.name as "carrierName", p.lane, p.mode, p.service, p.urgent, p.quantity, p.owner_id as "ownerId", a.name as "ownerName", p.made_at as "madeAt",
    p.started_at as "startedAt", p.early_at as "earlyAt", p.due_at as "dueAt", f.due_at as "originalDueAt", p.warned as level,
    p.risk_late as "lateShare", p.risk_cases as "riskCases", p.risk_expected_at as "expectedAt",
    (select count(*)::int from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id is not null) as changes,
    (select max(t.told_at) from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id) as "toldAt",
    case when p.watch_at is null then e.outcome when u.id is null then 'open' else 'paused' end as state,
    u.from_at as "pausedAt", e.fulfilled_at as "fulfilledAt", e.cause, e.liable`

const rowJoins = sql`
  join promise f on f.tenant_id = p.tenant_id and f.id = p.root_id
  left join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.root_id
  left join promise_pause u on u.tenant_id = p.tenant_id and u.root_id = p.root_id and u.to_at is null
  left join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
  left join party c on c.tenant_id = p.tenant_id and c.id = p.customer_id
  left join warehouse w on w.tenant_id = p.tenant_id and w.id = p.warehouse_id
  left join party k on k.tenant_id = p.tenant_id and k.id = p.carrier_id
  left join app_user a on a.tenant_id = p.tenant_id and a.id = p.owner_id`

/** One promise with its whole chain, by the id of any row of it. */
export async function getPromise(ctx: Ctx, id: string): Promise<z.infer<typeof PromiseDetail>> {
  const head = await ctx.db.maybe(sql<Row>`
    ${rowColumns} from (
      select p.* from promise p
      where p.tenant_id = ${ctx.tenant.id} and ${scoped(ctx)} and ${chainOf(ctx, id)}
        and not exists (select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id)
    ) p ${rowJoins}`)
  if (!head) throw new NotFound('promise')
  type Parts = Pick<z.infer<typeof PromiseDetail>, 'chain' | 'pauses' | 'told' | 'outcomes'>
  const parts = await ctx.db.one(sql<Parts>`
    select
      (select jsonb_agg(jsonb_build_object('id', p.id, 'madeAt', ${iso('p.made_at')}, 'madeBy', a.name, 'earlyAt', ${iso('p.early_at')}, 'dueAt', ${iso('p.due_at')},
          'contractDueAt', ${iso('p.contract_due_at')}, 'reason', p.reason, 'level', p.warned) order by p.made_at, p.id)
        from promise p left join app_user a on a.tenant_id = p.tenant_id and a.id = p.made_by where p.tenant_id = ${ctx.tenant.id} and ${chainOf(ctx, head.rootId)}) as chain,
      (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'fromAt', ${iso('u.from_at')}, 'toAt', ${iso('u.to_at')}, 'reason', u.reason, 'pausedBy', a.name, 'resumedBy', b.name) order by u.from_at), '[]')
        from promise_pause u left join app_user a on a.tenant_id = u.tenant_id and a.id = u.paused_by left join app_user b on b.tenant_id = u.tenant_id and b.id = u.resumed_by
        where u.tenant_id = ${ctx.tenant.id} and u.root_id = ${head.rootId}) as pauses,
      (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'promiseId', t.promise_id, 'channel', t.channel, 'recipient', t.recipient, 'toldAt', ${iso('t.told_at')}, 'toldBy', a.name, 'proof', t.proof) order by t.told_at), '[]')
        from promise_told t left join app_user a on a.tenant_id = t.tenant_id and a.id = t.told_by
        where t.tenant_id = ${ctx.tenant.id} and t.promise_id in (select p.id from promise p where p.tenant_id = ${ctx.tenant.id} and ${chainOf(ctx, head.rootId)})) as told,
      (select coalesce(jsonb_agg(jsonb_build_object('version', o.version, 'outcome', o.outcome, 'fulfilledAt', ${iso('o.fulfilled_at')}, 'recordedAt', ${iso('o.recorded_at')}, 'recordedBy', a.name,
          'cause', o.cause, 'liable', o.liable, 'note', o.note) order by o.version), '[]')
        from promise_outcome o left join app_user a on a.tenant_id = o.tenant_id and a.id = o.recorded_by
        where o.tenant_id = ${ctx.tenant.id} and o.root_id = ${head.rootId}) as outcomes`)
  const told = parts.told.map((t) => ({ ...t, recipient: maskRecipient(t.recipient) }))
  return { ...head, ...parts, told, riskFrom: await riskSource(ctx, head) }
}

/** From which history the prediction of a promise was read. */
async function riskSource(ctx: Ctx, row: Row): Promise<RiskSource | null> {
  if (row.riskCases === null) return null
  const found = await ctx.db.maybe(sql<{ lane: string; carrier: string; mode: string }>`
    select lane, carrier_id as carrier, mode from promise_history
    where tenant_id = ${ctx.tenant.id} and kind = ${row.kind} and cases = ${row.riskCases} and lane in ('', ${row.lane ?? ''})
      and (carrier_id, mode) in ((${row.carrierId ?? NO_CARRIER}::uuid, ${row.mode ?? ''}), (${NO_CARRIER}::uuid, ''))
    order by lane = '', mode = '' limit 1`)
  if (!found) return null
  if (found.carrier !== NO_CARRIER || found.mode !== '') return 'lane_carrier_mode'
  return found.lane === '' ? 'kind' : 'lane'
}

const scoped = (ctx: Ctx) =>
  sql<boolean>`${inScope(ctx, 'customer', 'p.customer_id')} and ${inScope(ctx, 'warehouse', 'p.warehouse_id')} and ${inScope(ctx, 'carrier', 'p.carrier_id')}`

/** The rows of the chain that the row `id` belongs to: its root by key, the others by the index promise_chain. */
function chainOf(ctx: Ctx, id: string): RawBuilder<boolean> {
  const root = sql`(select r.root_id from promise r where r.tenant_id = ${ctx.tenant.id} and r.id = ${id})`
  return sql<boolean>`(p.id = ${root} or (p.root_id = ${root} and p.supersedes_id is not null))`
}

/** Whether the open promise `p` belongs to a view of the board. Days end where the tenant's zone ends them. */
function viewIs(ctx: Ctx, view: Exclude<BoardView, 'open' | 'ended'>): RawBuilder<boolean> {
  const paused = sql<boolean>`exists (select 1 from promise_pause u where u.tenant_id = p.tenant_id and u.root_id = p.root_id and u.to_at is null)`
  switch (view) {
    case 'paused':
      return paused
    case 'late':
      return sql<boolean>`(p.due_at < ${ctx.now} and not ${paused})`
    case 'today':
      return sql<boolean>`(p.due_at >= ${ctx.now} and p.due_at <= ${endOfToday(ctx)} and not ${paused})`
    case 'at_risk':
      return sql<boolean>`(p.due_at >= ${ctx.now} and coalesce(p.risk_late >= ${sql.lit(AT_RISK_SHARE)}, false) and not ${paused})`
    case 'untold':
      return sql<boolean>`(p.supersedes_id is not null and not exists (select 1 from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id))`
  }
}

function filterConditions(filter: Filter): RawBuilder<unknown>[] {
  const { kind, owner, customerId, warehouseId, carrierId, orderId, dueFrom, dueTo } = filter
  return [
    kind && sql`p.kind = ${kind}`,
    owner && (owner === 'none' ? sql`p.owner_id is null` : sql`p.owner_id = ${owner}`),
    customerId && sql`p.customer_id = ${customerId}`,
    warehouseId && sql`p.warehouse_id = ${warehouseId}`,
    carrierId && sql`p.carrier_id = ${carrierId}`,
    orderId && sql`p.order_id = ${orderId}`,
    dueFrom && sql`p.due_at >= ${dueFrom}`,
    dueTo && sql`p.due_at < ${dueTo}`,
  ].filter((condition) => typeof condition === 'object')
}

const endOfToday = (ctx: Ctx): Date => new Date(endOfLocalDay(ctx.tenant.zone, ctx.now.getTime()) - 1)

/** A timestamp inside JSON, written like those outside of it. */
const iso = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

function daysAhead(ctx: Ctx): { day: string; from: string; to: string }[] {
  const { zone } = ctx.tenant
  let at = startOfDay(zone, localDay(zone, ctx.now.getTime()))
  return Array.from({ length: DAYS_AHEAD }, () => {
    const from = at
    at = endOfLocalDay(zone, from)
    if (at <= from) at = from + DAY_MS
    return { day: localDay(zone, from), from: new Date(from).toISOString(), to: new Date(at).toISOString() }
  })
}
