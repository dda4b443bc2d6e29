import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { visible } from '#modules/orders/queries.ts'

export const servicesRecords: readonly RecordKind[] = [
  {
    type: 'service_order',
    permission: 'order.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select s.id, s.number as title, o.number as detail from service_order s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
        where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[]) and ${visible(ctx)}`),
  },
]
