import { type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import { channelNames } from '#modules/promises/telling.ts'
import type { inquiriesApi } from './api.ts'
import { followNames, inquiryStateNames } from './inquiry.ts'

type Row = RowOf<typeof inquiriesApi.listInquiries>

export const inquiryFields: readonly ListField<Row>[] = [
  { key: 'number', title: { zh: '查询单', en: 'Inquiry' }, value: (q) => q.number },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (q) => inquiryStateNames[q.state] },
  { key: 'due', title: { zh: '答复时限', en: 'Answer due' }, value: (q) => at(q.dueAt) },
  { key: 'order', title: { zh: '订单', en: 'Order' }, value: (q) => q.orderNumber },
  { key: 'customer', title: { zh: '客户', en: 'Customer' }, value: (q) => q.customer.name },
  { key: 'question', title: { zh: '查询内容', en: 'What was asked' }, value: (q) => q.question },
  {
    key: 'asked',
    title: { zh: '查询时间', en: 'Asked' },
    value: (q) => joined(' ', [at(q.askedAt), channelNames[q.channel]]),
  },
  {
    key: 'followed',
    title: { zh: '跟进', en: 'Followed up' },
    value: (q) => q.followedWith && joined(' ', [followNames[q.followedWith], at(q.followedAt)]),
  },
  {
    key: 'answer',
    title: { zh: '答复', en: 'Answer' },
    value: (q) => q.answer,
  },
  { key: 'owner', title: { zh: '负责人', en: 'Owner' }, value: (q) => q.owner?.name },
]
