import { setTimeout as pause } from 'node:timers/promises'
import { findActor } from '#modules/identity/authentication.ts'
import type { Exchange } from '#modules/orders/move.ts'
import { type Actor, type Ctx, type Tenant, can, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { emit } from '#platform/events.ts'
import type { Job } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { problemOf } from '#platform/problem.ts'
import type { Task } from '#platform/queue.ts'
import { applyPart, endApplying, leaveOrders, readExchanges, readFree } from './applying.ts'
import { type Parts, newParts, nextPart, settle, wantedAfter } from './part.ts'
import type { WaveRefusal } from './refusals.ts'

export type ApplyTools = { database: Database; log: Log; clock: () => Date }

/** Work of one job; a longer wave goes on in the next, so that others of the queue have their turn. */
const SLICE_MS = 40_000
const STATEMENT_MS = 5_000
/** How long a part should hold the stock of its products, and how many orders that is: what the last ones took decides. */
const PART_MS = 250
const FIRST_PART = 20
const PART_MAX = 100
/** Between two parts whoever waits for the same goods has them. */
const REST_MS = 25
/** A part that was held up by others is tried again so often before the queue does it later. */
const TRIES_MAX = 3
const AGAIN_MS = 500

type Work = { tools: ApplyTools; tenant: Tenant; id: string; actor: Actor }
type PartOf = { orderIds: readonly string[]; wanted: ReadonlyMap<string, number> }
type Run = { parts: Parts; exchanges: Map<string, Exchange>; size: number }

/**
 * Goes on applying a wave as the person who applies it, part by part, until nothing is left, it is stopped, or its slice of time is
 * over. What is done is kept with each part, so it may die anywhere and begin again, even twice at once.
 */
export function waveApplyTask(tools: ApplyTools): Task {
  return async (tenant, id, tries) => {
    const work = await begin(tools, tenant, id)
    if (!work) return
    try {
      await go(work)
    } catch (error) {
      if (tries.now < tries.max) throw error
      tools.log.error({ wave: id, error: (error as Error).message.slice(0, 300) }, 'wave given up')
      await asHouse(work, (ctx) => endApplying(ctx, { id, state: 'stopped', code: 'wave.applying_trouble' }))
    }
  }
}

async function begin(tools: ApplyTools, tenant: Tenant, id: string): Promise<Work | null> {
  return withCtx(tools.database, systemSeed(tenant, 'waves', tools.clock()), async (ctx) => {
    const wave = await ctx.db.maybe(sql<{ appliedBy: string }>`
      select applied_by as "appliedBy" from wave where tenant_id = ${tenant.id} and id = ${id} and state = 'applying'`)
    if (!wave) return null
    const actor = await findActor(ctx, wave.appliedBy)
    if (actor && can(actor, 'wave.manage') && can(actor, 'order.read')) return { tools, tenant, id, actor }
    await endApplying(ctx, { id, state: 'stopped', code: 'wave.person_gone' })
    return null
  })
}

async function go(work: Work): Promise<void> {
  const { id } = work
  const until = performance.now() + SLICE_MS
  const exchanges = await asActor(work, (ctx) => readExchanges(ctx, id))
  const run: Run = {
    parts: newParts(exchanges),
    exchanges: new Map(exchanges.map((one) => [one.orderId, one])),
    size: FIRST_PART,
  }
  while (performance.now() < until) {
    const free = await asActor(work, (ctx) => readFree(ctx, { id, exchanges: [...run.exchanges.values()] }))
    const orderIds = nextPart(run.parts, free, Math.round(run.size))
    if (orderIds === null) return finish(work, run)
    if (orderIds.length > 0 && !(await doPart(work, run, orderIds))) return
    await pause(REST_MS)
  }
  await asHouse(work, async (ctx) => emit(ctx, 'wave.went_on', { type: 'wave', id }, {}))
}

/** False when the wave was stopped meanwhile. */
async function doPart(work: Work, run: Run, orderIds: string[]): Promise<boolean> {
  const began = performance.now()
  const wanted = wantedAfter(run.parts, orderIds)
  const decided = await tried(work, { orderIds, wanted })
  if (!decided) return false
  const msEach = (performance.now() - began) / orderIds.length
  run.size = Math.min(PART_MAX, Math.max(1, PART_MS / msEach))
  settle(run.parts, decided)
  for (const orderId of decided) run.exchanges.delete(orderId)
  return true
}

/** A part with an order that cannot be moved for an unexpected reason is done in halves, until that one is found and named. */
async function tried(work: Work, part: PartOf, tries = 1): Promise<string[] | null> {
  const { id, tools } = work
  const { orderIds } = part
  try {
    return await asActor(work, (ctx) => applyPart(ctx, { id, ...part }))
  } catch (error) {
    if (isPassing(error)) {
      if (tries >= TRIES_MAX) throw error
      await pause(AGAIN_MS * tries)
      return tried(work, part, tries + 1)
    }
    tools.log.error({ wave: id, error: (error as Error).message.slice(0, 300) }, 'part of a wave failed')
    if (orderIds.length === 1) return leave(work, orderIds, 'wave.order_trouble')
    const half = Math.ceil(orderIds.length / 2)
    const first = await tried(work, { ...part, orderIds: orderIds.slice(0, half) })
    const second = first && (await tried(work, { ...part, orderIds: orderIds.slice(half) }))
    return second && [...first, ...second]
  }
}

/** What may go better next time: a lock that took too long, a connection that broke. */
const isPassing = (error: unknown): boolean => problemOf(error, 'zh', {}).status === 503

async function leave(work: Work, orderIds: readonly string[], code: WaveRefusal): Promise<string[]> {
  const codes = new Map(orderIds.map((orderId) => [orderId, code]))
  await asHouse(work, (ctx) => leaveOrders(ctx, { id: work.id, codes }))
  return [...orderIds]
}

/** Names those that nobody could or needed to move, and ends the wave. */
async function finish(work: Work, { parts }: Run): Promise<void> {
  const { id } = work
  const codes = new Map(
    [...parts.movers.values()].map(({ id: orderId, isLosing }): [string, WaveRefusal] => [
      orderId,
      isLosing ? 'wave.goods_unneeded' : 'wave.too_entangled',
    ]),
  )
  await asHouse(work, async (ctx) => {
    await leaveOrders(ctx, { id, codes })
    await endApplying(ctx, { id, state: 'applied' })
  })
}

const asActor = <T>({ tools, tenant, actor, id }: Work, job: (ctx: Ctx) => Promise<T>): Promise<T> =>
  withCtx(
    tools.database,
    { ...systemSeed(tenant, 'waves', tools.clock()), actor, requestId: `wave ${id}` },
    job,
    { statementMs: STATEMENT_MS },
  )

const asHouse = <T>(
  { tools, tenant }: Omit<Work, 'actor' | 'id'>,
  job: (ctx: Ctx) => Promise<T>,
): Promise<T> => withCtx(tools.database, systemSeed(tenant, 'waves', tools.clock()), job)

const RESUME_EVERY_MS = 15_000
/** No part takes so long: whoever applied it is gone. */
const SILENT_MS = 10_000

/**
 * Has waves go on whose process died: the queue would give their jobs back much later. At the start those under way are taken up at
 * once: mostly it was this server, and two at once do nothing twice.
 */
export function waveResumeJob({ database, clock }: Pick<ApplyTools, 'database' | 'clock'>): Job {
  let silentMs = 0
  return {
    name: 'waves.resume',
    everyMs: RESUME_EVERY_MS,
    async run() {
      for (const tenant of await listTenants(database, null)) {
        await withCtx(database, systemSeed(tenant, 'waves', clock()), (ctx) => resume(ctx, silentMs))
      }
      silentMs = SILENT_MS
      return false
    },
  }
}

async function resume(ctx: Ctx, silentMs: number): Promise<void> {
  const waves = await ctx.db.all(sql<{ id: string }>`
    update wave set beat_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and state = 'applying'
      and beat_at <= ${ctx.now}::timestamptz - make_interval(secs => ${silentMs / 1_000}) returning id`)
  for (const { id } of waves) emit(ctx, 'wave.went_on', { type: 'wave', id }, {})
}
