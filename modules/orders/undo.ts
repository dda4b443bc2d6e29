import { eraseReservations } from '#modules/inventory/undo.ts'
import { withdrawImported } from '#modules/promises/undo.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { OrderState } from './order-types.ts'

/** Orders erased in one statement: their lines, holds and shortages go with each of them. */
const ERASE_MAX = 1_000

export type BatchOrder = {
  id: string
  number: string
  state: OrderState
  /** Something of it was shipped. */ shipped: boolean
}

/** The orders an import placed, locked. Who may undo the batch sees all of them. */
export async function lockBatchOrders(ctx: Ctx, batchId: string): Promise<BatchOrder[]> {
  return ctx.db.all(sql<BatchOrder>`
    select o.id, o.number, o.state,
      exists (select 1 from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id and l.shipped > 0) as shipped
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.batch_id = ${batchId} order by o.id for update of o`)
}

/**
 * Undo of an import: its orders with lines, allocations, holds, shortages and reservations are gone and the stock is free as before;
 * their promises stay in the ledger, withdrawn. The caller has locked them, made sure that none ships and erased their shipments.
 */
export async function undoOrders(ctx: Ctx, batchId: string): Promise<number> {
  const orders = await lockBatchOrders(ctx, batchId)
  const ids = orders.map((order) => order.id)
  await eraseReservations(ctx, ids)
  await withdrawImported(ctx, ids)
  for (let from = 0; from < ids.length; from += ERASE_MAX) {
    const part = ids.slice(from, from + ERASE_MAX)
    await ctx.db.run(
      sql`delete from shortage where tenant_id = ${ctx.tenant.id} and order_id = any(${part}::uuid[])`,
    )
    await ctx.db.run(
      sql`delete from order_hold where tenant_id = ${ctx.tenant.id} and order_id = any(${part}::uuid[])`,
    )
    await ctx.db.run(
      sql`delete from sales_order where tenant_id = ${ctx.tenant.id} and id = any(${part}::uuid[])`,
    )
  }
  if (ids.length > 0)
    emit(ctx, 'orders.undone', { type: 'tenant', id: ctx.tenant.id }, { orders: ids.length, batchId })
  return ids.length
}
