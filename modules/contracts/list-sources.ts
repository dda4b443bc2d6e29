import type { ListSource } from '#platform/list.ts'
import { contractsApi } from './api.ts'

export const contractLists: readonly ListSource[] = [
  {
    name: 'contracts',
    title: { zh: '合同', en: 'Contracts' },
    path: '/contracts',
    operation: contractsApi.listContracts,
  },
]
