import { listSpec } from '#platform/list-spec.ts'
import { purchaseStateNames, purchaseStates } from './purchase.ts'

/** What the list of purchase orders can be filtered and sorted by. */
export const purchaseList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: purchaseStates,
      names: purchaseStateNames,
      label: { zh: '状态', en: 'State' },
    },
    overdue: { kind: 'flag', label: { zh: '逾期未到', en: 'Overdue' } },
    supplierId: { kind: 'ref', label: { zh: '供应商', en: 'Supplier' } },
    customerId: { kind: 'ref', isNullable: true, label: { zh: '代订客户', en: 'On behalf of' } },
    warehouseId: { kind: 'ref', label: { zh: '收货仓库', en: 'Warehouse' } },
    productId: { kind: 'ref', label: { zh: '商品', en: 'Product' } },
    orderId: { kind: 'ref', label: { zh: '等货的订单', en: 'Order that waits' } },
    expected: { kind: 'day', isDate: true, isNullable: true, label: { zh: '预计到货', en: 'Expected' } },
    drafted: { kind: 'day', range: ['from', 'to'], label: { zh: '制单日期', en: 'Drafted on' } },
  },
  sorts: {
    drafted: { kind: 'instant' },
    expected: { kind: 'date', isNullable: true },
    number: { kind: 'text' },
    state: { kind: 'text' },
    supplier: { kind: 'text' },
  },
  defaultSort: '-drafted',
})
