import { type Ctx, withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import { dropSettledNotices } from './customer-notices.ts'
import { makeDelayNotices } from './delays.ts'
import { tellOfOrders } from './order-notices.ts'

const EVERY_MS = 60_000
const STATEMENT_MS = 60_000

/** Makes each company's notices of delays and of orders, and clears away those nobody needs any more. */
export function customerNoticeJob(database: Database, clock: () => Date): Job {
  return {
    name: 'customer_notices',
    everyMs: EVERY_MS,
    async run() {
      let isMore = false
      for (const tenant of await listTenants(database, null)) {
        const act = <T>(work: (ctx: Ctx) => Promise<T>) =>
          withCtx(database, systemSeed(tenant, 'customer_notices', clock()), work, {
            statementMs: STATEMENT_MS,
          })
        await act(async (ctx) => {
          await dropSettledNotices(ctx)
          await makeDelayNotices(ctx)
        })
        isMore = (await act(tellOfOrders)) || isMore
      }
      return isMore
    },
  }
}
