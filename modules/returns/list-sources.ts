import { type ListSource, listSource } from '#platform/list.ts'
import { returnsApi } from './api.ts'
import { returnFields } from './list-fields.ts'

export const returnLists: readonly ListSource[] = [
  listSource({
    name: 'returns',
    title: { zh: '退货单', en: 'Returns' },
    path: '/returns',
    operation: returnsApi.listReturns,
    fields: returnFields,
  }),
]
