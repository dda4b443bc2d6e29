import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { purchaseBulk } from '#modules/purchasing/bulk.ts'
import { purchaseList } from '#modules/purchasing/purchase-list.ts'
import { useLookups } from '#web/features/lookups.ts'
import {
  Expected,
  type PurchaseRow,
  purchaseStateTags,
  purchaseText,
} from '#web/features/purchasing/purchase-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Figure, Money, Time } from '#web/ui/values.tsx'

const text = {
  ...purchaseText,
  search: { zh: '单号、供应商', en: 'Number, supplier' },
  add: { zh: '新建采购订单', en: 'New purchase order' },
  none: { zh: '没有采购订单', en: 'No purchase orders' },
  noneHelp: {
    zh: '向供应商订货，或代客户向制造商订货；在缺货处理中也可以直接订货。到货后按采购订单收货。',
    en: 'Order from a supplier, for ourselves or on behalf of a customer; the shortage desk does it, too. Receive the goods against the order.',
  },
  noneHelpOthers: {
    zh: '向供应商订货后，采购订单会出现在这里。',
    en: 'Purchase orders appear here once somebody orders from a supplier.',
  },
} satisfies Text

const columns: readonly Column<PurchaseRow>[] = [
  { key: 'number', title: text.number, sort: 'number', render: (o) => o.number },
  {
    key: 'state',
    title: text.state,
    sort: 'state',
    render: (o) => <StateTag of={purchaseStateTags} state={o.state} />,
  },
  { key: 'supplier', title: text.supplier, sort: 'supplier', render: (o) => o.supplier.name, isLine: true },
  { key: 'customer', title: text.customer, render: (o) => o.customer?.name ?? '–', isLine: true },
  { key: 'warehouse', title: text.warehouse, render: (o) => o.warehouse.code },
  {
    key: 'expected',
    title: text.expected,
    sort: 'expected',
    render: (o) => <Expected day={o.expectedOn} isOverdue={o.isOverdue} />,
  },
  { key: 'quantity', title: text.quantity, align: 'end', render: (o) => <Figure value={o.quantity} /> },
  { key: 'received', title: text.received, align: 'end', render: (o) => <Figure value={o.received} /> },
  {
    key: 'amount',
    title: text.amount,
    align: 'end',
    render: (o) => <Money minor={o.amountMinor} currency={o.currency} />,
    isOffPhone: true,
  },
  {
    key: 'currency',
    title: text.currency,
    render: (o) => o.currency,
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'lines',
    title: text.lines,
    align: 'end',
    render: (o) => <Figure value={o.lines} />,
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'customerRef',
    title: text.customerRef,
    render: (o) => o.customerRef || '–',
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'supplierRef',
    title: text.supplierRef,
    render: (o) => o.supplierRef || '–',
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'drafted',
    title: text.drafted,
    sort: 'drafted',
    render: (o) => <Time at={o.draftedAt} />,
    isOffPhone: true,
  },
  { key: 'by', title: text.by, render: (o) => o.draftedBy ?? '–', isOffPhone: true, isHidden: true },
]

/** Orders to suppliers, newest first. */
export function PurchasesPage() {
  const t = useText(text)
  const go = useGo()
  const seesPrices = useCan('purchase.price')
  const { customer, warehouse, product, order } = useLookups()
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'search', label: text.search },
    ...fieldFilters(purchaseList, {
      first: ['state', 'overdue', 'supplierId', 'customerId'],
      lookups: {
        supplierId: customer,
        customerId: customer,
        warehouseId: warehouse,
        productId: product,
        orderId: order,
      },
    }),
  ]
  const add = useCan('purchase.manage') && (
    <Button type="primary" onClick={() => go(paths.newPurchase)}>
      {t.add}
    </Button>
  )
  return (
    <ListPage
      title={t.purchases}
      name="purchases"
      recordType="purchase_order"
      operation={purchasingApi.listPurchases}
      columns={seesPrices ? columns : columns.filter((column) => column.key !== 'amount')}
      filters={filters}
      defaultSort={purchaseList.defaultSort}
      rowKey={(o) => o.id}
      open={(o) => paths.purchase(o.id)}
      bulkSpecs={purchaseBulk}
      actions={add}
      empty={{
        title: t.none,
        help: t.noneHelp,
        doer: { permission: 'purchase.manage', otherwise: t.noneHelpOthers },
        action: add,
      }}
    />
  )
}
