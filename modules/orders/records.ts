import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { visible } from './queries.ts'

export const ordersRecords: readonly RecordKind[] = [
  {
    type: 'order',
    permission: 'order.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select o.id, o.number as title, c.shown_name as detail
        from sales_order o join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
        where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) and ${visible(ctx)}`),
  },
]
