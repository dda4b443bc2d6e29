import type { Ctx } from '#platform/ctx.ts'
import { type Query, sql } from '#platform/db.ts'

/**
 * Events by name with their data. Each module adds its own by declaration merging:
 * `declare module '#platform/events.ts' { interface EventTypes { 'order.placed': { number: string } } }`
 */
export interface EventTypes {
  'file.stored': { name: string }
  'mail.queued': Record<string, never>
  'mail.sent': Record<string, never>
  'mail.failed': { reason: string }
  'mail.discarded': Record<string, never>
}
export type EventName = keyof EventTypes

export type Subject = {
  type: string
  id: string
  /** The record whose timeline shows it too. */ parentId?: string | null
}

export type PendingEvent = { type: EventName; subject: Subject; data: object; at: Date }

/** Announces what happened. The row is written with the commit: no commit, no event. */
export function emit<N extends EventName>(ctx: Ctx, type: N, subject: Subject, data: EventTypes[N]): void {
  ctx.events.push({ type, subject, data, at: ctx.now })
}

export function insertEvents(ctx: Ctx, events: PendingEvent[]): Query<unknown> {
  const { actor } = ctx
  const actorId = actor.kind === 'system' ? null : actor.id
  return sql`
    insert into event (tenant_id, type, subject_type, subject_id, parent_id, actor_kind, actor_id, actor_name, request_id, at, data)
    select ${ctx.tenant.id}, e.type, e.subject_type, e.subject_id, e.parent_id, ${actor.kind}, ${actorId}::uuid, ${actor.name}, ${ctx.requestId}, e.at, e.data
    from unnest(
      ${events.map((e) => e.type)}::text[], ${events.map((e) => e.subject.type)}::text[], ${events.map((e) => e.subject.id)}::uuid[],
      ${events.map((e) => e.subject.parentId ?? null)}::uuid[], ${events.map((e) => e.at)}::timestamptz[],
      ${events.map((e) => JSON.stringify(e.data))}::jsonb[]
    ) as e (type, subject_type, subject_id, parent_id, at, data)`
}

/** An event as a subscriber gets it. */
export type StoredEvent<N extends EventName = EventName> = {
  xid: string
  seq: number
  type: N
  subject_type: string
  subject_id: string
  parent_id: string | null
  actor_kind: string
  actor_id: string | null
  at: Date
  data: EventTypes[N]
}

export type Subscriber = {
  name: string
  /** Event types it wants; others move the cursor and nothing else. */
  types: readonly EventName[]
  /** Handles a batch in commit order, in the transaction that moves the cursor: its effect happens exactly once. */
  handle: (ctx: Ctx, events: StoredEvent[]) => Promise<void>
}

const BATCH_MAX = 500

/** Runs one subscriber over one tenant's next batch; says how many events it passed. */
export async function runSubscriber(ctx: Ctx, subscriber: Subscriber): Promise<number> {
  const tenantId = ctx.tenant.id
  await ctx.db.run(
    sql`insert into subscriber_cursor (tenant_id, name) values (${tenantId}, ${subscriber.name}) on conflict do nothing`,
  )
  const cursor = await ctx.db.one(sql<{ xid: string; seq: number }>`
    select xid::text, seq from subscriber_cursor where tenant_id = ${tenantId} and name = ${subscriber.name} for update`)
  const events = await ctx.db.all(sql<StoredEvent>`
    select xid::text, seq, type, subject_type, subject_id, parent_id, actor_kind, actor_id, at, data from event
    where tenant_id = ${tenantId} and (xid, seq) > (${cursor.xid}::xid8, ${cursor.seq})
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, seq limit ${BATCH_MAX}`)
  const last = events.at(-1)
  if (!last) return 0
  const wanted = events.filter((e) => subscriber.types.includes(e.type))
  if (wanted.length > 0) await subscriber.handle(ctx, wanted)
  await ctx.db.run(sql`
    update subscriber_cursor set xid = ${last.xid}::xid8, seq = ${last.seq}
    where tenant_id = ${tenantId} and name = ${subscriber.name}`)
  return events.length
}
