import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { hashOf, newId, newToken } from '#platform/ids.ts'
import { API_KEY_PREFIX } from './tokens.ts'
import { refuseAboveOwn } from './users.ts'
import { scopeKinds } from './scope-kinds.ts'

type NewApiKey = {
  name: string
  permissions: string[]
  scopes: {
    warehouse?: string[] | undefined
    carrier?: string[] | undefined
    customer?: string[] | undefined
  }
  days: number
}

/** A key never reaches further than its maker. The token is shown once; only its hash is kept. */
export async function createApiKey(
  ctx: Ctx,
  { name, permissions, scopes, days }: NewApiKey,
): Promise<{ id: string; token: string }> {
  refuseAboveOwn(ctx, permissions)
  const id = newId()
  const token = newToken(API_KEY_PREFIX, ctx.tenant.id)
  const narrowed = { ...ctx.actor.scopes, ...narrow(ctx, scopes) }
  await ctx.db.run(sql`
    insert into api_key (tenant_id, id, name, token_hash, token_hint, permissions, scopes, created_at, created_by, expires_at)
    values (${ctx.tenant.id}, ${id}, ${name}, ${hashOf(token)}, ${token.slice(-4)}, ${permissions}::text[], ${JSON.stringify(narrowed)}::jsonb,
      ${ctx.now}, ${ctx.actor.id}, ${new Date(ctx.now.getTime() + days * 86_400_000)})`)
  emit(ctx, 'api_key.created', { type: 'api_key', id }, { name, permissions })
  return { id, token }
}

/** For good: a token that was cut off may be in foreign hands. A new key can be made like it. */
export async function revokeApiKey(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<void> {
  const key = await ctx.db.maybe(sql<{ name: string; revokedAt: Date | null }>`
    select name, revoked_at as "revokedAt" from api_key where tenant_id = ${ctx.tenant.id} and id = ${id} for update`)
  if (!key) throw new NotFound('api_key')
  if (key.revokedAt) throw new Refused('api_key.revoked')
  await ctx.db.run(
    sql`update api_key set revoked_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  emit(ctx, 'api_key.revoked', { type: 'api_key', id }, { name: key.name, reason })
}

function narrow(ctx: Ctx, scopes: NewApiKey['scopes']): object {
  const chosen: Record<string, string[]> = {}
  for (const kind of scopeKinds) {
    const ids = scopes[kind]
    const own = ctx.actor.scopes[kind]
    if (!ids) continue
    if (own && ids.some((id) => !own.includes(id))) throw new Refused('role.above_own', { scope: kind })
    chosen[kind] = ids
  }
  return chosen
}
