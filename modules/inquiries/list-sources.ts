import { type ListSource, listSource } from '#platform/list.ts'
import { inquiriesApi } from './api.ts'
import { inquiryFields } from './list-fields.ts'

export const inquiryLists: readonly ListSource[] = [
  listSource({
    name: 'inquiries',
    title: { zh: '跟踪查询', en: 'Tracking inquiries' },
    path: '/tracking-inquiries',
    operation: inquiriesApi.listInquiries,
    fields: inquiryFields,
  }),
]
