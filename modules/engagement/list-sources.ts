import { type ListSource, listSource } from '#platform/list.ts'
import { engagementApi } from './api.ts'
import { answerFields } from './list-fields.ts'

export const engagementLists: readonly ListSource[] = [
  listSource({
    name: 'answers',
    title: { zh: '满意度评价', en: 'Satisfaction' },
    path: '/satisfaction',
    operation: engagementApi.listAnswers,
    fields: answerFields,
  }),
]
