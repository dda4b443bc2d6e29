import type { Taken } from '#modules/orders/dry-run.ts'
import { splitStockKey, stockKey } from '#modules/orders/allocation-problem.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

// What a check of orders has given out so far. A step reads and adds only the products of its own rows, so that the last step costs
// no more than the first; in the step's transaction, so that a step that is lost has taken nothing.

export async function readTaken(ctx: Ctx, batchId: string, productIds: readonly string[]): Promise<Taken> {
  const rows = await ctx.db.all(sql<{ warehouseId: string; productId: string; units: number }>`
    select warehouse_id as "warehouseId", product_id as "productId", units from import_taken
    where tenant_id = ${ctx.tenant.id} and batch_id = ${batchId} and product_id = any(${productIds}::uuid[])`)
  return new Map(rows.map((row) => [stockKey(row.warehouseId, row.productId), row.units]))
}

export async function addTaken(ctx: Ctx, batchId: string, taken: Taken): Promise<void> {
  if (taken.size === 0) return
  const given = [...taken].map(([key, units]) => ({ ...splitStockKey(key), units }))
  await ctx.db.run(sql`
    insert into import_taken as t (tenant_id, batch_id, product_id, warehouse_id, units)
    select ${ctx.tenant.id}, ${batchId}, n.* from unnest(${given.map((one) => one.productId)}::uuid[], ${given.map((one) => one.warehouseId)}::uuid[],
      ${given.map((one) => one.units)}::bigint[]) as n
    on conflict (tenant_id, batch_id, product_id, warehouse_id) do update set units = t.units + excluded.units`)
}

export async function forgetTaken(ctx: Ctx, batchId: string): Promise<void> {
  await ctx.db.run(sql`delete from import_taken where tenant_id = ${ctx.tenant.id} and batch_id = ${batchId}`)
}
