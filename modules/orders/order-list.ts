import { listSpec } from '#platform/list-spec.ts'
import { orderStates } from './order.ts'

export const ORDER_NUMBERS_MAX = 50

/** What the list of orders can be filtered and sorted by. */
export const orderList = listSpec({
  fields: {
    state: { kind: 'choice', values: orderStates, label: { zh: '状态', en: 'State' } },
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
      label: { zh: '来源', en: 'Channel' },
    },
    service: { kind: 'text', label: { zh: '服务', en: 'Service' } },
    country: { kind: 'text', label: { zh: '国家代码', en: 'Country code' } },
    city: { kind: 'text', label: { zh: '城市', en: 'City' } },
  },
  sorts: {
    placed: { kind: 'instant' },
    number: { kind: 'text' },
    state: { kind: 'text' },
    amount: { kind: 'number' },
    requested: { kind: 'instant', isNullable: true },
  },
  defaultSort: '-placed',
})
