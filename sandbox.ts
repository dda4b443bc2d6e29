import { modules, platformTables } from './modules.ts'
import { subscribers } from './compose.ts'
import { fillDemo } from './demo.ts'
import { DEMO_TENANT } from '#modules/identity/demo.ts'
import { type ResetState, isSandbox, isUnderWay, resetOf } from '#modules/identity/sandbox.ts'
import { noteReset } from '#modules/identity/sandboxes.ts'
import { type Tenant, withCtx } from '#platform/ctx.ts'
import { catchUp, listTenants, systemSeed } from '#platform/dispatcher.ts'
import { emit } from '#platform/events.ts'
import type { House } from '#platform/house.ts'
import type { Job } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { withClient } from '#platform/migrate.ts'

const EVERY_MS = 3_000

/**
 * Who may log in stays, so that people see how far it is and work on; `setup_stamp` is kept by the database itself.
 * Everything else that belongs to a company goes.
 */
const KEPT = new Set<string>([...modules.identity.tables, 'setup_stamp', 'migration'])
export const clearedTables: readonly string[] = [
  ...Object.values(modules).flatMap((module) => [...module.tables]),
  ...platformTables,
].filter((table) => !KEPT.has(table))

/** Puts the demo company back to its first state when its manager asked for it; one that was cut off begins again. */
export function sandboxJob(house: Place, log: Log, clock: () => Date = () => new Date()): Job {
  return {
    name: 'sandbox_reset',
    everyMs: EVERY_MS,
    async run() {
      const asked = (await listTenants(house.database, null)).find(
        (tenant) => tenant.slug === DEMO_TENANT && isSandbox(tenant) && isUnderWay(resetOf(tenant.settings)),
      )
      if (!asked) return false
      await resetDemo(house, asked, { log, now: clock() })
      return false
    },
  }
}

type Place = Pick<House, 'database' | 'adminUrl'>
type Tools = { log: Log; now: Date }

async function resetDemo(house: Place, tenant: Tenant, { log, now }: Tools): Promise<void> {
  const by = resetOf(tenant.settings)?.by ?? ''
  const note = (state: ResetState) =>
    withCtx(house.database, systemSeed(tenant, 'sandbox', now), async (ctx) => {
      await noteReset(ctx, { state, at: new Date().toISOString(), by })
      if (state === 'done') emit(ctx, 'tenant.reset', { type: 'tenant', id: tenant.id }, { by })
    })
  try {
    await note('clearing')
    await clearSandbox(house.adminUrl, tenant.id)
    await note('preparing')
    await fillDemo(house, tenant, now)
    await note('done')
    await catchUp(house.database, tenant, subscribers, () => now)
    log.info({ tenant: tenant.slug }, 'demo company reset')
  } catch (error) {
    await note('failed')
    throw error
  }
}

/**
 * Deletes what a sandbox holds but its people. As the owner of the tables, under the row-level security of that one company; in one
 * statement, so that rows that refer to each other go together. Throws, and deletes nothing, for any company that is no sandbox.
 */
export async function clearSandbox(adminUrl: string, tenantId: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('begin')
    await client.query('set local role nuoda_owner')
    await client.query(`select set_config('app.tenant', $1, true)`, [tenantId])
    const { rowCount } = await client.query(
      `select 1 from tenant where id = $1 and settings -> 'sandbox' = 'true'::jsonb for no key update`,
      [tenantId],
    )
    if (rowCount !== 1) throw new Error('only a sandbox can be cleared')
    const parts = clearedTables.map(
      (table, i) => `d${i} as (delete from ${client.escapeIdentifier(table)} where tenant_id = $1)`,
    )
    await client.query(`with ${parts.join(', ')} select 1`, [tenantId])
    await client.query('commit')
  })
}
