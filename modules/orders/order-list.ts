import { countryChoice } from '#modules/customers/place.ts'
import { listSpec } from '#platform/list-spec.ts'
import { channels, decisionNames, orderStateNames } from './names.ts'
import { orderKindNames, orderKinds } from './order-kind.ts'
import { orderStates } from './order.ts'
import { shortageCauseKeys, shortageCauses } from './shortage-cause.ts'

export const ORDER_NUMBERS_MAX = 50

/** What the list of orders can be filtered and sorted by. */
export const orderList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: orderStates,
      names: orderStateNames,
      label: { zh: '状态', en: 'State' },
    },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    placed: { kind: 'day', range: ['from', 'to'], label: { zh: '下单日期', en: 'Placed on' } },
    urgent: { kind: 'flag', label: { zh: '加急', en: 'Urgent' } },
    amount: { kind: 'number', isMoney: true, label: { zh: '金额', en: 'Amount' } },
    requested: { kind: 'day', isNullable: true, label: { zh: '要求送达', en: 'Wanted by' } },
    delivered: { kind: 'day', isNullable: true, label: { zh: '送达日期', en: 'Delivered on' } },
    number: { kind: 'text', label: { zh: '订单号', en: 'Order number' } },
    ref: { kind: 'text', isNullable: true, label: { zh: '客户单号', en: 'Customer’s number' } },
    channel: {
      kind: 'choice',
      values: ['form', 'paste', 'import', 'api'],
      names: channels,
      label: { zh: '来源', en: 'Channel' },
    },
    kind: {
      kind: 'choice',
      values: orderKinds,
      names: orderKindNames,
      label: { zh: '订单类型', en: 'Kind of order' },
    },
    service: { kind: 'text', label: { zh: '服务', en: 'Service' } },
    country: countryChoice,
    city: { kind: 'text', label: { zh: '城市', en: 'City' } },
  },
  sorts: {
    placed: { kind: 'instant' },
    number: { kind: 'text' },
    state: { kind: 'text', within: 'placed' },
    amount: { kind: 'integer' },
    requested: { kind: 'instant', isNullable: true },
  },
  defaultSort: '-placed',
})

/** What the list of open shortages can be filtered and sorted by. */
export const shortageList = listSpec({
  fields: {
    decision: {
      kind: 'choice',
      values: ['none', 'backorder'],
      names: decisionNames,
      label: { zh: '处理', en: 'Decision' },
    },
    cause: {
      kind: 'choice',
      values: shortageCauseKeys,
      names: shortageCauses,
      isNullable: true,
      label: { zh: '缺货原因', en: 'Cause' },
    },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    productId: { kind: 'ref', label: { zh: '商品', en: 'Product' } },
    orderId: { kind: 'ref', label: { zh: '订单', en: 'Order' } },
    purchaseId: { kind: 'ref', label: { zh: '采购订单', en: 'Purchase order' } },
    urgent: { kind: 'flag', label: { zh: '加急', en: 'Urgent' } },
    quantity: { kind: 'number', label: { zh: '缺货数量', en: 'Missing' } },
    value: { kind: 'number', isMoney: true, label: { zh: '涉及金额', en: 'Value' } },
    detected: { kind: 'day', label: { zh: '发现日期', en: 'Since' } },
    requested: { kind: 'day', isNullable: true, label: { zh: '要求送达', en: 'Wanted by' } },
  },
  sorts: {
    detected: { kind: 'instant' },
    quantity: { kind: 'number' },
    value: { kind: 'number' },
    requested: { kind: 'instant', isNullable: true },
    urgent: { kind: 'flag' },
  },
  defaultSort: 'detected',
})
