import { activityLists } from '#modules/activity/list-sources.ts'
import { contractLists } from '#modules/contracts/list-sources.ts'
import { customerLists } from '#modules/customers/list-sources.ts'
import { engagementLists } from '#modules/engagement/list-sources.ts'
import { identityLists } from '#modules/identity/list-sources.ts'
import { importLists } from '#modules/imports/list-sources.ts'
import { serviceLists } from '#modules/services/list-sources.ts'
import { inquiryLists } from '#modules/inquiries/list-sources.ts'
import { purchasingLists } from '#modules/purchasing/list-sources.ts'
import { handoverLists } from '#modules/handovers/list-sources.ts'
import { inventoryLists } from '#modules/inventory/list-sources.ts'
import { notificationLists } from '#modules/notifications/list-sources.ts'
import { orderLists } from '#modules/orders/list-sources.ts'
import { printingLists } from '#modules/printing/list-sources.ts'
import { promiseLists } from '#modules/promises/list-sources.ts'
import { returnLists } from '#modules/returns/list-sources.ts'
import { schedulingLists } from '#modules/scheduling/list-sources.ts'
import { shipmentLists } from '#modules/shipments/list-sources.ts'
import { waveLists } from '#modules/waves/list-sources.ts'
import { viewLists } from '#modules/views/list-sources.ts'
import type { ListSource } from '#platform/list.ts'

/** Every list that has saved views, exports and bulk actions. */
export const listSources: readonly ListSource[] = [
  ...identityLists,
  ...schedulingLists,
  ...promiseLists,
  ...customerLists,
  ...contractLists,
  ...inventoryLists,
  ...purchasingLists,
  ...orderLists,
  ...waveLists,
  ...shipmentLists,
  ...handoverLists,
  ...returnLists,
  ...inquiryLists,
  ...serviceLists,
  ...engagementLists,
  ...importLists,
  ...printingLists,
  ...notificationLists,
  ...activityLists,
  ...viewLists,
]
