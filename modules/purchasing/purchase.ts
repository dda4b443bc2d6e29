import type { Bilingual } from '#platform/text.ts'

export const purchaseStates = [
  'draft',
  'queued',
  'failed',
  'sent',
  'confirmed',
  'receiving',
  'received',
  'closed',
  'cancelled',
] as const
export type PurchaseState = (typeof purchaseStates)[number]
export const purchaseStateNames = {
  draft: { zh: '草稿', en: 'Draft' },
  queued: { zh: '邮件待发出', en: 'In the outbox' },
  failed: { zh: '发送失败', en: 'Not sent' },
  sent: { zh: '待供应商确认', en: 'To be confirmed' },
  confirmed: { zh: '供应商已确认', en: 'Confirmed' },
  receiving: { zh: '部分到货', en: 'Partly received' },
  received: { zh: '全部到货', en: 'Received' },
  closed: { zh: '短交结案', en: 'Closed short' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} satisfies Record<PurchaseState, Bilingual>

/** The supplier has it, or has it as soon as the mail goes: its goods are on their way to us. */
export const orderedStates = ['queued', 'sent', 'confirmed', 'receiving'] as const satisfies PurchaseState[]
/** Nobody has it yet. */
export const draftStates = ['draft', 'failed'] as const satisfies PurchaseState[]
export const isDraft = (state: PurchaseState): boolean =>
  (draftStates as readonly PurchaseState[]).includes(state)

/** What a line may cost: the sum of all lines stays an exact number. */
export const AMOUNT_MAX_MINOR = 40_000_000_000_000
/** Offered to choose from; others are taken as well. */
export const usualCurrencies = [
  'CNY',
  'USD',
  'EUR',
  'HKD',
  'JPY',
  'GBP',
  'KRW',
  'SGD',
  'AUD',
  'TWD',
  'THB',
  'VND',
  'MYR',
] as const

export type PurchaseAction = 'price' | 'change' | 'send' | 'tell' | 'confirm' | 'receive' | 'close' | 'cancel'

/**
 * State × action → the next state; what is not named is refused. The mail's own end (sent, failed, discarded) comes by itself; receiving
 * ends in `received` when nothing is missing any more.
 */
export const purchaseMoves = {
  draft: { price: 'draft', change: 'draft', send: 'queued', tell: 'sent', cancel: 'cancelled' },
  queued: { tell: 'sent', confirm: 'confirmed', receive: 'receiving', cancel: 'cancelled' },
  failed: { price: 'failed', change: 'failed', send: 'queued', tell: 'sent', cancel: 'cancelled' },
  sent: { price: 'sent', confirm: 'confirmed', receive: 'receiving', cancel: 'cancelled' },
  confirmed: { price: 'confirmed', confirm: 'confirmed', receive: 'receiving', cancel: 'cancelled' },
  receiving: { price: 'receiving', confirm: 'receiving', receive: 'receiving', close: 'closed' },
  received: {},
  closed: {},
  cancelled: {},
} as const satisfies Record<PurchaseState, Partial<Record<PurchaseAction, PurchaseState>>>

export type PurchaseRefusal =
  | 'purchase.ended'
  | 'purchase.not_sent'
  | 'purchase.sent_already'
  | 'purchase.goods_came'
  | 'purchase.nothing_came'
  | 'purchase.no_address'
  | 'purchase.mail_waits'

/** Why the action is not open to an order in this state, or null. */
export function whyNotPurchase(state: PurchaseState, action: PurchaseAction): PurchaseRefusal | null {
  const moves: Partial<Record<PurchaseAction, PurchaseState>> = purchaseMoves[state]
  if (moves[action]) return null
  if (Object.keys(moves).length === 0) return 'purchase.ended'
  if (action === 'price') return 'purchase.mail_waits'
  if (action === 'cancel') return 'purchase.goods_came'
  if (action === 'close') return 'purchase.nothing_came'
  return isDraft(state) ? 'purchase.not_sent' : 'purchase.sent_already'
}

export type Coming = { quantity: number; received: number; wantedOn: string; confirmedOn: string | null }

/** Units of a line that have not come yet. */
export const missingOf = (line: Pick<Coming, 'quantity' | 'received'>): number =>
  Math.max(0, line.quantity - line.received)
/** Units that came beyond what was ordered. */
export const beyondOf = (line: Pick<Coming, 'quantity' | 'received'>): number =>
  Math.max(0, line.received - line.quantity)

/** The day a line is expected, 'YYYY-MM-DD': the supplier's word, else the day we asked for. */
export const expectedOn = (line: Pick<Coming, 'wantedOn' | 'confirmedOn'>): string =>
  line.confirmedOn ?? line.wantedOn

/** The day is over and the goods are not there. `today` is 'YYYY-MM-DD'. */
export const isOverdue = (line: Coming, today: string): boolean =>
  missingOf(line) > 0 && expectedOn(line) < today

/** The state after goods came. */
export const stateAfterGoods = (
  lines: readonly Pick<Coming, 'quantity' | 'received'>[],
): 'receiving' | 'received' => (lines.every((line) => missingOf(line) === 0) ? 'received' : 'receiving')

export type OnOrder = { open: number; expectedOn: string }

/**
 * The day by which so many units of a product will have come, or null when less than that is on order. Those of days gone by count from
 * today: they may come at any time.
 */
export function dayOfSupply(coming: readonly OnOrder[], units: number, today: string): string | null {
  const byDay = coming.toSorted((a, b) => a.expectedOn.localeCompare(b.expectedOn))
  let sum = 0
  for (const { open, expectedOn: day } of byDay) {
    sum += open
    if (sum >= units) return day < today ? today : day
  }
  return null
}
