import { type ListSource, listSource } from '#platform/list.ts'
import { contractsApi } from './api.ts'
import { contractFields } from './list-fields.ts'

export const contractLists: readonly ListSource[] = [
  listSource({
    name: 'contracts',
    title: { zh: '合同', en: 'Contracts' },
    path: '/contracts',
    operation: contractsApi.listContracts,
    fields: contractFields,
  }),
]
