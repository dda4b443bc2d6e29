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

type Rights = { permissions: readonly string[]; scopes: Scopes }
const scopeKinds = ['warehouse', 'carrier', 'customer'] as const

/** What a key may of what it was given: never more than its maker may now. */
export function withinMaker(key: Rights, maker: Rights): { permissions: Set<string>; scopes: Scopes } {
  const may = new Set(maker.permissions)
  const scopes: Scopes = {}
  for (const kind of scopeKinds) {
    const [given, own] = [key.scopes[kind], maker.scopes[kind]]
    const ids = given && own ? given.filter((id) => own.includes(id)) : (given ?? own)
    if (ids) scopes[kind] = ids
  }
  return { permissions: new Set(key.permissions.filter((permission) => may.has(permission))), scopes }
}

export function scopesOf(pairs: readonly (readonly [ScopeKind, string])[]): Scopes {
  const scopes: Scopes = {}
  for (const [kind, id] of pairs) (scopes[kind] ??= []).push(id)
  return scopes
}
