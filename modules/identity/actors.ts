import type { Actor, Ctx, ScopeKind, Scopes } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { scopeKinds } from './scope-kinds.ts'

/** Of user `u`, as one text: to part, sort and send a hundred words each time costs more than all else about a look-up. */
export const permissionsOfUser = sql`
  (select string_agg(array_to_string(r.permissions, ' '), ' ') from user_role ur join role r on r.tenant_id = ur.tenant_id and r.id = ur.role_id
    where ur.tenant_id = u.tenant_id and ur.user_id = u.id)`
export const scopesOfUser = sql`
  (select jsonb_agg(jsonb_build_array(kind, ref_id)) from user_scope us where us.tenant_id = u.tenant_id and us.user_id = u.id)`

type Row = { id: string; name: string; permissions: string | null; scopes: [ScopeKind, string][] | null }

/** People of the company as actors, to ask what each of them may see. Disabled ones are left out. */
export async function listActors(ctx: Ctx, userIds: readonly string[]): Promise<Actor[]> {
  const rows = await ctx.db.all(sql<Row>`
    select u.id, u.name, ${permissionsOfUser} as permissions, ${scopesOfUser} as scopes
    from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = any(${userIds}::uuid[]) and u.disabled_at is null`)
  return rows.map(({ id, name, permissions, scopes }) => ({
    kind: 'user',
    id,
    name,
    permissions: permissionsIn(permissions),
    scopes: scopesOf(scopes ?? []),
  }))
}

type Rights = { permissions: ReadonlySet<string>; scopes: Scopes }

const SETS_MAX = 1_000
const sets = new Map<string, ReadonlySet<string>>()

/** Permissions from a text of them. The few that a company's roles and keys have come again with every request. */
export function permissionsIn(text: string | null): ReadonlySet<string> {
  const known = sets.get(text ?? '')
  if (known) return known
  if (sets.size >= SETS_MAX) sets.clear()
  const made = new Set((text ?? '').split(' ').filter(Boolean))
  sets.set(text ?? '', made)
  return made
}

/** What a key may of what it was given: never more than its maker may now. */
export function withinMaker(key: Rights, maker: Rights): Rights {
  const scopes: Scopes = {}
  for (const kind of scopeKinds) {
    const [given, own] = [key.scopes[kind], maker.scopes[kind]]
    const ids = given && own ? given.filter((id) => own.includes(id)) : (given ?? own)
    if (ids) scopes[kind] = ids
  }
  return { permissions: key.permissions.intersection(maker.permissions), scopes }
}

/** Whether these rights reach no further than the others. */
export const isWithin = (rights: Rights, others: Rights): boolean =>
  rights.permissions.isSubsetOf(others.permissions) &&
  scopeKinds.every((kind) => {
    const [ids, own] = [rights.scopes[kind], others.scopes[kind]]
    return !own || (ids !== undefined && ids.every((id) => own.includes(id)))
  })

export function scopesOf(pairs: readonly (readonly [ScopeKind, string])[]): Scopes {
  const scopes: Scopes = {}
  for (const [kind, id] of pairs) (scopes[kind] ??= []).push(id)
  return scopes
}
