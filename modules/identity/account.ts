import type { Ctx, Scopes } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { hashOf } from '#platform/ids.ts'
import { seal, unseal } from '#platform/secrets.ts'
import { isWithin, permissionsIn, permissionsOfUser, scopesOf, scopesOfUser } from './actors.ts'
import { hashPassword, isPassword } from './password.ts'
import { whyNotPassword } from './password-rule.ts'
import { beginTry } from './password-tries.ts'
import { revokeSessions } from './sessions.ts'
import { newRecoveryCodes, newTotpSecret, totpStep, totpUri } from './totp.ts'

type Account = {
  email: string
  password_hash: string
  totp_secret: string | null
  totp_confirmed_at: Date | null
  totp_last_step: number
}

export async function updateMe(
  ctx: Ctx,
  { name, locale }: { name?: string | undefined; locale?: 'zh' | 'en' | undefined },
): Promise<void> {
  await ctx.db.run(sql`
    update app_user set name = coalesce(${name ?? null}, name), locale = coalesce(${locale ?? null}, locale), version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${ctx.actor.id}`)
  emit(
    ctx,
    'user.changed',
    { type: 'user', id: ctx.actor.id },
    { fields: Object.keys({ ...(name ? { name } : {}), ...(locale ? { locale } : {}) }) },
  )
}

/** A new password ends every other session of the account. */
export async function changePassword(
  ctx: Ctx,
  { current, next }: { current: string; next: string },
): Promise<void> {
  await provePassword(ctx, current)
  const weak = whyNotPassword(next)
  if (weak) throw new Refused(weak, {}, 422)
  await ctx.db.run(
    sql`update app_user set password_hash = ${await hashPassword(next)} where tenant_id = ${ctx.tenant.id} and id = ${ctx.actor.id}`,
  )
  await ctx.db.run(sql`
    update session set revoked_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and revoked_at is null and id <> ${ctx.actor.sessionId ?? ctx.actor.id}`)
  emit(ctx, 'user.password_changed', { type: 'user', id: ctx.actor.id }, {})
}

/**
 * A new password for somebody who lost theirs, and their telephone perhaps; it ends all their sessions. Whoever may do or see more than the
 * actor is not theirs to log in as.
 */
export async function resetPassword(
  ctx: Ctx,
  { id, password, removesTotp }: { id: string; password: string; removesTotp: boolean },
): Promise<void> {
  if (id === ctx.actor.id) throw new Refused('user.own_password')
  const user = await ctx.db.one(
    sql<{ permissions: string | null; scopes: [keyof Scopes, string][] | null; hasTotp: boolean }>`
    select u.totp_confirmed_at is not null as "hasTotp", ${permissionsOfUser} as permissions, ${scopesOfUser} as scopes from app_user u
    where u.tenant_id = ${ctx.tenant.id} and u.id = ${id} for update of u`,
    'user',
  )
  const rights = { permissions: permissionsIn(user.permissions), scopes: scopesOf(user.scopes ?? []) }
  if (!isWithin(rights, ctx.actor)) throw new Refused('user.above_own')
  const weak = whyNotPassword(password)
  if (weak) throw new Refused(weak, {}, 422)
  await ctx.db.run(sql`
    update app_user set password_hash = ${await hashPassword(password)},
      totp_secret = case when ${removesTotp} then null else totp_secret end,
      totp_confirmed_at = case when ${removesTotp} then null else totp_confirmed_at end,
      recovery_hashes = case when ${removesTotp} then '{}' else recovery_hashes end
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await ctx.db.run(sql`delete from login_failure where tenant_id = ${ctx.tenant.id} and user_id = ${id}`)
  emit(ctx, 'user.password_reset', { type: 'user', id }, {})
  if (removesTotp && user.hasTotp) emit(ctx, 'user.totp_removed', { type: 'user', id }, {})
  await revokeSessions(ctx, { userId: id })
}

export async function startTotp(
  ctx: Ctx,
  { password }: { password: string },
): Promise<{ secret: string; uri: string }> {
  const account = await provePassword(ctx, password)
  if (account.totp_confirmed_at) throw new Refused('user.totp_confirmed')
  const secret = newTotpSecret()
  await ctx.db.run(
    sql`update app_user set totp_secret = ${seal(secret)} where tenant_id = ${ctx.tenant.id} and id = ${ctx.actor.id}`,
  )
  return { secret, uri: totpUri(secret, account.email, ctx.tenant.name) }
}

export async function confirmTotp(
  ctx: Ctx,
  { code }: { code: string },
): Promise<{ recoveryCodes: string[] }> {
  const account = await lockAccount(ctx)
  if (account.totp_confirmed_at) throw new Refused('user.totp_confirmed')
  if (!account.totp_secret) throw new Refused('user.totp_not_started')
  const step = totpStep(unseal(account.totp_secret), code, { now: ctx.now, lastStep: 0 })
  if (step === null) throw new Refused('user.totp_wrong', {}, 422)
  const recoveryCodes = newRecoveryCodes()
  const hashes = recoveryCodes.map((c) => hashOf(c).toString('hex'))
  await ctx.db.run(sql`
    update app_user set totp_confirmed_at = ${ctx.now}, totp_last_step = ${step}, recovery_hashes = ${hashes}::text[]
    where tenant_id = ${ctx.tenant.id} and id = ${ctx.actor.id}`)
  emit(ctx, 'user.totp_confirmed', { type: 'user', id: ctx.actor.id }, {})
  return { recoveryCodes }
}

export async function removeTotp(ctx: Ctx, { password }: { password: string }): Promise<void> {
  await provePassword(ctx, password)
  await ctx.db.run(sql`
    update app_user set totp_secret = null, totp_confirmed_at = null, recovery_hashes = '{}' where tenant_id = ${ctx.tenant.id} and id = ${ctx.actor.id}`)
  emit(ctx, 'user.totp_removed', { type: 'user', id: ctx.actor.id }, {})
}

async function provePassword(ctx: Ctx, password: string): Promise<Account> {
  const account = await lockAccount(ctx)
  const end = beginTry(`proof ${ctx.actor.id}`, { now: ctx.now, failures: 0 })
  const isRight = await isPassword(account.password_hash, password)
  end(isRight ? 'right' : 'wrong')
  if (!isRight) throw new Refused('user.wrong_password', {}, 422)
  return account
}

async function lockAccount(ctx: Ctx): Promise<Account> {
  return ctx.db.one(
    sql<Account>`
    select email, password_hash, totp_secret, totp_confirmed_at, totp_last_step from app_user
    where tenant_id = ${ctx.tenant.id} and id = ${ctx.actor.id} for update`,
    'user',
  )
}
