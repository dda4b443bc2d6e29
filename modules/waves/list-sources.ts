import { type ListSource, listSource } from '#platform/list.ts'
import { wavesApi } from './api.ts'
import { waveFields } from './list-fields.ts'

export const waveLists: readonly ListSource[] = [
  listSource({
    name: 'waves',
    title: { zh: '合并分配', en: 'Joint allocations' },
    path: '/waves',
    operation: wavesApi.listWaves,
    fields: waveFields,
  }),
]
