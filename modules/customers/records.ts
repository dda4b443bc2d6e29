import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { visibleParty } from './locks.ts'

export const customersRecords: readonly RecordKind[] = [
  {
    type: 'customer',
    permission: 'customer.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select p.id, p.shown_name as title, p.number as detail from party p
        where p.tenant_id = ${ctx.tenant.id} and p.id = any(${ids}::uuid[]) and ${visibleParty(ctx)}`),
  },
]
