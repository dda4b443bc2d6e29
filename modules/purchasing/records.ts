import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { purchaseScope } from './on-order.ts'

export const purchasingRecords: readonly RecordKind[] = [
  {
    type: 'purchase_order',
    permission: 'purchase.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select o.id, o.number as title, w.code as detail from purchase_order o join warehouse w on w.tenant_id = o.tenant_id and w.id = o.warehouse_id
        where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) and ${purchaseScope(ctx)}`),
  },
]
