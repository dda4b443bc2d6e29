import { type BulkAction, bulkActions } from '#platform/bulk.ts'
import { delayBulk } from './bulk.ts'
import { dismissDelayNotice, sendDelayNotice } from './delay-notices.ts'
import { findDelayNotices } from './delay-queries.ts'

export const engagementBulkActions: BulkAction[] = bulkActions(delayBulk, findDelayNotices, {
  send: (ctx, id) => sendDelayNotice(ctx, { id }),
  dismiss: (ctx, id, { reason = '' }) => dismissDelayNotice(ctx, { id, reason }),
})
