import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { systemSeed, tenantColumns } from '#platform/dispatcher.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Gate, Identity } from '#platform/http.ts'
import { hashOf, newId, newToken } from '#platform/ids.ts'
import { unseal } from '#platform/secrets.ts'
import { isPassword } from './password.ts'
import { FAILURE_WINDOW_S, beginTry, countIp } from './password-tries.ts'
import { SESSION_MAX_MS, SESSION_PREFIX } from './tokens.ts'
import { totpStep } from './totp.ts'

type LogIn = { tenant: string; email: string; password: string; code?: string | undefined }
type Account = {
  id: string
  name: string
  password_hash: string
  totp_secret: string | null
  totp_confirmed_at: Date | null
  totp_last_step: number
  recovery_hashes: string[]
  disabled_at: Date | null
  failures: number
}

/** Opens a session for right credentials. Ten failures in 15 minutes close an account's log-in from outside for that time. */
export async function logIn(
  gate: Gate,
  { tenant: slug, email, password, code }: LogIn,
): Promise<{ token: string; tenant: Tenant; userId: string }> {
  const forgetIp = countIp(gate.ip, gate.now)
  const tenant = await gate.database.transaction(null, (db) =>
    db.maybe(sql<Tenant>`select ${tenantColumns} from tenant t where t.slug = ${slug.toLowerCase()}`),
  )
  const account =
    tenant &&
    (await withCtx(gate.database, systemSeed(tenant, 'log-in', gate.now), (ctx) => findAccount(ctx, email)))
  const end = beginTry(`${slug.toLowerCase()} ${email}`, {
    now: gate.now,
    failures: account?.failures ?? 0,
  })
  let outcome: Parameters<typeof end>[0] = 'wrong'
  try {
    const isRight = (await isPassword(account?.password_hash, password)) && account?.disabled_at === null
    if (!tenant || !account) throw new Refused('session.wrong_credentials', {}, 422)
    const token = await enter(gate, { tenant, account, isRight, code })
    outcome = 'right'
    forgetIp()
    return { token, tenant, userId: account.id }
  } catch (error) {
    if (!(error instanceof Refused) || error.code === 'session.code_needed') outcome = 'unfinished'
    throw error
  } finally {
    end(outcome)
  }
}

type Known = { tenant: Tenant; account: Account; isRight: boolean; code: string | undefined }

/** The token of a new session; refused, and the failure recorded, unless the second factor is right as well. */
async function enter(gate: Gate, { tenant, account, isRight, code }: Known): Promise<string> {
  const person = {
    kind: 'user' as const,
    id: account.id,
    name: account.name,
    permissions: new Set<string>(),
    scopes: {},
  }
  const opened = await withCtx(
    gate.database,
    { ...systemSeed(tenant, 'log-in', gate.now), actor: person, requestId: gate.requestId },
    async (ctx) => {
      const second = isRight ? await secondFactor(ctx, account, code) : 'wrong'
      if (second !== 'ok') {
        if (second === 'wrong') await recordFailure(ctx, account.id, gate.ip)
        return {
          refusal:
            second === 'missing' ? ('session.code_needed' as const) : ('session.wrong_credentials' as const),
        }
      }
      return { token: await openSession(ctx, account.id, gate) }
    },
  )
  if ('refusal' in opened) throw new Refused(opened.refusal ?? 'session.wrong_credentials', {}, 422)
  return opened.token
}

export async function logOut(ctx: Ctx): Promise<void> {
  await revokeSessions(ctx, { userId: ctx.actor.id, sessionId: ctx.actor.sessionId })
}

/** Ends one session of a user, or all of them. */
export async function revokeSessions(
  ctx: Ctx,
  { userId, sessionId }: { userId: string; sessionId?: string | undefined },
): Promise<number> {
  const count = await ctx.db.run(sql`
    update session set revoked_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and user_id = ${userId} and revoked_at is null and (${sessionId ?? null}::uuid is null or id = ${sessionId ?? null}::uuid)`)
  if (sessionId && count === 0) throw new NotFound('session')
  emit(ctx, 'session.revoked', { type: 'user', id: userId }, { sessions: count })
  return count
}

export async function openSession(
  ctx: Ctx,
  userId: string,
  { ip, userAgent }: Pick<Gate, 'ip' | 'userAgent'>,
): Promise<string> {
  const token = newToken(SESSION_PREFIX, ctx.tenant.id)
  const id = newId()
  await ctx.db.run(sql`
    insert into session (tenant_id, id, user_id, token_hash, created_at, last_seen_at, expires_at, ip, user_agent)
    values (${ctx.tenant.id}, ${id}, ${userId}, ${hashOf(token)}, ${ctx.now}, ${ctx.now}, ${new Date(ctx.now.getTime() + SESSION_MAX_MS)}, ${ip}, ${userAgent})`)
  await ctx.db.run(sql`delete from login_failure where tenant_id = ${ctx.tenant.id} and user_id = ${userId}`)
  emit(ctx, 'session.opened', { type: 'user', id: userId }, { ip })
  return token
}

async function findAccount(ctx: Ctx, email: string): Promise<Account | undefined> {
  return ctx.db.maybe(sql<Account>`
    select u.id, u.name, u.password_hash, u.totp_secret, u.totp_confirmed_at, u.totp_last_step, u.recovery_hashes, u.disabled_at,
      (select count(*)::int from login_failure f where f.tenant_id = u.tenant_id and f.user_id = u.id
        and f.at > ${new Date(ctx.now.getTime() - FAILURE_WINDOW_S * 1000)}) as failures
    from app_user u where u.tenant_id = ${ctx.tenant.id} and u.email = ${email}`)
}

async function secondFactor(
  ctx: Ctx,
  account: Account,
  code: string | undefined,
): Promise<'ok' | 'missing' | 'wrong'> {
  if (!account.totp_confirmed_at || !account.totp_secret) return 'ok'
  const typed = (code ?? '').replace(/\s/g, '').toLowerCase()
  if (!typed) return 'missing'
  const step = totpStep(unseal(account.totp_secret), typed, {
    now: ctx.now,
    lastStep: account.totp_last_step,
  })
  if (step !== null) {
    const used = await ctx.db.run(sql`
      update app_user set totp_last_step = ${step} where tenant_id = ${ctx.tenant.id} and id = ${account.id} and totp_last_step < ${step}`)
    return used === 1 ? 'ok' : 'wrong'
  }
  const recoveryHash = hashOf(typed).toString('hex')
  const spent = await ctx.db.run(sql`
    update app_user set recovery_hashes = array_remove(recovery_hashes, ${recoveryHash})
    where tenant_id = ${ctx.tenant.id} and id = ${account.id} and ${recoveryHash} = any(recovery_hashes)`)
  return spent === 1 ? 'ok' : 'wrong'
}

async function recordFailure(ctx: Ctx, userId: string, ip: string): Promise<void> {
  await ctx.db.run(
    sql`insert into login_failure (tenant_id, id, user_id, at, ip) values (${ctx.tenant.id}, ${newId()}, ${userId}, ${ctx.now}, ${ip})`,
  )
  emit(ctx, 'session.refused', { type: 'user', id: userId }, { ip })
}

export type { Identity }
