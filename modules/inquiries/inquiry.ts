import type { Bilingual } from '#platform/text.ts'

export const inquiryStates = ['open', 'answered', 'closed'] as const
export type InquiryState = (typeof inquiryStates)[number]
export const inquiryStateNames = {
  open: { zh: '待答复', en: 'To answer' },
  answered: { zh: '已答复', en: 'Answered' },
  closed: { zh: '已结束', en: 'Closed' },
} satisfies Record<InquiryState, Bilingual>

/** With whom an inquiry is followed up. Source: requirements TRK-03. */
export const followNames = {
  carrier: { zh: '承运商', en: 'Carrier' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  dispatch: { zh: '调度', en: 'Dispatch' },
  customer: { zh: '客户', en: 'Customer' },
} satisfies Record<string, Bilingual>
export type FollowedWith = keyof typeof followNames

export type InquiryAction = 'follow' | 'answer' | 'close'

/** State × action → state; what is not named is refused. */
export const inquiryMoves = {
  open: { follow: 'open', answer: 'answered' },
  answered: { close: 'closed' },
  closed: {},
} as const satisfies Record<InquiryState, Partial<Record<InquiryAction, InquiryState>>>

export type InquiryRefusal = 'inquiry.closed' | 'inquiry.answered' | 'inquiry.not_answered'

/** Why the action is not open to an inquiry in this state, or null. */
export function whyNotInquiry(state: InquiryState, action: InquiryAction): InquiryRefusal | null {
  if (action in inquiryMoves[state]) return null
  if (state === 'closed') return 'inquiry.closed'
  return action === 'close' ? 'inquiry.not_answered' : 'inquiry.answered'
}
