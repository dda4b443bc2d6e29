import { type ListSource, listSource } from '#platform/list.ts'
import { printingApi } from './api.ts'
import { printFields } from './list-fields.ts'

export const printingLists: readonly ListSource[] = [
  listSource({
    name: 'prints',
    title: { zh: '打印记录', en: 'Print log' },
    path: '/prints',
    operation: printingApi.listPrints,
    fields: printFields,
  }),
]
