import { type ListSource, listSource } from '#platform/list.ts'
import { purchasingApi } from './api.ts'
import { purchaseFields } from './list-fields.ts'

export const purchasingLists: readonly ListSource[] = [
  listSource({
    name: 'purchases',
    title: { zh: '采购订单', en: 'Purchase orders' },
    path: '/purchase-orders',
    operation: purchasingApi.listPurchases,
    fields: purchaseFields,
  }),
]
