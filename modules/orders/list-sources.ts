import { type ListSource, listSource } from '#platform/list.ts'
import { ordersApi } from './api.ts'
import { errorFields, orderFields, shortageFields } from './list-fields.ts'

export const orderLists: readonly ListSource[] = [
  listSource({
    name: 'orders',
    title: { zh: '订单', en: 'Orders' },
    path: '/orders',
    operation: ordersApi.listOrders,
    fields: orderFields,
  }),
  listSource({
    name: 'shortages',
    title: { zh: '缺货', en: 'Shortages' },
    path: '/shortages',
    operation: ordersApi.listShortages,
    fields: shortageFields,
  }),
  listSource({
    name: 'order-errors',
    title: { zh: '订单差错', en: 'Order errors' },
    path: '/order-errors',
    operation: ordersApi.listOrderErrors,
    fields: errorFields,
  }),
]
