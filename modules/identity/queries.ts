import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import type { ApiKeyRow, Me, RoleRow, SessionRow, TeamRow, UserRow } from './api.ts'
import { userList } from './user-list.ts'
import { scopeKinds } from './scope-kinds.ts'

export async function getMe(ctx: Ctx): Promise<z.infer<typeof Me>> {
  const { tenant, actor } = ctx
  const user = await ctx.db.maybe(sql<{
    name: string
    email: string
    locale: 'zh' | 'en' | null
    totp: boolean
  }>`
    select name, email, locale, totp_confirmed_at is not null as totp from app_user where tenant_id = ${tenant.id} and id = ${actor.id}`)
  return {
    tenant: {
      slug: tenant.slug,
      name: tenant.name,
      zone: tenant.zone,
      currency: tenant.currency,
      country: tenant.country,
    },
    user: {
      id: actor.id,
      name: user?.name ?? actor.name,
      email: user?.email ?? null,
      locale: user?.locale ?? ctx.locale,
      totp: user?.totp ?? false,
    },
    permissions: [...actor.permissions].toSorted(),
    boundTo: scopeKinds.filter((kind) => actor.scopes[kind] !== undefined),
  }
}

export async function listMySessions(ctx: Ctx): Promise<z.infer<typeof SessionRow>[]> {
  return ctx.db.all(sql<z.infer<typeof SessionRow>>`
    select id, created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", ip, user_agent as "userAgent",
      id = ${ctx.actor.sessionId ?? null}::uuid as current
    from session where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and revoked_at is null and expires_at > ${ctx.now}
    order by last_seen_at desc limit 100`)
}

type UserQuestion = ListQuestion & { search?: string | undefined; id?: string }

const lastSeen = sql`(select max(s.last_seen_at) from session s where s.tenant_id = u.tenant_id and s.user_id = u.id)`
const userSql: ListSql<typeof userList> = {
  fields: {
    disabled: sql`(u.disabled_at is not null)`,
    totp: sql`(u.totp_confirmed_at is not null)`,
    seen: lastSeen,
    roleId: (ids) =>
      sql`exists (select 1 from user_role x where x.tenant_id = u.tenant_id and x.user_id = u.id and x.role_id = any(${ids}::uuid[]))`,
    teamId: (ids) =>
      sql`exists (select 1 from team_member x where x.tenant_id = u.tenant_id and x.user_id = u.id and x.team_id = any(${ids}::uuid[]))`,
    name: sql`u.name`,
    email: sql`u.email`,
  },
  sorts: {
    email: sql`u.email`,
    name: sql`u.name`,
    seen: lastSeen,
    disabled: sql`(u.disabled_at is not null)`,
  },
  tie: sql`u.id`,
  tieType: 'uuid',
}

export async function listUsers(ctx: Ctx, { search, id, ...asked }: UserQuestion) {
  const pattern = search ? containing(search) : null
  return readList<z.infer<typeof UserRow>>(ctx, listQuery(ctx, { spec: userList, sql: userSql }, asked), {
    columns: sql`u.id, u.email, u.name, u.totp_confirmed_at is not null as totp, u.disabled_at as "disabledAt", u.version, ${lastSeen} as "lastSeenAt",
      coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'zh', r.name_zh, 'en', r.name_en) order by r.key)
        from user_role ur join role r on r.tenant_id = ur.tenant_id and r.id = ur.role_id where ur.tenant_id = u.tenant_id and ur.user_id = u.id), '[]') as roles,
      coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name)
        from team_member tm join team t on t.tenant_id = tm.tenant_id and t.id = tm.team_id where tm.tenant_id = u.tenant_id and tm.user_id = u.id), '[]') as teams,
      jsonb_build_object('warehouse', ${scopeIds('warehouse')}, 'carrier', ${scopeIds('carrier')}, 'customer', ${scopeIds('customer')}) as scopes`,
    from: sql`app_user u`,
    where: sql`u.tenant_id = ${ctx.tenant.id} and (${id ?? null}::uuid is null or u.id = ${id ?? null}::uuid)
      and (${pattern}::text is null or u.email ilike ${pattern} or u.name ilike ${pattern})`,
  })
}

const scopeIds = (kind: string) => sql`
  coalesce((select jsonb_agg(us.ref_id) from user_scope us where us.tenant_id = u.tenant_id and us.user_id = u.id and us.kind = ${sql.lit(kind)}), '[]'::jsonb)`

export async function getUser(ctx: Ctx, id: string): Promise<z.infer<typeof UserRow>> {
  const row = (await listUsers(ctx, { limit: 1, id })).rows[0]
  if (!row) throw new NotFound('user')
  return row
}

export async function listRoles(ctx: Ctx, id: string | null = null): Promise<z.infer<typeof RoleRow>[]> {
  return ctx.db.all(sql<z.infer<typeof RoleRow>>`
    select id, key, name_zh as zh, name_en as en, permissions, built_in as "builtIn", disabled_at as "disabledAt", version,
      (select count(*)::int from user_role ur where ur.tenant_id = role.tenant_id and ur.role_id = role.id) as users
    from role where tenant_id = ${ctx.tenant.id} and (${id}::uuid is null or id = ${id}::uuid) order by built_in desc, key limit 500`)
}

export async function listTeams(ctx: Ctx, id: string | null = null): Promise<z.infer<typeof TeamRow>[]> {
  return ctx.db.all(sql<z.infer<typeof TeamRow>>`
    select t.id, t.name, t.version, t.disabled_at as "disabledAt", coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.name)
      from team_member m join app_user u on u.tenant_id = m.tenant_id and u.id = m.user_id where m.tenant_id = t.tenant_id and m.team_id = t.id), '[]') as members
    from team t where t.tenant_id = ${ctx.tenant.id} and (${id}::uuid is null or t.id = ${id}::uuid) order by t.name limit 500`)
}

export async function listApiKeys(ctx: Ctx, id: string | null = null): Promise<z.infer<typeof ApiKeyRow>[]> {
  return ctx.db.all(sql<z.infer<typeof ApiKeyRow>>`
    select k.id, k.name, k.token_hint as hint, k.permissions, k.scopes, k.created_at as "createdAt", k.expires_at as "expiresAt",
      k.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt",
      jsonb_build_object('id', u.id, 'name', u.name, 'isDisabled', u.disabled_at is not null) as "createdBy"
    from api_key k join app_user u on u.tenant_id = k.tenant_id and u.id = k.created_by
    where k.tenant_id = ${ctx.tenant.id} and (${id}::uuid is null or k.id = ${id}::uuid) order by k.created_at desc limit 500`)
}
