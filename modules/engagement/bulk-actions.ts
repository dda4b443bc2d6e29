import { type BulkAction, bulkActions } from '#platform/bulk.ts'
import { noticeBulk } from './bulk.ts'
import { dismissNotice, sendNotice } from './customer-notices.ts'
import { findNotices } from './notice-queries.ts'

export const engagementBulkActions: BulkAction[] = bulkActions(noticeBulk, findNotices, {
  send: (ctx, id) => sendNotice(ctx, { id }),
  dismiss: (ctx, id, { reason = '' }) => dismissNotice(ctx, { id, reason }),
})
