import { type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { engagementApi } from './api.ts'

type Row = RowOf<typeof engagementApi.listAnswers>

export const answerFields: readonly ListField<Row>[] = [
  { key: 'order', title: { zh: '订单', en: 'Order' }, value: (row) => row.orderNumber },
  { key: 'score', title: { zh: '评分', en: 'Score' }, value: (row) => `${row.score} / ${row.scale}` },
  { key: 'customer', title: { zh: '客户', en: 'Customer' }, value: (row) => row.customer.name },
  {
    key: 'comment',
    title: { zh: '内容', en: 'Comment' },
    value: (row) => joined(' · ', [row.title, row.comment]),
  },
  { key: 'answered', title: { zh: '回答时间', en: 'Answered' }, value: (row) => at(row.answeredAt) },
]
