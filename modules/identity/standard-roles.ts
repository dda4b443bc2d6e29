import { defaultRoles } from '#modules/permissions.ts'
import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { emit } from '#platform/events.ts'
import { recordChange } from '#platform/versions.ts'
import { newlyGiven } from './standard-role.ts'

type BuiltIn = {
  id: string
  key: string
  permissions: string[]
  given: string[] | null
  version: number
  /** Its permissions before the first change that was kept. */
  first: string[] | null
}
type StandardRoles = typeof defaultRoles | { key: string; permissions: readonly string[] }[]

/** At the start of a release: the built-in roles of every company get the permissions that are new in it. */
export async function followRelease(database: Database, now: Date): Promise<void> {
  for (const tenant of await listTenants(database, null))
    await withCtx(database, systemSeed(tenant, 'release', now), (ctx) =>
      giveNewPermissions(ctx, defaultRoles),
    )
}

/** The same for one company. What was given is written down, so that the next start finds nothing to do. */
export async function giveNewPermissions(ctx: Ctx, standard: StandardRoles): Promise<void> {
  const roles = await ctx.db.all(sql<BuiltIn>`
    select r.id, r.key, r.permissions, r.given, r.version, case when r.given is null then (
      select array(select jsonb_array_elements_text(c.changes -> 'permissions' -> 'before')) from record_change c
      where c.tenant_id = r.tenant_id and c.subject_id = r.id and c.changes ? 'permissions' order by c.version limit 1) end as first
    from role r where r.tenant_id = ${ctx.tenant.id} and r.built_in order by r.key for update of r`)
  for (const role of roles) {
    const found = standard.find(({ key }) => key === role.key)
    if (found) await giveTo(ctx, role, found.permissions)
  }
}

async function giveTo(ctx: Ctx, role: BuiltIn, standard: readonly string[]): Promise<void> {
  const given = role.given ?? givenBefore(role, standard)
  const added = newlyGiven({ permissions: role.permissions, given, standard })
  const all = [...new Set([...given, ...standard])].toSorted()
  if (role.given !== null && all.length === given.length) return
  const record = {
    subject: { type: 'role', id: role.id },
    version: role.version,
    values: { permissions: role.permissions.toSorted() },
  }
  const permissions = [...role.permissions, ...added].toSorted()
  await ctx.db.run(sql`
    update role set given = ${all}::text[], permissions = ${permissions}::text[], version = version + ${added.length > 0 ? 1 : 0}
    where tenant_id = ${ctx.tenant.id} and id = ${role.id}`)
  if (added.length === 0) return
  recordChange(ctx, record, { permissions })
  emit(ctx, 'role.release_applied', record.subject, { added })
}

/**
 * Of a role from before this was written down. Never edited: it has what it was given. Edited: what it had before its first change;
 * where even that was not kept, all of this release counts as given, so that nothing comes back that the company took away.
 */
function givenBefore(role: BuiltIn, standard: readonly string[]): readonly string[] {
  return role.first ?? (role.version === 1 ? role.permissions : standard)
}
