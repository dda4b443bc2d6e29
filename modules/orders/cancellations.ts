import { releaseReservations } from '#modules/inventory/stock.ts'
import { withdrawPromises } from '#modules/promises/promises.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { lockForChange } from './locked.ts'
import { closeShortages } from './reallocation.ts'
import { refreshStates } from './states.ts'

/** Cancels an order before its goods leave: its stock is free again and its promises are withdrawn. */
export async function cancelOrder(
  ctx: Ctx,
  { id, version, by, reason }: { id: string; version: number | null; by: 'customer' | 'us'; reason: string },
): Promise<void> {
  const order = await lockForChange(ctx, { id, version, event: 'cancel' })
  await releaseReservations(ctx, { orderId: id })
  await closeShortages(
    ctx,
    order.shortages.map((shortage) => shortage.id),
  )
  await ctx.db.run(
    sql`update order_line set cancelled = quantity where tenant_id = ${ctx.tenant.id} and order_id = ${id}`,
  )
  await ctx.db.run(sql`
    update sales_order set cancelled_by = ${by}, cancel_reason = ${reason} where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await ctx.db.run(sql`
    update order_hold set released_at = ${ctx.now}, release_reason = ${reason} where tenant_id = ${ctx.tenant.id} and order_id = ${id} and released_at is null`)
  await withdrawPromises(ctx, { orderId: id, cause: by === 'customer' ? 'order_cancelled' : 'other' })
  await refreshStates(ctx, [id])
  emit(ctx, 'order.cancelled', { type: 'order', id }, { by, reason })
}
