import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { StoredEvent } from '#platform/events.ts'
import type { RecordRef } from '#platform/records.ts'
import { isRecordType } from '#modules/record-types.ts'
import { type NoticeKind, type ToldEvent, kindForFollowers, noticeKinds } from './kind.ts'

/** A record of the registry, or the company's outbox. */
export type Subject = RecordRef | { type: 'outbox'; id: string }
export type Told = { userId: string; kind: NoticeKind; event: StoredEvent<ToldEvent>; record: Subject }

/** Whom each event concerns. Nobody is told of what they did themselves, but for imports, which end later; nobody twice of one event. */
export async function recipientsOf(ctx: Ctx, events: StoredEvent<ToldEvent>[]): Promise<Told[]> {
  const all = [
    ...events.flatMap(named),
    ...(await promiseOwners(ctx, events)),
    ...(await importOwners(ctx, events)),
    ...(await mailAdministrators(ctx, events)),
    ...(await followers(ctx, events)),
  ].filter((told) => told.kind === 'import_done' || told.userId !== told.event.actor_id)
  const first = new Map<string, Told>()
  for (const told of all.toSorted((a, b) => noticeKinds.indexOf(a.kind) - noticeKinds.indexOf(b.kind))) {
    const key = `${told.userId} ${told.event.seq}`
    if (!first.has(key)) first.set(key, told)
  }
  return [...first.values()]
}

/** Those the event itself names. */
function named(event: StoredEvent<ToldEvent>): Told[] {
  const record = recordOf(event)
  if (!record) return []
  const tell = (userIds: readonly (string | null)[], kind: NoticeKind) =>
    userIds.flatMap((userId) => (userId ? [{ userId, kind, event, record }] : []))
  switch (event.type) {
    case 'record.mentioned':
      return tell((event.data as { userIds: string[] }).userIds, 'mentioned')
    case 'promise.assigned':
    case 'exception.assigned':
      return tell([(event.data as { ownerId: string | null }).ownerId], 'assigned')
    default:
      return []
  }
}

async function promiseOwners(ctx: Ctx, events: StoredEvent<ToldEvent>[]): Promise<Told[]> {
  const mine = events.filter((event) => event.type === 'promise.warned' || event.type === 'promise.overdue')
  if (mine.length === 0) return []
  const rows = await ctx.db.all(sql<{ root_id: string; owner_id: string }>`
    select distinct on (root_id) root_id, owner_id from promise
    where tenant_id = ${ctx.tenant.id} and root_id = any(${mine.map((e) => e.subject_id)}::uuid[]) and owner_id is not null
    order by root_id, made_at desc`)
  const ownerOf = new Map(rows.map((row) => [row.root_id, row.owner_id]))
  return mine.flatMap((event) => {
    const userId = ownerOf.get(event.subject_id)
    const record = recordOf(event)
    const kind: NoticeKind = event.type === 'promise.overdue' ? 'promise_late' : 'promise_due'
    return userId && record ? [{ userId, kind, event, record }] : []
  })
}

async function importOwners(ctx: Ctx, events: StoredEvent<ToldEvent>[]): Promise<Told[]> {
  const mine = events.filter((event) => event.type.startsWith('import.'))
  if (mine.length === 0) return []
  const rows = await ctx.db.all(sql<{ id: string; created_by: string }>`
    select id, created_by from import_batch
    where tenant_id = ${ctx.tenant.id} and id = any(${mine.map((e) => e.subject_id)}::uuid[]) and created_by is not null`)
  const ownerOf = new Map(rows.map((row) => [row.id, row.created_by]))
  return mine.flatMap((event) => {
    const userId = ownerOf.get(event.subject_id)
    const record = recordOf(event)
    return userId && record ? [{ userId, kind: 'import_done' as const, event, record }] : []
  })
}

/** Who looks after the outbox. */
async function mailAdministrators(ctx: Ctx, events: StoredEvent<ToldEvent>[]): Promise<Told[]> {
  const failed = events.filter((event) => event.type === 'mail.failed')
  if (failed.length === 0) return []
  const rows = await ctx.db.all(sql<{ id: string }>`
    select distinct u.id from app_user u
    join user_role ur on ur.tenant_id = u.tenant_id and ur.user_id = u.id
    join role r on r.tenant_id = ur.tenant_id and r.id = ur.role_id and 'mail.manage' = any(r.permissions)
    where u.tenant_id = ${ctx.tenant.id} and u.disabled_at is null`)
  return failed.flatMap((event) =>
    rows.map(({ id }) => ({
      userId: id,
      kind: 'mail_failed' as const,
      event,
      record: { type: 'outbox' as const, id: ctx.tenant.id },
    })),
  )
}

/** Who follows the record, or the one it belongs to. */
async function followers(ctx: Ctx, events: StoredEvent<ToldEvent>[]): Promise<Told[]> {
  const told = events.filter((event) => kindForFollowers(event.type) !== null)
  const ids = [...new Set(told.flatMap((event) => [event.subject_id, event.parent_id ?? []].flat()))]
  if (ids.length === 0) return []
  const rows = await ctx.db.all(sql<{ record_id: string; user_id: string }>`
    select f.record_id, f.user_id from follower f join app_user u on u.tenant_id = f.tenant_id and u.id = f.user_id and u.disabled_at is null
    where f.tenant_id = ${ctx.tenant.id} and f.record_id = any(${ids}::uuid[])`)
  const byRecord = Map.groupBy(rows, (row) => row.record_id)
  return told.flatMap((event) => {
    const kind = kindForFollowers(event.type)
    const record = recordOf(event)
    const who = [event.subject_id, event.parent_id ?? ''].flatMap((id) => byRecord.get(id) ?? [])
    return kind && record ? who.map(({ user_id: userId }) => ({ userId, kind, event, record })) : []
  })
}

const recordOf = ({ subject_type: type, subject_id: id }: StoredEvent): RecordRef | null =>
  isRecordType(type) ? { type, id } : null
