import { type Cell, type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import { channelNames } from '#modules/promises/telling.ts'
import type { engagementApi } from './api.ts'
import { noticeReasonNames } from './customer-notice.ts'
import { noticeStateNames, unknownDate } from './delay-words.ts'

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

type Notice = RowOf<typeof engagementApi.listNotices>

/** As on the page: a date promised anew holds to the minute, a predicted one to the day. */
const expected = ({ kind, reason, expectedAt }: Notice): Cell => {
  if (kind === 'order') return null
  if (!expectedAt) return unknownDate
  return reason === 'moved' ? at(expectedAt) : { dayOf: expectedAt }
}

export const noticeFields: readonly ListField<Notice>[] = [
  { key: 'order', title: { zh: '订单', en: 'Order' }, value: (n) => n.orderNumber },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (n) => noticeStateNames[n.state] },
  { key: 'reason', title: { zh: '事由', en: 'Why' }, value: (n) => noticeReasonNames[n.reason] },
  { key: 'customer', title: { zh: '客户', en: 'Customer' }, value: (n) => n.customer.name },
  { key: 'due', title: { zh: '承诺送达', en: 'Promised for' }, value: (n) => at(n.dueAt) },
  {
    key: 'expected',
    title: { zh: '告知的新时间', en: 'New time told' },
    value: expected,
  },
  {
    key: 'channel',
    title: { zh: '渠道与对象', en: 'How and to whom' },
    value: (n) => joined(' ', [channelNames[n.channel], n.contact?.name, n.contact?.address]),
  },
  { key: 'made', title: { zh: '生成时间', en: 'Made' }, value: (n) => at(n.madeAt) },
  {
    key: 'ended',
    title: { zh: '处理', en: 'Ended' },
    value: (n) => joined(' ', [at(n.endedAt), n.endedBy, n.note || null]),
  },
]
