import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { AT_RISK_SHARE } from '#modules/promises/risk.ts'
import { isHead, scoped } from '#modules/promises/views.ts'
import type { DelayReason } from './customer-notice.ts'
import { type Addressee, contactColumns, contactJoin } from './addressee.ts'

/** A delivery promise whose customer has to hear of a delay. */
export type Calling = {
  promiseId: string
  orderId: string
  customerId: string
  reason: DelayReason
  dueAt: Date
  firstDueAt: Date
  lane: string | null
  carrierId: string | null
  mode: string | null
  lateShare: number | null
  cases: number | null
  expectedAt: Date | null
  /** What the carrier itself expects. */
  etaAt: Date | null
}

/** Late for longer than this without a notice: a letter now would be absurd, a person has to call. */
export const LATE_LOOK_BACK_DAYS = 30
/** Who moves a promise has this long to record that the customer knows. */
export const MOVED_GRACE_MINUTES = 10
/** An order gets one notice in this time at most, however many of its lines are late. */
export const NOTICE_GAP_HOURS = 24
export const CALLING_MAX = 1_000

/** Promises of goods on the road that call for a notice, soonest due first. */
export async function listCalling(ctx: Ctx, lateShare: number): Promise<Calling[]> {
  const now = ctx.now
  const late = sql`p.watch_at is not null and p.due_at < ${now} and p.due_at >= ${now}::timestamptz - ${LATE_LOOK_BACK_DAYS} * interval '1 day'`
  const atRisk = sql`p.watch_at is not null and p.risk_late >= ${sql.lit(AT_RISK_SHARE)} and p.risk_late >= ${lateShare} and p.due_at >= ${now}`
  const moved = sql`p.watch_at is not null and p.supersedes_id is not null and p.due_at >= ${now}
    and p.made_at <= ${now}::timestamptz - ${MOVED_GRACE_MINUTES} * interval '1 minute'
    and p.due_at > (select b.due_at from promise b where b.tenant_id = p.tenant_id and b.id = p.supersedes_id)
    and not exists (select 1 from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id)`
  return ctx.db.all(sql<Calling>`
    select distinct on (c.due_at, c."promiseId") c.* from (
      (${callingOf(ctx, 'late', late)}) union all (${callingOf(ctx, 'moved', moved)}) union all (${callingOf(ctx, 'at_risk', atRisk)})
    ) c
    order by c.due_at, c."promiseId", array_position(array['late', 'moved', 'at_risk'], c.reason) limit ${CALLING_MAX}`)
}

function callingOf(ctx: Ctx, reason: DelayReason, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ${promiseColumns}, ${sql.lit(reason)} as reason
    from promise p join promise f on f.tenant_id = p.tenant_id and f.id = p.root_id
    where p.tenant_id = ${ctx.tenant.id} and p.kind = 'deliver' and p.order_id is not null and ${condition} and ${isOnRoad} and ${scoped(ctx)}
      and not exists (select 1 from promise_pause u where u.tenant_id = p.tenant_id and u.root_id = p.root_id and u.to_at is null)
      and not exists (select 1 from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id and t.told_at > ${heardSince[reason]})
      and not exists (
        select 1 from customer_notice_promise np join customer_notice n on n.tenant_id = np.tenant_id and n.id = np.notice_id
        where np.tenant_id = p.tenant_id and np.promise_id = p.id and n.kind = 'delay' and ${covers(ctx)})
      and not exists (
        select 1 from customer_notice n where n.tenant_id = p.tenant_id and n.order_id = p.order_id and n.kind = 'delay'
          and n.made_at > ${ctx.now}::timestamptz - ${NOTICE_GAP_HOURS} * interval '1 hour')
    order by p.due_at, p.id limit ${CALLING_MAX}`
}

/** A notice speaks for a promise until the date it named has passed as well; one that named none, for good. */
const covers = (ctx: Ctx) =>
  sql`(n.state in ('draft', 'queued', 'failed') or n.expected_at is null or n.expected_at >= ${ctx.now})`

/** Somebody told the customer after this (that the order was accepted says nothing of a delay): of the delay, or of the date after the last one that has passed. */
const heardSince: Record<DelayReason, RawBuilder<unknown>> = {
  at_risk: sql`greatest(p.made_at, (
    select max(n.ended_at) from customer_notice_promise np join customer_notice n on n.tenant_id = np.tenant_id and n.id = np.notice_id
    where np.tenant_id = p.tenant_id and np.promise_id = p.id and n.kind = 'order' and n.state in ('sent', 'told')))`,
  moved: sql`p.made_at`,
  late: sql`greatest(p.due_at, (
    select max(n.expected_at) from customer_notice_promise np join customer_notice n on n.tenant_id = np.tenant_id and n.id = np.notice_id
    where np.tenant_id = p.tenant_id and np.promise_id = p.id and n.kind = 'delay' and n.state in ('sent', 'told')))`,
}

const promiseColumns = sql`
  p.id as "promiseId", p.order_id as "orderId", p.customer_id as "customerId", p.due_at, p.due_at as "dueAt", f.due_at as "firstDueAt", p.lane,
  p.carrier_id as "carrierId", p.mode, p.risk_late as "lateShare", p.risk_cases as cases, p.risk_expected_at as "expectedAt",
  (select max(s.expected_at) from shipment s where s.tenant_id = p.tenant_id and s.order_id = p.order_id and s.state = 'handed_over') as "etaAt"`

/** The goods promised have left with a carrier and are not there yet. */
const isOnRoad = sql<boolean>`exists (
  select 1 from shipment s where s.tenant_id = p.tenant_id and s.order_id = p.order_id and s.state = 'handed_over'
    and (p.subject_type = 'order' or p.subject_id = s.id or exists (
      select 1 from shipment_line l where l.tenant_id = s.tenant_id and l.shipment_id = s.id and l.order_line_id = p.subject_id)))`

/** Open delivery promises of one order, for a notice that somebody writes by hand. */
export async function listCallingOfOrder(ctx: Ctx, orderId: string): Promise<Calling[]> {
  return ctx.db.all(sql<Calling>`
    select ${promiseColumns}, case when p.due_at < ${ctx.now} then 'late' when p.supersedes_id is not null then 'moved' else 'at_risk' end as reason
    from promise p join promise f on f.tenant_id = p.tenant_id and f.id = p.root_id
    where p.tenant_id = ${ctx.tenant.id} and p.order_id = ${orderId} and p.kind = 'deliver' and p.watch_at is not null and ${isHead}
    order by p.due_at, p.id limit ${CALLING_MAX}`)
}

/** An order with what its notice says. */
export type OrderOf = Addressee & {
  id: string
  number: string
  externalRef: string | null
  waybills: string[]
  /** By promise. */
  goods: { promiseId: string; name: string; quantity: number }[]
}

const WAYBILLS_MAX = 5

/** The orders of these promises, with the contact each customer is best reached through. */
export async function listOrdersOf(ctx: Ctx, callings: readonly Calling[]): Promise<OrderOf[]> {
  const orderIds = [...new Set(callings.map((c) => c.orderId))]
  return ctx.db.all(sql<OrderOf>`
    select o.id, o.number, o.external_ref as "externalRef", ${contactColumns},
      (select coalesce(jsonb_agg(w.waybill), '[]') from (
        select coalesce(s.waybill, s.number) as waybill from shipment s
        where s.tenant_id = o.tenant_id and s.order_id = o.id and s.state = 'handed_over' order by s.id limit ${WAYBILLS_MAX}) w) as waybills,
      (select coalesce(jsonb_agg(jsonb_build_object('promiseId', p.id, 'name', i.name, 'quantity', coalesce(p.quantity, l.quantity)) order by l.line_no), '[]')
        from promise p join order_line l on l.tenant_id = p.tenant_id and l.id = p.subject_id join product i on i.tenant_id = l.tenant_id and i.id = l.product_id
        where p.tenant_id = o.tenant_id and p.order_id = o.id and p.id = any(${callings.map((c) => c.promiseId)}::uuid[])) as goods
    from sales_order o join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    ${contactJoin}
    where o.tenant_id = ${ctx.tenant.id} and o.id = any(${orderIds}::uuid[])`)
}
