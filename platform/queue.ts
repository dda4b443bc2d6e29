import { type LogFunctionFactory, Logger, type Runner, run, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { type Ctx, type Tenant } from '#platform/ctx.ts'
import { type Database, type Query, sql } from '#platform/db.ts'
import { listTenants } from '#platform/dispatcher.ts'
import { isId } from '#platform/ids.ts'
import type { Job } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'

/**
 * The queue of effects on the outside world: at least once, with retries. Jobs hold ids only; what they act on is read when
 * they run, as the tenant they name. Only subscribers enqueue: adding a job notifies the workers, and a NOTIFY takes a lock
 * that every commit of the server would wait for.
 */
const SCHEMA = 'graphile_worker'
const CONCURRENCY = 4
const POLL_MS = 2_000
/** No task may take longer: a job that is locked longer was left by a worker that died. */
export const TASK_MAX_MS = 90_000
const LOCK_MAX_MS = TASK_MAX_MS + 30_000
const UNLOCK_EVERY_MS = 15_000
const IDLE_MS = 5_000
const IDLE_POLL_MS = 20

/** One kind of effect. It throws to be tried again later; the message is kept with the job and logged: no personal data. */
export type Task = (tenant: Tenant, id: string, tries: { now: number; max: number }) => Promise<void>

export type NewJob = {
  task: string
  /** The record the effect is of. */ id: string
  triesMax: number
}

const PRIORITY_MAX = 30_000

/**
 * Enqueues effects with the transaction; one that waits already for the same record starts again from its first try.
 * Companies take turns: a job stands behind as many as its company has waiting, so a thousand of one do not hold up another's first.
 */
export function addJobs(ctx: Ctx, jobs: NewJob[]): Query<unknown> {
  return sql`
    with ahead as materialized (
      select count(*)::int as n from graphile_worker._private_jobs where is_available and payload ->> 'tenantId' = ${ctx.tenant.id}::text)
    select graphile_worker.add_job(j.task, json_build_object('tenantId', ${ctx.tenant.id}::text, 'id', j.id),
      max_attempts := j.tries_max, job_key := j.task || ':' || j.id, priority := least(ahead.n + j.place, ${PRIORITY_MAX})::int)
    from ahead, unnest(${jobs.map((j) => j.task)}::text[], ${jobs.map((j) => j.id)}::text[],
      ${jobs.map((j) => j.triesMax)}::int[]) with ordinality as j (task, id, tries_max, place)`
}

export type QueueOptions = { database: Database; log: Log; tasks: Record<string, Task> }

/** Runs queued jobs until stopped; stopping waits for those under way. */
export async function startQueue({ database, log, tasks }: QueueOptions): Promise<{ stop(): Promise<void> }> {
  if (Object.keys(tasks).length === 0) return { stop: async () => {} }
  const pool = database.queuePool(CONCURRENCY + 2)
  const runner: Runner = await run({
    pgPool: pool,
    schema: SCHEMA,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: TASK_MAX_MS,
    logger: new Logger(logInto(log)),
    taskList: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, bind(database, task)])),
  })
  runner.promise.catch((error: Error) => log.error({ error: error.message }, 'queue ended'))
  return {
    async stop() {
      await runner.stop()
      await untilIdle(pool)
      await pool.end()
    },
  }
}

/** The library does not wait until the end of a job is written; a pool that is closed meanwhile would never do it. */
async function untilIdle(pool: pg.Pool): Promise<void> {
  const deadline = Date.now() + IDLE_MS
  while (Date.now() < deadline && (pool.waitingCount > 0 || pool.idleCount < pool.totalCount))
    await new Promise((done) => setTimeout(done, IDLE_POLL_MS))
}

const bind =
  (database: Database, task: Task) =>
  async (payload: unknown, { job }: { job: { attempts: number; max_attempts: number } }): Promise<void> => {
    const { tenantId, id } = payload as { tenantId: string; id: string }
    const [tenant] = isId(tenantId) ? await listTenants(database, [tenantId]) : []
    if (tenant) await task(tenant, id, { now: job.attempts, max: job.max_attempts })
  }

/** Gives back the jobs of workers that were killed: they are locked longer than any task may take. */
export function unlockJob(database: Database): Job {
  return {
    name: 'queue_unlock',
    everyMs: UNLOCK_EVERY_MS,
    async run() {
      await database.transaction(null, (db) =>
        db.run(sql`
          select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
          from graphile_worker._private_jobs where locked_at < now() - make_interval(secs => ${LOCK_MAX_MS / 1_000}) having count(*) > 0`),
      )
      return false
    },
  }
}

// The worker's own words name jobs by number and repeat the task's message: safe to log, of interest when something is wrong.
const logInto =
  (log: Log): LogFunctionFactory =>
  () =>
  (level, message) => {
    if (level === 'error') log.error({ from: 'queue' }, message)
    if (level === 'warning') log.warn({ from: 'queue' }, message)
  }

/** Makes the queue's schema, owned by nuoda_owner like all else; the app may use it and no more. */
export async function migrateQueue(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(
      `do $$ begin execute format('grant create on database %I to nuoda_owner', current_database()); end $$`,
    )
    const pool = new pg.Pool({ connectionString: adminUrl, max: 1, options: '-c role=nuoda_owner' })
    pool.on('error', () => {})
    pool.on('connect', (client) => client.on('error', () => {})) // the library asks for both
    try {
      await runMigrations({ pgPool: pool, schema: SCHEMA, logger: new Logger(() => () => {}) })
    } finally {
      await pool.end()
    }
    await admin.query(GRANTS)
  } finally {
    await admin.end()
  }
}

const GRANTS = `
  set role nuoda_owner;
  grant usage on schema ${SCHEMA} to nuoda_app, nuoda_backup;
  grant select, insert, update, delete on all tables in schema ${SCHEMA} to nuoda_app;
  grant usage on all sequences in schema ${SCHEMA} to nuoda_app;
  grant select on all tables in schema ${SCHEMA} to nuoda_backup;
  grant select on all sequences in schema ${SCHEMA} to nuoda_backup;
  do $$ declare t name; begin
    for t in select relname from pg_class where relnamespace = '${SCHEMA}'::regnamespace and relkind = 'r' and relrowsecurity
      and not exists (select 1 from pg_policy p where p.polrelid = pg_class.oid) loop
      execute format('create policy app on ${SCHEMA}.%I to nuoda_app using (true) with check (true)', t);
      execute format('create policy backup on ${SCHEMA}.%I for select to nuoda_backup using (true)', t);
    end loop;
  end $$;`
