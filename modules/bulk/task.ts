import { findActor } from '#modules/identity/authentication.ts'
import type { BulkAction, BulkInput } from '#platform/bulk.ts'
import { type Actor, type Ctx, type Tenant, can, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { Forbidden, Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Log } from '#platform/log.ts'
import { problemOf } from '#platform/problem.ts'
import type { Task } from '#platform/queue.ts'
import { inSavepoint } from '#platform/savepoint.ts'
import type { Bilingual, Locale } from '#platform/text.ts'
import type { RunState } from './run.ts'
import type { BulkActions } from './runs.ts'

/** Records tried in one transaction: short enough that nobody waits long for a row that was only looked at. */
const CHECK_BATCH = 20
/** Work of one job; a longer run goes on in the next, so that others of the queue have their turn. */
const SLICE_MS = 40_000
const STATEMENT_MS = 10_000

export type BulkTools = {
  database: Database
  actions: BulkActions
  texts: Record<string, Bilingual>
  log: Log
  clock: () => Date
}

type Run = {
  id: string
  action: string
  state: RunState
  input: BulkInput
  actorId: string
  locale: Locale
}
type Item = { position: number; recordId: string }
/** What happened to one record; no code: it can be done, or was. */
type Verdict = { position: number; code: string | null; reason: string | null }

type Work = { tools: BulkTools; tenant: Tenant; run: Run; action: BulkAction; actor: Actor }

/** Goes on with a run: tries its records, or does them, until nothing is left, it is stopped, or its slice of time is over. */
export function bulkTask(tools: BulkTools): Task {
  return async (tenant, id) => {
    const until = performance.now() + SLICE_MS
    const work = await begin(tools, tenant, id)
    if (!work) return
    const step = work.run.state === 'checking' ? checkSome : doOne
    while (performance.now() < until) if (!(await step(work))) return
    await asHouse(work, async (ctx) => emit(ctx, 'bulk.went_on', { type: 'bulk_run', id }, {}))
  }
}

/** The run with the person who asked for it, with today's rights; it fails when there is no such person or right any more. */
async function begin(tools: BulkTools, tenant: Tenant, id: string): Promise<Work | null> {
  return withCtx(tools.database, systemSeed(tenant, 'bulk', tools.clock()), async (ctx) => {
    const run = await ctx.db.maybe(sql<Run>`
      select id, action, state, input, actor_id as "actorId", locale from bulk_run
      where tenant_id = ${tenant.id} and id = ${id} and state in ('checking', 'running')`)
    const action = run && tools.actions.get(run.action)
    if (!run || !action) return null
    const actor = await findActor(ctx, run.actorId)
    if (actor && can(actor, action.permission)) return { tools, tenant, run, action, actor }
    await ctx.db.run(
      sql`update bulk_run set state = 'failed', ended_at = ${ctx.now} where tenant_id = ${tenant.id} and id = ${id}`,
    )
    return null
  })
}

/** Tries the next records and takes back what that wrote. */
async function checkSome(work: Work): Promise<boolean> {
  return asActor(work, async (ctx) => {
    const items = await nextItems(ctx, work.run, { state: 'checking', limit: CHECK_BATCH })
    if (items.length === 0) {
      await ctx.db.run(
        sql`update bulk_run set state = 'ready' where tenant_id = ${ctx.tenant.id} and id = ${work.run.id} and state = 'checking'`,
      )
      return false
    }
    const verdicts: Verdict[] = []
    for (const item of items) verdicts.push(await verdictOf(work, item, () => tried(ctx, work, item)))
    await ctx.db.run(sql`
      update bulk_item i set checked = case when n.code is null then 'ok' else 'refused' end, code = n.code, reason = n.reason
      from unnest(${verdicts.map((v) => v.position)}::int[], ${verdicts.map((v) => v.code)}::text[], ${verdicts.map((v) => v.reason)}::text[]) as n (position, code, reason)
      where i.tenant_id = ${ctx.tenant.id} and i.run_id = ${work.run.id} and i.position = n.position`)
    return true
  })
}

class OnlyTried extends Error {}

async function tried(ctx: Ctx, { action, run }: Work, { recordId }: Item): Promise<void> {
  try {
    await inSavepoint(ctx, async () => {
      await action.run(ctx, recordId, run.input)
      throw new OnlyTried()
    })
  } catch (error) {
    if (!(error instanceof OnlyTried)) throw error
  }
}

/** Does one record in a transaction of its own: what it writes and that it is done are one. */
async function doOne(work: Work): Promise<boolean> {
  let item: Item | undefined
  const verdict = await verdictOf(work, null, () =>
    asActor(work, async (ctx) => {
      item = (await nextItems(ctx, work.run, { state: 'running', limit: 1 }))[0]
      if (!item) return
      await work.action.run(ctx, item.recordId, work.run.input)
      await settle(ctx, work.run.id, { position: item.position, code: null, reason: null })
    }),
  )
  const { position } = item ?? {}
  if (position === undefined) {
    if (verdict.code !== null) throw new Error('the next record could not be read')
    await asHouse(work, (ctx) => end(ctx, work.run))
    return false
  }
  if (verdict.code !== null) await asHouse(work, (ctx) => settle(ctx, work.run.id, { ...verdict, position }))
  return true
}

async function settle(ctx: Ctx, runId: string, { position, code, reason }: Verdict): Promise<void> {
  await ctx.db.run(sql`
    update bulk_item set outcome = case when ${code}::text is null then 'done' else 'refused' end, code = ${code}, reason = ${reason}, at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and run_id = ${runId} and position = ${position} and outcome is null`)
}

async function end(ctx: Ctx, run: Run): Promise<void> {
  const ended = await ctx.db.run(
    sql`update bulk_run set state = 'done', ended_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${run.id} and state = 'running'`,
  )
  if (ended === 0) return
  const { done, refused } = await ctx.db.one(sql<{ done: number; refused: number }>`
    select count(*) filter (where outcome = 'done')::int as done, count(*) filter (where code is not null)::int as refused
    from bulk_item where tenant_id = ${ctx.tenant.id} and run_id = ${run.id}`)
  emit(ctx, 'bulk.ended', { type: 'bulk_run', id: run.id }, { action: run.action, done, refused })
}

/** Records still to be tried, or those that may be done and are not yet; none when the run was stopped. */
async function nextItems(
  ctx: Ctx,
  run: Run,
  { state, limit }: { state: 'checking' | 'running'; limit: number },
): Promise<Item[]> {
  const left = state === 'checking' ? sql`i.checked is null` : sql`i.checked = 'ok' and i.outcome is null`
  return ctx.db.all(sql<Item>`
    select i.position, i.record_id as "recordId" from bulk_item i
    join bulk_run r on r.tenant_id = i.tenant_id and r.id = i.run_id and r.state = ${state}
    where i.tenant_id = ${ctx.tenant.id} and i.run_id = ${run.id} and ${left}
    order by i.position limit ${limit} for update of i`)
}

/** The business's no becomes the record's reason; what may go better next time is thrown on, so that the queue tries again. */
async function verdictOf(work: Work, item: Item | null, attempt: () => Promise<unknown>): Promise<Verdict> {
  const position = item?.position ?? 0
  try {
    await attempt()
    return { position, code: null, reason: null }
  } catch (error) {
    const isNo = [Refused, Invalid, NotFound, Forbidden].some((kind) => error instanceof kind)
    const problem = problemOf(error, work.run.locale, work.tools.texts)
    if (!isNo && problem.status === 503) throw error
    if (isNo) return { position, code: problem.code, reason: wordsOf(problem) }
    work.tools.log.error(
      { bulk: work.run.action, error: (error as Error).message.slice(0, 300) },
      'bulk item failed',
    )
    return {
      position,
      code: 'bulk.unexpected',
      reason: work.tools.texts['bulk.unexpected']?.[work.run.locale] ?? '',
    }
  }
}

const wordsOf = ({ detail, fields }: { detail: string; fields?: { message: string }[] }): string =>
  [detail, ...(fields ?? []).map((field) => field.message)].join(' ').slice(0, 500)

const asActor = <T>({ tools, tenant, run, actor }: Work, job: (ctx: Ctx) => Promise<T>): Promise<T> =>
  withCtx(
    tools.database,
    { tenant, actor, now: tools.clock(), requestId: `bulk ${run.id}`, locale: run.locale },
    job,
    { statementMs: STATEMENT_MS },
  )

const asHouse = <T>({ tools, tenant }: Work, job: (ctx: Ctx) => Promise<T>): Promise<T> =>
  withCtx(tools.database, systemSeed(tenant, 'bulk', tools.clock()), job)
