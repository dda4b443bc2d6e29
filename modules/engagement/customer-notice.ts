import { type Channel, isChannel } from '#modules/promises/telling.ts'
import { AT_RISK_SHARE } from '#modules/promises/risk.ts'
import type { Bilingual } from '#platform/text.ts'

/** How a company wants its customers told of delays. */
export const delayModes = ['off', 'draft', 'auto'] as const
export type DelayMode = (typeof delayModes)[number]
export const delayModeNames = {
  off: { zh: '不生成', en: 'None are made' },
  draft: { zh: '只起草，由人发送', en: 'Drafts, sent by a person' },
  auto: { zh: '自动发送', en: 'Sent automatically' },
} satisfies Record<DelayMode, Bilingual>
/** How it wants them told whether an order is accepted, and when it ships. */
export const orderModes = ['off', 'hand', 'auto'] as const
export type OrderMode = (typeof orderModes)[number]
export const orderModeNames = {
  off: { zh: '不通知', en: 'Not told' },
  hand: { zh: '由人发送', en: 'Sent by a person' },
  auto: { zh: '自动发送', en: 'Sent automatically' },
} satisfies Record<OrderMode, Bilingual>
export type DelayRule = {
  mode: DelayMode
  lateShare: number
  orderMode: OrderMode
  closingZh: string
  closingEn: string
}

/** Until a company says otherwise: a person sends each notice, and "predicted late" means more likely late than not. */
export const DEFAULT_RULE: DelayRule = {
  mode: 'draft',
  lateShare: 0.5,
  orderMode: 'hand',
  closingZh: '',
  closingEn: '',
}
export const LATE_SHARE_MIN = AT_RISK_SHARE
export const LATE_SHARE_MAX = 0.95
export const CLOSING_MAX = 500

export const delayReasons = ['at_risk', 'late', 'moved'] as const
export type DelayReason = (typeof delayReasons)[number]
export const delayReasonNames = {
  at_risk: { zh: '预计延误', en: 'Predicted late' },
  late: { zh: '已逾期', en: 'Late' },
  moved: { zh: '已改期', en: 'New date' },
} satisfies Record<DelayReason, Bilingual>

/** What a notice is about: a delay, or whether an order is accepted. */
export const noticeKinds = ['delay', 'order'] as const
export type NoticeKind = (typeof noticeKinds)[number]
export const noticeKindNames = {
  delay: { zh: '延误', en: 'Delay' },
  order: { zh: '受理', en: 'Acceptance' },
} satisfies Record<NoticeKind, Bilingual>

export const orderReasons = ['accepted', 'changed', 'held', 'declined'] as const
export type OrderReason = (typeof orderReasons)[number]
export const orderReasonNames = {
  accepted: { zh: '已受理', en: 'Accepted' },
  changed: { zh: '受理内容有变', en: 'Accepted anew' },
  held: { zh: '暂缓', en: 'On hold' },
  declined: { zh: '未能受理', en: 'Turned down' },
} satisfies Record<OrderReason, Bilingual>

export const noticeReasons = [...delayReasons, ...orderReasons] as const
export type NoticeReason = DelayReason | OrderReason
export const noticeReasonNames = { ...delayReasonNames, ...orderReasonNames }

/** Notices that go with a link to where the order can be followed: what is accepted will be on its way. */
export const isFollowed = (reason: NoticeReason): boolean => reason === 'accepted' || reason === 'changed'

export const isOrderReason = (reason: NoticeReason): reason is OrderReason =>
  (orderReasons as readonly string[]).includes(reason)

/** Late outweighs moved, moved outweighs predicted: what a notice about several promises of one order is about. */
export const gravestOf = (reasons: readonly DelayReason[]): DelayReason =>
  reasons.includes('late') ? 'late' : reasons.includes('moved') ? 'moved' : 'at_risk'

export const noticeStates = ['draft', 'queued', 'failed', 'sent', 'told', 'dismissed', 'dropped'] as const
export type NoticeState = (typeof noticeStates)[number]

export type NoticeAction = 'send' | 'tell' | 'dismiss'

/** State × action; what is not named is refused. The mail's own end (sent, failed, discarded) and `dropped` come by themselves. */
export const noticeMoves = {
  draft: { send: 'queued', tell: 'told', dismiss: 'dismissed' },
  queued: {},
  failed: { send: 'queued', tell: 'told', dismiss: 'dismissed' },
  sent: {},
  told: {},
  dismissed: {},
  dropped: {},
} as const satisfies Record<NoticeState, Partial<Record<NoticeAction, NoticeState>>>

export type NoticeRefusal =
  | 'customer_notice.ended'
  | 'customer_notice.on_its_way'
  | 'customer_notice.no_address'

/** Why the action is not open to a notice, or null. */
export function whyNotNotice(
  notice: { state: NoticeState; hasEmail: boolean },
  action: NoticeAction,
): NoticeRefusal | null {
  if (notice.state === 'queued') return 'customer_notice.on_its_way'
  if (!(action in noticeMoves[notice.state])) return 'customer_notice.ended'
  return action === 'send' && !notice.hasEmail ? 'customer_notice.no_address' : null
}

export type Reachable = { email: string; phone: string; wechat: string }

/** By which channel a customer is told: the preferred one if the contact can be reached there, else mail, else the telephone. */
export function channelFor(preferred: string | null, contact: Reachable | null): Channel {
  const wanted: Channel = isChannel(preferred ?? undefined) ? (preferred as Channel) : 'email'
  if (isReachable(wanted, contact)) return wanted
  return contact?.email ? 'email' : 'phone'
}

function isReachable(channel: Channel, contact: Reachable | null): boolean {
  switch (channel) {
    case 'email':
      return !!contact?.email
    case 'phone':
    case 'sms':
      return !!contact?.phone
    case 'wechat':
      return !!contact?.wechat
    case 'portal':
    case 'api':
    case 'paper':
      return true // reached as a customer, not through a person's address
  }
}

/** The address of the contact on a channel, for the proof in the ledger. */
export function addressOn(channel: Channel, contact: Reachable | null): string {
  if (!contact) return ''
  return channel === 'email' ? contact.email : channel === 'wechat' ? contact.wechat : contact.phone
}
