import type { RawBuilder } from 'kysely'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { dueAfterPause } from '#modules/scheduling/calendar.ts'
import { findCalendar, calendarOf, refuseCalendars } from '#modules/scheduling/calendars.ts'
import { newId } from '#platform/ids.ts'
import { type Chain, lockChain, lockRoots, namedOf, standingOf, subjectOf } from './chains.ts'
import { insertRows, isoOf, isoOrNull, toRows } from './insertion.ts'
import { firstWatchMs } from './ladder.ts'
import {
  type Cause,
  type Liable,
  type PromiseKind,
  causes,
  whyNot,
  whyNotPause,
  whyNotRepromise,
} from './promise.ts'
import type { Risk } from './risk.ts'
import type { Channel } from './telling.ts'

/** A promise to be made. Times are Dates or UTC milliseconds. */
export type NewPromise = {
  kind: PromiseKind
  subjectType: 'order' | 'order_line' | 'shipment' | 'inquiry' | 'service_order'
  subjectId: string
  orderId: string | null
  customerId: string
  clauseId?: string | null
  /** Default: now. */
  madeAt?: Date | number
  /** When the clock of the thing promised began; default: madeAt. */
  startedAt?: Date | number
  /** Kept from then on; none = any time before dueAt. */
  earlyAt?: Date | number | null
  dueAt: Date | number
  /** What the contract alone would have said, when it differs. */
  contractDueAt?: Date | number | null
  warehouseId?: string | null
  carrierId?: string | null
  lane?: string | null
  mode?: string | null
  service?: string | null
  classKey?: string | null
  urgent?: boolean
  quantity?: number | null
  ownerId?: string | null
  /** Predicted as it is made; without it the next round of predictions says it. */
  risk?: Risk | null
}

/** A chain by what it promises. */
export type ChainKey = { kind: PromiseKind; orderId: string; subjectId: string }

/** One promise by its id (any of its chain), or by what it promises. */
export type PromiseRef = { promiseId: string } | ChainKey

export type Telling = {
  channel: Channel
  recipient: string
  toldAt?: Date | undefined
  proof?: string | null | undefined
}
export type Fulfilment = ChainKey & { at: Date; cause?: Cause | null; liable?: Liable | null }
export type ImportedPromise = NewPromise & { fulfilledAt?: Date | number | null; withdrawn?: Cause | null }

type Closed = {
  rootId: string
  kind: PromiseKind
  orderId: string
  subjectId: string
  at: Date
  late: boolean
  cause: Cause | null
  liable: Liable | null
}

/** An INSERT usable as the body of a CTE: `with made as (${promiseInsertFragment(ctx, list)})`. It announces them too. */
export function promiseInsertFragment(ctx: Ctx, promises: NewPromise[]): RawBuilder<unknown> {
  const byOrder = Map.groupBy(promises, (p) => p.orderId ?? p.subjectId)
  for (const [id, made] of byOrder) {
    const first = made[0]
    if (!first) continue
    const kinds = [...new Set(made.map((p) => p.kind))]
    emit(
      ctx,
      'promise.made',
      { type: first.orderId ? 'order' : first.subjectType, id },
      { orderId: first.orderId, kinds, n: made.length },
    )
  }
  return insertRows(ctx, toRows(ctx, promises))
}

export async function makePromises(ctx: Ctx, promises: NewPromise[]): Promise<void> {
  if (promises.length > 0) await ctx.db.run(promiseInsertFragment(ctx, promises))
}

/** Closes the open chains named; those not there or already ended are left alone, so a repeated fact changes nothing. */
export async function fulfilPromises(ctx: Ctx, fulfilments: Fulfilment[]): Promise<void> {
  if (fulfilments.length === 0) return
  const [, closed] = await Promise.all([lockRoots(ctx, fulfilments), closeFulfilled(ctx, fulfilments)])
  for (const { at, late, cause, liable, ...chain } of closed) {
    emit(ctx, 'promise.fulfilled', subjectOf(chain), {
      ...namedOf(chain),
      late,
      at: at.toISOString(),
      cause,
      liable,
    })
  }
}

async function closeFulfilled(ctx: Ctx, fulfilments: Fulfilment[]): Promise<Closed[]> {
  const { tenant, now } = ctx
  return ctx.db.all(sql<Closed>`
    with given as (
      select * from unnest(
        ${fulfilments.map((f) => f.orderId)}::uuid[], ${fulfilments.map((f) => f.kind)}::text[], ${fulfilments.map((f) => f.subjectId)}::uuid[],
        ${fulfilments.map((f) => isoOf(f.at))}::timestamptz[], ${fulfilments.map((f) => f.cause ?? null)}::text[],
        ${fulfilments.map((f) => f.liable ?? liableFor(f.cause))}::text[]
      ) as g (order_id, kind, subject_id, at, cause, liable)
    ), closed as (
      update promise p set watch_at = null from given g
      where p.tenant_id = ${tenant.id} and p.order_id = g.order_id and p.kind = g.kind and p.subject_id = g.subject_id and p.watch_at is not null
      returning p.root_id, p.kind, p.order_id, p.subject_id, p.due_at, g.at, g.cause, g.liable
    ), ended as (
      insert into promise_outcome (tenant_id, root_id, version, outcome, fulfilled_at, recorded_at, recorded_by, cause, liable)
      select ${tenant.id}, c.root_id, ${nextVersion(ctx, 'c.root_id')}, 'fulfilled', c.at, ${now}, ${userIdOf(ctx)}::uuid, c.cause, c.liable
      from closed c
    ), resumed as (
      update promise_pause u set to_at = greatest(u.from_at, c.at), resumed_by = ${userIdOf(ctx)}::uuid
      from closed c where u.tenant_id = ${tenant.id} and u.root_id = c.root_id and u.to_at is null
    )
    select root_id as "rootId", kind, order_id as "orderId", subject_id as "subjectId", at, at > due_at as late, cause, liable from closed`)
}

/** Opens chains again that were fulfilled by a fact that turned out wrong (a revoked delivery scan). */
export async function reopenPromises(ctx: Ctx, keys: ChainKey[]): Promise<void> {
  if (keys.length === 0) return
  const [, reopened] = await Promise.all([lockRoots(ctx, keys), openAgain(ctx, keys)])
  for (const chain of reopened) emit(ctx, 'promise.reopened', subjectOf(chain), namedOf(chain))
}

async function openAgain(ctx: Ctx, keys: ChainKey[]): Promise<Closed[]> {
  const { tenant, now } = ctx
  return ctx.db.all(sql<Closed>`
    with ended as (
      select distinct on (k.order_id, k.kind, k.subject_id) p.root_id, p.kind, p.order_id, p.subject_id, e.outcome
      from unnest(${keys.map((k) => k.orderId)}::uuid[], ${keys.map((k) => k.kind)}::text[], ${keys.map((k) => k.subjectId)}::uuid[]) as k (order_id, kind, subject_id)
      join promise p on p.tenant_id = ${tenant.id} and p.order_id = k.order_id and p.kind = k.kind and p.subject_id = k.subject_id and p.id = p.root_id
      left join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.root_id
      order by k.order_id, k.kind, k.subject_id, p.id desc
    ), wrong as (
      select * from ended where outcome = 'fulfilled'
    ), noted as (
      insert into promise_outcome (tenant_id, root_id, version, outcome, recorded_at, recorded_by)
      select ${tenant.id}, w.root_id, ${nextVersion(ctx, 'w.root_id')}, 'reopened', ${now}, ${userIdOf(ctx)}::uuid from wrong w
    ), watched as (
      -- The watcher looks at it at once and puts it back on its rung.
      update promise p set watch_at = ${now} from wrong w
      where p.tenant_id = ${tenant.id} and p.order_id = w.order_id and p.root_id = w.root_id and ${isHead}
    )
    select root_id as "rootId", kind, order_id as "orderId", subject_id as "subjectId" from wrong`)
}

const isHead = sql`not exists (
  select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id)`

/** Closes the open chains of an order that no longer apply; says how many. */
export async function withdrawPromises(
  ctx: Ctx,
  input: { orderId: string; subjectIds?: string[]; kinds?: PromiseKind[]; cause: Cause },
): Promise<number> {
  const { tenant, now } = ctx
  const { orderId, subjectIds = null, kinds = null, cause } = input
  const wanted = sql`p.tenant_id = ${tenant.id} and p.order_id = ${orderId}
    and (${subjectIds}::uuid[] is null or p.subject_id = any(${subjectIds}::uuid[])) and (${kinds}::text[] is null or p.kind = any(${kinds}::text[]))`
  const [, closed] = await Promise.all([
    ctx.db.run(sql`select p.id from promise p where ${wanted} and p.id = p.root_id order by p.id for update`),
    ctx.db.all(sql<Closed>`
      with closed as (
        update promise p set watch_at = null where ${wanted} and p.watch_at is not null
        returning p.root_id, p.kind, p.order_id, p.subject_id
      ), ended as (
        insert into promise_outcome (tenant_id, root_id, version, outcome, recorded_at, recorded_by, cause, liable)
        select ${tenant.id}, c.root_id, ${nextVersion(ctx, 'c.root_id')}, 'withdrawn', ${now}, ${userIdOf(ctx)}::uuid, ${cause}, ${liableFor(cause)}
        from closed c
      ), resumed as (
        update promise_pause u set to_at = greatest(u.from_at, ${now}), resumed_by = ${userIdOf(ctx)}::uuid
        from closed c where u.tenant_id = ${tenant.id} and u.root_id = c.root_id and u.to_at is null
      )
      select root_id as "rootId", kind, order_id as "orderId", subject_id as "subjectId" from closed`),
  ])
  for (const chain of closed) emit(ctx, 'promise.withdrawn', subjectOf(chain), { ...namedOf(chain), cause })
  return closed.length
}

/** Gives a promise up: it will not be kept. */
export async function breakPromise(
  ctx: Ctx,
  input: PromiseRef & { cause: Cause; liable?: Liable | undefined; note?: string | undefined },
): Promise<void> {
  const chain = await lockChain(ctx, input)
  const refusal = whyNot(chain.state, 'break')
  if (refusal) throw new Refused(refusal)

  const liable = input.liable ?? causes[input.cause].liable
  await ctx.db.run(sql`
    with closed as (update promise set watch_at = null where tenant_id = ${ctx.tenant.id} and id = ${chain.headId}),
    resumed as (
      update promise_pause set to_at = greatest(from_at, ${ctx.now}), resumed_by = ${userIdOf(ctx)}::uuid
      where tenant_id = ${ctx.tenant.id} and root_id = ${chain.rootId} and to_at is null
    )
    insert into promise_outcome (tenant_id, root_id, version, outcome, recorded_at, recorded_by, cause, liable, note)
    select ${ctx.tenant.id}, c.root_id, ${nextVersion(ctx, 'c.root_id')}, 'broken', ${ctx.now}, ${userIdOf(ctx)}::uuid, ${input.cause}, ${liable}, ${input.note ?? null}
    from (select ${chain.rootId}::uuid as root_id) c`)
  emit(ctx, 'promise.broken', subjectOf(chain), { ...namedOf(chain), cause: input.cause, liable })
}

/** A new due time in place of the current one; the old row stays. Gives the id of the new row. */
export async function repromise(
  ctx: Ctx,
  input: PromiseRef & { dueAt: Date; reason: string; told?: Telling | undefined },
): Promise<string> {
  const chain = await lockChain(ctx, input)
  const refusal = whyNotRepromise(standingOf(chain), input.dueAt.getTime(), ctx.now.getTime())
  if (refusal) throw new Refused(refusal)

  const promiseId = await supersede(ctx, chain, { dueAt: input.dueAt, reason: input.reason })
  emit(ctx, 'promise.repromised', subjectOf(chain), {
    ...namedOf(chain),
    promiseId,
    from: chain.dueAt.toISOString(),
    to: input.dueAt.toISOString(),
    reason: input.reason,
  })
  if (input.told) await recordTelling(ctx, { ...chain, headId: promiseId }, input.told)
  return promiseId
}

/** Proof that the customer was told of the current promise. */
export async function tellCustomer(ctx: Ctx, input: PromiseRef & Telling): Promise<void> {
  const chain = await lockChain(ctx, input)
  const refusal = whyNot(chain.state, 'tell')
  if (refusal) throw new Refused(refusal)
  await recordTelling(ctx, chain, input)
}

/** Stops the clock of a promise that is not late yet. */
export async function pausePromise(ctx: Ctx, input: PromiseRef & { reason: string }): Promise<void> {
  const chain = await lockChain(ctx, input)
  const refusal = whyNotPause(standingOf(chain), ctx.now.getTime())
  if (refusal) throw new Refused(refusal)

  await ctx.db.run(sql`
    with unwatched as (update promise set watch_at = 'infinity' where tenant_id = ${ctx.tenant.id} and id = ${chain.headId})
    insert into promise_pause (tenant_id, id, root_id, from_at, reason, paused_by)
    values (${ctx.tenant.id}, ${newId()}, ${chain.rootId}, ${ctx.now}, ${input.reason}, ${userIdOf(ctx)})`)
  emit(ctx, 'promise.paused', subjectOf(chain), { ...namedOf(chain), reason: input.reason })
}

/**
 * Ends the pause with a new promise: what was left when it began (working time when a calendar is given) is left again.
 * The original keeps its due time: figures against the original do not forgive a pause. Gives the id of the new row.
 */
export async function resumePromise(
  ctx: Ctx,
  input: PromiseRef & { calendarId?: string | null | undefined },
): Promise<string> {
  const chain = await lockChain(ctx, input)
  const refusal = whyNot(chain.state, 'resume')
  if (refusal) throw new Refused(refusal)

  await refuseCalendars(ctx, [input.calendarId])
  const dueAt = await dueOnceResumed(ctx, chain, input.calendarId ?? null)
  await ctx.db.run(sql`
    update promise_pause set to_at = greatest(from_at, ${ctx.now}), resumed_by = ${userIdOf(ctx)}
    where tenant_id = ${ctx.tenant.id} and root_id = ${chain.rootId} and to_at is null`)
  const promiseId = await supersede(ctx, chain, { dueAt, reason: chain.pauseReason ?? '' })
  emit(ctx, 'promise.resumed', subjectOf(chain), {
    ...namedOf(chain),
    from: chain.dueAt.toISOString(),
    to: dueAt.toISOString(),
  })
  return promiseId
}

/** History with its ends: set-based, one summary event, nothing for the watcher where the promise has ended. */
export async function importPromises(ctx: Ctx, promises: ImportedPromise[]): Promise<void> {
  if (promises.length === 0) return
  const rows = toRows(ctx, promises).map((row, i) => ({ ...row, end: endOf(promises[i]) }))
  const ended = rows.filter((row) => row.end !== null)
  await ctx.db.run(sql`
    with made as (${insertRows(
      ctx,
      rows.map((row) => (row.end ? { ...row, watchAt: null } : row)),
    )})
    insert into promise_outcome (tenant_id, root_id, version, outcome, fulfilled_at, recorded_at, cause, liable)
    select ${ctx.tenant.id}, e.root_id, 1, e.outcome, e.fulfilled_at, ${ctx.now}, e.cause, e.liable
    from unnest(${ended.map((r) => r.id)}::uuid[], ${ended.map((r) => r.end?.outcome)}::text[], ${ended.map((r) => r.end?.at ?? null)}::timestamptz[],
      ${ended.map((r) => r.end?.cause ?? null)}::text[], ${ended.map((r) => (r.end?.cause ? liableFor(r.end.cause) : null))}::text[]) as e (root_id, outcome, fulfilled_at, cause, liable)`)
  const fulfilled = ended.filter((row) => row.end?.outcome === 'fulfilled').length
  emit(
    ctx,
    'promise.imported',
    { type: 'tenant', id: ctx.tenant.id },
    { n: rows.length, fulfilled, withdrawn: ended.length - fulfilled },
  )
}

function endOf(
  promise: ImportedPromise | undefined,
): { outcome: 'fulfilled' | 'withdrawn'; at: string | null; cause: Cause | null } | null {
  if (promise?.withdrawn) return { outcome: 'withdrawn', at: null, cause: promise.withdrawn }
  const at = isoOrNull(promise?.fulfilledAt)
  return at === null ? null : { outcome: 'fulfilled', at, cause: null }
}

/** Puts a new row in place of the head; a window of tolerance before the due time moves along with it. */
async function supersede(
  ctx: Ctx,
  chain: Chain,
  { dueAt, reason }: { dueAt: Date; reason: string },
): Promise<string> {
  const id = newId()
  const watchAt = isoOf(firstWatchMs(chain.kind, { madeMs: ctx.now.getTime(), dueMs: dueAt.getTime() }))
  await ctx.db.run(sql`
    with old as (update promise set watch_at = null where tenant_id = ${ctx.tenant.id} and id = ${chain.headId} returning *)
    insert into promise (tenant_id, id, root_id, supersedes_id, kind, subject_type, subject_id, order_id, customer_id, clause_id, made_at, made_by,
      started_at, early_at, due_at, contract_due_at, reason, warehouse_id, carrier_id, lane, mode, service, class_key, urgent, quantity, owner_id, watch_at)
    select tenant_id, ${id}, root_id, id, kind, subject_type, subject_id, order_id, customer_id, clause_id, ${ctx.now}, ${userIdOf(ctx)}::uuid,
      started_at, early_at + (${dueAt}::timestamptz - due_at), ${dueAt}, coalesce(contract_due_at, due_at), ${reason}, warehouse_id, carrier_id, lane, mode,
      service, class_key, urgent, quantity, owner_id, ${watchAt}::timestamptz
    from old`)
  return id
}

async function recordTelling(
  ctx: Ctx,
  chain: Chain,
  { channel, recipient, toldAt = ctx.now, proof = null }: Telling,
): Promise<void> {
  if (toldAt > ctx.now) throw new Refused('promise.told_in_future')
  await ctx.db.run(sql`
    insert into promise_told (tenant_id, id, promise_id, channel, recipient, told_at, told_by, proof)
    values (${ctx.tenant.id}, ${newId()}, ${chain.headId}, ${channel}, ${recipient}, ${toldAt}, ${userIdOf(ctx)}, ${proof})`)
  emit(ctx, 'promise.told', subjectOf(chain), { ...namedOf(chain), promiseId: chain.headId, channel })
}

async function dueOnceResumed(ctx: Ctx, chain: Chain, calendarId: string | null): Promise<Date> {
  const resumedMs = ctx.now.getTime()
  const pausedMs = chain.pausedAt?.getTime() ?? resumedMs
  const dueMs = chain.dueAt.getTime()
  if (calendarId === null) return new Date(dueMs + resumedMs - pausedMs)
  const calendar = calendarOf(await findCalendar(ctx, calendarId))
  return new Date(dueAfterPause(calendar, { dueMs, pausedMs, resumedMs }))
}

const liableFor = (cause: Cause | null | undefined): Liable | null => (cause ? causes[cause].liable : null)

/** SQL: the number of the next version of a chain's end. */
export const nextVersion = (ctx: Ctx, root: string) => sql`(
  select 1 + count(*) from promise_outcome o where o.tenant_id = ${ctx.tenant.id} and o.root_id = ${sql.ref(root)})`
