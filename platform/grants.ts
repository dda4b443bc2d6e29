import type { Permission } from '#platform/api.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { RecordRef, RecordType } from '#platform/records.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    /** Subject is the record. */
    'record.access_granted': { userId: string; noteId: string | null }
    'record.access_revoked': { userId: string }
  }
}

/** Which of these records of one kind were opened to the actor himself, beyond scopes and permissions. */
export async function grantedIds(ctx: Ctx, type: RecordType, ids: readonly string[]): Promise<string[]> {
  if (ctx.actor.kind !== 'user' || ids.length === 0) return []
  const rows = await ctx.db.all(sql<{ id: string }>`
    select record_id as id from record_grant
    where tenant_id = ${ctx.tenant.id} and record_type = ${type} and record_id = any(${ids}::uuid[]) and user_id = ${ctx.actor.id}`)
  return rows.map((row) => row.id)
}

/** The ctx that reads a record opened to the actor: with its permission and without scopes. Only for reads of that one record. */
export const asGranted = (ctx: Ctx, permission: Permission): Ctx => ({
  ...ctx,
  actor: { ...ctx.actor, scopes: {}, permissions: new Set([...ctx.actor.permissions, permission]) },
})

/** Opens one record to people for reading. Those who have it keep the older grant. */
export async function grantRecord(
  ctx: Ctx,
  ref: RecordRef,
  { userIds, noteId = null }: { userIds: readonly string[]; noteId?: string | null },
): Promise<void> {
  const made = await ctx.db.all(sql<{ userId: string }>`
    insert into record_grant (tenant_id, record_type, record_id, user_id, granted_at, granted_by, note_id)
    select ${ctx.tenant.id}, ${ref.type}, ${ref.id}, u, ${ctx.now}, ${ctx.actor.id}, ${noteId}::uuid from unnest(${userIds}::uuid[]) u
    on conflict do nothing returning user_id as "userId"`)
  for (const { userId } of made) emit(ctx, 'record.access_granted', ref, { userId, noteId })
}

/** Takes grants on a record back: that of one person, or those a note gave. Says how many there were. */
export async function revokeGrants(
  ctx: Ctx,
  ref: RecordRef,
  of: { userId: string } | { noteId: string },
): Promise<number> {
  const which = 'userId' in of ? sql`user_id = ${of.userId}` : sql`note_id = ${of.noteId}`
  const gone = await ctx.db.all(sql<{ userId: string }>`
    delete from record_grant where tenant_id = ${ctx.tenant.id} and record_type = ${ref.type} and record_id = ${ref.id} and ${which}
    returning user_id as "userId"`)
  for (const { userId } of gone) emit(ctx, 'record.access_revoked', ref, { userId })
  return gone.length
}
