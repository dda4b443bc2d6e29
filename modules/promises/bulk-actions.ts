import { type BulkAction, bulkActions } from '#platform/bulk.ts'
import { promiseBulk } from './bulk.ts'
import { assignPromise } from './desk.ts'
import { repromise, tellCustomer } from './promises.ts'
import { promisesRecords } from './records.ts'
import { isChannel } from './telling.ts'

export const promiseBulkActions: BulkAction[] = bulkActions(
  promiseBulk,
  async (ctx, ids) => (await Promise.all(promisesRecords.map((kind) => kind.find(ctx, ids)))).flat(),
  {
    assign: (ctx, promiseId, { ownerId = null }) => assignPromise(ctx, { promiseId, ownerId }),
    repromise: (ctx, promiseId, { dueAt = '', reason = '' }) =>
      repromise(ctx, { promiseId, dueAt: new Date(dueAt), reason }),
    told: (ctx, promiseId, { channel, recipient = '', proof }) =>
      tellCustomer(ctx, { promiseId, channel: isChannel(channel) ? channel : 'phone', recipient, proof }),
  },
)
