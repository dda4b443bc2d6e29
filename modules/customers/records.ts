import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { visibleParty } from './locks.ts'
import { maskName } from './privacy.ts'

export const customersRecords: readonly RecordKind[] = [
  {
    type: 'customer',
    permission: 'customer.read',
    find: async (ctx, ids) => {
      const rows = await ctx.db.all(sql<RecordTitle & { kind: string }>`
        select p.id, p.name as title, p.number as detail, p.kind from party p
        where p.tenant_id = ${ctx.tenant.id} and p.id = any(${ids}::uuid[]) and ${visibleParty(ctx)}`)
      return rows.map(({ kind, ...row }) =>
        kind === 'person' ? { ...row, title: maskName(row.title) } : row,
      )
    },
  },
]
