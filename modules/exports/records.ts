import { seen, shownName } from '#modules/views/queries.ts'
import { sql } from '#platform/db.ts'
import type { RecordTitle, SettingKind } from '#platform/records.ts'

export const exportsSettings: readonly SettingKind[] = [
  {
    type: 'export_schedule',
    permission: 'export.schedule',
    // Of a view the actor sees: who sends it, and when.
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select s.id, ${shownName(ctx)} as title, concat_ws(' · ', o.name, s.time, upper(s.format)) as detail
        from export_schedule s
        join saved_view v on v.tenant_id = s.tenant_id and v.id = s.view_id
        join app_user o on o.tenant_id = s.tenant_id and o.id = s.owner_id
        where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[]) and ${seen(ctx)}`),
    uses: ({ tenant: { id: t } }, id) => [
      ['view', sql`select view_id from export_schedule where tenant_id = ${t} and id = ${id}`],
    ],
  },
]
