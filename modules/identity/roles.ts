import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { refuseAboveOwn, refuseWithoutManager } from './users.ts'

type RoleFields = { zh: string; en: string; permissions: string[] }

export async function createRole(
  ctx: Ctx,
  { key, zh, en, permissions }: RoleFields & { key: string },
): Promise<string> {
  refuseAboveOwn(ctx, permissions)
  const taken = await ctx.db.maybe(
    sql`select 1 from role where tenant_id = ${ctx.tenant.id} and key = ${key}`,
  )
  if (taken) throw new Refused('role.key_taken')
  const id = newId()
  await ctx.db.run(sql`
    insert into role (tenant_id, id, key, name_zh, name_en, permissions) values (${ctx.tenant.id}, ${id}, ${key}, ${zh}, ${en}, ${permissions}::text[])`)
  emit(ctx, 'role.created', { type: 'role', id }, { key, permissions })
  return id
}

/** Only permissions one has oneself may be added to a role. Nobody may widen it beyond that. */
export async function updateRole(
  ctx: Ctx,
  { id, version, ...typed }: RoleFields & { id: string; version?: number | undefined },
): Promise<void> {
  const before = await lockRole(ctx, id)
  const record: EditedRecord<RoleFields> = {
    subject: { type: 'role', id },
    version: before.version,
    values: { zh: before.zh, en: before.en, permissions: before.permissions.toSorted() },
  }
  const fields = { ...typed, permissions: typed.permissions.toSorted() }
  const { zh, en, permissions } = await reconcile(ctx, record, version, fields)
  const added = permissions.filter((p) => !before.permissions.includes(p))
  const removed = before.permissions.filter((p) => !permissions.includes(p))
  refuseAboveOwn(ctx, added)
  await ctx.db.run(sql`
    update role set name_zh = ${zh}, name_en = ${en}, permissions = ${permissions}::text[], version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await refuseWithoutManager(ctx)
  recordChange(ctx, record, { zh, en, permissions })
  emit(ctx, 'role.changed', record.subject, { added, removed })
}

export async function deleteRole(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const role = await lockRole(ctx, id)
  if (role.built_in) throw new Refused('role.built_in')
  const used = await ctx.db.maybe(
    sql`select 1 from user_role where tenant_id = ${ctx.tenant.id} and role_id = ${id} limit 1`,
  )
  if (used) throw new Refused('role.in_use')
  await ctx.db.run(sql`delete from role where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'role.deleted', { type: 'role', id }, { key: role.key })
}

/** A role that is off is given to nobody anew; who has it keeps it. */
export async function setRoleDisabled(
  ctx: Ctx,
  { id, disabled, reason }: { id: string; disabled: boolean; reason: string },
): Promise<void> {
  const role = await lockRole(ctx, id)
  if ((role.disabledAt !== null) === disabled) return
  await ctx.db.run(sql`
    update role set disabled_at = ${disabled ? ctx.now : null}::timestamptz, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, disabled ? 'role.disabled' : 'role.enabled', { type: 'role', id }, { reason })
}

type LockedRole = RoleFields & { key: string; built_in: boolean; version: number; disabledAt: Date | null }

async function lockRole(ctx: Ctx, id: string): Promise<LockedRole> {
  const role = await ctx.db.maybe(sql<LockedRole>`
    select key, name_zh as zh, name_en as en, permissions, built_in, version, disabled_at as "disabledAt" from role where tenant_id = ${ctx.tenant.id} and id = ${id} for update`)
  if (!role) throw new NotFound('role')
  return role
}
