import type { BulkAction, BulkInput } from '#platform/bulk.ts'
import { BULK_MAX } from '#platform/bulk.ts'
import { type Ctx, mustBeAbleTo } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { readBulkInput } from './input.ts'
import { getRun, listRefused } from './queries.ts'
import { KEPT_DAYS, RUNS_MAX, type RunState, whyNotCancel, whyNotConfirm, whyNotRetry } from './run.ts'

export type BulkActions = ReadonlyMap<string, BulkAction>

/** The ids of all rows of a list that its search shows, at most one more than `limit`. */
export type IdsMatching = (
  ctx: Ctx,
  wanted: { list: string; search: string; limit: number },
) => Promise<string[]>

type Wanted = {
  action: string
  ids?: string[] | undefined
  matching?: { list: string; search: string } | undefined
  input: BulkInput
}

/** Begins to try an action on many records. Nothing is written to them before it is confirmed. */
export async function beginRun(
  ctx: Ctx,
  wanted: Wanted,
  { actions, idsMatching }: { actions: BulkActions; idsMatching: IdsMatching },
): Promise<string> {
  if (ctx.actor.kind !== 'user') throw new Refused('bulk.needs_person')
  const action = actions.get(wanted.action)
  if (!action) throw new Refused('bulk.no_such_action', {}, 422)
  mustBeAbleTo(ctx, action.permission)
  const input = readBulkInput(action, wanted.input)
  await dropOthers(ctx)
  const ids = await idsWanted(ctx, action, { wanted, idsMatching })
  return insertRun(ctx, { action, input, ids })
}

async function idsWanted(
  ctx: Ctx,
  action: BulkAction,
  { wanted, idsMatching }: { wanted: Wanted; idsMatching: IdsMatching },
): Promise<string[]> {
  if (wanted.matching && !action.lists.includes(wanted.matching.list))
    throw new Refused('bulk.no_such_action', {}, 422)
  const ids = wanted.matching
    ? await idsMatching(ctx, { ...wanted.matching, limit: BULK_MAX })
    : (wanted.ids ?? [])
  const unique = [...new Set(ids)]
  if (unique.length === 0) throw new Refused('bulk.no_records', {}, 422)
  if (unique.length > BULK_MAX) throw new Refused('bulk.too_many', {}, 422)
  return unique
}

/** A new preview takes the place of one that was not confirmed; old runs are forgotten. */
async function dropOthers(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`
    delete from bulk_run where tenant_id = ${ctx.tenant.id} and actor_id = ${ctx.actor.id} and created_at < ${ctx.now}::timestamptz - make_interval(days => ${KEPT_DAYS})`)
  await ctx.db.run(sql`
    update bulk_run set state = 'cancelled', ended_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and actor_id = ${ctx.actor.id} and state in ('checking', 'ready')`)
  const { running } = await ctx.db.one(sql<{ running: number }>`
    select count(*)::int as running from bulk_run where tenant_id = ${ctx.tenant.id} and actor_id = ${ctx.actor.id} and state = 'running'`)
  if (running >= RUNS_MAX) throw new Refused('bulk.too_many_runs')
}

async function insertRun(
  ctx: Ctx,
  { action, input, ids }: { action: BulkAction; input: BulkInput; ids: string[] },
): Promise<string> {
  const id = newId()
  const titles = new Map((await action.find(ctx, ids)).map((found) => [found.id, found.title]))
  await ctx.db.run(sql`
    insert into bulk_run (tenant_id, id, action, input, state, total, actor_id, locale, created_at)
    values (${ctx.tenant.id}, ${id}, ${action.key}, ${JSON.stringify(input)}::jsonb, 'checking', ${ids.length}, ${ctx.actor.id}, ${ctx.locale}, ${ctx.now})`)
  await ctx.db.run(sql`
    insert into bulk_item (tenant_id, run_id, position, record_id, title)
    select ${ctx.tenant.id}, ${id}, n.position, n.record_id, n.title
    from unnest(${ids}::uuid[], ${ids.map((one) => titles.get(one) ?? one.slice(-8))}::text[]) with ordinality as n (record_id, title, position)`)
  emit(ctx, 'bulk.asked', { type: 'bulk_run', id }, { action: action.key, records: ids.length })
  return id
}

/** Does what the preview showed, to the records that can be done. */
export async function confirmRun(ctx: Ctx, id: string): Promise<void> {
  const run = await lockRun(ctx, id)
  const { ok } = await getRun(ctx, id)
  const refusal = whyNotConfirm(run.state, ok)
  if (refusal) throw new Refused(refusal)
  await ctx.db.run(sql`
    update bulk_run set state = 'running', confirmed_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'bulk.confirmed', { type: 'bulk_run', id }, { action: run.action, records: ok })
}

/** Stops a run before its next record. */
export async function cancelRun(ctx: Ctx, id: string): Promise<void> {
  const run = await lockRun(ctx, id)
  const refusal = whyNotCancel(run.state)
  if (refusal) throw new Refused(refusal)
  await ctx.db.run(sql`
    update bulk_run set state = 'cancelled', ended_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'bulk.cancelled', { type: 'bulk_run', id }, { action: run.action })
}

/** Tries again what a run did not do, as a run of its own with its own preview. */
export async function retryRun(ctx: Ctx, id: string, actions: BulkActions): Promise<string> {
  const run = await lockRun(ctx, id)
  const refused = await listRefused(ctx, id)
  const refusal = whyNotRetry(run.state, refused.length)
  if (refusal) throw new Refused(refusal)
  const ids = refused.map((item) => item.recordId)
  return beginRun(
    ctx,
    { action: run.action, ids, input: run.input },
    { actions, idsMatching: async () => [] },
  )
}

type LockedRun = { action: string; state: RunState; input: BulkInput }

async function lockRun(ctx: Ctx, id: string): Promise<LockedRun> {
  const run = await ctx.db.maybe(sql<LockedRun>`
    select action, state, input from bulk_run where tenant_id = ${ctx.tenant.id} and id = ${id} and actor_id = ${ctx.actor.id} for update`)
  if (!run) throw new NotFound('bulk run')
  return run
}
