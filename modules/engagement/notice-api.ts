import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, line, page, prose } from '#platform/schema.ts'
import {
  CLOSING_MAX,
  LATE_SHARE_MAX,
  LATE_SHARE_MIN,
  delayModes,
  noticeKinds,
  noticeReasons,
  orderModes,
  noticeStates,
} from './customer-notice.ts'
import { noticeList } from './notice-list.ts'

const Channel = z.enum(['phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper'])
const LateShare = z.coerce.number().min(LATE_SHARE_MIN).max(LATE_SHARE_MAX)
const ById = z.object({ id: Id })

export const NoticeRow = z.object({
  id: Id,
  orderId: Id,
  orderNumber: z.string(),
  customer: z.object({ id: Id, name: z.string() }),
  kind: z.enum(noticeKinds),
  reason: z.enum(noticeReasons),
  /** Null: nothing is promised, as the order is not accepted. */
  dueAt: z.string().nullable(),
  expectedAt: z.string().nullable(),
  lateShare: z.number().nullable(),
  cases: z.int().nullable(),
  channel: Channel,
  /** Masked; null: the customer has no contact. */
  contact: z.object({ name: z.string(), address: z.string(), hasEmail: z.boolean() }).nullable(),
  subject: z.string(),
  state: z.enum(noticeStates),
  madeAt: z.string(),
  madeBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  note: z.string(),
})
export const CustomerNotice = z.object({
  ...NoticeRow.shape,
  locale: z.enum(['zh', 'en']),
  body: z.string(),
  /** Its mail ends with a link to where the order can be followed; made as it is sent. */
  hasTrackingLine: z.boolean(),
  promises: z.array(
    z.object({
      id: Id,
      dueAt: z.string(),
      lineNo: z.int().nullable(),
      productName: z.string().nullable(),
      quantity: z.int().nullable(),
    }),
  ),
})
export const DelayRuleView = z.object({
  /** Null: the company goes by the rule as delivered. */
  id: Id.nullable(),
  mode: z.enum(delayModes),
  lateShare: z.number(),
  orderMode: z.enum(orderModes),
  closingZh: z.string(),
  closingEn: z.string(),
  version: z.int(),
})

/** What of the open promises calls for a notice now; `isMore`: counted up to a limit. */
export const DelayMatches = z.object({
  promises: z.int(),
  orders: z.int(),
  reasons: z.object({ late: z.int(), moved: z.int(), at_risk: z.int() }),
  isMore: z.boolean(),
})

export const noticeApi = {
  listNotices: op({
    method: 'GET',
    path: '/customer-notices',
    permission: 'inside.read',
    summary: { zh: '客户通知', en: 'Notices to customers' },
    query: z.strictObject({ ...listParams(noticeList), search: line(80).optional() }),
    result: page(NoticeRow),
  }),
  getNotice: op({
    method: 'GET',
    path: '/customer-notices/{id}',
    permission: 'inside.read',
    summary: { zh: '客户通知内容', en: 'One notice to a customer' },
    params: ById,
    result: CustomerNotice,
  }),
  draftNotice: op({
    method: 'POST',
    path: '/customer-notices',
    permission: 'promise.manage',
    summary: {
      zh: '为订单起草延误或受理通知',
      en: 'Draft a notice of a delay, or of the acceptance of an order',
    },
    body: z.strictObject({ orderId: Id, kind: z.enum(noticeKinds).default('delay') }),
    result: CustomerNotice,
  }),
  sendNotice: op({
    method: 'POST',
    path: '/customer-notices/{id}/send',
    permission: 'promise.manage',
    summary: { zh: '用邮件发送客户通知', en: 'Send a notice by mail' },
    params: ById,
    body: z.strictObject({ subject: line(200, 1).optional(), body: prose(5_000).min(1).optional() }),
    result: CustomerNotice,
  }),
  tellNotice: op({
    method: 'POST',
    path: '/customer-notices/{id}/told',
    permission: 'promise.manage',
    summary: { zh: '登记已用其他方式告知', en: 'Record that the customer was told otherwise' },
    params: ById,
    body: z.strictObject({ channel: Channel, recipient: line(200, 1), proof: prose(1_000).optional() }),
    result: CustomerNotice,
  }),
  dismissNotice: op({
    method: 'POST',
    path: '/customer-notices/{id}/dismiss',
    permission: 'promise.manage',
    summary: { zh: '不发客户通知', en: 'Do not send a notice' },
    params: ById,
    body: z.strictObject({ reason: line(300, 2) }),
    result: CustomerNotice,
  }),
  getDelayRule: op({
    method: 'GET',
    path: '/delay-rule',
    permission: 'inside.read',
    summary: { zh: '客户通知规则', en: 'Rule of notices to customers' },
    result: DelayRuleView,
  }),
  countDelayMatches: op({
    method: 'GET',
    path: '/delay-rule/matches',
    permission: 'inside.read',
    summary: {
      zh: '延误通知规则现在会通知多少',
      en: 'How many promises the rule of delay notices catches now',
    },
    query: z.strictObject({ lateShare: LateShare.optional() }),
    result: DelayMatches,
    slow: true,
  }),
  saveDelayRule: op({
    method: 'PUT',
    path: '/delay-rule',
    permission: 'delay_notice.manage',
    summary: { zh: '设定客户通知规则', en: 'Set the rule of notices to customers' },
    body: z.strictObject({
      mode: z.enum(delayModes),
      lateShare: LateShare,
      orderMode: z.enum(orderModes),
      closingZh: prose(CLOSING_MAX),
      closingEn: prose(CLOSING_MAX),
      version: z.int().min(1).optional(),
    }),
    result: DelayRuleView,
  }),
} satisfies OperationTable
