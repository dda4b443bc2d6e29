import { lockBatchOrders, undoOrders } from '#modules/orders/undo.ts'
import { erasePlannedShipments } from '#modules/shipments/undo.ts'
import { type Ctx, mustBeAbleTo } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { lockBatch } from './batch-store.ts'
import { whyNotUndo } from './batch.ts'
import { subjectOf } from './events.ts'
import { type BatchView, getBatch } from './queries.ts'

const NUMBERS_SHOWN = 20

/**
 * Takes back the orders of a batch: orders, lines, reservations, shortages, holds and planned shipments are as before it; the promises stay
 * in the ledger, withdrawn. All or nothing: refused with their numbers when orders are being picked or have been shipped.
 */
export async function undoBatch(ctx: Ctx, id: string): Promise<BatchView> {
  mustBeAbleTo(ctx, 'order.amend')
  const batch = await lockBatch(ctx, id)
  const refusal = whyNotUndo(batch)
  if (refusal) throw new Refused(refusal)

  const orders = await lockBatchOrders(ctx, id)
  const started = new Set(
    (
      await erasePlannedShipments(
        ctx,
        orders.map((order) => order.id),
      )
    ).map((shipment) => shipment.orderId),
  )
  const shipping = orders.filter(
    (order) =>
      order.shipped || order.state === 'shipping' || order.state === 'delivered' || started.has(order.id),
  )
  if (shipping.length > 0)
    throw new Refused('import.orders_shipping', {
      count: shipping.length,
      numbers: numbersOf(shipping),
      orders: shipping.slice(0, NUMBERS_SHOWN).map(({ id: orderId, number }) => ({ id: orderId, number })),
    })

  const undone = await undoOrders(ctx, id)
  await ctx.db.run(
    sql`update import_row set result_id = null where tenant_id = ${ctx.tenant.id} and batch_id = ${id} and result_id is not null`,
  )
  await ctx.db.run(sql`
    update import_batch set state = 'undone', undone_at = ${ctx.now}, undone_by = ${ctx.actor.kind === 'system' ? null : ctx.actor.id}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'import.undone', subjectOf(id), { orders: undone })
  return getBatch(ctx, id)
}

function numbersOf(orders: readonly { number: string }[]): string {
  const shown = orders
    .slice(0, NUMBERS_SHOWN)
    .map((order) => order.number)
    .join(', ')
  return orders.length > NUMBERS_SHOWN ? `${shown} …` : shown
}
