import { type ListSource, listSource } from '#platform/list.ts'
import { customersApi } from './api.ts'
import { customerFields } from './list-fields.ts'

export const customerLists: readonly ListSource[] = [
  listSource({
    name: 'customers',
    title: { zh: '客户', en: 'Customers' },
    path: '/customers',
    operation: customersApi.listCustomers,
    fields: customerFields,
  }),
]
