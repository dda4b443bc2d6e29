import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound } from '#platform/errors.ts'
import {
  type ListPage,
  type ListQuestion,
  type ListSql,
  countedUpTo,
  listQuery,
} from '#platform/list-query.ts'
import type { PromiseDetail, PromiseRow } from './api.ts'
import type { BoardView } from './promise.ts'
import { promiseList, usualSort } from './promise-list.ts'
import { maskRecipient } from './recipient.ts'
import { NO_CARRIER, type RiskSource } from './risk.ts'
import { isHead, scoped, viewIs } from './views.ts'

// The names of orders, customers, warehouses and carriers are read here as labels only; no rule looks at them.

type Row = z.infer<typeof PromiseRow>
type Question = ListQuestion & { view?: BoardView | undefined; owner?: string | undefined }

const promiseSql: ListSql<typeof promiseList> = {
  fields: {
    kind: sql`p.kind`,
    due: sql`p.due_at`,
    customerId: sql`p.customer_id`,
    warehouseId: sql`p.warehouse_id`,
    carrierId: sql`p.carrier_id`,
    orderId: sql`p.order_id`,
    urgent: sql`p.urgent`,
    told: sql`exists (select 1 from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id)`,
    made: sql`p.made_at`,
    lane: sql`p.lane`,
    mode: sql`p.mode`,
  },
  sorts: { due: sql`p.due_at`, made: sql`p.made_at`, risk: sql`p.risk_late`, kind: sql`p.kind` },
  tie: sql`p.id`,
  tieType: 'uuid',
}

/** Promises of one view, soonest due first; the ended ones (and `all`) latest due first. */
export async function listPromises(ctx: Ctx, { view = 'open', owner, ...asked }: Question) {
  if (view === 'all' && !asked['orderId'] && !asked['customerId']) throw new Invalid([ALL_OF_WHAT])
  const list = listQuery(
    ctx,
    { spec: promiseList, sql: promiseSql },
    { ...asked, sort: asked.sort ?? usualSort(view) },
  )
  const own = sql.join(
    [
      sql`p.tenant_id = ${ctx.tenant.id}`,
      ...standingIn(ctx, view),
      scoped(ctx),
      ...(owner ? [owner === 'none' ? sql`p.owner_id is null` : sql`p.owner_id = ${owner}`] : []),
      list.matches,
    ],
    sql` and `,
  )
  const heads = sql`select p.*, ${list.keys} from promise p where ${own} and ${list.beyond} order by ${list.order} limit ${list.take}`
  const rows = await ctx.db.all(
    sql<Row>`${rowColumns}, ${list.carried('p')} from (${heads}) p ${rowJoins} order by ${list.order}`,
  )
  const counted = list.isCounted ? await ctx.db.one(countedUpTo(sql`promise p`, own)) : {}
  const page = list.pageOf(rows) as ListPage<Row>
  return { ...page, ...(seesInside(ctx) ? {} : { rows: page.rows.map(fromOutside) }), ...counted }
}

/** A row replaced by a later one is history of its chain, not an end. */
function standingIn(ctx: Ctx, view: BoardView): RawBuilder<unknown>[] {
  if (view === 'all') return [isHead]
  return view === 'ended' ? [isHead, sql`p.watch_at is null`] : [viewIs(ctx, view)]
}

// Everything ever promised has no index of its own; what was promised for an order or to a customer has.
const ALL_OF_WHAT = {
  path: 'view',
  message: {
    zh: '查看全部承诺时请指定订单或客户',
    en: 'Name an order or a customer to see all of its promises',
  },
}

const rowColumns = sql`
  select p.id, p.root_id as "rootId", p.kind, p.subject_type as "subjectType", p.subject_id as "subjectId", p.order_id as "orderId", o.number as "orderNumber",
    l.line_no as "lineNo", i.name as "productName", h.number as "shipmentNumber",
    p.customer_id as "customerId", c.shown_name as "customerName", p.warehouse_id as "warehouseId", w.name as "warehouseName", p.carrier_id as "carrierId",
    k.shown_name as "carrierName", p.lane, p.mode, p.service, p.urgent, p.quantity, p.owner_id as "ownerId", a.name as "ownerName", p.made_at as "madeAt",
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
  left join order_line l on p.subject_type = 'order_line' and l.tenant_id = p.tenant_id and l.id = p.subject_id
  left join product i on i.tenant_id = l.tenant_id and i.id = l.product_id
  left join shipment h on p.subject_type = 'shipment' and h.tenant_id = p.tenant_id and h.id = p.subject_id
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
        and ${isHead}
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
  const view = { ...head, ...parts, told, riskFrom: await riskSource(ctx, head) }
  return seesInside(ctx) ? view : detailFromOutside(view)
}

const seesInside = (ctx: Ctx): boolean => can(ctx.actor, 'inside.read')

/** Customers see what they were promised and what became of it; who works on it, who answers for it and what was noted is the house's own. */
const fromOutside = <R extends Row>(row: R): R => ({ ...row, ownerId: null, ownerName: null, liable: null })

const detailFromOutside = (view: z.infer<typeof PromiseDetail>): z.infer<typeof PromiseDetail> => ({
  ...fromOutside(view),
  chain: view.chain.map((link) => ({ ...link, madeBy: null, reason: null })),
  pauses: view.pauses.map((pause) => ({ ...pause, reason: '', pausedBy: null, resumedBy: null })),
  told: view.told.map((one) => ({ ...one, toldBy: null, proof: null })),
  outcomes: view.outcomes.map((end) => ({ ...end, recordedBy: null, liable: null, note: null })),
})

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

/** The rows of the chain that the row `id` belongs to: its root by key, the others by the index promise_chain. */
function chainOf(ctx: Ctx, id: string): RawBuilder<boolean> {
  const root = sql`(select r.root_id from promise r where r.tenant_id = ${ctx.tenant.id} and r.id = ${id})`
  return sql<boolean>`(p.id = ${root} or (p.root_id = ${root} and p.supersedes_id is not null))`
}

/** A timestamp inside JSON, written like those outside of it. */
const iso = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
