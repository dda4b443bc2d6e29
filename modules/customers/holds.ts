import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { lockParty } from './locks.ts'
import { type HoldKind, whyNotHold, whyNotRelease } from './party.ts'

/** Stops a customer: orders taken from now on are captured and held. */
export async function placeHold(
  ctx: Ctx,
  { partyId, kind, reason }: { partyId: string; kind: HoldKind; reason: string },
): Promise<string> {
  await lockParty(ctx, partyId, { toChange: true })
  const open = await ctx.db.all(sql<{ kind: string }>`
    select kind from party_hold where tenant_id = ${ctx.tenant.id} and party_id = ${partyId} and released_at is null`)
  const refusal = whyNotHold(open, kind)
  if (refusal) throw new Refused(refusal, { kind })
  const id = newId()
  await ctx.db.run(sql`
    insert into party_hold (tenant_id, id, party_id, kind, reason, placed_at, placed_by)
    values (${ctx.tenant.id}, ${id}, ${partyId}, ${kind}, ${reason}, ${ctx.now}, ${actorId(ctx)}::uuid)`)
  emit(ctx, 'customer.held', { type: 'customer', id: partyId }, { holdId: id, kind, reason })
  return id
}

export async function releaseHold(
  ctx: Ctx,
  { partyId, holdId, reason }: { partyId: string; holdId: string; reason: string },
): Promise<void> {
  await lockParty(ctx, partyId)
  const hold = await ctx.db.maybe(sql<{ kind: string; releasedAt: Date | null }>`
    select kind, released_at as "releasedAt" from party_hold where tenant_id = ${ctx.tenant.id} and id = ${holdId} and party_id = ${partyId}`)
  if (!hold) throw new NotFound('hold')
  const refusal = whyNotRelease(hold)
  if (refusal) throw new Refused(refusal)
  await ctx.db.run(sql`
    update party_hold set released_at = ${ctx.now}, released_by = ${actorId(ctx)}::uuid, release_reason = ${reason}
    where tenant_id = ${ctx.tenant.id} and id = ${holdId}`)
  emit(ctx, 'customer.released', { type: 'customer', id: partyId }, { holdId, kind: hold.kind, reason })
}

const actorId = (ctx: Ctx): string | null => (ctx.actor.kind === 'system' ? null : ctx.actor.id)
