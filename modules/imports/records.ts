import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { visible } from './queries.ts'

export const importsRecords: readonly RecordKind[] = [
  {
    type: 'import',
    permission: 'import.run',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select b.id, b.file_name as title, null::text as detail from import_batch b
        where b.tenant_id = ${ctx.tenant.id} and b.id = any(${ids}::uuid[]) and ${visible(ctx)}`),
  },
]
