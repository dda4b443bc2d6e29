import { fulfilPromises, reopenPromises } from '#modules/promises/promises.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { whyNot } from './order.ts'
import { lockOrders } from './locked.ts'
import { readStateFacts, refreshStates, saveStates } from './states.ts'

export type ShippedLine = { orderLineId: string; quantity: number }
export type DeliveredLine = {
  orderId: string
  orderLineId: string
  quantity: number
  damaged: number
  at: Date
}

/** The warehouse has begun with these orders: they can no longer be amended or cancelled as a whole. */
export async function markShipping(ctx: Ctx, orderIds: string | readonly string[]): Promise<void> {
  const orders = await lockOrders(ctx, typeof orderIds === 'string' ? [orderIds] : orderIds)
  for (const { number, state } of orders) {
    const refusal = whyNot('ship', state)
    if (refusal) throw new Refused(refusal, { number })
  }
  await refreshStates(
    ctx,
    orders.filter((order) => order.state !== 'shipping').map((order) => order.id),
    { picking: true },
  )
}

/** Quantities handed to a carrier; inventory closes the reservations, this moves lines and orders. Set-based. */
export async function recordShipped(ctx: Ctx, lines: readonly ShippedLine[]): Promise<void> {
  const merged = merge(lines)
  if (merged.length === 0) return
  const orderIds = await ordersOf(ctx, merged)
  const orders = await lockOrders(ctx, orderIds)
  for (const { number, state } of orders) {
    const refusal = whyNot('ship', state)
    if (refusal) throw new Refused(refusal, { number })
  }
  await ctx.db.run(sql`
    update order_line l set shipped = l.shipped + n.quantity
    from unnest(${merged.map((l) => l.orderLineId)}::uuid[], ${merged.map((l) => l.quantity)}::bigint[]) as n (id, quantity)
    where l.tenant_id = ${ctx.tenant.id} and l.id = n.id`)
  await refreshStates(ctx, orderIds)
}

type Moved = { id: string; orderId: string; complete: boolean; wasComplete: boolean; at: Date }

/**
 * Quantities delivered, set-based. A line of which all is delivered keeps its 'deliver' promise at the time of the last parcel;
 * negative quantities take back what a revoked scan had claimed, and open the promise again.
 */
export async function recordDelivered(ctx: Ctx, lines: readonly DeliveredLine[]): Promise<void> {
  const merged = mergeDelivered(lines)
  if (merged.length === 0) return
  const orderIds = [...new Set(merged.map((line) => line.orderId))]
  // Sent one after the other, answered in one trip: the orders are locked before their lines move and are read after.
  const [, moved, facts] = await Promise.all([
    ctx.db.run(
      sql`select 1 from sales_order where tenant_id = ${ctx.tenant.id} and id = any(${orderIds}::uuid[]) order by id for update`,
    ),
    moveLines(ctx, merged),
    readStateFacts(ctx, orderIds),
  ])
  const chain = (line: Moved) => ({ kind: 'deliver' as const, orderId: line.orderId, subjectId: line.id })
  await Promise.all([
    saveStates(ctx, facts),
    fulfilPromises(
      ctx,
      moved
        .filter((line) => line.complete && !line.wasComplete)
        .map((line) => ({ ...chain(line), at: line.at })),
    ),
    reopenPromises(ctx, moved.filter((line) => !line.complete && line.wasComplete).map(chain)),
  ])
}

function moveLines(ctx: Ctx, lines: readonly DeliveredLine[]): Promise<Moved[]> {
  return ctx.db.all(sql<Moved>`
    update order_line l set delivered = greatest(0, l.delivered + n.quantity), damaged = greatest(0, l.damaged + n.damaged),
      delivered_at = case when l.delivered + n.quantity >= l.quantity - l.cancelled then greatest(l.delivered_at, n.at) else null end
    from unnest(${lines.map((l) => l.orderLineId)}::uuid[], ${lines.map((l) => l.quantity)}::bigint[], ${lines.map((l) => l.damaged)}::bigint[],
      ${lines.map((l) => l.at)}::timestamptz[]) as n (id, quantity, damaged, at)
    where l.tenant_id = ${ctx.tenant.id} and l.id = n.id
    returning l.id, l.order_id as "orderId", l.delivered >= l.quantity - l.cancelled as complete,
      l.delivered - n.quantity >= l.quantity - l.cancelled as "wasComplete", coalesce(l.delivered_at, n.at) as at`)
}

/** One for each order line; its time is that of the last part. */
function mergeDelivered(lines: readonly DeliveredLine[]): DeliveredLine[] {
  const byLine = new Map<string, DeliveredLine>()
  for (const line of lines) {
    const other = byLine.get(line.orderLineId)
    byLine.set(
      line.orderLineId,
      other
        ? {
            ...line,
            quantity: other.quantity + line.quantity,
            damaged: other.damaged + line.damaged,
            at: other.at > line.at ? other.at : line.at,
          }
        : line,
    )
  }
  return [...byLine.values()]
}

async function ordersOf(ctx: Ctx, lines: readonly { orderLineId: string }[]): Promise<string[]> {
  const rows = await ctx.db.all(sql<{ orderId: string }>`
    select distinct order_id as "orderId" from order_line where tenant_id = ${ctx.tenant.id} and id = any(${lines.map((l) => l.orderLineId)}::uuid[]) order by 1`)
  return rows.map((row) => row.orderId)
}

function merge(lines: readonly { orderLineId: string; quantity: number }[]): ShippedLine[] {
  const byLine = new Map<string, number>()
  for (const { orderLineId, quantity } of lines)
    byLine.set(orderLineId, (byLine.get(orderLineId) ?? 0) + quantity)
  return [...byLine].map(([orderLineId, quantity]) => ({ orderLineId, quantity }))
}
