import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { emit } from '#platform/events.ts'
import type { Job } from '#platform/jobs.ts'
import { namedOf, subjectOf } from './chains.ts'
import { isoOf } from './insertion.ts'
import { OVERDUE_LEVEL, standingOn } from './ladder.ts'
import type { PromiseKind } from './promise.ts'

/** Promises moved in one transaction. */
export const WATCH_BATCH = 1_000
const TENANTS_PER_ROUND = 200
const LOOK_MAX = 20_000
const EVERY_MS = 200
const STATEMENT_MS = 20_000
const NEVER = 'infinity'

/** Moves promises along their ladders as time passes. Any number of processes may run it: each takes rows nobody else holds. */
export function watcherJob(database: Database, clock: () => Date): Job {
  return {
    name: 'promise_watcher',
    everyMs: EVERY_MS,
    async run() {
      const ids = await tenantsToWatch(database, clock())
      if (ids.length === 0) return false
      let more = false
      let failure: unknown = null
      for (const tenant of await listTenants(database, ids)) {
        try {
          more = (await watchTenant(database, tenant, clock())) === WATCH_BATCH || more
        } catch (error) {
          failure = error // one tenant's trouble must not keep the others waiting
        }
      }
      if (failure !== null) throw failure
      return more
    },
  }
}

/** Tenants with promises whose next rung has come: one look at the index over all tenants, small when nothing is due. */
async function tenantsToWatch(database: Database, now: Date): Promise<string[]> {
  const rows = await database.transaction(
    null,
    (db) =>
      db.all(sql<{ id: string }>`
      select distinct w.tenant_id as id
      from (select tenant_id from promise where watch_at <= ${now} order by watch_at limit ${LOOK_MAX}) w
      limit ${TENANTS_PER_ROUND}`),
    { dispatcher: true },
  )
  return rows.map((row) => row.id)
}

/** Moves one batch of a tenant in its own transaction; says how many. */
export async function watchTenant(database: Database, tenant: Tenant, now: Date): Promise<number> {
  return withCtx(database, systemSeed(tenant, 'promise_watcher', now), watchPromises, {
    statementMs: STATEMENT_MS,
  })
}

type Watched = {
  id: string
  rootId: string
  kind: PromiseKind
  orderId: string | null
  subjectId: string
  madeAt: Date
  dueAt: Date
  warned: number
}

/**
 * Takes the promises longest waiting for the watcher, says what they have passed and when to look again. Of several rungs
 * missed while nobody watched only the newest is announced.
 */
export async function watchPromises(ctx: Ctx): Promise<number> {
  const nowMs = ctx.now.getTime()
  const rows = await ctx.db.all(sql<Watched>`
    select id, root_id as "rootId", kind, order_id as "orderId", subject_id as "subjectId", made_at as "madeAt", due_at as "dueAt", warned
    from promise
    where tenant_id = ${ctx.tenant.id} and watch_at <= ${ctx.now}
    order by watch_at limit ${WATCH_BATCH} for no key update skip locked`)
  if (rows.length === 0) return 0

  const moved = rows.map((row) => ({
    ...row,
    ...standingOn(row.kind, { madeMs: row.madeAt.getTime(), dueMs: row.dueAt.getTime() }, nowMs),
  }))
  await ctx.db.run(sql`
    update promise p set watch_at = m.watch_at, warned = greatest(p.warned, m.level)
    from unnest(${moved.map((m) => m.id)}::uuid[], ${moved.map((m) => (m.nextMs === null ? NEVER : isoOf(m.nextMs)))}::timestamptz[],
      ${moved.map((m) => m.level)}::smallint[]) as m (id, watch_at, level)
    where p.tenant_id = ${ctx.tenant.id} and p.id = m.id`)
  for (const row of moved) {
    if (row.level > row.warned) announce(ctx, row)
  }
  return rows.length
}

function announce(ctx: Ctx, row: Watched & { level: number }): void {
  const type = row.level >= OVERDUE_LEVEL ? 'promise.overdue' : 'promise.warned'
  emit(ctx, type, subjectOf(row), { ...namedOf(row), level: row.level, dueAt: row.dueAt.toISOString() })
}
