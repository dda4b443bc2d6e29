import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { RouteComponent } from '@tanstack/react-router'
import type { Permission } from '#platform/api.ts'
import { whenSignedOut } from '#web/lib/api.ts'
import { loadCode } from '#web/lib/page-code.ts'
import { parseSearch, stringifySearch } from '#web/lib/search.ts'
import { farewell, loadMe } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { BrokenPage, LoadingPage, MissingPage } from '#web/ui/plain-states.tsx'

type Page = { path: string; permission: Permission | null; component: RouteComponent }

/** A page inside the shell, loaded when it is first opened. `null`: any person who is logged in. */
function page<M extends Record<string, unknown>, K extends keyof M & string>(
  path: string,
  permission: Permission | null,
  load: () => Promise<M>,
  name: K,
): Page {
  return {
    path,
    permission,
    component: lazyRouteComponent(() => loadCode(load) as Promise<never>, name as never) as RouteComponent,
  }
}

/** Who may read one record depends on the record (permission, scopes, a grant by a mention): the page's own read says. */
const BY_RECORD = null

/** How long the pointer rests on a link before its page is loaded. */
const PRELOAD_MS = 15

/** Every page inside the shell: one row each. `web/menu.ts` says which ones the menu shows. */
const pages: Page[] = [
  page('/', null, () => import('#web/features/workbench/workbench-page.tsx'), 'WorkbenchPage'),
  page('/notices', null, () => import('#web/features/notifications/notices-page.tsx'), 'NoticesPage'),
  page(
    '/notices/settings',
    null,
    () => import('#web/features/notifications/notice-settings-page.tsx'),
    'NoticeSettingsPage',
  ),
  page('/settings', null, () => import('#web/features/settings/settings-page.tsx'), 'AllSettingsPage'),
  page('/settings/views', null, () => import('#web/features/views/views-page.tsx'), 'ViewsPage'),
  page(
    '/settings/mails',
    'mail.manage',
    () => import('#web/features/notifications/mails-page.tsx'),
    'MailsPage',
  ),
  page('/orders', 'order.read', () => import('#web/features/orders/orders-page.tsx'), 'OrdersPage'),
  page(
    '/orders/new',
    'order.create',
    () => import('#web/features/orders/new-order-page.tsx'),
    'NewOrderPage',
  ),
  page(
    '/orders/paste',
    'order.create',
    () => import('#web/features/orders/paste-page.tsx'),
    'PasteOrdersPage',
  ),
  page('/orders/$id', BY_RECORD, () => import('#web/features/orders/order-page.tsx'), 'OrderPage'),
  page(
    '/order-errors',
    'inside.read',
    () => import('#web/features/orders/order-errors-page.tsx'),
    'OrderErrorsPage',
  ),
  page(
    '/tracking-inquiries',
    'order.read',
    () => import('#web/features/inquiries/inquiries-page.tsx'),
    'InquiriesPage',
  ),
  page(
    '/product-deliveries',
    'shipment.read',
    () => import('#web/features/shipments/product-trail-page.tsx'),
    'ProductTrailPage',
  ),
  page('/waves', 'wave.manage', () => import('#web/features/waves/waves-page.tsx'), 'WavesPage'),
  page('/waves/$id', 'wave.manage', () => import('#web/features/waves/wave-page.tsx'), 'WavePage'),
  page(
    '/service-orders',
    'order.read',
    () => import('#web/features/services/services-page.tsx'),
    'ServicesPage',
  ),
  page(
    '/service-orders/$id',
    BY_RECORD,
    () => import('#web/features/services/service-page.tsx'),
    'ServicePage',
  ),
  page(
    '/handover-lists',
    'handover.read',
    () => import('#web/features/handovers/handovers-page.tsx'),
    'HandoversPage',
  ),
  page(
    '/handover-lists/$id',
    BY_RECORD,
    () => import('#web/features/handovers/handover-page.tsx'),
    'HandoverPage',
  ),
  page(
    '/handover-items',
    'handover.read',
    () => import('#web/features/handovers/handover-items-page.tsx'),
    'HandoverItemsPage',
  ),
  page('/returns', 'order.read', () => import('#web/features/returns/returns-page.tsx'), 'ReturnsPage'),
  page('/returns/$id', BY_RECORD, () => import('#web/features/returns/return-page.tsx'), 'ReturnPage'),
  page('/shortages', 'inside.read', () => import('#web/features/orders/shortages-page.tsx'), 'ShortagesPage'),
  page('/account', null, () => import('#web/features/identity/account-page.tsx'), 'AccountPage'),
  page('/settings/users', 'user.read', () => import('#web/features/identity/users-page.tsx'), 'UsersPage'),
  page('/settings/roles', 'user.read', () => import('#web/features/identity/roles-page.tsx'), 'RolesPage'),
  page('/settings/teams', 'user.read', () => import('#web/features/identity/teams-page.tsx'), 'TeamsPage'),
  page(
    '/settings/api-keys',
    'api_key.manage',
    () => import('#web/features/identity/api-keys-page.tsx'),
    'ApiKeysPage',
  ),
  page('/settings/audit', 'audit.read', () => import('#web/features/activity/audit-page.tsx'), 'AuditPage'),
  page(
    '/products',
    'inventory.read',
    () => import('#web/features/inventory/products-page.tsx'),
    'ProductsPage',
  ),
  page('/products/$id', BY_RECORD, () => import('#web/features/inventory/product-page.tsx'), 'ProductPage'),
  page('/stock', 'inventory.read', () => import('#web/features/inventory/stock-page.tsx'), 'StockPage'),
  page(
    '/stock/totals',
    'inventory.read',
    () => import('#web/features/inventory/stock-totals-page.tsx'),
    'StockTotalsPage',
  ),
  page(
    '/warehouses',
    'inventory.read',
    () => import('#web/features/inventory/warehouses-page.tsx'),
    'WarehousesPage',
  ),
  page(
    '/warehouses/$id',
    BY_RECORD,
    () => import('#web/features/inventory/warehouse-page.tsx'),
    'WarehousePage',
  ),
  page(
    '/purchase-orders',
    'purchase.read',
    () => import('#web/features/purchasing/purchases-page.tsx'),
    'PurchasesPage',
  ),
  page(
    '/purchase-orders/new',
    'purchase.manage',
    () => import('#web/features/purchasing/purchase-form-page.tsx'),
    'NewPurchasePage',
  ),
  page(
    '/purchase-orders/$id',
    BY_RECORD,
    () => import('#web/features/purchasing/purchase-page.tsx'),
    'PurchasePage',
  ),
  page(
    '/purchase-orders/$id/change',
    'purchase.manage',
    () => import('#web/features/purchasing/purchase-form-page.tsx'),
    'ChangePurchasePage',
  ),
  page(
    '/goods-receipts',
    'inventory.read',
    () => import('#web/features/inventory/receipts-page.tsx'),
    'ReceiptsPage',
  ),
  page(
    '/goods-receipts/new',
    'stock.receive',
    () => import('#web/features/inventory/receive-page.tsx'),
    'ReceivePage',
  ),
  page(
    '/goods-receipts/$id',
    BY_RECORD,
    () => import('#web/features/inventory/receipt-page.tsx'),
    'ReceiptPage',
  ),
  page('/kpis', 'kpi.read', () => import('#web/features/insight/kpis-page.tsx'), 'KpisPage'),
  page('/kpis/$id', 'kpi.read', () => import('#web/features/insight/kpi-page.tsx'), 'KpiPage'),
  page(
    '/satisfaction',
    'satisfaction.read',
    () => import('#web/features/engagement/answers-page.tsx'),
    'AnswersPage',
  ),
  page(
    '/customer-notices',
    'inside.read',
    () => import('#web/features/engagement/customer-notices-page.tsx'),
    'CustomerNoticesPage',
  ),
  page(
    '/customers',
    'customer.read',
    () => import('#web/features/customers/customers-page.tsx'),
    'CustomersPage',
  ),
  page(
    '/customers/$id',
    BY_RECORD,
    () => import('#web/features/customers/customer-page.tsx'),
    'CustomerPage',
  ),
  page('/promises', 'promise.read', () => import('#web/features/promises/promises-page.tsx'), 'PromisesPage'),
  page('/promises/$id', BY_RECORD, () => import('#web/features/promises/promise-drawer.tsx'), 'PromisePage'),
  page('/imports', 'import.run', () => import('#web/features/imports/imports-page.tsx'), 'ImportsPage'),
  page(
    '/imports/new',
    'import.run',
    () => import('#web/features/imports/new-import-page.tsx'),
    'NewImportPage',
  ),
  page('/imports/$id', 'import.run', () => import('#web/features/imports/import-page.tsx'), 'ImportPage'),
  page(
    '/contracts',
    'contract.read',
    () => import('#web/features/contracts/contracts-page.tsx'),
    'ContractsPage',
  ),
  page(
    '/contracts/$id',
    BY_RECORD,
    () => import('#web/features/contracts/contract-page.tsx'),
    'ContractPage',
  ),
  page(
    '/contracts/$id/clauses/new',
    'contract.manage',
    () => import('#web/features/contracts/clause-form-page.tsx'),
    'NewClausePage',
  ),
  page(
    '/clauses/preview',
    'contract.read',
    () => import('#web/features/contracts/preview-page.tsx'),
    'ClausePreviewPage',
  ),
  page('/clauses/$id', BY_RECORD, () => import('#web/features/contracts/clause-page.tsx'), 'ClausePage'),
  page(
    '/clauses/$id/change',
    'contract.manage',
    () => import('#web/features/contracts/clause-form-page.tsx'),
    'ChangeClausePage',
  ),
  page(
    '/shipments',
    'shipment.read',
    () => import('#web/features/shipments/shipments-page.tsx'),
    'ShipmentsPage',
  ),
  page(
    '/shipments/outbound',
    'handover.read',
    () => import('#web/features/shipments/outbound-page.tsx'),
    'OutboundPage',
  ),
  page(
    '/shipments/waybills',
    'shipment.read',
    () => import('#web/features/shipments/waybills-page.tsx'),
    'WaybillsPage',
  ),
  page(
    '/shipments/$id',
    BY_RECORD,
    () => import('#web/features/shipments/shipment-page.tsx'),
    'ShipmentPage',
  ),
  page(
    '/exceptions',
    'shipment.read',
    () => import('#web/features/shipments/exceptions-page.tsx'),
    'ExceptionsPage',
  ),
  page(
    '/return-receipts',
    'shipment.read',
    () => import('#web/features/shipments/return-receipts-page.tsx'),
    'ReturnReceiptsPage',
  ),
  page('/prints', 'print.read', () => import('#web/features/printing/prints-page.tsx'), 'PrintsPage'),
  page(
    '/settings/printing',
    'print.manage',
    () => import('#web/features/printing/settings-page.tsx'),
    'PrintingSettingsPage',
  ),
  page(
    '/settings/calendars',
    'calendar.read',
    () => import('#web/features/scheduling/calendars-page.tsx'),
    'CalendarsPage',
  ),
  page(
    '/settings/calendars/new',
    'calendar.manage',
    () => import('#web/features/scheduling/calendar-page.tsx'),
    'NewCalendarPage',
  ),
  page(
    '/settings/calendars/$id',
    BY_RECORD,
    () => import('#web/features/scheduling/calendar-page.tsx'),
    'CalendarPage',
  ),
]

const root = createRootRoute({ notFoundComponent: MissingPage })

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/log-in',
  component: lazyRouteComponent(() => import('#web/features/identity/log-in-page.tsx'), 'LogInPage'),
})

/** The public page of one order: no log-in, no component library. */
const tracking = createRoute({
  getParentRoute: () => root,
  path: '/t/$token',
  component: lazyRouteComponent(() => import('#web/features/portal/tracking-page.tsx'), 'TrackingPage'),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const me = await loadMe()
    if (!me) throw redirect({ to: paths.logIn, search: { next: location.href } as never })
    return { me }
  },
  component: lazyRouteComponent(() => import('#web/shell.tsx'), 'Shell'),
})

const shellPages = pages.map(({ path, permission, component }) =>
  createRoute({ getParentRoute: () => shell, path, component, staticData: { permission } }),
)

export const router = createRouter({
  routeTree: root.addChildren([logIn, tracking, shell.addChildren(shellPages)]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPreloadDelay: PRELOAD_MS,
  defaultPendingMs: 300,
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: MissingPage,
  scrollRestoration: true,
})

whenSignedOut(() => {
  const { pathname, href } = router.state.location
  if (pathname === paths.logIn || router.state.status === 'pending') return
  farewell()
  void router.navigate({ to: paths.logIn, search: { next: href } as never })
})

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    permission?: Permission | null
  }
}
