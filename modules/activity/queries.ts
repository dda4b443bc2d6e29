import type { z } from 'zod'
import { plain, soundsOf } from '#modules/customers/pinyin.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import { type AnyRef, type RecordRef, mustSeeRecord } from '#platform/records.ts'
import type { ActivityRow, AttachmentRow, PersonRow, RecordPeople } from './api.ts'
import { type StoredChanges, readableChanges } from './changes.ts'
import {
  type ActivityKind,
  audienceOf,
  customerTypes,
  dataForCustomer,
  hiddenTypes,
  kindOf,
  kindPatterns,
} from './kind.ts'

type Row = z.infer<typeof ActivityRow>
type StoredRow = Omit<Row, 'kind' | 'audience' | 'changes'> & { changes: StoredChanges | null }

const ATTACHMENTS_SHOWN_MAX = 200
const PEOPLE_MAX = 50

export type ActivityFilter = AnyRef & {
  limit: number
  cursor?: string | undefined
  kind?: ActivityKind | undefined
  actorId?: string | undefined
  /** The entry to begin with, for links to it. */
  from?: number | undefined
}

/** Everything that happened to a record and to what belongs to it, newest first: events with their notes and files. */
export async function listActivity(ctx: Ctx, filter: ActivityFilter) {
  await mustSeeRecord(ctx, filter)
  const conditions = sql.join(conditionsOf(ctx, filter), sql` and `)
  const { limit, id } = filter
  const rows = await ctx.db.all(sql<StoredRow>`
    select e.seq, e.at, e.type, e.subject_type as "subjectType", e.subject_id as "subjectId", e.actor_kind as "actorKind", e.actor_id as "actorId",
      e.actor_name as "actorName", e.data, ${personOf} as person, ${noteOf} as note, ${fileOf} as file, ${changesOf} as changes
    from (
      (select e.* from event e where e.tenant_id = ${ctx.tenant.id} and e.subject_id = ${id} and ${conditions} order by e.seq desc limit ${limit + 1})
      union all
      (select e.* from event e where e.tenant_id = ${ctx.tenant.id} and e.parent_id = ${id} and e.subject_id <> ${id} and ${conditions}
        order by e.seq desc limit ${limit + 1})
    ) e order by e.seq desc limit ${limit + 1}`)
  const changes = await readableChanges(ctx, rows)
  const isOurs = can(ctx.actor, 'activity.read')
  const shown = rows.map((row, index): Row => ({
    ...row,
    ...(isOurs ? {} : { data: dataForCustomer(row.data), actorName: row.note ? row.actorName : null }),
    kind: kindOf(row.type),
    audience: audienceOf(row.type, row.data),
    changes: changes[index] ?? null,
  }))
  return toPage(shown, limit, (row) => [row.seq])
}

function conditionsOf(ctx: Ctx, { cursor, kind, actorId, from }: ActivityFilter) {
  const conditions = [sql`not (e.type like any (${[...hiddenTypes]}::text[]))`]
  if (cursor) conditions.push(sql`e.seq < ${decodeCursor(cursor, 1)[0]}::bigint`)
  else if (from !== undefined) conditions.push(sql`e.seq <= ${from}::bigint`)
  if (kind === 'progress')
    conditions.push(sql`not (e.type like any (${Object.values(kindPatterns).flat()}::text[]))`)
  else if (kind) conditions.push(sql`e.type like any (${[...kindPatterns[kind]]}::text[])`)
  if (actorId) conditions.push(sql`e.actor_id = ${actorId}::uuid`)
  if (!can(ctx.actor, 'activity.read'))
    conditions.push(sql`(e.data ->> 'audience' = 'customer' or e.type = any (${[...customerTypes]}::text[]))`)
  return conditions
}

export const personOf = sql`case when e.type like 'record.access%' or e.type like '%.assigned' then (
  select u.name from app_user u where u.tenant_id = e.tenant_id and u.id = coalesce(e.data ->> 'userId', e.data ->> 'ownerId')::uuid) end`

const noteOf = sql`case when e.type like 'note.%' then (
  select jsonb_build_object('id', n.id, 'body', n.body, 'createdBy', n.created_by, 'isRemoved', n.removed_at is not null,
    'mentions', (select coalesce(jsonb_agg(jsonb_build_object('kind', m.kind, 'id', m.ref_id, 'name', coalesce(u.name, t.name, ''))), '[]')
      from note_mention m
      left join app_user u on m.kind = 'user' and u.tenant_id = m.tenant_id and u.id = m.ref_id
      left join team t on m.kind = 'team' and t.tenant_id = m.tenant_id and t.id = m.ref_id
      where m.tenant_id = n.tenant_id and m.note_id = n.id))
  from note n where n.tenant_id = e.tenant_id and n.id = (e.data ->> 'noteId')::uuid) end`

const fileOf = sql`case when e.type like 'attachment.%' then (
  select jsonb_build_object('id', a.id, 'name', a.name, 'contentType', a.content_type, 'bytes', a.bytes, 'isRemoved', a.removed_at is not null)
  from attachment a where a.tenant_id = e.tenant_id and a.id = (e.data ->> 'attachmentId')::uuid) end`

// A save and the event that announces it have the same record and the same moment.
export const changesOf = sql`case when e.type like any (${[...kindPatterns.change]}::text[]) or e.type = 'shortage.decided' then (
  select c.changes from record_change c
  where c.tenant_id = e.tenant_id and c.subject_id in (e.subject_id, e.parent_id) and c.at = e.at limit 1) end`

/** The files of a record, newest first. */
export async function listAttachments(ctx: Ctx, ref: RecordRef): Promise<z.infer<typeof AttachmentRow>[]> {
  await mustSeeRecord(ctx, ref)
  const audience = can(ctx.actor, 'activity.read') ? sql`true` : sql`a.audience = 'customer'`
  return ctx.db.all(sql<z.infer<typeof AttachmentRow>>`
    select a.id, a.name, a.content_type as "contentType", a.bytes, a.audience, a.added_at as "addedAt", a.added_by as "addedBy", u.name as "addedByName"
    from attachment a left join app_user u on u.tenant_id = a.tenant_id and u.id = a.added_by
    where a.tenant_id = ${ctx.tenant.id} and a.record_type = ${ref.type} and a.record_id = ${ref.id} and a.removed_at is null and ${audience}
    order by a.id desc limit ${ATTACHMENTS_SHOWN_MAX}`)
}

/** Who follows a record, to whom it was opened, and who did something to it. */
export async function getRecordPeople(ctx: Ctx, ref: RecordRef): Promise<z.infer<typeof RecordPeople>> {
  await mustSeeRecord(ctx, ref)
  const { type, id } = ref
  const t = ctx.tenant.id
  const people = await ctx.db.one(sql<Omit<z.infer<typeof RecordPeople>, 'isFollowing'>>`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'reason', f.reason) order by f.since, u.name), '[]')
        from follower f join app_user u on u.tenant_id = f.tenant_id and u.id = f.user_id
        where f.tenant_id = ${t} and f.record_type = ${type} and f.record_id = ${id}) as followers,
      (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'grantedBy', b.name, 'grantedAt',
          to_char(g.granted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by g.granted_at, u.name), '[]')
        from record_grant g join app_user u on u.tenant_id = g.tenant_id and u.id = g.user_id
        left join app_user b on b.tenant_id = g.tenant_id and b.id = g.granted_by
        where g.tenant_id = ${t} and g.record_type = ${type} and g.record_id = ${id}) as grants,
      (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name), '[]') from (
        select distinct u.id, u.name from event e join app_user u on u.tenant_id = e.tenant_id and u.id = e.actor_id
        where e.tenant_id = ${t} and (e.subject_id = ${id} or e.parent_id = ${id}) limit ${PEOPLE_MAX}) p) as actors`)
  return { ...people, isFollowing: people.followers.some((one) => one.id === ctx.actor.id) }
}

const CANDIDATES_MAX = 2_000
const SHOWN_MAX = 20

type Candidate = z.infer<typeof PersonRow>

/** People and teams whose name, pinyin or initials begin with or hold the text: whom a note can mention. */
export async function listMentionable(ctx: Ctx, { search }: { search: string }): Promise<Candidate[]> {
  const all = await ctx.db.all(sql<Candidate>`
    (select 'team' as kind, t.id, t.name from team t where t.tenant_id = ${ctx.tenant.id} and t.disabled_at is null order by t.name limit ${CANDIDATES_MAX})
    union all
    (select 'user', u.id, u.name from app_user u where u.tenant_id = ${ctx.tenant.id} and u.disabled_at is null and u.id <> ${ctx.actor.id} order by u.name limit ${CANDIDATES_MAX})`)
  const wanted = search.toLowerCase()
  if (wanted === '') return all.slice(0, SHOWN_MAX)
  const sound = plain(wanted)
  const sounds = sound === '' ? [] : await soundsOf(all.map((one) => one.name))
  return all
    .filter((one, index) => {
      if (one.name.toLowerCase().includes(wanted)) return true
      const heard = sounds[index]
      return heard !== undefined && (heard.pinyin.startsWith(sound) || heard.initials.startsWith(sound))
    })
    .slice(0, SHOWN_MAX)
}
