import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'

export const identityRecords: readonly RecordKind[] = [
  {
    type: 'user',
    permission: 'user.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select u.id, u.name as title, null::text as detail from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = any(${ids}::uuid[])`),
  },
]
