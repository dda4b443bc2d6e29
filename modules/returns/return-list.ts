import { listSpec } from '#platform/list-spec.ts'
import { type ReturnReason, returnReasons, returnStateNames, returnStates } from './return.ts'

/** What the list of returns can be filtered and sorted by. */
export const returnList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: returnStates,
      names: returnStateNames,
      label: { zh: '状态', en: 'State' },
    },
    reason: {
      kind: 'choice',
      values: Object.keys(returnReasons) as ReturnReason[],
      names: returnReasons,
      label: { zh: '退货原因', en: 'Reason' },
    },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    orderId: { kind: 'ref', label: { zh: '原订单', en: 'Order' } },
    warehouseId: { kind: 'ref', label: { zh: '退回仓库', en: 'Warehouse' } },
    announced: { kind: 'day', range: ['from', 'to'], label: { zh: '登记日期', en: 'Announced on' } },
    expected: { kind: 'day', isDate: true, isNullable: true, label: { zh: '预计退回', en: 'Expected' } },
  },
  sorts: {
    announced: { kind: 'instant' },
    expected: { kind: 'date', isNullable: true },
    number: { kind: 'text' },
    state: { kind: 'text' },
  },
  defaultSort: '-announced',
})
