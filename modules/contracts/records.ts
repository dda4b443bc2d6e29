import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { clauseKindNames } from './contract.ts'
import type { ClauseKind } from './clause.ts'
import { visibleContract } from './contracts.ts'

export const contractsRecords: readonly RecordKind[] = [
  {
    type: 'contract',
    permission: 'contract.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select k.id, k.number as title, k.name as detail from contract k
        where k.tenant_id = ${ctx.tenant.id} and k.id = any(${ids}::uuid[]) and ${visibleContract(ctx)}`),
  },
  {
    type: 'clause',
    permission: 'contract.read',
    find: async (ctx, ids) => {
      const rows = await ctx.db.all(sql<{ id: string; number: string; kind: ClauseKind; version: number }>`
        select c.id, k.number, c.kind, c.version from clause c join contract k on k.tenant_id = c.tenant_id and k.id = c.contract_id
        where c.tenant_id = ${ctx.tenant.id} and c.id = any(${ids}::uuid[]) and ${visibleContract(ctx)}`)
      return rows.map(({ id, number, kind, version }) => ({
        id,
        title: `${number} · ${clauseKindNames[kind][ctx.locale]}`,
        detail: `v${version}`,
      }))
    },
  },
]
