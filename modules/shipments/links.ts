import { visible } from '#modules/orders/queries.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { hashOf, newId, newToken } from '#platform/ids.ts'
import { personOf } from './exceptions.ts'

/** Prefix of the tokens of public tracking pages. */
export const LINK_PREFIX = 'nt'
const DAY_MS = 86_400_000

/** A public page for one order. The token is shown once; only its hash is kept. */
export async function createTrackingLink(ctx: Ctx, { orderId, days }: { orderId: string; days: number }) {
  await ctx.db.one(
    sql`
    select 1 from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${visible(ctx)}`,
    'order',
  )
  const token = newToken(LINK_PREFIX, ctx.tenant.id)
  const id = newId()
  const expiresAt = new Date(ctx.now.getTime() + days * DAY_MS)
  await ctx.db.run(sql`
    insert into tracking_link (tenant_id, id, order_id, token_hash, created_at, created_by, expires_at)
    values (${ctx.tenant.id}, ${id}, ${orderId}, ${hashOf(token)}, ${ctx.now}, ${personOf(ctx)}::uuid, ${expiresAt})`)
  emit(ctx, 'tracking_link.created', { type: 'order', id: orderId }, { expiresAt: expiresAt.toISOString() })
  return { id, token, path: `/t/${token}`, expiresAt: expiresAt.toISOString() }
}

export async function revokeTrackingLink(ctx: Ctx, id: string): Promise<void> {
  const link = await ctx.db.one(
    sql<{ order_id: string; revoked_at: Date | null }>`
    select t.order_id, t.revoked_at from tracking_link t join sales_order o on o.tenant_id = t.tenant_id and o.id = t.order_id
    where t.tenant_id = ${ctx.tenant.id} and t.id = ${id} and ${visible(ctx)} for no key update of t`,
    'link',
  )
  if (link.revoked_at) throw new Refused('tracking_link.revoked')
  await ctx.db.run(
    sql`update tracking_link set revoked_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  emit(ctx, 'tracking_link.revoked', { type: 'order', id: link.order_id }, {})
}

type LinkRow = {
  id: string
  createdAt: string
  createdBy: string | null
  expiresAt: string
  revokedAt: string | null
}

export async function listTrackingLinks(ctx: Ctx, orderId: string): Promise<LinkRow[]> {
  await ctx.db.one(
    sql`
    select 1 from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${visible(ctx)}`,
    'order',
  )
  return ctx.db.all(sql<LinkRow>`
    select t.id, t.created_at as "createdAt", u.name as "createdBy", t.expires_at as "expiresAt", t.revoked_at as "revokedAt"
    from tracking_link t left join app_user u on u.tenant_id = t.tenant_id and u.id = t.created_by
    where t.tenant_id = ${ctx.tenant.id} and t.order_id = ${orderId} order by t.created_at desc limit 100`)
}
