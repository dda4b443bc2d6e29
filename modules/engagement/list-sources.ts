import { type ListSource, listSource } from '#platform/list.ts'
import { engagementApi } from './api.ts'
import { answerFields, noticeFields } from './list-fields.ts'

export const engagementLists: readonly ListSource[] = [
  listSource({
    name: 'answers',
    title: { zh: '满意度评价', en: 'Satisfaction answers' },
    path: '/satisfaction',
    operation: engagementApi.listAnswers,
    fields: answerFields,
  }),
  listSource({
    name: 'customer-notices',
    title: { zh: '客户通知', en: 'Notices to customers' },
    path: '/customer-notices',
    operation: engagementApi.listNotices,
    fields: noticeFields,
  }),
]
