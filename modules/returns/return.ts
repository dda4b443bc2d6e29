import type { Bilingual } from '#platform/text.ts'

/** Why goods come back. */
export const returnReasons = {
  damaged: { zh: '货物破损', en: 'Damaged' },
  wrong_goods: { zh: '发错货', en: 'Wrong goods sent' },
  quality: { zh: '质量问题', en: 'Quality' },
  not_wanted: { zh: '客户不要了', en: 'Not wanted any more' },
  undeliverable: { zh: '无法送达、拒收', en: 'Refused or undeliverable' },
  recall: { zh: '召回', en: 'Recall' },
  other: { zh: '其他', en: 'Other' },
} satisfies Record<string, Bilingual>
export type ReturnReason = keyof typeof returnReasons

/** Why goods that came back cannot be sold again. */
export const conditions = {
  damaged: { zh: '破损', en: 'Damaged' },
  opened: { zh: '已拆封使用', en: 'Opened or used' },
  incomplete: { zh: '缺件', en: 'Parts missing' },
  expired: { zh: '过期或临期', en: 'Expired or about to' },
  wet: { zh: '受潮或污染', en: 'Wet or soiled' },
  other: { zh: '其他', en: 'Other' },
} satisfies Record<string, Bilingual>
export type Condition = keyof typeof conditions

export const returnStates = ['announced', 'receiving', 'received', 'closed', 'cancelled'] as const
export type ReturnState = (typeof returnStates)[number]
export const returnStateNames = {
  announced: { zh: '待退回', en: 'Announced' },
  receiving: { zh: '部分退回', en: 'Partly back' },
  received: { zh: '已全部退回', en: 'All back' },
  closed: { zh: '短少结案', en: 'Closed short' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} satisfies Record<ReturnState, Bilingual>

export type ReturnAction = 'receive' | 'change' | 'close' | 'cancel'

/** State × action; what is not named is refused. Receiving ends in `received` when nothing is missing any more. */
export const returnMoves = {
  announced: { receive: true, change: true, cancel: true },
  receiving: { receive: true, change: true, close: true },
  received: {},
  closed: {},
  cancelled: {},
} as const satisfies Record<ReturnState, Partial<Record<ReturnAction, true>>>

export type ReturnRefusal = 'return.ended' | 'return.goods_are_back' | 'return.nothing_is_back'

/** Why the action is not open to a return in this state, or null. */
export function whyNotReturn(state: ReturnState, action: ReturnAction): ReturnRefusal | null {
  if (action in returnMoves[state]) return null
  if (state === 'receiving' && action === 'cancel') return 'return.goods_are_back'
  if (state === 'announced' && action === 'close') return 'return.nothing_is_back'
  return 'return.ended'
}

export type LineCount = { quantity: number; restocked: number; unsaleable: number }

/** What of a line has not come back yet. */
export const missingOf = (line: LineCount): number => line.quantity - line.restocked - line.unsaleable

/** The state after goods came in. */
export const stateAfter = (lines: readonly LineCount[]): ReturnState =>
  lines.every((line) => missingOf(line) === 0) ? 'received' : 'receiving'

export type ArrivedLine = { restocked: number; unsaleable: number; condition: Condition | null }
export type ArrivalProblem = 'return.condition_missing' | 'return.too_many'

/** Why these goods cannot be booked on a line, or null; `missing` is what has not come back yet. */
export function whyNotArrive(line: ArrivedLine, missing: number): ArrivalProblem | null {
  if (line.restocked + line.unsaleable > missing) return 'return.too_many'
  return line.unsaleable > 0 && line.condition === null ? 'return.condition_missing' : null
}
