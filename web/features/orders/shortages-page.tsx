import { decisionNames } from '#modules/orders/names.ts'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { shortageList } from '#modules/orders/order-list.ts'
import { causeOf } from '#modules/orders/shortage-cause.ts'
import { useLookups } from '#web/features/lookups.ts'
import type { Decision } from '#modules/orders/order-types.ts'
import { orderText } from '#web/features/orders/order-text.tsx'
import { ShortageDrawer } from '#web/features/orders/shortage-drawer.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag, type StateTable, StatusTag } from '#web/ui/status-tag.tsx'
import { Day, Deadline, Figure, Money, RelativeTime, Time } from '#web/ui/values.tsx'

type Row = ResultOf<typeof ordersApi.listShortages>['rows'][number]

const text = {
  ...orderText,
  title: { zh: '缺货处理', en: 'Shortage desk' },
  missing: { zh: '缺', en: 'Missing' },
  availableNow: { zh: '现有可用', en: 'Available now' },
  onOrder: { zh: '已订未到', en: 'On order' },
  drafted: { zh: '草稿 {n}', en: '{n} in draft' },
  value: { zh: '涉及金额', en: 'Value' },
  since: { zh: '发现于', en: 'Since' },
  decision: { zh: '处理', en: 'Decision' },
  search: { zh: '订单号、商品、客户', en: 'Order, product, customer' },
  empty: { zh: '没有缺货', en: 'Nothing is short' },
  emptyHelp: {
    zh: '接单时库存不足的部分会出现在这里。',
    en: 'What stock could not cover at order time appears here.',
  },
  cause: { zh: '缺货原因', en: 'Cause' },
} satisfies Text

export const decisions: StateTable<Decision | 'none'> = {
  none: { text: decisionNames.none, tone: 'warn' },
  other_warehouse: { text: decisionNames.other_warehouse, tone: 'info' },
  split: { text: decisionNames.split, tone: 'info' },
  substitute: { text: decisionNames.substitute, tone: 'info' },
  backorder: { text: decisionNames.backorder, tone: 'info' },
  cancel: { text: decisionNames.cancel, tone: 'mute' },
}

const columns: readonly Column<Row>[] = [
  { key: 'product', title: text.product, render: (s) => s.product.name, isLine: true },
  {
    key: 'order',
    title: text.number,
    render: (s) => (
      <span className="n-tags">
        <PageLink to={paths.order(s.order.id)}>{s.order.number}</PageLink>
        {s.order.urgent && <Urgent />}
      </span>
    ),
  },
  { key: 'customer', title: text.customer, render: (s) => s.customer.name, isLine: true },
  {
    key: 'missing',
    title: text.missing,
    render: (s) => <Figure value={s.quantity} />,
    align: 'end',
    sort: 'quantity',
  },
  {
    key: 'available',
    title: text.availableNow,
    render: (s) => <Figure value={s.availableNow} />,
    align: 'end',
  },
  {
    key: 'onOrder',
    title: text.onOrder,
    render: (s) => <OnOrder of={s.onOrder} />,
    isOffPhone: true,
  },
  {
    key: 'value',
    title: text.value,
    render: (s) => <Money minor={s.valueMinor} currency={s.currency} />,
    sort: 'value',
    align: 'end',
  },
  { key: 'due', title: text.deliverBy, render: (s) => <Deadline due={s.deliverBy ?? s.requestedAt} /> },
  {
    key: 'decision',
    title: text.decision,
    render: (s) => (
      <span className="n-tags">
        <StateTag of={decisions} state={s.decision ?? 'none'} />
        {s.backorderUntil && <Time at={s.backorderUntil} />}
      </span>
    ),
  },
  {
    key: 'cause',
    title: text.cause,
    render: (s) => <CauseCell cause={s.cause} />,
    isLine: true,
    isOffPhone: true,
  },
  {
    key: 'since',
    title: text.since,
    render: (s) => <RelativeTime at={s.detectedAt} />,
    sort: 'detected',
    isOffPhone: true,
  },
]

function CauseCell({ cause }: { cause: string | null }) {
  return useSay()(causeOf(cause))
}

/** Every quantity that could not be reserved, until somebody decides what becomes of it. */
export function ShortagesPage() {
  const t = useText(text)
  const [shown, setShown] = useState<Row | null>(null)
  const { customer, product, purchase } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(shortageList, {
      first: ['decision', 'urgent', 'customerId'],
      lookups: { customerId: customer, productId: product, purchaseId: purchase },
    }),
  ]
  return (
    <>
      <ListPage
        title={t.title}
        name="shortages"
        operation={ordersApi.listShortages}
        columns={columns}
        filters={filters}
        defaultSort={shortageList.defaultSort}
        rowKey={(s) => s.id}
        onOpen={setShown}
        empty={{ title: t.empty, help: t.emptyHelp }}
        refreshMs={30_000}
      />
      {shown && <ShortageDrawer key={shown.id} shortageId={shown.id} onClose={() => setShown(null)} />}
    </>
  )
}

/** What suppliers will bring of the product, and first when; drafts are nobody's word yet. */
function OnOrder({ of }: { of: Row['onOrder'] }) {
  const t = useText(text)
  if (!of) return <span className="n-quiet">–</span>
  return (
    <span className="n-tags">
      {of.quantity > 0 && <Figure value={of.quantity} />}
      {of.expectedOn && <Day day={of.expectedOn} />}
      {of.drafted > 0 && <span className="n-quiet">{fill(t.drafted, { n: of.drafted })}</span>}
    </span>
  )
}

function Urgent() {
  const t = useText(text)
  return <StatusTag tone="warn">{t.urgent}</StatusTag>
}
