import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, line, page, prose } from '#platform/schema.ts'
import {
  CLOSING_MAX,
  LATE_SHARE_MAX,
  LATE_SHARE_MIN,
  delayModes,
  delayReasons,
  delayStates,
} from './delay-notice.ts'
import { delayList } from './delay-list.ts'

const Channel = z.enum(['phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper'])
const LateShare = z.coerce.number().min(LATE_SHARE_MIN).max(LATE_SHARE_MAX)
const ById = z.object({ id: Id })

export const DelayNoticeRow = z.object({
  id: Id,
  orderId: Id,
  orderNumber: z.string(),
  customer: z.object({ id: Id, name: z.string() }),
  reason: z.enum(delayReasons),
  dueAt: z.string(),
  expectedAt: z.string().nullable(),
  lateShare: z.number().nullable(),
  cases: z.int().nullable(),
  channel: Channel,
  /** Masked; null: the customer has no contact. */
  contact: z.object({ name: z.string(), address: z.string(), hasEmail: z.boolean() }).nullable(),
  subject: z.string(),
  state: z.enum(delayStates),
  madeAt: z.string(),
  madeBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  note: z.string(),
})
export const DelayNotice = z.object({
  ...DelayNoticeRow.shape,
  locale: z.enum(['zh', 'en']),
  body: z.string(),
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

export const delayApi = {
  listDelayNotices: op({
    method: 'GET',
    path: '/delay-notices',
    permission: 'promise.read',
    summary: { zh: '延误通知', en: 'Delay notices' },
    query: z.strictObject({ ...listParams(delayList), search: line(80).optional() }),
    result: page(DelayNoticeRow),
  }),
  getDelayNotice: op({
    method: 'GET',
    path: '/delay-notices/{id}',
    permission: 'promise.read',
    summary: { zh: '延误通知内容', en: 'One delay notice' },
    params: ById,
    result: DelayNotice,
  }),
  draftDelayNotice: op({
    method: 'POST',
    path: '/delay-notices',
    permission: 'promise.manage',
    summary: { zh: '为订单起草延误通知', en: 'Draft a delay notice of an order' },
    body: z.strictObject({ orderId: Id }),
    result: DelayNotice,
  }),
  sendDelayNotice: op({
    method: 'POST',
    path: '/delay-notices/{id}/send',
    permission: 'promise.manage',
    summary: { zh: '用邮件发送延误通知', en: 'Send a delay notice by mail' },
    params: ById,
    body: z.strictObject({ subject: line(200, 1).optional(), body: prose(5_000).min(1).optional() }),
    result: DelayNotice,
  }),
  tellDelayNotice: op({
    method: 'POST',
    path: '/delay-notices/{id}/told',
    permission: 'promise.manage',
    summary: { zh: '登记已用其他方式告知', en: 'Record that the customer was told otherwise' },
    params: ById,
    body: z.strictObject({ channel: Channel, recipient: line(200, 1), proof: prose(1_000).optional() }),
    result: DelayNotice,
  }),
  dismissDelayNotice: op({
    method: 'POST',
    path: '/delay-notices/{id}/dismiss',
    permission: 'promise.manage',
    summary: { zh: '不发延误通知', en: 'Do not send a delay notice' },
    params: ById,
    body: z.strictObject({ reason: line(300, 2) }),
    result: DelayNotice,
  }),
  getDelayRule: op({
    method: 'GET',
    path: '/delay-rule',
    permission: 'promise.read',
    summary: { zh: '延误通知规则', en: 'Rule of delay notices' },
    result: DelayRuleView,
  }),
  countDelayMatches: op({
    method: 'GET',
    path: '/delay-rule/matches',
    permission: 'promise.read',
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
    summary: { zh: '设定延误通知规则', en: 'Set the rule of delay notices' },
    body: z.strictObject({
      mode: z.enum(delayModes),
      lateShare: LateShare,
      closingZh: prose(CLOSING_MAX),
      closingEn: prose(CLOSING_MAX),
      version: z.int().min(1).optional(),
    }),
    result: DelayRuleView,
  }),
} satisfies OperationTable
