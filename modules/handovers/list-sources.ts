import { type ListSource, listSource } from '#platform/list.ts'
import { handoversApi } from './api.ts'
import { handoverFields, itemFields } from './list-fields.ts'

export const handoverLists: readonly ListSource[] = [
  listSource({
    name: 'handover-lists',
    title: { zh: '交接单', en: 'Hand-over lists' },
    path: '/handover-lists',
    operation: handoversApi.listHandoverLists,
    fields: handoverFields,
  }),
  listSource({
    name: 'handover-items',
    title: { zh: '交接明细', en: 'Handed over, by shipment' },
    path: '/handover-items',
    operation: handoversApi.listHandoverItems,
    fields: itemFields,
  }),
]
