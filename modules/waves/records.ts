import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { mayBeSeen } from './queries.ts'

export const wavesRecords: readonly RecordKind[] = [
  {
    type: 'wave',
    permission: 'wave.manage',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select w.id, w.number as title, null::text as detail from wave w
        where w.tenant_id = ${ctx.tenant.id} and w.id = any(${ids}::uuid[]) and ${mayBeSeen(ctx)}`),
  },
]
