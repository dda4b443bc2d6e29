import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'

export const schedulingRecords: readonly RecordKind[] = [
  {
    type: 'calendar',
    permission: 'calendar.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select c.id, c.name as title, c.key as detail from calendar c where c.tenant_id = ${ctx.tenant.id} and c.id = any(${ids}::uuid[])`),
  },
]
