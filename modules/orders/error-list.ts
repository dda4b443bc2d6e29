import { listSpec } from '#platform/list-spec.ts'
import { LIABLE, liableNames } from '#modules/promises/promise.ts'
import { errorKindKeys, errorKinds, errorStateNames, errorStates } from './order-error.ts'

/** What the log of errors can be filtered and sorted by. */
export const errorList = listSpec({
  fields: {
    kind: { kind: 'choice', values: errorKindKeys, names: errorKinds, label: { zh: '差错类型', en: 'Kind' } },
    found: { kind: 'day', range: ['from', 'to'], label: { zh: '发现日期', en: 'Found on' } },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    liable: {
      kind: 'choice',
      values: LIABLE,
      isNullable: true,
      names: liableNames,
      label: { zh: '责任方', en: 'Liable' },
    },
    cost: { kind: 'number', isMoney: true, isNullable: true, label: { zh: '损失', en: 'Cost' } },
    state: {
      kind: 'choice',
      values: errorStates,
      names: errorStateNames,
      label: { zh: '是否计入', en: 'Counts' },
    },
    orderId: { kind: 'ref', label: { zh: '订单', en: 'Order' } },
  },
  sorts: {
    found: { kind: 'instant' },
    cost: { kind: 'number', isNullable: true },
    kind: { kind: 'text' },
  },
  defaultSort: '-found',
})
