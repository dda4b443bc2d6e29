import { withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import { dropSettledNotices, makeDelayNotices } from './delay-notices.ts'

const EVERY_MS = 60_000
const STATEMENT_MS = 60_000

/** Makes each company's notices of delays and clears away those nobody needs any more. */
export function delayNoticeJob(database: Database, clock: () => Date): Job {
  return {
    name: 'delay_notices',
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await listTenants(database, null)) {
        const seed = systemSeed(tenant, 'delay_notices', clock())
        await withCtx(
          database,
          seed,
          async (ctx) => {
            await dropSettledNotices(ctx)
            await makeDelayNotices(ctx)
          },
          { statementMs: STATEMENT_MS },
        )
      }
      return false
    },
  }
}
