import { findActor, findKeyActor } from '#modules/identity/authentication.ts'
import { type Ctx, type Tenant, can, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { type BatchState, type Work, isAllInSteps, stateBefore } from './batch.ts'
import { lockToWork, saveBatch } from './batch-store.ts'
import { type ImportKind, kinds } from './kind.ts'
import { readBatch } from './reading.ts'
import type { ImportRefusal } from './refusals.ts'
import { stepBatch, takeBack } from './steps.ts'
import { busyTenants, forgetIdle } from './waking.ts'

const EVERY_MS = 250
const STATEMENT_MS = 60_000
/** One batch is worked on for so long before the others get their turn. */
const TURN_MS = 200
/** A step that fails so often in a row is given up, and people are told. */
const TRIES_MAX = 3

type Tools = { database: Database; log: Log; clock: () => Date }
type Busy = { id: string; kind: ImportKind; state: BatchState; work: Work | null }

/** Reads uploaded files into rows, one after the other. */
export function importReadingJob(tools: Tools): Job {
  return {
    name: 'imports.reading',
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await tenantsToLookAt(tools)) {
        for (const { id } of await busyBatches(tools, tenant, ['reading']))
          if (await readBatch(tools, { tenant, id })) return true
      }
      return false
    },
  }
}

/** Works on checks, imports and undos, a step of each at a time, so that a large one does not hold up a small one. */
export function importJob(tools: Tools): Job {
  const failures = new Map<string, number>()
  return {
    name: 'imports',
    everyMs: EVERY_MS,
    async run() {
      let hasMore = false
      for (const tenant of await tenantsToLookAt(tools)) {
        const batches = await busyBatches(tools, tenant, ['checking', 'running', 'undoing'])
        for (const batch of batches) hasMore = (await step(tools, { tenant, batch, failures })) || hasMore
        forgetIdle(tenant.id, batches.length > 0)
      }
      return hasMore
    },
  }
}

async function tenantsToLookAt({ database }: Tools): Promise<Tenant[]> {
  const ids = busyTenants()
  return ids !== null && ids.length === 0 ? [] : listTenants(database, ids)
}

const busyBatches = ({ database }: Tools, tenant: Tenant, states: BatchState[]): Promise<Busy[]> =>
  database.transaction(tenant.id, (db) =>
    db.all(sql<Busy>`
      select id, kind, state, work from import_batch where tenant_id = ${tenant.id} and state = any(${states}::text[])
        and state in ('reading', 'checking', 'running', 'undoing') order by created_at`),
  )

type Step = { tenant: Tenant; batch: Busy; failures: Map<string, number> }

/** Some steps as the person who asked for them: what he may not do any more, his import may not do either. */
async function step(tools: Tools, { tenant, batch, failures }: Step): Promise<boolean> {
  const { database, clock, log } = tools
  const now = clock()
  const { by } = batch.work ?? {}
  const actor =
    by &&
    (await withCtx(database, systemSeed(tenant, 'imports', now), (ctx) =>
      by.kind === 'user' ? findActor(ctx, by.id) : findKeyActor(ctx, by.id),
    ))
  const { run, undo } = kinds[batch.kind].permission
  const needed = batch.state === 'undoing' && !batch.work?.takingBack ? undo : run
  if (!actor || !can(actor, needed) || !can(actor, 'import.run')) {
    await giveUp(tools, { tenant, id: batch.id, code: 'import.person_gone' })
    return false
  }
  const seed = { ...systemSeed(tenant, `import:${batch.id}`, now), actor }
  try {
    const until = performance.now() + TURN_MS
    let hasMore = true
    while (hasMore && performance.now() < until)
      hasMore = await withCtx(database, seed, (ctx) => stepBatch(ctx, batch.id), {
        statementMs: STATEMENT_MS,
      })
    failures.delete(batch.id)
    return hasMore
  } catch (error) {
    const tries = (failures.get(batch.id) ?? 0) + 1
    failures.set(batch.id, tries)
    log.error(
      { batch: batch.id, state: batch.state, tries, error: (error as Error).message.slice(0, 300) },
      'import step failed',
    )
    if (tries < TRIES_MAX) return true
    failures.delete(batch.id)
    await giveUp(tools, { tenant, id: batch.id, code: 'import.trouble' })
    return false
  }
}

type GivenUp = { tenant: Tenant; id: string; code: ImportRefusal }

/** Ends the work that cannot go on; what was done stays, and people may go on. */
async function giveUp({ database, clock }: Tools, { tenant, id, code }: GivenUp): Promise<void> {
  await withCtx(database, systemSeed(tenant, 'imports', clock()), async (ctx: Ctx) => {
    const batch = await lockToWork(ctx, id)
    if (!batch?.work) return
    const problem = { code, details: {} }
    if (code === 'import.trouble' && isAllInSteps(batch)) return takeBack(ctx, batch, problem)
    await saveBatch(ctx, id, { state: stateBefore(batch.state), work: null, problem })
  })
}
