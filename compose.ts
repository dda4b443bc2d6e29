import { bulkActions } from './compose-bulk.ts'
import { listSources } from './compose-lists.ts'
import { tellers } from './compose-tellers.ts'
import { removedFilesJob } from '#modules/activity/forgetting.ts'
import { activitySubscribers } from '#modules/activity/events.ts'
import { refusals as activityRefusals } from '#modules/activity/refusals.ts'
import { activityRoutes } from '#modules/activity/routes.ts'
import type { createAuthenticator } from '#modules/identity/authentication.ts'
import { refusals as identityRefusals } from '#modules/identity/refusals.ts'
import { identityRoutes } from '#modules/identity/routes.ts'
import { contractsSubscribers } from '#modules/contracts/events.ts'
import { refusals as contractsRefusals } from '#modules/contracts/refusals.ts'
import { contractsRoutes } from '#modules/contracts/routes.ts'
import { customersSubscribers } from '#modules/customers/events.ts'
import { refusals as customersRefusals } from '#modules/customers/refusals.ts'
import { customersRoutes } from '#modules/customers/routes.ts'
import { inventorySubscribers } from '#modules/inventory/events.ts'
import { refusals as inventoryRefusals } from '#modules/inventory/refusals.ts'
import { inventoryRoutes } from '#modules/inventory/routes.ts'
import { purchasingSubscribers } from '#modules/purchasing/events.ts'
import { receiveOrdered } from '#modules/purchasing/receiving.ts'
import { purchasingRecords } from '#modules/purchasing/records.ts'
import { refusals as purchaseRefusals } from '#modules/purchasing/refusals.ts'
import { usePurchasePaper } from '#modules/purchasing/papers.ts'
import { purchasingRoutes } from '#modules/purchasing/routes.ts'
import { drawPurchase } from '#modules/printing/purchase-papers.ts'
import { overdueJob } from '#modules/purchasing/watch.ts'
import { notificationSubscribers } from '#modules/notifications/events.ts'
import { noticeMailJob } from '#modules/notifications/mailing.ts'
import { refusals as notificationRefusals } from '#modules/notifications/refusals.ts'
import { notificationsRoutes } from '#modules/notifications/routes.ts'
import { presenceRoutes } from '#modules/presence/routes.ts'
import { promisesSubscribers } from '#modules/promises/events.ts'
import { predictionJob } from '#modules/promises/predictions.ts'
import { refusals as promisesRefusals } from '#modules/promises/refusals.ts'
import { promisesRoutes } from '#modules/promises/routes.ts'
import { watcherJob } from '#modules/promises/watcher.ts'
import { refusals as portalRefusals } from '#modules/portal/refusals.ts'
import { portalRoutes } from '#modules/portal/routes.ts'
import { searchRoutes } from '#modules/search/routes.ts'
import { shipmentSubscribers } from '#modules/shipments/events.ts'
import { refusals as shipmentRefusals } from '#modules/shipments/refusals.ts'
import { shipmentsRoutes } from '#modules/shipments/routes.ts'
import { shipmentWatchJob } from '#modules/shipments/watch.ts'
import { schedulingSubscribers } from '#modules/scheduling/events.ts'
import { refusals as schedulingRefusals } from '#modules/scheduling/refusals.ts'
import { schedulingRoutes } from '#modules/scheduling/routes.ts'
import { orderSubscribers } from '#modules/orders/events.ts'
import { refusals as orderRefusals } from '#modules/orders/refusals.ts'
import { ordersRoutes } from '#modules/orders/routes.ts'
import { refusals as importRefusals } from '#modules/imports/refusals.ts'
import { importJob, importReadingJob } from '#modules/imports/job.ts'
import { stillReading } from '#modules/imports/reading.ts'
import { importsRoutes } from '#modules/imports/routes.ts'
import { refusals as editingRefusals } from '#modules/editing/refusals.ts'
import { draftAgeJob } from '#modules/editing/drafts.ts'
import { editingRoutes } from '#modules/editing/routes.ts'
import { customerNoticeJob } from '#modules/engagement/notice-job.ts'
import { engagementSubscribers } from '#modules/engagement/events.ts'
import { refusals as engagementRefusals } from '#modules/engagement/refusals.ts'
import { engagementRoutes } from '#modules/engagement/routes.ts'
import { insightSubscribers } from '#modules/insight/events.ts'
import { rollupJob } from '#modules/insight/jobs.ts'
import { refusals as insightRefusals } from '#modules/insight/refusals.ts'
import { insightRoutes } from '#modules/insight/routes.ts'
import { contractsRecords } from '#modules/contracts/records.ts'
import { customersRecords } from '#modules/customers/records.ts'
import { inventoryRecords } from '#modules/inventory/records.ts'
import { promisesRecords } from '#modules/promises/records.ts'
import { shipmentsRecords } from '#modules/shipments/records.ts'
import { servicesSubscribers } from '#modules/services/events.ts'
import { servicesRecords } from '#modules/services/records.ts'
import { refusals as serviceRefusals } from '#modules/services/refusals.ts'
import { servicesRoutes } from '#modules/services/routes.ts'
import { waveApplyTask, waveResumeJob } from '#modules/waves/applying-task.ts'
import { WAVE_APPLY_TASK, WAVE_TASK, waveSubscribers } from '#modules/waves/events.ts'
import { wavesRecords } from '#modules/waves/records.ts'
import { refusals as waveRefusals } from '#modules/waves/refusals.ts'
import { wavesRoutes } from '#modules/waves/routes.ts'
import { waveTask } from '#modules/waves/task.ts'
import { refusals as inquiryRefusals } from '#modules/inquiries/refusals.ts'
import { inquiriesRoutes } from '#modules/inquiries/routes.ts'
import { pickupJob } from '#modules/handovers/pickup-job.ts'
import { handoverSubscribers } from '#modules/handovers/events.ts'
import { handoversRecords, handoversSettings } from '#modules/handovers/records.ts'
import { refusals as handoverRefusals } from '#modules/handovers/refusals.ts'
import { handoversRoutes } from '#modules/handovers/routes.ts'
import { returnsRecords } from '#modules/returns/records.ts'
import { refusals as returnRefusals } from '#modules/returns/refusals.ts'
import { returnsRoutes } from '#modules/returns/routes.ts'
import { schedulingRecords } from '#modules/scheduling/records.ts'
import { ordersRecords } from '#modules/orders/records.ts'
import { importsRecords } from '#modules/imports/records.ts'
import { identityRecords, identitySettings } from '#modules/identity/records.ts'
import { engagementSettings } from '#modules/engagement/records.ts'
import { exportsSettings } from '#modules/exports/records.ts'
import { insightSettings } from '#modules/insight/records.ts'
import { printingSettings } from '#modules/printing/settings.ts'
import { viewsSettings } from '#modules/views/records.ts'
import { bulkSubscribers, BULK_TASK } from '#modules/bulk/events.ts'
import { refusals as bulkRefusals } from '#modules/bulk/refusals.ts'
import { bulkRoutes } from '#modules/bulk/routes.ts'
import { bulkTask } from '#modules/bulk/task.ts'
import { refusals as exportRefusals } from '#modules/exports/refusals.ts'
import { exportsRoutes } from '#modules/exports/routes.ts'
import { scheduledExportJob } from '#modules/exports/schedule-job.ts'
import { type ServedList, idsMatching, serveLists } from '#modules/views/lists.ts'
import { refusals as viewsRefusals } from '#modules/views/refusals.ts'
import { viewsRoutes } from '#modules/views/routes.ts'
import { refusals as printRefusals } from '#modules/printing/refusals.ts'
import { printingRoutes } from '#modules/printing/routes.ts'
import type { OriginsOf } from '#modules/contracts/dry-run.ts'
import { type WarehouseBrief, warehousesFragment } from '#modules/inventory/stock.ts'
import { type Database, sql } from '#platform/db.ts'
import { strayFilesJob } from '#platform/stray-files.ts'
import { mailSubscriber } from '#platform/mail.ts'
import { platformRefusals } from '#platform/errors.ts'
import type { Subscriber } from '#platform/events.ts'
import type { BoundOperation } from '#platform/http.ts'
import type { Job } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import type { Task } from '#platform/queue.ts'
import { type RecordKind, type SettingKind, useRecordKinds } from '#platform/records.ts'
import { useTellers } from '#platform/tellers.ts'
import type { Bilingual } from '#platform/text.ts'

/** What a background job of a module may use. */
export type JobTools = { database: Database; log: Log; clock: () => Date }
/** Where people find the web app, for links in mails; null when nobody said. */
export type Place = { publicUrl: string | null }

/** Contracts reckons with warehouses, which stand above it on the map. */
const originsOf: OriginsOf = async (ctx) =>
  (await ctx.db.one(sql<{ origins: WarehouseBrief[] }>`select ${warehousesFragment(ctx)} as origins`)).origins

/** Every module's operations. */
export function composeOperations(
  authenticator: ReturnType<typeof createAuthenticator>,
  settings: { hasMail: boolean } = { hasMail: false },
): BoundOperation[] {
  const operations = [
    ...identityRoutes(authenticator),
    ...editingRoutes,
    ...schedulingRoutes,
    ...promisesRoutes,
    ...presenceRoutes,
    ...customersRoutes,
    ...contractsRoutes(originsOf),
    ...inventoryRoutes(receiveOrdered),
    ...purchasingRoutes,
    ...ordersRoutes,
    ...wavesRoutes,
    ...engagementRoutes,
    ...insightRoutes,
    ...shipmentsRoutes,
    ...handoversRoutes,
    ...returnsRoutes,
    ...inquiriesRoutes,
    ...servicesRoutes,
    ...printingRoutes,
    ...activityRoutes,
    ...notificationsRoutes(settings.hasMail),
    ...searchRoutes,
    ...portalRoutes,
    ...importsRoutes,
  ]
  // The views of lists are themselves a list: the lists are known once all operations are.
  const lists = new Map<string, ServedList>()
  const all = [
    ...operations,
    ...viewsRoutes(lists),
    ...bulkRoutes(bulkActions, idsMatching(lists)),
    ...exportsRoutes(lists),
  ]
  for (const [name, list] of serveLists(listSources, all)) lists.set(name, list)
  return all
}

/** Every kind of record that something can refer to. */
export const recordKinds: readonly RecordKind[] = [
  ...identityRecords,
  ...schedulingRecords,
  ...promisesRecords,
  ...customersRecords,
  ...contractsRecords,
  ...inventoryRecords,
  ...purchasingRecords,
  ...ordersRecords,
  ...wavesRecords,
  ...shipmentsRecords,
  ...handoversRecords,
  ...returnsRecords,
  ...servicesRecords,
  ...importsRecords,
]
/** What is administered beside them. */
export const settingKinds: readonly SettingKind[] = [
  ...identitySettings,
  ...printingSettings,
  ...engagementSettings,
  ...handoversSettings,
  ...insightSettings,
  ...viewsSettings,
  ...exportsSettings,
]
useRecordKinds([...recordKinds, ...settingKinds])
useTellers(tellers)
usePurchasePaper(drawPurchase)

/** Who listens to the event log, in the order their effects should appear. */
export const subscribers: Subscriber[] = [
  mailSubscriber,
  ...schedulingSubscribers,
  ...promisesSubscribers,
  ...customersSubscribers,
  ...contractsSubscribers,
  ...inventorySubscribers,
  ...purchasingSubscribers,
  ...orderSubscribers,
  ...waveSubscribers,
  ...shipmentSubscribers,
  ...handoverSubscribers,
  ...servicesSubscribers,
  ...engagementSubscribers,
  ...insightSubscribers,
  ...activitySubscribers,
  ...notificationSubscribers,
  ...bulkSubscribers,
]

/** Background jobs of the modules. */
export function composeJobs(tools: JobTools & Place, operations: BoundOperation[]): Job[] {
  const { database, clock, publicUrl } = tools
  return [
    watcherJob(database, clock),
    predictionJob(database, clock),
    rollupJob(database, clock),
    shipmentWatchJob(database, clock),
    customerNoticeJob(database, clock),
    pickupJob(database, clock),
    overdueJob(database, clock),
    removedFilesJob(database, clock),
    strayFilesJob({ database, clock, isAwaited: stillReading }),
    importReadingJob(tools),
    importJob(tools),
    waveResumeJob(tools),
    draftAgeJob(database, clock),
    noticeMailJob(database, clock, publicUrl),
    scheduledExportJob(database, clock, { lists: serveLists(listSources, operations), publicUrl }),
  ]
}

/** Effects and long work that the queue does. */
export const composeTasks = ({ database, log, clock }: JobTools): Record<string, Task> => ({
  [BULK_TASK]: bulkTask({ database, log, clock, actions: bulkActions, texts: refusalTexts }),
  [WAVE_TASK]: waveTask({ database, log, clock }),
  [WAVE_APPLY_TASK]: waveApplyTask({ database, log, clock }),
})

/** The texts of all refusals. */
export const refusalTexts: Record<string, Bilingual> = {
  ...platformRefusals,
  ...identityRefusals,
  ...editingRefusals,
  ...schedulingRefusals,
  ...promisesRefusals,
  ...customersRefusals,
  ...contractsRefusals,
  ...inventoryRefusals,
  ...purchaseRefusals,
  ...orderRefusals,
  ...waveRefusals,
  ...insightRefusals,
  ...shipmentRefusals,
  ...engagementRefusals,
  ...handoverRefusals,
  ...returnRefusals,
  ...inquiryRefusals,
  ...serviceRefusals,
  ...printRefusals,
  ...portalRefusals,
  ...importRefusals,
  ...activityRefusals,
  ...notificationRefusals,
  ...viewsRefusals,
  ...bulkRefusals,
  ...exportRefusals,
}
