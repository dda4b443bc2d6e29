import { DEMO_TENANT, createDemoUsers } from '#modules/identity/demo.ts'
import { createTenant, findTenant } from '#modules/identity/tenants.ts'
import type { Database } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'

/** Makes the demo company at first start; later starts find it. */
export async function prepareDemo(database: Database, log: Log): Promise<void> {
  if (await findTenant(database, DEMO_TENANT)) return
  const now = new Date()
  const tenant = await createTenant(database, { slug: DEMO_TENANT, name: '诺达演示物流', currency: 'USD' }, now)
  await createDemoUsers(database, tenant, now)
  log.info({ tenant: DEMO_TENANT }, 'demo company made')
}
