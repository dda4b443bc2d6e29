import { type ListSource, listSource } from '#platform/list.ts'
import { promisesApi } from './api.ts'
import { promiseQueryOf } from './list-query.ts'
import { promiseFields } from './list-fields.ts'

export const promiseLists: readonly ListSource[] = [
  listSource({
    name: 'promises',
    title: { zh: '承诺', en: 'Promises' },
    path: '/promises',
    operation: promisesApi.listPromises,
    toQuery: promiseQueryOf,
    fields: promiseFields,
  }),
]
