import type { ListSource } from '#platform/list.ts'
import { promisesApi } from './api.ts'
import { promiseQueryOf } from './list-query.ts'

export const promiseLists: readonly ListSource[] = [
  {
    name: 'promises',
    title: { zh: '承诺', en: 'Promises' },
    path: '/promises',
    operation: promisesApi.listPromises,
    toQuery: promiseQueryOf,
  },
]
