import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import type { EventName, StoredEvent } from '#platform/events.ts'
import { type Mark, markNames, promiseMarks } from './facts.ts'
import { localDay } from './kpi-sql.ts'
import { markEverything } from './rollups.ts'

const placing: Mark[] = [...promiseMarks, 'placed', 'short']
const shipping: Mark[] = [...placing, 'sent']
const delivery: Mark[] = ['deliver', 'delivered']

/** Which facts an event may move: the marks it sets on the days of its order. A promise moves those of its kind as well. */
const moves = {
  'order.placed': placing,
  'order.held': placing,
  'order.released': placing,
  'order.acknowledged': placing,
  'order.allocated': placing,
  'order.short': placing,
  'order.amended': markNames,
  'order.cancelled': markNames,
  'order.shipping': shipping,
  'order.delivered': delivery,
  'order.delivery_revoked': delivery,
  'order_error.logged': delivery,
  'order_error.changed': delivery,
  'order_error.withdrawn': delivery,
  'shortage.decided': placing,
  'shortage.closed': placing,
  'promise.made': ['placed'],
  'promise.repromised': [],
  'promise.fulfilled': ['delivered'],
  'promise.corrected': ['delivered'],
  'promise.reopened': ['delivered'],
  'promise.withdrawn': [],
  'promise.broken': [],
  'promise.resumed': [],
  'shipment.handed_over': shipping,
  'shipment.cancelled': markNames,
  'shipment.delivered': delivery,
  'shipment.delivery_revoked': delivery,
  'shipment.rerouted': ['sent'],
  'shipment.status_changed': ['sent'],
  'delivery.recorded': delivery,
  // One event for a thousand rows: which days they touch is not in it.
  'orders.imported': 'everything',
  'orders.undone': 'everything',
  'shipments.imported': 'everything',
  'promise.imported': 'everything',
} as const satisfies Partial<Record<EventName, readonly Mark[] | 'everything'>>
type Watched = keyof typeof moves

/** Everything that may move a figure. */
export const watchedEvents = Object.keys(moves) as Watched[]

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
  if (events.some((e) => moves[e.type as Watched] === 'everything')) await markEverything(ctx)
  const touched = new Map<Mark, Set<string>>(markNames.map((mark) => [mark, new Set()]))
  for (const event of events) {
    const orderId = event.subject_type === 'order' ? event.subject_id : event.parent_id
    if (orderId !== null) for (const mark of marksOf(event)) touched.get(mark)?.add(orderId)
  }
  await markOrderDays(ctx, touched)
  const takenBackOf = events.filter((e) => takenBack.has(e.type))
  if (takenBackOf.length > 0) await markEarlierDeliveries(ctx, takenBackOf)
}

function marksOf(event: StoredEvent): readonly Mark[] {
  const marks = moves[event.type as Watched]
  if (marks === 'everything') return []
  const { kind, kinds, from, to } = event.data as {
    kind?: Mark
    kinds?: Mark[]
    from?: string
    to?: string
  }
  // Of all that is said of a parcel on its way only this is counted.
  if (event.type === 'shipment.status_changed') return from === 'returned' || to === 'returned' ? marks : []
  if (!event.type.startsWith('promise.')) return marks
  return [...marks, ...(kinds ?? (kind ? [kind] : promiseMarks))]
}

async function markOrderDays(ctx: Ctx, touched: ReadonlyMap<Mark, ReadonlySet<string>>): Promise<void> {
  const pairs = [...touched].flatMap(([mark, ids]) => [...ids].map((id) => ({ mark, id })))
  if (pairs.length === 0) return
  const tenantId = ctx.tenant.id
  const soon = new Date(ctx.now.getTime() + SOON_MS)
  await ctx.db.run(sql`
    with touched as (
      select * from unnest(${pairs.map((pair) => pair.id)}::uuid[], ${pairs.map((pair) => pair.mark)}::text[]) as t (id, mark)),
    counting as (
      select p.kind as mark, p.due_at, p.contract_due_at from touched t join promise p on p.tenant_id = ${tenantId} and p.order_id = t.id and p.kind = t.mark
      where least(p.due_at, p.contract_due_at) <= ${soon}
        or (p.kind = 'deliver' and exists (select 1 from promise_outcome e where e.tenant_id = ${tenantId} and e.root_id = p.root_id))),
    stands as (
      select mark, due_at as at from counting
      union all select mark, contract_due_at from counting
      union all select t.mark, e.fulfilled_at from touched t join promise p on p.tenant_id = ${tenantId} and p.order_id = t.id and p.kind = 'deliver'
        join promise_outcome e on e.tenant_id = ${tenantId} and e.root_id = p.id where t.mark = 'delivered'
      union all select t.mark, o.placed_at from touched t join sales_order o on o.tenant_id = ${tenantId} and o.id = t.id where t.mark = 'placed'
      union all select t.mark, o.delivered_at from touched t join sales_order o on o.tenant_id = ${tenantId} and o.id = t.id where t.mark = 'delivered'
      union all select t.mark, s.detected_at from touched t join shortage s on s.tenant_id = ${tenantId} and s.order_id = t.id where t.mark = 'short'
      union all select t.mark, h.handed_over_at from touched t join shipment h on h.tenant_id = ${tenantId} and h.order_id = t.id where t.mark = 'sent'
      union all select t.mark, h.delivered_at from touched t join shipment h on h.tenant_id = ${tenantId} and h.order_id = t.id where t.mark = 'delivered'
    )
    insert into kpi_dirty_day (tenant_id, fact, day)
    select distinct ${tenantId}::uuid, mark, ${localDay(ctx, 'at')} from stands where at is not null
    on conflict do nothing`)
}

/** Days of deliveries announced before and gone from the shipments now. */
async function markEarlierDeliveries(ctx: Ctx, events: readonly StoredEvent[]): Promise<void> {
  const ids = [...new Set(events.flatMap((e) => [e.subject_id, ...(e.parent_id ? [e.parent_id] : [])]))]
  await ctx.db.run(sql`
    insert into kpi_dirty_day (tenant_id, fact, day)
    select distinct ${ctx.tenant.id}::uuid, 'delivered', ${localDay(ctx, `(e.data->>'deliveredAt')::timestamptz`)}
    from event e
    where e.tenant_id = ${ctx.tenant.id} and (e.subject_id = any(${ids}::uuid[]) or e.parent_id = any(${ids}::uuid[]))
      and e.type in ('shipment.delivered', 'delivery.recorded') and e.data->>'deliveredAt' is not null
    on conflict do nothing`)
}
