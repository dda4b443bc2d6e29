import { type Ctx, type Tenant, can, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { Forbidden, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { findActor } from '#modules/identity/authentication.ts'
import type { BoundOperation } from '#platform/http.ts'
import type { Delayed } from '#platform/undo.ts'
import { newId } from '#platform/ids.ts'
import type { Job } from '#platform/jobs.ts'
import { problemOf } from '#platform/problem.ts'
import type { Bilingual, Locale } from '#platform/text.ts'

export const UNDO_MS = 10_000
const WAITING_MAX = 20
const KEPT_MS = 600_000
const EVERY_MS = 400
const TENANTS_MAX = 200
const DUE_MAX = 50
const TRIES_MAX = 5
const AGAIN_MS = 2_000

export type DelayedState = 'waiting' | 'done' | 'undone' | 'refused'
export type DelayedView = {
  id: string
  label: string
  state: DelayedState
  /** Until it is done; 0 or less when it is about to be. */ leftMs: number
  problem: string | null
}

/** Accepts an act for later. The caller has tried it and taken it back, so that a refusal is told at once. */
export async function delayAction(
  ctx: Ctx,
  { operation, input, label }: { operation: string; input: unknown; label: string },
): Promise<Delayed> {
  const { n } = await ctx.db.one(sql<{ n: number }>`
    select count(*)::int as n from delayed_action
    where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and state = 'waiting'`)
  if (n >= WAITING_MAX) throw new Refused('action.too_many_waiting', { max: WAITING_MAX })
  const id = newId()
  await ctx.db.run(sql`
    insert into delayed_action (tenant_id, id, user_id, operation, input, label, locale, made_at, due_at)
    values (${ctx.tenant.id}, ${id}, ${ctx.actor.id}, ${operation}, ${JSON.stringify(input)}::jsonb, ${label}, ${ctx.locale}, ${ctx.now},
      ${new Date(ctx.now.getTime() + UNDO_MS)})`)
  return { id, label, leftMs: UNDO_MS }
}

/** The actor's own acts of the last minutes, the newest first. */
export async function listDelayed(ctx: Ctx): Promise<DelayedView[]> {
  const rows = await ctx.db.all(sql<Omit<DelayedView, 'leftMs'> & { dueAt: Date }>`
    select id, label, state, due_at as "dueAt", problem ->> 'detail' as problem from delayed_action
    where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and made_at > ${new Date(ctx.now.getTime() - KEPT_MS)}
    order by made_at desc, id desc limit 50`)
  return rows.map(({ dueAt, ...row }) => ({ ...row, leftMs: dueAt.getTime() - ctx.now.getTime() }))
}

/** Takes an act back before it is done. Waits for the one that is being done right now, and then says that it is too late. */
export async function undoDelayed(ctx: Ctx, id: string): Promise<void> {
  const undone = await ctx.db.run(sql`
    update delayed_action set state = 'undone', input = null
    where tenant_id = ${ctx.tenant.id} and id = ${id} and user_id = ${ctx.actor.id} and state = 'waiting'`)
  if (undone > 0) return
  const found = await ctx.db.maybe(sql<{ state: DelayedState }>`
    select state from delayed_action where tenant_id = ${ctx.tenant.id} and id = ${id} and user_id = ${ctx.actor.id}`)
  if (!found) throw new NotFound('delayed_action')
  if (found.state !== 'undone') throw new Refused('action.already_done')
}

export type DelayedTools = {
  database: Database
  operations: readonly BoundOperation[]
  refusalTexts: Record<string, Bilingual>
  clock: () => Date
}
type Due = { id: string; userId: string; operation: string; locale: Locale; tries: number }

/** Does what is due, each act once, as its person and with his rights of that moment. */
export function delayedJob(tools: DelayedTools): Job {
  const { database, clock } = tools
  return {
    name: 'delayed_actions',
    everyMs: EVERY_MS,
    async run() {
      const ids = await tenantsWithDue(database, clock())
      if (ids.length === 0) return false
      for (const tenant of await listTenants(database, ids)) await doDue(tools, tenant)
      return false
    },
  }
}

async function tenantsWithDue(database: Database, now: Date): Promise<string[]> {
  const rows = await database.transaction(
    null,
    (db) =>
      db.all(sql<{ id: string }>`
        select distinct tenant_id as id from delayed_action where state = 'waiting' and due_at <= ${now} limit ${TENANTS_MAX}`),
    { dispatcher: true },
  )
  return rows.map((row) => row.id)
}

/** One tenant's acts that are due, the oldest first. Exported for tests. */
export async function doDue(tools: DelayedTools, tenant: Tenant): Promise<void> {
  const asHouse = <T>(work: (ctx: Ctx) => Promise<T>) =>
    withCtx(tools.database, systemSeed(tenant, 'delayed_actions', tools.clock()), work)
  const due = await asHouse(async (ctx) => {
    await ctx.db.run(sql`
      delete from delayed_action
      where tenant_id = ${tenant.id} and state <> 'waiting' and made_at <= ${new Date(ctx.now.getTime() - KEPT_MS)}`)
    return ctx.db.all(sql<Due>`
      select id, user_id as "userId", operation, locale, tries from delayed_action
      where tenant_id = ${tenant.id} and state = 'waiting' and due_at <= ${ctx.now} order by due_at, id limit ${DUE_MAX}`)
  })
  for (const action of due) {
    try {
      await doNow(tools, tenant, action)
    } catch (error) {
      await asHouse((ctx) => noteFailure(ctx, tools, { action, error }))
    }
  }
}

async function doNow(tools: DelayedTools, tenant: Tenant, action: Due): Promise<void> {
  const bound = tools.operations.find(({ id }) => id === action.operation)
  const house = systemSeed(tenant, 'delayed_actions', tools.clock())
  const actor = await withCtx(tools.database, house, (ctx) => findActor(ctx, action.userId))
  if (!bound || !actor) throw new NotFound('user')
  const { permission } = bound.operation
  if (permission !== 'signed_in' && permission !== 'public' && !can(actor, permission))
    throw new Forbidden(permission)
  const seed = { ...house, actor, locale: action.locale, requestId: `delayed:${action.id}` }
  await withCtx(tools.database, seed, async (ctx) => {
    // Who takes it back waits here, or this finds it gone; another process passes it by.
    const held = await ctx.db.maybe(sql<{ input: unknown }>`
      select input from delayed_action where tenant_id = ${tenant.id} and id = ${action.id} and state = 'waiting' for update skip locked`)
    if (!held) return
    // Undoable operations have no use for the request: it is long over.
    await bound.handler(ctx as never, held.input, undefined as never)
    await ctx.db.run(sql`
      update delayed_action set state = 'done', input = null where tenant_id = ${tenant.id} and id = ${action.id}`)
  })
}

/** A refusal is kept for its person to read; anything else is tried again a few times. */
async function noteFailure(
  ctx: Ctx,
  { refusalTexts }: DelayedTools,
  { action, error }: { action: Due; error: unknown },
): Promise<void> {
  const problem = problemOf(error, action.locale, refusalTexts)
  if (problem.status >= 500 && action.tries < TRIES_MAX) {
    await ctx.db.run(sql`
      update delayed_action set tries = tries + 1, due_at = ${new Date(ctx.now.getTime() + AGAIN_MS * (action.tries + 1))}
      where tenant_id = ${ctx.tenant.id} and id = ${action.id} and state = 'waiting'`)
    return
  }
  const { code, detail } = problem
  await ctx.db.run(sql`
    update delayed_action set state = 'refused', input = null, problem = ${JSON.stringify({ code, detail })}::jsonb
    where tenant_id = ${ctx.tenant.id} and id = ${action.id} and state = 'waiting'`)
  emit(ctx, 'action.refused', { type: 'user', id: action.userId }, { operation: action.operation, code })
}
