import { customerBulkActions } from '#modules/customers/bulk-actions.ts'
import { engagementBulkActions } from '#modules/engagement/bulk-actions.ts'
import { identityBulkActions } from '#modules/identity/bulk-actions.ts'
import { inventoryBulkActions } from '#modules/inventory/bulk-actions.ts'
import { purchasingBulkActions } from '#modules/purchasing/bulk-actions.ts'
import { orderBulkActions } from '#modules/orders/bulk-actions.ts'
import { promiseBulkActions } from '#modules/promises/bulk-actions.ts'
import { shipmentsBulkActions } from '#modules/shipments/bulk-actions.ts'
import type { BulkAction } from '#platform/bulk.ts'

/** Everything that can be done to many records at once. */
export const bulkActions: ReadonlyMap<string, BulkAction> = new Map(
  [
    ...identityBulkActions,
    ...promiseBulkActions,
    ...customerBulkActions,
    ...inventoryBulkActions,
    ...purchasingBulkActions,
    ...orderBulkActions,
    ...shipmentsBulkActions,
    ...engagementBulkActions,
  ].map((action) => [action.key, action]),
)
