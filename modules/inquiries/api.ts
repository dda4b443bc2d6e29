import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, Instant, line, page, prose } from '#platform/schema.ts'
import { type FollowedWith, followNames, inquiryStates } from './inquiry.ts'
import { inquiryList } from './inquiry-list.ts'

const Channel = z.enum(['phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper'])
const Followed = z.enum(Object.keys(followNames) as [FollowedWith, ...FollowedWith[]])
const ById = z.object({ id: Id })
const Name = z.string().nullable()

export const InquiryRow = z.object({
  id: Id,
  number: z.string(),
  orderId: Id,
  orderNumber: z.string(),
  customer: z.object({ id: Id, name: z.string() }),
  channel: Channel,
  question: z.string(),
  askedAt: z.string(),
  /** As known when it was asked. */
  waybills: z.array(z.string()),
  route: z.string(),
  status: Name,
  expectedAt: Name,
  owner: z.object({ id: Id, name: z.string() }).nullable(),
  dueAt: z.string(),
  state: z.enum(inquiryStates),
  followedWith: Followed.nullable(),
  followedAt: Name,
  answer: Name,
  answeredAt: Name,
  answeredBy: Name,
  wantsMore: z.boolean().nullable(),
  closedAt: Name,
})

export const inquiriesApi = {
  listInquiries: op({
    method: 'GET',
    path: '/tracking-inquiries',
    permission: 'order.read',
    summary: { zh: '跟踪查询', en: 'Tracking inquiries' },
    query: z.strictObject({ ...listParams(inquiryList), search: line(80).optional() }),
    result: page(InquiryRow),
  }),
  registerInquiry: op({
    method: 'POST',
    path: '/tracking-inquiries',
    permission: 'inquiry.manage',
    summary: { zh: '登记跟踪查询', en: 'Register a tracking inquiry' },
    body: z.strictObject({
      orderId: Id,
      channel: Channel,
      question: prose(500).min(2),
      /** By when the customer gets an answer. */ dueAt: Instant,
    }),
    result: InquiryRow,
  }),
  followUpInquiry: op({
    method: 'POST',
    path: '/tracking-inquiries/{id}/follow-ups',
    permission: 'inquiry.manage',
    summary: { zh: '登记跟进', en: 'Record a follow-up' },
    params: ById,
    body: z.strictObject({ with: Followed, note: line(300, 2) }),
    result: InquiryRow,
  }),
  answerInquiry: op({
    method: 'POST',
    path: '/tracking-inquiries/{id}/answer',
    permission: 'inquiry.manage',
    summary: { zh: '答复客户', en: 'Answer the customer' },
    params: ById,
    body: z.strictObject({ channel: Channel, answer: prose(1_000).min(2) }),
    result: InquiryRow,
  }),
  closeInquiry: op({
    method: 'POST',
    path: '/tracking-inquiries/{id}/close',
    permission: 'inquiry.manage',
    summary: { zh: '结束查询', en: 'Close an inquiry' },
    params: ById,
    body: z.strictObject({ /** The customer has other goods to track. */ wantsMore: z.boolean() }),
    result: InquiryRow,
  }),
} satisfies OperationTable
