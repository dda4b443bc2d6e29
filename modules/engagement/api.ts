import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, line, page } from '#platform/schema.ts'
import { answerList } from './answer-list.ts'
import { noticeApi } from './notice-api.ts'

export const AnswerRow = z.object({
  id: Id,
  orderId: Id,
  orderNumber: z.string(),
  customer: z.object({ id: Id, name: z.string() }),
  score: z.int(),
  scale: z.int(),
  title: z.string(),
  comment: z.string(),
  askedAt: z.string().nullable(),
  answeredAt: z.string(),
})

export const engagementApi = {
  listAnswers: op({
    method: 'GET',
    path: '/satisfaction-answers',
    permission: 'satisfaction.read',
    summary: { zh: '满意度评价', en: 'Satisfaction answers' },
    query: z.strictObject({
      ...listParams(answerList),
      search: line(80).optional(),
    }),
    result: page(AnswerRow),
  }),
  ...noticeApi,
} satisfies OperationTable
