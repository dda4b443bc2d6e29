import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type RecordRef, mustSeeRecord } from '#platform/records.ts'
import type { FollowReason } from './events.ts'

/** The actor follows a record they may read. */
export async function followRecord(ctx: Ctx, ref: RecordRef): Promise<void> {
  await mustSeeRecord(ctx, ref)
  await followAll(ctx, [{ ...ref, userId: ctx.actor.id }], 'chosen')
}

export async function unfollowRecord(ctx: Ctx, { type, id }: RecordRef): Promise<void> {
  await mustSeeRecord(ctx, { type, id })
  const gone = await ctx.db.run(sql`
    delete from follower where tenant_id = ${ctx.tenant.id} and record_type = ${type} and record_id = ${id} and user_id = ${ctx.actor.id}`)
  if (gone > 0) emit(ctx, 'record.unfollowed', { type, id }, { userId: ctx.actor.id })
}

/** Makes people followers; who already follows keeps the first reason. It checks nobody's rights: the caller did. */
export async function followAll(
  ctx: Ctx,
  following: readonly (RecordRef & { userId: string })[],
  reason: FollowReason,
): Promise<void> {
  if (following.length === 0) return
  const made = await ctx.db.all(sql<RecordRef & { userId: string }>`
    insert into follower (tenant_id, record_type, record_id, user_id, since, reason)
    select distinct ${ctx.tenant.id}::uuid, f.type, f.id, u.id, ${ctx.now}::timestamptz, ${reason}
    from unnest(${following.map((f) => f.type)}::text[], ${following.map((f) => f.id)}::uuid[], ${following.map((f) => f.userId)}::uuid[]) as f (type, id, user_id)
    join app_user u on u.tenant_id = ${ctx.tenant.id} and u.id = f.user_id
    on conflict do nothing returning record_type as type, record_id as id, user_id as "userId"`)
  for (const { type, id, userId } of made) emit(ctx, 'record.followed', { type, id }, { userId, reason })
}
