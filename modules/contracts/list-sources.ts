import { type ListSource, listSource } from '#platform/list.ts'
import { contractsApi } from './api.ts'
import { contractFields } from './list-fields.ts'

export const contractLists: readonly ListSource[] = [
  listSource({
    name: 'contracts',
    title: { zh: '合同与条款', en: 'Contracts and clauses' },
    path: '/contracts',
    operation: contractsApi.listContracts,
    fields: contractFields,
  }),
]
