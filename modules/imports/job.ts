import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { type BatchState, isAllInSteps, stateBefore } from './batch.ts'
import { lockToWork, saveBatch } from './batch-store.ts'
import { readBatch } from './reading.ts'
import type { ImportRefusal } from './refusals.ts'
import { takeBack } from './steps.ts'
import { type TurnTaker, turnsInThread } from './thread.ts'
import type { Busy } from './turns.ts'
import { busyTenants, forgetIdle } from './waking.ts'

const EVERY_MS = 250
/** A step that fails so often in a row is given up, and people are told. */
const TRIES_MAX = 3

type Tools = { database: Database; log: Log; clock: () => Date }

/** Reads uploaded files into rows, one after the other. */
export function importReadingJob(tools: Tools): Job {
  const name = 'imports.reading'
  return {
    name,
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await tenantsToLookAt(tools, name)) {
        for (const { id } of await busyBatches(tools, tenant, ['reading']))
          if (await readBatch(tools, { tenant, id })) return true
      }
      return false
    },
  }
}

/** Works on checks, imports and undos, a turn of each at a time, so that a large one does not hold up a small one. */
export function importJob(tools: Tools, { take, end }: TurnTaker = turnsInThread(tools)): Job {
  const name = 'imports'
  const failures = new Map<string, number>()
  return {
    name,
    everyMs: EVERY_MS,
    end,
    async run() {
      let hasMore = false
      for (const tenant of await tenantsToLookAt(tools, name)) {
        const batches = await busyBatches(tools, tenant, ['checking', 'running', 'undoing'])
        for (const batch of batches)
          hasMore = (await step(tools, { tenant, batch, failures, take })) || hasMore
        forgetIdle(tenant.id, batches.length > 0)
      }
      return hasMore
    },
  }
}

async function tenantsToLookAt({ database }: Tools, job: string): Promise<Tenant[]> {
  const ids = busyTenants(job)
  return ids !== null && ids.length === 0 ? [] : listTenants(database, ids)
}

const busyBatches = ({ database }: Tools, tenant: Tenant, states: BatchState[]): Promise<Busy[]> =>
  database.transaction(tenant.id, (db) =>
    db.all(sql<Busy>`
      select id, kind, state, work from import_batch where tenant_id = ${tenant.id} and state = any(${states}::text[])
        and state in ('reading', 'checking', 'running', 'undoing') order by created_at`),
  )

type Step = { tenant: Tenant; batch: Busy; failures: Map<string, number>; take: TurnTaker['take'] }

/** A turn of the batch; says whether there is more to do. */
async function step(tools: Tools, { tenant, batch, failures, take }: Step): Promise<boolean> {
  try {
    const end = await take({ tenant, batch, now: tools.clock() })
    failures.delete(batch.id)
    if (end === 'person_gone') await giveUp(tools, { tenant, id: batch.id, code: 'import.person_gone' })
    return end === 'more'
  } catch (error) {
    const tries = (failures.get(batch.id) ?? 0) + 1
    failures.set(batch.id, tries)
    tools.log.error(
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
    await saveBatch(ctx, id, { state: stateBefore(batch), work: null, problem })
  })
}
