import type { Text } from '#platform/text.ts'
import { returnsApi } from '#modules/returns/api.ts'
import { returnList } from '#modules/returns/return-list.ts'
import { returnReasons } from '#modules/returns/return.ts'
import { useLookups } from '#web/features/lookups.ts'
import { type ReturnRow, returnStateTags, returnText } from '#web/features/returns/return-text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Day, Figure, Time } from '#web/ui/values.tsx'

const text = {
  ...returnText,
  search: { zh: '退货单、订单、运单号', en: 'Return, order, tracking number' },
  none: { zh: '没有退货', en: 'No returns' },
  noneHelp: {
    zh: '在订单页点“登记退货”，写明哪些货退回、为什么；货到仓后在退货单上入库。',
    en: 'Announce a return on the page of its order: what comes back and why. Receive the goods on the return.',
  },
  noneHelpOthers: {
    zh: '客户退回的货登记后会出现在这里，可查看到仓和入库情况。',
    en: 'Returns appear here once they are announced, with what has arrived and gone into stock.',
  },
} satisfies Text

const columns: readonly Column<ReturnRow>[] = [
  { key: 'number', title: text.number, sort: 'number', render: (r) => r.number },
  {
    key: 'state',
    title: text.state,
    sort: 'state',
    render: (r) => <StateTag of={returnStateTags} state={r.state} />,
  },
  {
    key: 'order',
    title: text.order,
    render: (r) => <PageLink to={paths.order(r.orderId)}>{r.orderNumber}</PageLink>,
  },
  { key: 'customer', title: text.customer, render: (r) => r.customer.name, isLine: true },
  { key: 'reason', title: text.reason, render: (r) => <Reason row={r} /> },
  { key: 'quantity', title: text.quantity, align: 'end', render: (r) => <Figure value={r.quantity} /> },
  { key: 'restocked', title: text.restocked, align: 'end', render: (r) => <Figure value={r.restocked} /> },
  {
    key: 'unsaleable',
    title: text.unsaleable,
    align: 'end',
    render: (r) => <Figure value={r.unsaleable} />,
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'warehouse',
    title: text.warehouse,
    render: (r) => r.warehouse.name,
    isLine: true,
    isOffPhone: true,
    isHidden: true,
  },
  { key: 'waybill', title: text.waybill, render: (r) => r.waybill || '–', isWhole: true, isOffPhone: true },
  {
    key: 'expected',
    title: text.expected,
    sort: 'expected',
    render: (r) => (r.expectedOn ? <Day day={r.expectedOn} /> : '–'),
  },
  {
    key: 'announced',
    title: text.announced,
    sort: 'announced',
    render: (r) => <Time at={r.announcedAt} />,
    isOffPhone: true,
  },
]

function Reason({ row }: { row: ReturnRow }) {
  const say = useSay()
  return <>{say(returnReasons[row.reason])}</>
}

/** Goods that customers send back, newest first. */
export function ReturnsPage() {
  const t = useText(text)
  const { customer, order, warehouse } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(returnList, {
      first: ['state', 'reason', 'customerId', 'announced'],
      lookups: { customerId: customer, orderId: order, warehouseId: warehouse },
    }),
  ]
  return (
    <ListPage
      title={t.returns}
      name="returns"
      recordType="return_order"
      operation={returnsApi.listReturns}
      columns={columns}
      filters={filters}
      defaultSort={returnList.defaultSort}
      rowKey={(r) => r.id}
      open={(r) => paths.returnOrder(r.id)}
      empty={{
        title: t.none,
        help: t.noneHelp,
        doer: { permission: 'return.manage', otherwise: t.noneHelpOthers },
      }}
    />
  )
}
