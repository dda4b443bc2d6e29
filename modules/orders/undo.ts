import { eraseReservations } from '#modules/inventory/undo.ts'
import { withdrawImported } from '#modules/promises/undo.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { OrderState } from './order-types.ts'

export type BatchOrder = {
  id: string
  number: string
  state: OrderState
  /** Something of it was shipped. */ shipped: boolean
}

/** These orders of an import, locked. Who may undo the batch sees all of them. */
export async function lockOrders(ctx: Ctx, ids: readonly string[]): Promise<BatchOrder[]> {
  return ctx.db.all(sql<BatchOrder>`
    select o.id, o.number, o.state,
      exists (select 1 from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id and l.shipped > 0) as shipped
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) order by o.id for update of o`)
}

/**
 * Undo of an import: these orders with lines, allocations, holds, shortages and reservations are gone and the stock is free as before;
 * their promises stay in the ledger, withdrawn. The caller has locked them, made sure that none ships and erased their shipments.
 */
export async function eraseOrders(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await eraseReservations(ctx, ids)
  await withdrawImported(ctx, ids)
  await ctx.db.run(
    sql`delete from shortage where tenant_id = ${ctx.tenant.id} and order_id = any(${ids}::uuid[])`,
  )
  await ctx.db.run(
    sql`delete from order_hold where tenant_id = ${ctx.tenant.id} and order_id = any(${ids}::uuid[])`,
  )
  await ctx.db.run(
    sql`delete from sales_order where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[])`,
  )
}

/** Tells, once for the whole import, that its orders are gone. */
export function announceErased(ctx: Ctx, { orders, batchId }: { orders: number; batchId: string }): void {
  emit(ctx, 'orders.undone', { type: 'tenant', id: ctx.tenant.id }, { orders, batchId })
}
