import { releaseReservations } from '#modules/inventory/stock.ts'
import { withdrawPromises } from '#modules/promises/promises.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { problem } from './check.ts'
import { lockForChange } from './locked.ts'
import { closeShortages } from './reallocation.ts'
import { refreshStates } from './states.ts'

type Canceller = 'customer' | 'us'
type Cancellation = {
  id: string
  version: number | null
  by?: Canceller | undefined
  reason: string
}

/** Cancels an order before its goods leave: its stock is free again and its promises are withdrawn. */
export async function cancelOrder(ctx: Ctx, { id, version, by: given, reason }: Cancellation): Promise<void> {
  const order = await lockForChange(ctx, { id, version, event: 'cancel' })
  const by = whoCancels(ctx, given)
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

/** Customers cancel for themselves. Our people say for whom: what we take back counts against us. */
function whoCancels(ctx: Ctx, by: Canceller | undefined): Canceller {
  if (can(ctx.actor, 'inside.read')) {
    if (by) return by
    throw new Invalid([problem('by', '请选择由谁取消', 'Say who cancels')])
  }
  if (by !== 'us') return 'customer'
  throw new Invalid([
    problem(
      'by',
      '只有物流公司的人员可以代表公司取消，请改为由客户取消',
      'Only the logistics company cancels on its own side. Cancel as the customer',
    ),
  ])
}
