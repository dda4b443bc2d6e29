import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { OrderState } from './order-types.ts'
import { type LineQuantities, stateOf } from './order.ts'
import { refreshSums } from './sums.ts'

/** What decides an order's state, as it stands. */
export type StateFacts = {
  id: string
  number: string
  state: OrderState
  held: boolean
  lines: LineQuantities[]
  lastDelivered: string | null
}

/**
 * Brings the states and sums of orders in line with their holds, quantities and promises; every verb that changes one of these ends here.
 * The rows must be locked. `picking`: the warehouse has begun, so nothing shipped yet is shipping too.
 */
export async function refreshStates(
  ctx: Ctx,
  orderIds: readonly string[],
  { picking = false } = {},
): Promise<Map<string, OrderState>> {
  const facts = await readStateFacts(ctx, orderIds)
  const [states] = await Promise.all([saveStates(ctx, facts, { picking }), refreshSums(ctx, orderIds)])
  return states
}

export async function readStateFacts(ctx: Ctx, orderIds: readonly string[]): Promise<StateFacts[]> {
  if (orderIds.length === 0) return []
  return ctx.db.all(sql<StateFacts>`
    select o.id, o.number, o.state,
      exists (select 1 from order_hold h where h.tenant_id = o.tenant_id and h.order_id = o.id and h.released_at is null) as held,
      (select json_agg(json_build_object('quantity', l.quantity, 'cancelled', l.cancelled, 'shipped', l.shipped, 'delivered', l.delivered,
          'reserved', (select coalesce(sum(r.quantity), 0)::bigint from reservation r
            where r.tenant_id = o.tenant_id and r.order_id = o.id and r.order_line_id = l.id and r.closed_at is null)))
        from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id) as lines,
      (select max(l.delivered_at) from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id) as "lastDelivered"
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = any(${orderIds}::uuid[])`)
}

/** Writes the states these facts lead to and announces what moved. */
export async function saveStates(
  ctx: Ctx,
  facts: readonly StateFacts[],
  { picking = false } = {},
): Promise<Map<string, OrderState>> {
  if (facts.length === 0) return new Map()
  const next = facts.map((order) => ({
    ...order,
    to: stateOf({
      held: order.held,
      picking: picking || order.state === 'shipping',
      lines: order.lines ?? [],
    }),
  }))
  await ctx.db.run(sql`
    update sales_order o set state = n.state, version = o.version + 1,
      delivered_at = case when n.state = 'delivered' then n.delivered_at else null end,
      cancelled_at = case when n.state = 'cancelled' then coalesce(o.cancelled_at, ${ctx.now}) else null end
    from unnest(${next.map((o) => o.id)}::uuid[], ${next.map((o) => o.to)}::text[], ${next.map((o) => o.lastDelivered)}::timestamptz[]) as n (id, state, delivered_at)
    where o.tenant_id = ${ctx.tenant.id} and o.id = n.id`)
  for (const order of next) announceMove(ctx, order)
  return new Map(next.map((order) => [order.id, order.to]))
}

function announceMove(ctx: Ctx, { id, number, state, to }: StateFacts & { to: OrderState }): void {
  if (state === to) return
  const subject = { type: 'order', id }
  if (state === 'delivered') emit(ctx, 'order.delivery_revoked', subject, { number })
  else if (to === 'shipping') emit(ctx, 'order.shipping', subject, { number })
  else if (to === 'delivered') emit(ctx, 'order.delivered', subject, { number })
}
