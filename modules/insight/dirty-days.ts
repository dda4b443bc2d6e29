import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import type { EventName, StoredEvent } from '#platform/events.ts'
import { localDay } from './kpi-sql.ts'
import { markEverything } from './rollups.ts'

/** Everything that may move a figure. */
export const watchedEvents = [
  'order.placed',
  'order.held',
  'order.released',
  'order.acknowledged',
  'order.allocated',
  'order.short',
  'order.amended',
  'order.cancelled',
  'order.shipping',
  'order.delivered',
  'order.delivery_revoked',
  'order_error.logged',
  'order_error.changed',
  'order_error.withdrawn',
  'shortage.decided',
  'shortage.closed',
  'promise.made',
  'promise.repromised',
  'promise.fulfilled',
  'promise.corrected',
  'promise.reopened',
  'promise.withdrawn',
  'promise.broken',
  'promise.resumed',
  'shipment.handed_over',
  'shipment.cancelled',
  'shipment.delivered',
  'shipment.delivery_revoked',
  'shipment.rerouted',
  'shipment.status_changed',
  'delivery.recorded',
  'orders.imported',
  'orders.undone',
  'shipments.imported',
  'promise.imported',
] as const satisfies readonly EventName[]

// One event for a thousand rows: which days they touch is not in it.
const summaries: ReadonlySet<string> = new Set([
  'orders.imported',
  'orders.undone',
  'shipments.imported',
  'promise.imported',
])
// A fact was taken back: the day it stood on is only known from what was announced before.
const takenBack: ReadonlySet<string> = new Set([
  'order.delivery_revoked',
  'shipment.delivery_revoked',
  'promise.reopened',
  'promise.corrected',
])

// What is due later counts when it falls due, unless it was delivered before (or that was taken back). Time for an event to arrive.
const SOON_MS = 300_000

/**
 * Marks the days on which the orders of these events stand or ever stood: every due time and every end of their promises is kept
 * in the ledger, so that a figure moved from one day to another is recomputed on both.
 */
export async function markDirtyDays(ctx: Ctx, events: StoredEvent[]): Promise<void> {
  if (events.some((e) => summaries.has(e.type))) await markEverything(ctx)
  const single = events.filter((e) => !summaries.has(e.type))
  if (single.length === 0) return
  const ids = [
    ...new Set(single.flatMap((e) => (e.parent_id ? [e.subject_id, e.parent_id] : [e.subject_id]))),
  ]
  await markOrderDays(ctx, ids)
  if (single.some((e) => takenBack.has(e.type))) await markEarlierDeliveries(ctx, ids)
}

async function markOrderDays(ctx: Ctx, ids: string[]): Promise<void> {
  const tenantId = ctx.tenant.id
  const soon = new Date(ctx.now.getTime() + SOON_MS)
  await ctx.db.run(sql`
    with subject as (select unnest(${ids}::uuid[]) as id),
    touched as (
      select o.id from subject s join sales_order o on o.tenant_id = ${tenantId} and o.id = s.id
      union select h.order_id from subject s join shipment h on h.tenant_id = ${tenantId} and h.id = s.id
      union select p.order_id from subject s join promise p on p.tenant_id = ${tenantId} and p.id = s.id where p.order_id is not null
    ),
    ledger as (
      select p.id, p.root_id, p.kind, p.due_at, p.contract_due_at from touched t join promise p on p.tenant_id = ${tenantId} and p.order_id = t.id),
    counting as (
      select l.due_at, l.contract_due_at from ledger l
      where least(l.due_at, l.contract_due_at) <= ${soon}
        or (l.kind = 'deliver' and exists (select 1 from promise_outcome e where e.tenant_id = ${tenantId} and e.root_id = l.root_id))),
    stands as (
      select 'due' as fact, due_at as at from counting
      union all select 'due', contract_due_at from counting
      union all select 'delivered', e.fulfilled_at from ledger l join promise_outcome e on e.tenant_id = ${tenantId} and e.root_id = l.id
      union all select 'placed', o.placed_at from touched t join sales_order o on o.tenant_id = ${tenantId} and o.id = t.id
      union all select 'delivered', o.delivered_at from touched t join sales_order o on o.tenant_id = ${tenantId} and o.id = t.id
      union all select 'short', s.detected_at from touched t join shortage s on s.tenant_id = ${tenantId} and s.order_id = t.id
      union all select 'sent', h.handed_over_at from touched t join shipment h on h.tenant_id = ${tenantId} and h.order_id = t.id
      union all select 'delivered', h.delivered_at from touched t join shipment h on h.tenant_id = ${tenantId} and h.order_id = t.id
    )
    insert into kpi_dirty_day (tenant_id, fact, day)
    select distinct ${tenantId}::uuid, fact, ${localDay(ctx, 'at')} from stands where at is not null
    on conflict do nothing`)
}

/** Days of deliveries announced before and gone from the shipments now. */
async function markEarlierDeliveries(ctx: Ctx, ids: string[]): Promise<void> {
  await ctx.db.run(sql`
    insert into kpi_dirty_day (tenant_id, fact, day)
    select distinct ${ctx.tenant.id}::uuid, 'delivered', ${localDay(ctx, `(e.data->>'deliveredAt')::timestamptz`)}
    from event e
    where e.tenant_id = ${ctx.tenant.id} and (e.subject_id = any(${ids}::uuid[]) or e.parent_id = any(${ids}::uuid[]))
      and e.type in ('shipment.delivered', 'delivery.recorded') and e.data->>'deliveredAt' is not null
    on conflict do nothing`)
}
