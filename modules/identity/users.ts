import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { hashPassword } from './password.ts'
import { whyNotPassword } from './password-rule.ts'
import { refusals } from './refusals.ts'
import { revokeSessions } from './sessions.ts'
import { refuseTeams } from './teams.ts'
import { scopeKinds } from './scope-kinds.ts'

export type UserFields = {
  name: string
  roleIds: string[]
  teamIds: string[]
  scopes: {
    warehouse?: string[] | undefined
    carrier?: string[] | undefined
    customer?: string[] | undefined
  }
}

export async function createUser(
  ctx: Ctx,
  { email, password, ...fields }: UserFields & { email: string; password: string },
): Promise<string> {
  const weak = whyNotPassword(password)
  if (weak) throw new Refused(weak, {}, 422)
  const taken = await ctx.db.maybe(
    sql`select 1 from app_user where tenant_id = ${ctx.tenant.id} and email = ${email}`,
  )
  if (taken) throw new Refused('user.email_taken')
  const id = newId()
  await ctx.db.run(sql`
    insert into app_user (tenant_id, id, email, name, password_hash, created_at)
    values (${ctx.tenant.id}, ${id}, ${email}, ${fields.name}, ${await hashPassword(password)}, ${ctx.now})`)
  await refuseTeams(ctx, fields.teamIds, [])
  const roles = await saveMemberships(ctx, id, fields)
  emit(ctx, 'user.created', { type: 'user', id }, { roles })
  return id
}

export async function updateUser(
  ctx: Ctx,
  { id, version, ...typed }: UserFields & { id: string; version?: number | undefined },
): Promise<void> {
  const record = await lockUser(ctx, id)
  const fields = await reconcile(ctx, record, version, ordered(typed))
  await ctx.db.run(sql`
    update app_user set name = ${fields.name}, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await refuseTeams(ctx, fields.teamIds, record.values.teamIds)
  await saveMemberships(ctx, id, fields)
  await refuseWithoutManager(ctx)
  recordChange(ctx, record, fields)
  emit(ctx, 'user.changed', record.subject, { fields: ['name', 'roles', 'teams', 'scopes'] })
}

export async function setUserDisabled(
  ctx: Ctx,
  { id, disabled }: { id: string; disabled: boolean },
): Promise<void> {
  if (id === ctx.actor.id) throw new Refused('user.disabled_self')
  await lockUser(ctx, id)
  await ctx.db.run(sql`
    update app_user set disabled_at = ${disabled ? ctx.now : null}, disabled_by = ${disabled ? ctx.actor.id : null}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id} and (disabled_at is null) = ${disabled}`)
  if (disabled) await revokeSessions(ctx, { userId: id })
  await refuseWithoutManager(ctx)
  emit(ctx, disabled ? 'user.disabled' : 'user.enabled', { type: 'user', id }, {})
}

/** Permissions one may hand on: those one has. The house itself may hand on all. */
export function refuseAboveOwn(ctx: Ctx, permissions: readonly string[]): void {
  const above = permissions.filter((p) => !can(ctx.actor, p))
  if (above.length > 0) throw new Refused('role.above_own', { permissions: above })
}

async function lockUser(ctx: Ctx, id: string): Promise<EditedRecord<UserFields>> {
  const found = await ctx.db.maybe(
    sql<{
      version: number
    }>`select version from app_user where tenant_id = ${ctx.tenant.id} and id = ${id} for update`,
  )
  if (!found) throw new NotFound('user')
  const values = await ctx.db.one(sql<UserFields>`
    select u.name,
      array(select r.role_id from user_role r where r.tenant_id = u.tenant_id and r.user_id = u.id) as "roleIds",
      array(select m.team_id from team_member m where m.tenant_id = u.tenant_id and m.user_id = u.id) as "teamIds",
      coalesce((select jsonb_object_agg(s.kind, s.ids) from (
        select kind, jsonb_agg(ref_id order by ref_id) as ids from user_scope
        where tenant_id = u.tenant_id and user_id = u.id group by kind) s), '{}') as scopes
    from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = ${id}`)
  return { subject: { type: 'user', id }, version: found.version, values: ordered(values) }
}

/** Roles, teams and scopes are sets: their order says nothing. */
function ordered({ name, roleIds, teamIds, scopes }: UserFields): UserFields {
  const kinds = scopeKinds.filter((kind) => scopes[kind]?.length)
  return {
    name,
    roleIds: roleIds.toSorted(),
    teamIds: teamIds.toSorted(),
    scopes: Object.fromEntries(kinds.map((kind) => [kind, scopes[kind]?.toSorted()])),
  }
}

async function saveMemberships(
  ctx: Ctx,
  userId: string,
  { roleIds, teamIds, scopes }: UserFields,
): Promise<string[]> {
  const tenantId = ctx.tenant.id
  const roles = await ctx.db.all(sql<{
    id: string
    key: string
    permissions: string[]
    held: boolean
    isOff: boolean
  }>`
    select r.id, r.key, r.permissions, r.disabled_at is not null as "isOff", exists (select 1 from user_role ur where ur.tenant_id = r.tenant_id and ur.role_id = r.id and ur.user_id = ${userId}) as held
    from role r where r.tenant_id = ${tenantId} and r.id = any(${roleIds}::uuid[])`)
  if (roles.length !== new Set(roleIds).size)
    throw new Invalid([
      { path: 'roleIds', message: { zh: '所选角色不存在', en: 'One of the roles does not exist' } },
    ])
  if (roles.some((r) => r.isOff && !r.held))
    throw new Invalid([{ path: 'roleIds', message: refusals['role.disabled'] }])
  refuseAboveOwn(
    ctx,
    roles.filter((r) => !r.held).flatMap((r) => r.permissions),
  )
  await ctx.db.run(sql`delete from user_role where tenant_id = ${tenantId} and user_id = ${userId}`)
  await ctx.db.run(
    sql`insert into user_role (tenant_id, user_id, role_id) select ${tenantId}, ${userId}, r from unnest(${roles.map((r) => r.id)}::uuid[]) r`,
  )
  await ctx.db.run(sql`delete from team_member where tenant_id = ${tenantId} and user_id = ${userId}`)
  await ctx.db.run(
    sql`insert into team_member (tenant_id, user_id, team_id) select ${tenantId}, ${userId}, t from unnest(${[...new Set(teamIds)]}::uuid[]) t`,
  )
  await saveScopes(ctx, userId, scopes)
  return roles.map((r) => r.key)
}

export async function saveScopes(ctx: Ctx, userId: string, scopes: UserFields['scopes']): Promise<void> {
  const pairs = scopeKinds.flatMap((kind) => {
    const ids = [...new Set(scopes[kind] ?? [])]
    const own = ctx.actor.scopes[kind]
    if (own && (ids.length === 0 || ids.some((id) => !own.includes(id))))
      throw new Refused('role.above_own', { scope: kind })
    return ids.map((id) => ({ kind, id }))
  })
  await ctx.db.run(sql`delete from user_scope where tenant_id = ${ctx.tenant.id} and user_id = ${userId}`)
  await ctx.db.run(sql`
    insert into user_scope (tenant_id, user_id, kind, ref_id)
    select ${ctx.tenant.id}, ${userId}, s.kind, s.id from unnest(${pairs.map((p) => p.kind)}::text[], ${pairs.map((p) => p.id)}::uuid[]) s (kind, id)`)
}

/** A company that nobody can manage could never be repaired from inside. One change at a time: two could each leave the other's manager. */
export async function refuseWithoutManager(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`managers ${ctx.tenant.id}`}, 0))`)
  const { n } = await ctx.db.one(sql<{ n: number }>`
    select count(*)::int as n from app_user u
    where u.tenant_id = ${ctx.tenant.id} and u.disabled_at is null and exists (
      select 1 from user_role ur join role r on r.tenant_id = ur.tenant_id and r.id = ur.role_id
      where ur.tenant_id = u.tenant_id and ur.user_id = u.id and 'user.manage' = any(r.permissions))`)
  if (n === 0) throw new Refused('user.last_manager')
}
