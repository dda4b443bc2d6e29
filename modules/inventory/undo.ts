import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

/**
 * Undo of an import: takes the reservations of these orders away as if they had never been, and gives what was open back to the stock.
 * The caller has made sure that nothing of them was shipped. Says how many units came free.
 */
export async function eraseReservations(ctx: Ctx, orderIds: readonly string[]): Promise<number> {
  if (orderIds.length === 0) return 0
  const tenantId = ctx.tenant.id
  const { units } = await ctx.db.one(sql<{ units: number }>`
    with own as materialized (
      select r.id, r.warehouse_id, r.product_id, r.quantity, r.closed_at from reservation r
      where r.tenant_id = ${tenantId} and r.order_id = any(${orderIds}::uuid[])
      order by r.id for no key update of r
    ), given as materialized (
      select product_id, warehouse_id, sum(quantity)::bigint as quantity from own where closed_at is null group by product_id, warehouse_id
    ), locked as materialized (
      select s.product_id, s.warehouse_id, s.on_hand, s.reserved, g.quantity
      from given g join stock s on s.tenant_id = ${tenantId} and s.product_id = g.product_id and s.warehouse_id = g.warehouse_id
      order by s.product_id, s.warehouse_id for no key update of s
    ), lowered as (
      update stock s set on_hand = l.on_hand, reserved = l.reserved - l.quantity from locked l
      where s.tenant_id = ${tenantId} and s.product_id = l.product_id and s.warehouse_id = l.warehouse_id
    ), erased as (
      delete from reservation r using own o where r.tenant_id = ${tenantId} and r.id = o.id
    )
    select coalesce(sum(quantity), 0)::bigint as units from given`)
  return units
}
