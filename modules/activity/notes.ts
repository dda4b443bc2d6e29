import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { grantRecord, revokeGrants } from '#platform/grants.ts'
import { newId } from '#platform/ids.ts'
import { type RecordRef, findOwnRecords, mustSeeRecord } from '#platform/records.ts'
import { followAll } from './followers.ts'
import type { Audience } from './kind.ts'
import { type Reader, readersOf } from './readers.ts'

export type Mention = { kind: 'user' | 'team'; id: string }
export type NewNote = RecordRef & { body: string; audience: Audience; mentions: readonly Mention[] }

const PEOPLE_MAX = 100

/**
 * Writes a note on a record. Who is mentioned follows the record; it opens to those who could not read it, unless the author
 * reads it by a grant himself. Gives the note's id and to whom it opened the record.
 */
export async function addNote(
  ctx: Ctx,
  { body, audience, mentions, ...ref }: NewNote,
): Promise<{ noteId: string; opened: string[] }> {
  await mustSeeRecord(ctx, ref)
  if (body === '') throw new Refused('note.empty', {}, 422)
  if (audience === 'internal' && !can(ctx.actor, 'activity.read'))
    throw new Refused('note.internal_only', {}, 422)
  if (audience === 'customer' && mentions.length > 0) throw new Refused('note.mentions_in_public', {}, 422)
  const readers = await readersOf(ctx, ref, await peopleOf(ctx, mentions))
  const blind = readers.filter((reader) => reader.record === null)
  await refuseOpening(ctx, ref, blind)

  const id = newId(ctx.now.getTime())
  await ctx.db.run(sql`
    insert into note (tenant_id, id, record_type, record_id, audience, body, created_at, created_by)
    values (${ctx.tenant.id}, ${id}, ${ref.type}, ${ref.id}, ${audience}, ${body}, ${ctx.now}, ${ctx.actor.id})`)
  await saveMentions(ctx, id, mentions)
  const userIds = readers.map((reader) => reader.actor.id)
  const grantedIds = blind.map((reader) => reader.actor.id)
  emit(ctx, 'note.added', ref, { noteId: id, audience, userIds })
  if (userIds.length > 0) emit(ctx, 'record.mentioned', ref, { noteId: id, userIds, grantedIds })
  await grantRecord(ctx, ref, { userIds: grantedIds, noteId: id })
  const follow = (ids: readonly string[]) => ids.map((userId) => ({ ...ref, userId }))
  await followAll(ctx, follow(userIds), 'mentioned')
  if (ctx.actor.kind === 'user') await followAll(ctx, follow([ctx.actor.id]), 'commented')
  return { noteId: id, opened: blind.map((reader) => reader.actor.name) }
}

/** Everybody meant by the mentions, once, without the author. */
async function peopleOf(ctx: Ctx, mentions: readonly Mention[]): Promise<string[]> {
  if (mentions.length === 0) return []
  const idsOf = (kind: Mention['kind']) => [
    ...new Set(mentions.filter((m) => m.kind === kind).map((m) => m.id)),
  ]
  const [users, teams] = [idsOf('user'), idsOf('team')]
  const found = await ctx.db.one(sql<{ users: string[]; teams: number; members: string[] }>`
    select
      (select coalesce(array_agg(u.id), '{}') from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = any(${users}::uuid[]) and u.disabled_at is null) as users,
      (select count(*)::int from team t where t.tenant_id = ${ctx.tenant.id} and t.id = any(${teams}::uuid[]) and t.disabled_at is null) as teams,
      (select coalesce(array_agg(distinct m.user_id), '{}') from team_member m join app_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
        where m.tenant_id = ${ctx.tenant.id} and m.team_id = any(${teams}::uuid[]) and u.disabled_at is null) as members`)
  if (found.users.length < users.length || found.teams < teams.length)
    throw new Refused('note.unknown_person', {}, 422)
  const people = [...new Set([...found.users, ...found.members])].filter((id) => id !== ctx.actor.id)
  if (people.length > PEOPLE_MAX) throw new Refused('note.too_many_people', { max: PEOPLE_MAX }, 422)
  return people
}

async function refuseOpening(ctx: Ctx, ref: RecordRef, blind: readonly Reader[]): Promise<void> {
  if (blind.length === 0) return
  const [own] = await findOwnRecords(ctx, [ref])
  if (!own)
    throw new Refused(
      'note.cannot_grant',
      { names: blind.map((reader) => reader.actor.name).join('、') },
      422,
    )
}

async function saveMentions(ctx: Ctx, noteId: string, mentions: readonly Mention[]): Promise<void> {
  if (mentions.length === 0) return
  await ctx.db.run(sql`
    insert into note_mention (tenant_id, note_id, kind, ref_id)
    select distinct ${ctx.tenant.id}::uuid, ${noteId}::uuid, m.kind, m.id
    from unnest(${mentions.map((m) => m.kind)}::text[], ${mentions.map((m) => m.id)}::uuid[]) as m (kind, id)`)
}

type LockedNote = RecordRef & { createdBy: string; audience: Audience; removedAt: Date | null }

/** Takes a note away: its text is gone, that it was there stays. What its mentions opened closes again. */
export async function removeNote(
  ctx: Ctx,
  { noteId, reason }: { noteId: string; reason: string },
): Promise<void> {
  const note = await ctx.db.one(
    sql<LockedNote>`
    select record_type as type, record_id as id, created_by as "createdBy", audience, removed_at as "removedAt"
    from note where tenant_id = ${ctx.tenant.id} and id = ${noteId} for update`,
    'note',
  )
  const ref = { type: note.type, id: note.id }
  await mustSeeRecord(ctx, ref)
  if (note.audience === 'internal' && !can(ctx.actor, 'activity.read')) throw new NotFound('note')
  if (note.removedAt) throw new Refused('note.removed')
  if (note.createdBy !== ctx.actor.id && !can(ctx.actor, 'note.manage')) throw new Refused('note.not_yours')
  await ctx.db.run(sql`
    update note set body = '', removed_at = ${ctx.now}, removed_by = ${ctx.actor.id}, removal_reason = ${reason}
    where tenant_id = ${ctx.tenant.id} and id = ${noteId}`)
  emit(ctx, 'note.removed', ref, { noteId, reason })
  await revokeGrants(ctx, ref, { noteId })
}

/** Closes a record again to one person. */
export async function revokeGrant(
  ctx: Ctx,
  { userId, ...ref }: RecordRef & { userId: string },
): Promise<void> {
  const [own] = await findOwnRecords(ctx, [ref])
  if (!own) throw new NotFound(ref.type)
  if ((await revokeGrants(ctx, ref, { userId })) === 0) throw new NotFound('grant')
}
