import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { purchasingApi } from './api.ts'
import { purchaseStateNames } from './purchase.ts'

type Row = RowOf<typeof purchasingApi.listPurchases>

export const purchaseFields: readonly ListField<Row>[] = [
  { key: 'number', title: { zh: '采购订单', en: 'Purchase order' }, value: (o) => o.number },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (o) => purchaseStateNames[o.state] },
  { key: 'supplier', title: { zh: '供应商', en: 'Supplier' }, value: (o) => o.supplier.name },
  { key: 'customer', title: { zh: '代订客户', en: 'On behalf of' }, value: (o) => o.customer?.name },
  { key: 'warehouse', title: { zh: '收货仓库', en: 'Warehouse' }, value: (o) => o.warehouse.code },
  { key: 'expected', title: { zh: '预计到货', en: 'Expected' }, value: (o) => ({ day: o.expectedOn }) },
  { key: 'quantity', title: { zh: '订货数', en: 'Ordered' }, value: (o) => o.quantity },
  { key: 'received', title: { zh: '已到货', en: 'Received' }, value: (o) => o.received },
  {
    key: 'amount',
    title: { zh: '采购金额', en: 'Amount' },
    value: (o) => ({ minor: o.amountMinor, currency: o.currency }),
  },
  { key: 'currency', title: { zh: '币种', en: 'Currency' }, value: (o) => o.currency },
  { key: 'lines', title: { zh: '行数', en: 'Lines' }, value: (o) => o.lines },
  { key: 'customerRef', title: { zh: '客户订货号', en: 'Customer’s number' }, value: (o) => o.customerRef },
  { key: 'supplierRef', title: { zh: '供应商单号', en: 'Supplier’s number' }, value: (o) => o.supplierRef },
  { key: 'drafted', title: { zh: '制单时间', en: 'Drafted' }, value: (o) => at(o.draftedAt) },
  { key: 'by', title: { zh: '制单人', en: 'By' }, value: (o) => o.draftedBy },
]
