import { type ListSource, listSource } from '#platform/list.ts'
import { viewsApi } from './api.ts'
import { viewFields } from './list-fields.ts'

export const viewLists: readonly ListSource[] = [
  listSource({
    name: 'views',
    title: { zh: '列表视图', en: 'Views' },
    path: '/settings/views',
    operation: viewsApi.listViews,
    fields: viewFields,
  }),
]
