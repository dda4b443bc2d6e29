import type { ListSource } from '#platform/list.ts'
import { importsApi } from './api.ts'

export const importLists: readonly ListSource[] = [
  {
    name: 'imports',
    title: { zh: '导入', en: 'Imports' },
    path: '/imports',
    operation: importsApi.listImports,
  },
]
