import { withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import type { Tenant } from '#platform/ctx.ts'
import { type Write, refreshRollups } from './rollups.ts'

const EVERY_MS = 2_000
const STATEMENT_MS = 120_000
/** A tenant rests this many times as long as its refresh took, however much changes. */
const REST = 4
/** Refreshes shorter than this need no rest. */
const SHORT_MS = EVERY_MS / REST

/** Keeps every tenant's rollups fresh. When one took long its next one waits, so that order intake keeps its machine. */
export function rollupJob(database: Database, clock: () => Date): Job {
  const restsUntil = new Map<string, number>()
  return {
    name: 'kpi-rollups',
    everyMs: EVERY_MS,
    async run(stopping) {
      for (const tenant of await listTenants(database, null)) {
        const began = performance.now()
        if (began < (restsUntil.get(tenant.id) ?? 0)) continue
        await refreshTenant(database, tenant, clock, { stopping })
        const took = performance.now() - began
        if (took > SHORT_MS) restsUntil.set(tenant.id, began + took * (REST + 1))
        else restsUntil.delete(tenant.id)
      }
      return false
    },
  }
}

/** Brings one tenant's rollups up to date at once. */
export function refreshTenant(
  database: Database,
  tenant: Tenant,
  clock: () => Date,
  { force = false, stopping }: { force?: boolean; stopping?: AbortSignal } = {},
): Promise<{ days: number; rebuilt: boolean }> {
  const seed = systemSeed(tenant, 'kpi-rollups', clock())
  const write: Write = (work) => withCtx(database, seed, work, { statementMs: STATEMENT_MS })
  return write((ctx) => refreshRollups(ctx, { force, write, stopping }))
}
