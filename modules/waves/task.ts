import { findActor } from '#modules/identity/authentication.ts'
import { type Actor, type Ctx, type Tenant, can, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Log } from '#platform/log.ts'
import type { Task } from '#platform/queue.ts'
import { ThreadFailed } from '#platform/threads.ts'
import type { JointProgress } from './joint.ts'
import { type Proposal, proposalOf } from './proposal.ts'
import { readWave } from './reading.ts'
import { solveInThread } from './solving.ts'
import { limitMsOf } from './wave.ts'

export type WaveTools = {
  database: Database
  log: Log
  clock: () => Date
  limitMs?: (lines: number) => number
}

const STATEMENT_MS = 30_000

type Wave = { id: string; number: string; orderIds: string[] | null; actorId: string }
type Work = { tools: WaveTools; tenant: Tenant; wave: Wave; actor: Actor }

/** Plans a wave as the person who asked for it: reads, searches in a thread, and keeps the proposal. Nothing of the orders changes. */
export function waveTask(tools: WaveTools): Task {
  return async (tenant, id) => {
    const work = await begin(tools, tenant, id)
    if (!work) return
    try {
      const proposal = await plan(work)
      if (proposal) await asActor(work, (ctx) => keep(ctx, work.wave, proposal))
    } catch (error) {
      if (!(error instanceof Refused) && !(error instanceof ThreadFailed)) throw error
      if (error instanceof ThreadFailed)
        tools.log.error({ wave: id, trouble: error.trouble, error: error.message }, 'wave failed')
      await fail(work, error instanceof Refused ? error.code : 'wave.trouble')
    }
  }
}

async function begin(tools: WaveTools, tenant: Tenant, id: string): Promise<Work | null> {
  return withCtx(tools.database, systemSeed(tenant, 'waves', tools.clock()), async (ctx) => {
    const wave = await ctx.db.maybe(sql<Wave>`
      select id, number, order_ids as "orderIds", actor_id as "actorId" from wave
      where tenant_id = ${tenant.id} and id = ${id} and state = 'planning'`)
    if (!wave) return null
    const actor = await findActor(ctx, wave.actorId)
    if (actor && can(actor, 'wave.manage') && can(actor, 'order.read')) return { tools, tenant, wave, actor }
    await ctx.db.run(failed(ctx, id, 'wave.person_gone'))
    return null
  })
}

async function plan(work: Work): Promise<Proposal | null> {
  const { tools, wave } = work
  const now = tools.clock()
  const input = await asActor(work, (ctx) => readWave(ctx, wave.orderIds))
  const { request, cases } = input
  const lines = cases.reduce((sum, one) => sum + one.lines.length, 0)
  const limitMs = (tools.limitMs ?? limitMsOf)(lines)
  const began = performance.now()
  const result = await solveInThread(
    { request, limitMs },
    {
      goesOn: (progress) => saveProgress(work, { ...progress, share: (performance.now() - began) / limitMs }),
    },
  )
  return result && proposalOf({ tenant: work.tenant, now }, input, result)
}

/** False when the wave was stopped meanwhile. */
async function saveProgress(work: Work, progress: JointProgress & { share: number }): Promise<boolean> {
  const { cost, bound, share } = progress
  const kept = { costMinor: Math.round(cost), boundMinor: Math.ceil(bound), share: Math.min(1, share) }
  const changed = await asHouse(work, (ctx) =>
    ctx.db.run(sql`
      update wave set progress = ${JSON.stringify(kept)}::jsonb
      where tenant_id = ${ctx.tenant.id} and id = ${work.wave.id} and state = 'planning'`),
  )
  return changed > 0
}

async function keep(ctx: Ctx, { id, number }: Wave, { summary, orders }: Proposal): Promise<void> {
  const changed = await ctx.db.run(sql`
    update wave set state = 'ready', ready_at = ${ctx.now}, summary = ${JSON.stringify(summary)}::jsonb, progress = null
    where tenant_id = ${ctx.tenant.id} and id = ${id} and state = 'planning'`)
  if (changed === 0) return
  await ctx.db.run(sql`
    insert into wave_order (tenant_id, wave_id, position, order_id, version, change)
    select ${ctx.tenant.id}, ${id}, n.position, n.order_id, n.version, n.change
    from unnest(${orders.map((one) => one.orderId)}::uuid[], ${orders.map((one) => one.version)}::int[],
      ${orders.map((one) => JSON.stringify(one.change))}::jsonb[]) with ordinality as n (order_id, version, change, position)`)
  emit(ctx, 'wave.proposed', { type: 'wave', id }, { number, changedOrders: orders.length })
}

const fail = (work: Work, code: string): Promise<unknown> =>
  asHouse(work, (ctx) => ctx.db.run(failed(ctx, work.wave.id, code)))

const failed = (ctx: Ctx, id: string, code: string) => sql`
  update wave set state = 'failed', code = ${code}, ended_at = ${ctx.now}, progress = null
  where tenant_id = ${ctx.tenant.id} and id = ${id} and state = 'planning'`

const asActor = <T>({ tools, tenant, wave, actor }: Work, job: (ctx: Ctx) => Promise<T>): Promise<T> =>
  withCtx(
    tools.database,
    { ...systemSeed(tenant, 'waves', tools.clock()), actor, requestId: `wave ${wave.id}` },
    job,
    { statementMs: STATEMENT_MS },
  )

const asHouse = <T>({ tools, tenant }: Work, job: (ctx: Ctx) => Promise<T>): Promise<T> =>
  withCtx(tools.database, systemSeed(tenant, 'waves', tools.clock()), job)
