import { type BulkAction, type BulkTitle, bulkActions } from '#platform/bulk.ts'
import { sql } from '#platform/db.ts'
import { purchaseBulk } from './bulk.ts'
import { purchaseScope } from './on-order.ts'
import { cancelPurchase } from './purchases.ts'
import { sendPurchase } from './sending.ts'

export const purchasingBulkActions: BulkAction[] = bulkActions(
  purchaseBulk,
  (ctx, ids) =>
    ctx.db.all(sql<BulkTitle>`
      select o.id, o.number as title from purchase_order o
      where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) and ${purchaseScope(ctx)}`),
  {
    send: (ctx, id) => sendPurchase(ctx, { id }),
    cancel: (ctx, id, { reason = '' }) => cancelPurchase(ctx, { id, reason }),
  },
)
