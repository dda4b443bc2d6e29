import type { Actor, Ctx, Scopes, Tenant } from '#platform/ctx.ts'
import { type Database, type Db, sql } from '#platform/db.ts'
import { tenantColumns } from '#platform/dispatcher.ts'
import type { Identity } from '#platform/http.ts'
import { hashOf, tenantOfToken } from '#platform/ids.ts'
import type { Locale } from '#platform/text.ts'
import { permissionsIn, permissionsOfUser, scopesOf, scopesOfUser, withinMaker } from './actors.ts'
import { API_KEY_PREFIX, SESSION_IDLE_MS, SESSION_PREFIX } from './tokens.ts'

const CACHE_MS = 2_000
/** After rights changed nothing is kept for so long: until what changed them has committed, the old rights are found. */
const REST_MS = 2_000
const CACHE_MAX = 10_000
const TOUCH_MS = 60_000

type Cached = { identity: Identity; until: number }

/**
 * Finds who stands behind a token. An answer is kept for two seconds, so a revoked session or key is refused within
 * that time on every process, and at once on the process that revoked it (`forget`, which is called before the commit).
 */
export function createAuthenticator(database: Database) {
  const cache = new Map<string, Cached>()
  let restsUntil = 0
  const mayKeep = () => performance.now() >= restsUntil
  return {
    async authenticate(token: string, now: Date): Promise<Identity | null> {
      const known = cache.get(token)
      if (known && known.until > now.getTime()) return known.identity
      cache.delete(token)
      const identity = await lookUp(database, token, { now, isUse: true })
      if (!identity || !mayKeep()) return identity
      if (cache.size >= CACHE_MAX) cache.clear()
      cache.set(token, { identity, until: now.getTime() + CACHE_MS })
      return identity
    },
    /** The same, asked anew, and without counting as a use of the session: an open page does not keep it alive. */
    recheck: (token: string, now: Date) => lookUp(database, token, { now, isUse: false }),
    forget: () => {
      cache.clear()
      restsUntil = performance.now() + REST_MS
    },
  }
}

async function lookUp(database: Database, token: string, given: Moment): Promise<Identity | null> {
  const sessionTenant = tenantOfToken(SESSION_PREFIX, token)
  if (sessionTenant)
    return database.transaction(sessionTenant, (db) =>
      identityOfSession(db, sessionTenant, { token, ...given }),
    )
  const keyTenant = tenantOfToken(API_KEY_PREFIX, token)
  if (keyTenant)
    return database.transaction(keyTenant, (db) => identityOfKey(db, keyTenant, { token, ...given }))
  return null
}

type Moment = { now: Date; isUse: boolean }
type Presented = Moment & { token: string }
type SessionRow = Tenant & {
  session_id: string
  last_seen_at: Date
  user_id: string
  user_name: string
  user_locale: Locale | null
  permissions: string | null
  user_scopes: [keyof Scopes, string][] | null
}

async function identityOfSession(
  db: Db,
  tenantId: string,
  { token, now, isUse }: Presented,
): Promise<Identity | null> {
  const row = await db.maybe(sql<SessionRow>`
    select ${tenantColumns}, s.id as session_id, s.last_seen_at, u.id as user_id, u.name as user_name, u.locale as user_locale,
      ${permissionsOfUser} as permissions, ${scopesOfUser} as user_scopes
    from session s
    join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id
    join tenant t on t.id = s.tenant_id
    where s.tenant_id = ${tenantId} and s.token_hash = ${hashOf(token)} and s.revoked_at is null and u.disabled_at is null
      and s.expires_at > ${now} and s.last_seen_at > ${new Date(now.getTime() - SESSION_IDLE_MS)}`)
  if (!row) return null
  if (isUse && now.getTime() - row.last_seen_at.getTime() > TOUCH_MS) {
    await db.run(
      sql`update session set last_seen_at = ${now} where tenant_id = ${tenantId} and id = ${row.session_id}`,
    )
  }
  const tenant = tenantOf(row)
  const actor: Actor = {
    kind: 'user',
    id: row.user_id,
    name: row.user_name,
    permissions: permissionsIn(row.permissions),
    scopes: scopesOf(row.user_scopes ?? []),
    sessionId: row.session_id,
  }
  return { tenant, actor, locale: row.user_locale ?? tenant.locale }
}

/** A person of the company with the rights of this moment, for work done in his name; null when there is none, or his account is off. */
export async function findActor(ctx: Ctx, userId: string): Promise<Actor | null> {
  const row = await ctx.db.maybe(sql<Pick<SessionRow, 'user_name' | 'permissions' | 'user_scopes'>>`
    select u.name as user_name, ${permissionsOfUser} as permissions, ${scopesOfUser} as user_scopes
    from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = ${userId} and u.disabled_at is null`)
  if (!row) return null
  return {
    kind: 'user',
    id: userId,
    name: row.user_name,
    permissions: permissionsIn(row.permissions),
    scopes: scopesOf(row.user_scopes ?? []),
  }
}

/** The same for an API key: it may what it was given, and what its maker still may. */
export async function findKeyActor(ctx: Ctx, keyId: string): Promise<Actor | null> {
  const key = await ctx.db.maybe(sql<KeyRights & { name: string }>`
    select k.name, ${rightsOfKey} from api_key k
    join app_user u on u.tenant_id = k.tenant_id and u.id = k.created_by
    where k.tenant_id = ${ctx.tenant.id} and k.id = ${keyId} and k.revoked_at is null and k.expires_at > ${ctx.now} and u.disabled_at is null`)
  return key ? { kind: 'api_key', id: keyId, name: key.name, ...rightsOf(key) } : null
}

/** Of key `k` and of its maker `u`. */
const rightsOfKey = sql`
  array_to_string(k.permissions, ' ') as permissions, k.scopes, ${permissionsOfUser} as "makerPermissions", ${scopesOfUser} as "makerScopes"`
type KeyRights = {
  permissions: string
  scopes: Scopes
  makerPermissions: string | null
  makerScopes: [keyof Scopes, string][] | null
}
const rightsOf = ({ permissions, scopes, makerPermissions, makerScopes }: KeyRights) =>
  withinMaker(
    { permissions: permissionsIn(permissions), scopes },
    { permissions: permissionsIn(makerPermissions), scopes: scopesOf(makerScopes ?? []) },
  )

type KeyRow = Tenant & KeyRights & { key_id: string; key_name: string; last_used_at: Date | null }

async function identityOfKey(
  db: Db,
  tenantId: string,
  { token, now, isUse }: Presented,
): Promise<Identity | null> {
  const row = await db.maybe(sql<KeyRow>`
    select ${tenantColumns}, k.id as key_id, k.name as key_name, ${rightsOfKey}, k.last_used_at
    from api_key k join tenant t on t.id = k.tenant_id
    join app_user u on u.tenant_id = k.tenant_id and u.id = k.created_by
    where k.tenant_id = ${tenantId} and k.token_hash = ${hashOf(token)} and k.revoked_at is null and k.expires_at > ${now} and u.disabled_at is null`)
  if (!row) return null
  if (isUse && (!row.last_used_at || now.getTime() - row.last_used_at.getTime() > TOUCH_MS)) {
    await db.run(
      sql`update api_key set last_used_at = ${now} where tenant_id = ${tenantId} and id = ${row.key_id}`,
    )
  }
  const tenant = tenantOf(row)
  return {
    tenant,
    actor: {
      kind: 'api_key',
      id: row.key_id,
      name: row.key_name,
      ...rightsOf(row),
    },
    locale: tenant.locale,
  }
}

const tenantOf = (row: Tenant): Tenant => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  zone: row.zone,
  locale: row.locale,
  currency: row.currency.trim(),
  country: row.country,
  settings: row.settings,
})
