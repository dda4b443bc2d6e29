import { engagementApi } from '#modules/engagement/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { promisesApi } from '#modules/promises/api.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { Loaded } from '#web/ui/detail-page.tsx'

const text = {
  promises: { zh: '承诺', en: 'Promises' },
  late: { zh: '已逾期', en: 'Late' },
  today: { zh: '今天到期', en: 'Due today' },
  atRisk: { zh: '可能延误', en: 'At risk' },
  untold: { zh: '改期未告知', en: 'New date not told' },
  notices: { zh: '客户通知待发', en: 'Notices to customers to send' },
  orders: { zh: '订单', en: 'Orders' },
  held: { zh: '冻结待放行', en: 'Held, to release' },
  onHold: { zh: '冻结中', en: 'On hold' },
  lacking: { zh: '等待补货', en: 'Waiting for stock' },
  underWay: { zh: '已确认', en: 'Confirmed' },
  shipping: { zh: '发运中', en: 'Being shipped' },
  onTheWay: { zh: '运输中', en: 'On the way' },
  short: { zh: '缺货待处理', en: 'Short, to decide' },
  supply: { zh: '采购', en: 'Purchasing' },
  overdueSupply: { zh: '采购逾期未到', en: 'Ordered goods overdue' },
  toSend: { zh: '草稿待发', en: 'Drafts to send' },
  toConfirm: { zh: '待供应商确认', en: 'To be confirmed' },
  shipments: { zh: '发运', en: 'Shipments' },
  overdueToShip: { zh: '已过发货时限', en: 'Past the time to leave' },
  toPick: { zh: '待拣货', en: 'To pick' },
  packed: { zh: '待交接', en: 'To hand over' },
  exceptions: { zh: '异常未结', en: 'Open exceptions' },
  receipts: { zh: '回单逾期', en: 'Receipts overdue' },
} satisfies Text

const REFRESH_MS = 60_000
// Lists answer a page at a time: up to here a number is exact, above it says "100+".
const COUNTED_TO = 100
const OPEN_STATES = ['held', 'short', 'confirmed', 'shipping'] as const

/** What waits for a person, each number the way to its rows. Only areas one may read. */
export function Waiting() {
  const mayPromises = useCan('promise.read')
  const mayOrders = useCan('order.read')
  const mayShipments = useCan('shipment.read')
  const mayPurchases = useCan('purchase.read')
  const isInside = useCan('inside.read')
  return (
    <>
      {mayPromises && <PromisesWaiting />}
      {mayOrders && (isInside ? <OrdersWaiting /> : <OwnOrders />)}
      {mayShipments && <ShipmentsWaiting />}
      {mayPurchases && <SupplyWaiting />}
    </>
  )
}

type Count = { label: string; n: number; to: string; isBad?: boolean; isMore?: boolean }

function Counts({ title, counts }: { title: string; counts: Count[] }) {
  return (
    <section className="n-panel n-section">
      <div className="n-section-head">
        <h2>{title}</h2>
      </div>
      <div className="n-tiles">
        {counts.map(({ label, n, to, isBad, isMore }) => (
          <PageLink key={label} to={to} className="n-tile n-count">
            <strong className={isBad && n > 0 ? 'n-count-bad' : undefined}>
              {formatNumber(n)}
              {isMore && '+'}
            </strong>
            <span>{label}</span>
          </PageLink>
        ))}
      </div>
    </section>
  )
}

function PromisesWaiting() {
  const t = useText(text)
  const isInside = useCan('inside.read')
  const board = useOperation(
    promisesApi.getPromiseBoard,
    {},
    { refreshMs: REFRESH_MS, keepsPrevious: true, live: ['promise', 'order'] },
  )
  const notices = useOperation(
    engagementApi.listNotices,
    { query: { state: 'draft,failed', limit: COUNTED_TO } },
    {
      isEnabled: isInside,
      refreshMs: REFRESH_MS,
      keepsPrevious: true,
      live: ['delay_notice', 'order_notice'],
    },
  )
  const to = (view: string) => `${paths.promises}?view=${view}`
  return (
    <Loaded read={board}>
      {({ total, countedTo }) => (
        <Counts
          title={t.promises}
          counts={[
            {
              label: t.late,
              n: total.late,
              to: to('late'),
              isBad: true,
              isMore: total.late >= countedTo.view,
            },
            { label: t.today, n: total.today, to: to('today'), isMore: total.today >= countedTo.view },
            { label: t.atRisk, n: total.atRisk, to: to('at_risk'), isMore: total.atRisk >= countedTo.view },
            ...(isInside
              ? [
                  {
                    label: t.untold,
                    n: total.untold,
                    to: to('untold'),
                    isMore: total.untold >= countedTo.view,
                  },
                ]
              : []),
            ...(notices.data
              ? [
                  {
                    label: t.notices,
                    n: notices.data.rows.length,
                    to: `${paths.customerNotices}?state=draft&state=failed`,
                    isMore: notices.data.next !== null,
                  },
                ]
              : []),
          ]}
        />
      )}
    </Loaded>
  )
}

function OrdersWaiting() {
  const t = useText(text)
  const options = { refreshMs: REFRESH_MS, keepsPrevious: true, live: ['order'] }
  const held = useOperation(ordersApi.listOrders, { query: { state: 'held', limit: COUNTED_TO } }, options)
  const short = useOperation(
    ordersApi.listShortages,
    { query: { decision: 'none', limit: COUNTED_TO } },
    options,
  )
  return (
    <Loaded read={held}>
      {(heldPage) => (
        <Loaded read={short}>
          {(shortPage) => (
            <Counts
              title={t.orders}
              counts={[
                {
                  label: t.held,
                  n: heldPage.rows.length,
                  to: `${paths.orders}?state=held`,
                  isMore: heldPage.next !== null,
                },
                {
                  label: t.short,
                  n: shortPage.rows.length,
                  to: paths.shortages,
                  isBad: true,
                  isMore: shortPage.next !== null,
                },
              ]}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

/** Where a customer's own orders stand. */
function OwnOrders() {
  const t = useText(text)
  const options = { refreshMs: REFRESH_MS, keepsPrevious: true, live: ['order'] }
  const open = useOperation(
    ordersApi.listOrders,
    { query: { state: OPEN_STATES.join(','), limit: COUNTED_TO } },
    options,
  )
  const labels = { held: t.onHold, short: t.lacking, confirmed: t.underWay, shipping: t.shipping }
  return (
    <Loaded read={open}>
      {({ rows, next }) => (
        <Counts
          title={t.orders}
          counts={OPEN_STATES.map((state) => ({
            label: labels[state],
            n: rows.filter((row) => row.state === state).length,
            to: `${paths.orders}?state=${state}`,
            isBad: state === 'held' || state === 'short',
            isMore: next !== null,
          }))}
        />
      )}
    </Loaded>
  )
}

/** Orders to suppliers, once there are any to look after. */
function SupplyWaiting() {
  const t = useText(text)
  const options = { refreshMs: REFRESH_MS, keepsPrevious: true, live: ['purchase_order'] }
  const overdue = useOperation(
    purchasingApi.listPurchases,
    { query: { overdue: 'true', limit: COUNTED_TO } },
    options,
  )
  const open = useOperation(
    purchasingApi.listPurchases,
    { query: { state: 'draft,failed,sent', limit: COUNTED_TO } },
    options,
  )
  if (!overdue.data || !open.data || overdue.data.rows.length + open.data.rows.length === 0) return null
  const isMore = open.data.next !== null
  const toConfirm = open.data.rows.filter((row) => row.state === 'sent').length
  return (
    <Counts
      title={t.supply}
      counts={[
        {
          label: t.overdueSupply,
          n: overdue.data.rows.length,
          to: `${paths.purchases}?overdue=true`,
          isBad: true,
          isMore: overdue.data.next !== null,
        },
        {
          label: t.toSend,
          n: open.data.rows.length - toConfirm,
          to: `${paths.purchases}?state=draft&state=failed`,
          isMore,
        },
        { label: t.toConfirm, n: toConfirm, to: `${paths.purchases}?state=sent`, isMore },
      ]}
    />
  )
}

function ShipmentsWaiting() {
  const t = useText(text)
  const mayOutbound = useCan('handover.read')
  const counts = useOperation(
    shipmentsApi.countShipments,
    { query: {} },
    { refreshMs: REFRESH_MS, keepsPrevious: true, live: ['shipment'] },
  )
  return (
    <Loaded read={counts}>
      {({ states, overdueToShip, openExceptions, receiptsOverdue }) => (
        <Counts
          title={t.shipments}
          counts={[
            ...(mayOutbound
              ? [
                  { label: t.overdueToShip, n: overdueToShip, to: paths.outbound, isBad: true },
                  { label: t.toPick, n: states.planned ?? 0, to: `${paths.outbound}?state=planned` },
                  { label: t.packed, n: states.packed ?? 0, to: `${paths.outbound}?state=packed` },
                ]
              : [
                  {
                    label: t.onTheWay,
                    n: states.handed_over ?? 0,
                    to: `${paths.shipments}?state=handed_over`,
                  },
                ]),
            { label: t.exceptions, n: openExceptions, to: paths.exceptions, isBad: true },
            { label: t.receipts, n: receiptsOverdue, to: paths.returnReceipts },
          ]}
        />
      )}
    </Loaded>
  )
}
