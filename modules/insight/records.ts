import type { SettingKind } from '#platform/records.ts'
import { definitions } from './definitions.ts'
import { kpiRecordId } from './targets.ts'

export const insightSettings: readonly SettingKind[] = [
  {
    type: 'kpi',
    permission: 'kpi.read',
    find: async (ctx, ids) =>
      definitions
        .map(({ id, name }) => ({ id: kpiRecordId(ctx.tenant.id, id), title: name[ctx.locale], detail: id }))
        .filter(({ id }) => ids.includes(id)),
    uses: () => [],
  },
]
