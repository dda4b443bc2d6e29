import type { Actor, Ctx, ScopeKind, Scopes } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

type Row = { id: string; name: string; permissions: string[] | null; scopes: [ScopeKind, string][] | null }

/** People of the company as actors, to ask what each of them may see. Disabled ones are left out. */
export async function listActors(ctx: Ctx, userIds: readonly string[]): Promise<Actor[]> {
  const rows = await ctx.db.all(sql<Row>`
    select u.id, u.name,
      (select array_agg(distinct p) from user_role ur join role r on r.tenant_id = ur.tenant_id and r.id = ur.role_id, unnest(r.permissions) p
        where ur.tenant_id = u.tenant_id and ur.user_id = u.id) as permissions,
      (select jsonb_agg(jsonb_build_array(kind, ref_id)) from user_scope us where us.tenant_id = u.tenant_id and us.user_id = u.id) as scopes
    from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = any(${userIds}::uuid[]) and u.disabled_at is null`)
  return rows.map(({ id, name, permissions, scopes }) => ({
    kind: 'user',
    id,
    name,
    permissions: new Set(permissions ?? []),
    scopes: scopesOf(scopes ?? []),
  }))
}

export function scopesOf(pairs: readonly (readonly [ScopeKind, string])[]): Scopes {
  const scopes: Scopes = {}
  for (const [kind, id] of pairs) (scopes[kind] ??= []).push(id)
  return scopes
}
