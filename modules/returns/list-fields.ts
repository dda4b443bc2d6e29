import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { returnsApi } from './api.ts'
import { returnReasons, returnStateNames } from './return.ts'

type Row = RowOf<typeof returnsApi.listReturns>

export const returnFields: readonly ListField<Row>[] = [
  { key: 'number', title: { zh: '退货单', en: 'Return' }, value: (r) => r.number },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (r) => returnStateNames[r.state] },
  { key: 'order', title: { zh: '原订单', en: 'Order' }, value: (r) => r.orderNumber },
  { key: 'customer', title: { zh: '客户', en: 'Customer' }, value: (r) => r.customer.name },
  { key: 'reason', title: { zh: '退货原因', en: 'Reason' }, value: (r) => returnReasons[r.reason] },
  { key: 'quantity', title: { zh: '应退', en: 'To come' }, value: (r) => r.quantity },
  { key: 'restocked', title: { zh: '入库', en: 'Into stock' }, value: (r) => r.restocked },
  { key: 'unsaleable', title: { zh: '不能再售', en: 'Not saleable' }, value: (r) => r.unsaleable },
  { key: 'warehouse', title: { zh: '退回仓库', en: 'Warehouse' }, value: (r) => r.warehouse.name },
  { key: 'waybill', title: { zh: '退回运单号', en: 'Tracking number' }, value: (r) => r.waybill },
  { key: 'expected', title: { zh: '预计退回', en: 'Expected' }, value: (r) => ({ day: r.expectedOn }) },
  { key: 'announced', title: { zh: '登记时间', en: 'Announced' }, value: (r) => at(r.announcedAt) },
]
