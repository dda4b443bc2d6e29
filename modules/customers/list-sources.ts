import type { ListSource } from '#platform/list.ts'
import { customersApi } from './api.ts'

export const customerLists: readonly ListSource[] = [
  {
    name: 'customers',
    title: { zh: '客户', en: 'Customers' },
    path: '/customers',
    operation: customersApi.listCustomers,
  },
]
