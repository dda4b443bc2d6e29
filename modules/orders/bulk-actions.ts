import { type BulkAction, bulkActions } from '#platform/bulk.ts'
import type { Ctx } from '#platform/ctx.ts'
import { amendOrder } from './amendments.ts'
import { orderBulk } from './bulk.ts'
import { cancelOrder } from './cancellations.ts'
import { releaseOrder } from './holds.ts'
import { readOrders } from './locked.ts'

const amend = (ctx: Ctx, id: string, change: { reason: string | undefined; urgent?: boolean }) =>
  amendOrder(ctx, { id, lines: [], addLines: [], ...change, reason: change.reason ?? '' })

export const orderBulkActions: BulkAction[] = bulkActions(
  orderBulk,
  async (ctx, ids) => (await readOrders(ctx, ids)).map(({ id, number }) => ({ id, title: number })),
  {
    release: (ctx, id, { reason = '' }) => releaseOrder(ctx, { id, version: null, reason }),
    urgent: (ctx, id, { reason }) => amend(ctx, id, { reason, urgent: true }),
    notUrgent: (ctx, id, { reason }) => amend(ctx, id, { reason, urgent: false }),
    allocate: (ctx, id, { reason }) => amend(ctx, id, { reason }),
    cancel: (ctx, id, { by, reason = '' }) =>
      cancelOrder(ctx, { id, version: null, by: by === 'us' ? 'us' : 'customer', reason }),
  },
)
