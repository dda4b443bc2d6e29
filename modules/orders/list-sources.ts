import type { ListSource } from '#platform/list.ts'
import { ordersApi } from './api.ts'

export const orderLists: readonly ListSource[] = [
  {
    name: 'orders',
    title: { zh: '订单', en: 'Orders' },
    path: '/orders',
    operation: ordersApi.listOrders,
  },
  {
    name: 'shortages',
    title: { zh: '缺货', en: 'Shortages' },
    path: '/shortages',
    operation: ordersApi.listShortages,
  },
]
