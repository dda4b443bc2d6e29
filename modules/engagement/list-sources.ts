import { type ListSource, listSource } from '#platform/list.ts'
import { engagementApi } from './api.ts'
import { answerFields, delayFields } from './list-fields.ts'

export const engagementLists: readonly ListSource[] = [
  listSource({
    name: 'answers',
    title: { zh: '满意度评价', en: 'Satisfaction' },
    path: '/satisfaction',
    operation: engagementApi.listAnswers,
    fields: answerFields,
  }),
  listSource({
    name: 'delay-notices',
    title: { zh: '延误通知', en: 'Delay notices' },
    path: '/delay-notices',
    operation: engagementApi.listDelayNotices,
    fields: delayFields,
  }),
]
