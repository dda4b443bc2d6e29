import { type BulkAction, bulkActions } from '#platform/bulk.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { productBulk } from './bulk.ts'
import { setProductArchived } from './products.ts'

export const inventoryBulkActions: BulkAction[] = bulkActions(
  productBulk,
  (ctx, ids) =>
    ctx.db.all(sql<{ id: string; title: string }>`
      select id, sku as title from product where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[])`),
  { off: (ctx, id) => switchTo(ctx, id, true), on: (ctx, id) => switchTo(ctx, id, false) },
)

async function switchTo(ctx: Ctx, id: string, archived: boolean): Promise<void> {
  const { version, isArchived } = await ctx.db.one(
    sql<{ version: number; isArchived: boolean }>`
      select version, archived_at is not null as "isArchived" from product where tenant_id = ${ctx.tenant.id} and id = ${id} for update`,
    'product',
  )
  if (isArchived === archived) throw new Refused(archived ? 'product.off_already' : 'product.on_already')
  await setProductArchived(ctx, { id, version, archived })
}
