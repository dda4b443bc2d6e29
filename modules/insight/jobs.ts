import { withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import type { Tenant } from '#platform/ctx.ts'
import { type Write, refreshRollups } from './rollups.ts'

const EVERY_MS = 2_000
const STATEMENT_MS = 120_000
/** Figures are no older than this, unless that left less rest than is due. */
const STALE_MS = 5_000
/** A tenant rests so many times as long as its refresh took, however much changes: at least, and where figures stay fresh enough. */
const REST_MIN = 4
const REST_MAX = 9

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
        restsUntil.set(tenant.id, performance.now() + restAfter(performance.now() - began))
      }
      return false
    },
  }
}

const restAfter = (tookMs: number): number =>
  Math.max(REST_MIN * tookMs, Math.min(REST_MAX * tookMs, STALE_MS - tookMs))

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
