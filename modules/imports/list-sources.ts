import { type ListSource, listSource } from '#platform/list.ts'
import { importsApi } from './api.ts'
import { importFields } from './list-fields.ts'

export const importLists: readonly ListSource[] = [
  listSource({
    name: 'imports',
    title: { zh: '导入', en: 'Imports' },
    path: '/imports',
    operation: importsApi.listImports,
    fields: importFields,
  }),
]
