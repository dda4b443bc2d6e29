import { seenReceipt } from './seen.ts'
import { inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'

export const inventoryRecords: readonly RecordKind[] = [
  {
    type: 'product',
    permission: 'inventory.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select p.id, p.name as title, p.sku as detail from product p where p.tenant_id = ${ctx.tenant.id} and p.id = any(${ids}::uuid[])`),
  },
  {
    type: 'warehouse',
    permission: 'inventory.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select w.id, w.name as title, w.code as detail from warehouse w
        where w.tenant_id = ${ctx.tenant.id} and w.id = any(${ids}::uuid[]) and ${inScope(ctx, 'warehouse', 'w.id')}`),
  },
  {
    type: 'goods_receipt',
    permission: 'inventory.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select r.id, r.number as title, w.code as detail from goods_receipt r join warehouse w on w.tenant_id = r.tenant_id and w.id = r.warehouse_id
        where r.tenant_id = ${ctx.tenant.id} and r.id = any(${ids}::uuid[]) and ${seenReceipt(ctx)}`),
  },
]
