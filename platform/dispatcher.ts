import { type Ctx, type Tenant, systemActor, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { type Batch, type Subscriber, passBatch, readBatches, wantedBy } from '#platform/events.ts'
import type { Job } from '#platform/jobs.ts'

const TENANTS_MAX = 1_000
const STATEMENT_MS = 60_000

/** A tenant row as ctx needs it. */
export const tenantColumns = sql<Tenant>`t.id, t.slug, t.name, t.zone, t.locale, t.currency, t.country, t.settings`

export async function listTenants(database: Database, ids: string[] | null): Promise<Tenant[]> {
  return database.transaction(null, (db) =>
    db.all(
      sql<Tenant>`select ${tenantColumns} from tenant t where ${ids}::uuid[] is null or t.id = any(${ids}::uuid[]) order by t.id`,
    ),
  )
}

/** A ctx seed for the house itself acting in a tenant. */
export const systemSeed = (tenant: Tenant, name: string, now: Date) => ({
  tenant,
  actor: systemActor(name),
  now,
  requestId: name,
  locale: tenant.locale,
})

/**
 * Brings events to their subscribers. Each round asks which tenants have events of transactions that ended since the last round;
 * the first round looks at all tenants, so nothing announced before a restart is missed. Only a full batch is followed at once by
 * the next: what comes in meanwhile waits a moment and is handled together.
 */
export function dispatcherJob(database: Database, subscribers: Subscriber[], clock: () => Date): Job {
  let mark: string | null = null
  return {
    name: 'events',
    everyMs: 200,
    async run() {
      const { xmin, tenants } = await tenantsWithNews(database, mark)
      let more = false
      for (const tenant of tenants)
        more = (await drain({ database, tenant, subscribers, clock })) === 'full' || more
      mark = xmin
      return more
    },
  }
}

const ROUNDS_MAX = 20
const SETTLE_TRIES = 250
const SETTLE_MS = 20

/**
 * Brings one tenant's subscribers up to date at once: after an import from the command line, and in tests.
 * Goes round until nobody has news: what one subscriber announces, another may want.
 */
export async function catchUp(
  database: Database,
  tenant: Tenant,
  subscribers: Subscriber[],
  clock: () => Date,
): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await settle(database)
    let passed = false
    while ((await drain({ database, tenant, subscribers, clock })) !== 'nothing') passed = true
    if (!passed) return
  }
}

/** Waits until what is committed now can be read: any transaction of the whole server that is older hides it till it ends. */
async function settle(database: Database): Promise<void> {
  const ask = () =>
    database.transaction(null, (db) =>
      db.one(
        sql<{
          xmin: string
          xmax: string
        }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax`,
      ),
    )
  const { xmax } = await ask()
  for (let i = 0; i < SETTLE_TRIES; i += 1) {
    if (BigInt((await ask()).xmin) >= BigInt(xmax)) return
    await new Promise((done) => setTimeout(done, SETTLE_MS))
  }
}

type Drain = { database: Database; tenant: Tenant; subscribers: Subscriber[]; clock: () => Date }

/** Brings the next events of a tenant to its subscribers. One that fails keeps its place and does not hold up the others. */
async function drain(work: Drain): Promise<'nothing' | 'some' | 'full'> {
  const inTenant = <T>(name: string, handle: (ctx: Ctx) => Promise<T>, isPlannedOnce = false) =>
    withCtx(work.database, systemSeed(work.tenant, name, work.clock()), handle, {
      statementMs: STATEMENT_MS,
      isPlannedOnce,
    })
  const batches = await inTenant('events', (ctx) => readBatches(ctx, work.subscribers), true)
  const failures: unknown[] = []
  for (const batch of batches) {
    const idle = batch.subscribers.filter((s) => wantedBy(s, batch).length === 0)
    for (const subscriber of batch.subscribers.filter((s) => !idle.includes(s)))
      await inTenant(
        subscriber.name,
        (ctx) => handleBatch(ctx, subscriber, batch),
        subscriber.isPlannedOnce,
      ).catch((error: unknown) => failures.push(error))
    if (idle.length > 0) await inTenant('events', (ctx) => passBatch(ctx, idle, batch), true)
  }
  if (failures.length > 0) throw failures[0]
  if (batches.length === 0) return 'nothing'
  return batches.some((b) => b.isFull) ? 'full' : 'some'
}

async function handleBatch(ctx: Ctx, subscriber: Subscriber, batch: Batch): Promise<void> {
  if ((await passBatch(ctx, [subscriber], batch)) > 0)
    await subscriber.handle(ctx, wantedBy(subscriber, batch))
}

async function tenantsWithNews(database: Database, mark: string | null) {
  return database.transaction(
    null,
    async (db) => {
      const { xmin } = await db.one(
        sql<{ xmin: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`,
      )
      const tenants = await db.all(
        mark === null
          ? sql<Tenant>`select ${tenantColumns} from tenant t`
          : sql<Tenant>`
              select ${tenantColumns} from tenant t
              where t.id in (select e.tenant_id from event e where e.xid >= ${mark}::xid8 and e.xid < ${xmin}::xid8 limit ${TENANTS_MAX * 100})`,
      )
      return { xmin, tenants }
    },
    { dispatcher: true },
  )
}
