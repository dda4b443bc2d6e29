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

export type PendingEvent = {
  type: EventName
  subject: Subject
  data: object
  at: Date
  /** Of several requests carried out together, the one it belongs to. */ requestId?: string | undefined
}

/** Announces what happened. The row is written with the commit: no commit, no event. */
export function emit<N extends EventName>(ctx: Ctx, type: N, subject: Subject, data: EventTypes[N]): void {
  ctx.events.push({ type, subject, data, at: ctx.now })
}

export function insertEvents(ctx: Ctx, events: PendingEvent[]): Query<unknown> {
  const { actor } = ctx
  const actorId = actor.kind === 'system' ? null : actor.id
  return sql`
    insert into event (tenant_id, type, subject_type, subject_id, parent_id, actor_kind, actor_id, actor_name, request_id, at, data)
    select ${ctx.tenant.id}, e.type, e.subject_type, e.subject_id, e.parent_id, ${actor.kind}, ${actorId}::uuid, ${actor.name}, e.request_id, e.at, e.data
    from unnest(
      ${events.map((e) => e.type)}::text[], ${events.map((e) => e.subject.type)}::text[], ${events.map((e) => e.subject.id)}::uuid[],
      ${events.map((e) => e.subject.parentId ?? null)}::uuid[], ${events.map((e) => e.requestId ?? ctx.requestId)}::text[], ${events.map((e) => e.at)}::timestamptz[],
      ${events.map((e) => JSON.stringify(e.data))}::jsonb[]
    ) as e (type, subject_type, subject_id, parent_id, request_id, at, data)`
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
  /** As of an operation: its statements find rows by their keys, however many the batch has. */
  isPlannedOnce?: boolean
  /** Handles a batch in commit order, in the transaction that moves the cursor: its effect happens exactly once. */
  handle: (ctx: Ctx, events: StoredEvent[]) => Promise<void>
}

/** A place in the log: everything of transactions below `xid`, and of `xid` up to `seq`, is behind it. */
type Position = { xid: string; seq: number }

/** What stands before the subscribers that have come equally far. */
export type Batch = {
  subscribers: readonly Subscriber[]
  from: Position
  to: Position
  events: StoredEvent[]
  isFull: boolean
}

const BATCH_MAX = 1_000

/**
 * Reads the log once for all subscribers of a tenant. Those that stand at one place share a batch; one that failed has its own
 * until it has caught up. Writes nothing but the cursors of subscribers that are new.
 */
export async function readBatches(ctx: Ctx, subscribers: readonly Subscriber[]): Promise<Batch[]> {
  const tenantId = ctx.tenant.id
  const names = subscribers.map((s) => s.name)
  const cursors = await ctx.db.all(sql<Position & { name: string; end: string }>`
    select s.name, coalesce(c.xid, '0')::text as xid, coalesce(c.seq, 0)::bigint as seq, pg_snapshot_xmin(pg_current_snapshot())::text as end
    from unnest(${names}::text[]) s (name) left join subscriber_cursor c on c.tenant_id = ${tenantId} and c.name = s.name`)
  const groups = Map.groupBy(cursors, (c) => `${c.xid}.${c.seq}`)
  const batches: Batch[] = []
  for (const group of groups.values()) {
    const { xid = '0', seq = 0, end = '0' } = group[0] ?? {}
    const events = await ctx.db.all(sql<StoredEvent>`
      select xid::text, seq, type, subject_type, subject_id, parent_id, actor_kind, actor_id, at, data from event
      where tenant_id = ${tenantId} and (xid, seq) > (${xid}::xid8, ${seq}) and xid < ${end}::xid8
      order by event.xid, seq limit ${BATCH_MAX}`)
    const to = events.at(-1)
    if (!to) continue
    const members = new Set(group.map((c) => c.name))
    batches.push({
      subscribers: subscribers.filter((s) => members.has(s.name)),
      from: { xid, seq },
      to,
      events,
      isFull: events.length === BATCH_MAX,
    })
  }
  return batches
}

/** Those of a batch that a subscriber wants. */
export const wantedBy = (subscriber: Subscriber, { events }: Batch): StoredEvent[] =>
  events.filter((event) => subscriber.types.includes(event.type))

/**
 * Moves subscribers that still stand at the beginning of the batch to its end, and says how many did. Who moves a cursor has its
 * row until the transaction ends: another process that read the same batch waits, and then moves nothing.
 */
export async function passBatch(
  ctx: Ctx,
  subscribers: readonly Subscriber[],
  { from, to }: Batch,
): Promise<number> {
  return ctx.db.run(sql`
    insert into subscriber_cursor as c (tenant_id, name, xid, seq)
    select ${ctx.tenant.id}, name, ${to.xid}::xid8, ${to.seq} from unnest(${subscribers.map((s) => s.name)}::text[]) s (name)
    on conflict (tenant_id, name) do update set xid = excluded.xid, seq = excluded.seq
    where c.xid = ${from.xid}::xid8 and c.seq = ${from.seq}`)
}
