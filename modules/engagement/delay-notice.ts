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
export type DelayRule = { mode: DelayMode; lateShare: number; closingZh: string; closingEn: string }

/** Until a company says otherwise: a person sends each notice, and "predicted late" means more likely late than not. */
export const DEFAULT_RULE: DelayRule = { mode: 'draft', lateShare: 0.5, closingZh: '', closingEn: '' }
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

/** Late outweighs moved, moved outweighs predicted: what a notice about several promises of one order is about. */
export const gravestOf = (reasons: readonly DelayReason[]): DelayReason =>
  reasons.includes('late') ? 'late' : reasons.includes('moved') ? 'moved' : 'at_risk'

export const delayStates = ['draft', 'queued', 'failed', 'sent', 'told', 'dismissed', 'dropped'] as const
export type DelayState = (typeof delayStates)[number]

export type DelayAction = 'send' | 'tell' | 'dismiss'

/** State × action; what is not named is refused. The mail's own end (sent, failed, discarded) and `dropped` come by themselves. */
export const delayMoves = {
  draft: { send: 'queued', tell: 'told', dismiss: 'dismissed' },
  queued: {},
  failed: { send: 'queued', tell: 'told', dismiss: 'dismissed' },
  sent: {},
  told: {},
  dismissed: {},
  dropped: {},
} as const satisfies Record<DelayState, Partial<Record<DelayAction, DelayState>>>

export type DelayRefusal = 'delay_notice.ended' | 'delay_notice.on_its_way' | 'delay_notice.no_address'

/** Why the action is not open to a notice, or null. */
export function whyNotDelay(
  notice: { state: DelayState; hasEmail: boolean },
  action: DelayAction,
): DelayRefusal | null {
  if (notice.state === 'queued') return 'delay_notice.on_its_way'
  if (!(action in delayMoves[notice.state])) return 'delay_notice.ended'
  return action === 'send' && !notice.hasEmail ? 'delay_notice.no_address' : null
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
