import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { returnScope } from './queries.ts'

export const returnsRecords: readonly RecordKind[] = [
  {
    type: 'return_order',
    permission: 'order.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select r.id, r.number as title, o.number as detail from return_order r join sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
        where r.tenant_id = ${ctx.tenant.id} and r.id = any(${ids}::uuid[]) and ${returnScope(ctx)}`),
  },
]
