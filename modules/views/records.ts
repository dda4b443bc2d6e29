import { sql } from '#platform/db.ts'
import type { RecordTitle, SettingKind } from '#platform/records.ts'
import { seen, shownName } from './queries.ts'

export const viewsSettings: readonly SettingKind[] = [
  {
    type: 'view',
    permission: 'signed_in',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select v.id, ${shownName(ctx)} as title, null::text as detail from saved_view v
        where v.tenant_id = ${ctx.tenant.id} and v.id = any(${ids}::uuid[]) and ${seen(ctx)}`),
    uses: ({ tenant: { id: t } }, id) => [
      ['team', sql`select team_id from saved_view where tenant_id = ${t} and id = ${id}`],
      ['user', sql`select user_id from saved_view_default where tenant_id = ${t} and view_id = ${id}`],
      [
        'export_schedule',
        sql`select id from export_schedule where tenant_id = ${t} and view_id = ${id} order by id desc`,
      ],
    ],
  },
]
