import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { StockItem } from './stock.ts'

/**
 * Goods in passage: given back by some orders and meant for others that take them a moment later, in another transaction. They count
 * as reserved, so that nobody else gets them. `holderId`: whatever moves them.
 */
export type PassageUnits = StockItem & { quantity: number }

/** Sets free goods aside for the holder. Their stock must be locked (lockStock), and have so much free. */
export async function putIntoPassage(
  ctx: Ctx,
  { holderId, units }: { holderId: string; units: readonly PassageUnits[] },
): Promise<void> {
  if (units.length === 0) return
  await ctx.db.run(sql`
    with given as materialized (
      select * from unnest(${units.map((one) => one.productId)}::uuid[], ${units.map((one) => one.warehouseId)}::uuid[],
        ${units.map((one) => one.quantity)}::bigint[]) as n (product_id, warehouse_id, quantity)
    ), raised as (
      update stock s set reserved = s.reserved + g.quantity from given g
      where s.tenant_id = ${ctx.tenant.id} and s.product_id = g.product_id and s.warehouse_id = g.warehouse_id
    )
    insert into stock_passage (tenant_id, product_id, warehouse_id, holder_id, quantity)
    select ${ctx.tenant.id}, product_id, warehouse_id, ${holderId}, quantity from given`)
}

/** Makes the holder's goods of these kinds free again, within the transaction, and tells how many they are. Their stock must be locked. */
export async function takeFromPassage(
  ctx: Ctx,
  { holderId, items }: { holderId: string; items: readonly StockItem[] },
): Promise<PassageUnits[]> {
  return ctx.db.all(sql<PassageUnits>`
    with taken as (
      delete from stock_passage p using unnest(${items.map((one) => one.productId)}::uuid[], ${items.map((one) => one.warehouseId)}::uuid[])
        as n (product_id, warehouse_id)
      where p.tenant_id = ${ctx.tenant.id} and p.holder_id = ${holderId} and p.product_id = n.product_id and p.warehouse_id = n.warehouse_id
      returning p.product_id, p.warehouse_id, p.quantity
    ), lowered as (
      update stock s set reserved = s.reserved - t.quantity from taken t
      where s.tenant_id = ${ctx.tenant.id} and s.product_id = t.product_id and s.warehouse_id = t.warehouse_id
    )
    select product_id as "productId", warehouse_id as "warehouseId", quantity from taken`)
}

/** What the holder has, without a lock. */
export const listPassage = (ctx: Ctx, holderId: string): Promise<PassageUnits[]> =>
  ctx.db.all(sql<PassageUnits>`
    select product_id as "productId", warehouse_id as "warehouseId", quantity from stock_passage
    where tenant_id = ${ctx.tenant.id} and holder_id = ${holderId}`)
