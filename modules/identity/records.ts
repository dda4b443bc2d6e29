import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle, SettingKind } from '#platform/records.ts'

export const identityRecords: readonly RecordKind[] = [
  {
    type: 'user',
    permission: 'user.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select u.id, u.name as title, null::text as detail from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = any(${ids}::uuid[])`),
  },
]

export const identitySettings: readonly SettingKind[] = [
  {
    type: 'role',
    permission: 'user.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select r.id, ${ctx.locale === 'en' ? sql`r.name_en` : sql`r.name_zh`} as title, r.key as detail
        from role r where r.tenant_id = ${ctx.tenant.id} and r.id = any(${ids}::uuid[])`),
    uses: (ctx, id) => [
      [
        'user',
        sql`select x.user_id from user_role x join app_user u on u.tenant_id = x.tenant_id and u.id = x.user_id
          where x.tenant_id = ${ctx.tenant.id} and x.role_id = ${id} order by u.disabled_at nulls first, u.name`,
      ],
    ],
  },
  {
    type: 'team',
    permission: 'user.read',
    find: (ctx, ids) => titled(ctx, 'team', ids),
    uses: ({ tenant: { id: t } }, id) => [
      ['user', sql`select user_id from team_member where tenant_id = ${t} and team_id = ${id}`],
      [
        'view',
        sql`select id from saved_view where tenant_id = ${t} and team_id = ${id} and deleted_at is null`,
      ],
    ],
  },
  {
    type: 'api_key',
    permission: 'api_key.manage',
    find: (ctx, ids) => titled(ctx, 'api_key', ids),
    // A key stands for the person who made it: it stops working with that account.
    uses: ({ tenant: { id: t } }, id) => [
      ['user', sql`select created_by from api_key where tenant_id = ${t} and id = ${id}`],
    ],
  },
]

const titled = (ctx: Ctx, table: 'team' | 'api_key', ids: readonly string[]): Promise<RecordTitle[]> =>
  ctx.db.all(sql<RecordTitle>`
    select x.id, x.name as title, null::text as detail from ${sql.table(table)} x
    where x.tenant_id = ${ctx.tenant.id} and x.id = any(${ids}::uuid[])`)
