import type { ListSource } from '#platform/list.ts'
import { engagementApi } from './api.ts'

export const engagementLists: readonly ListSource[] = [
  {
    name: 'answers',
    title: { zh: '满意度评价', en: 'Satisfaction' },
    path: '/satisfaction',
    operation: engagementApi.listAnswers,
  },
]
