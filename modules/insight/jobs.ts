import { withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import type { Tenant } from '#platform/ctx.ts'
import { type Write, refreshRollups } from './rollups.ts'

const EVERY_MS = 2_000
const STATEMENT_MS = 120_000
/** At most this share of the time goes into refreshing, however much changes. */
const DUTY = 4

/** Keeps every tenant's rollups fresh. When a round was long the next one waits, so that order intake keeps its machine. */
export function rollupJob(database: Database, clock: () => Date): Job {
  let notBefore = 0
  return {
    name: 'kpi-rollups',
    everyMs: EVERY_MS,
    async run() {
      const began = performance.now()
      if (began < notBefore) return false
      for (const tenant of await listTenants(database, null)) await refreshTenant(database, tenant, clock)
      const took = performance.now() - began
      notBefore = performance.now() + (took > EVERY_MS / DUTY ? took * DUTY : 0)
      return false
    },
  }
}

/** Brings one tenant's rollups up to date at once. */
export function refreshTenant(
  database: Database,
  tenant: Tenant,
  clock: () => Date,
  force = false,
): Promise<{ days: number; rebuilt: boolean }> {
  const seed = systemSeed(tenant, 'kpi-rollups', clock())
  const write: Write = (work) => withCtx(database, seed, work, { statementMs: STATEMENT_MS })
  return write((ctx) => refreshRollups(ctx, { force, write }))
}
