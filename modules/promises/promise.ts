import type { Bilingual } from '#platform/text.ts'
import { AT_RISK_SHARE } from './risk.ts'

export const PROMISE_KINDS = ['acknowledge', 'ship', 'deliver', 'receipt_back', 'answer', 'service'] as const
export type PromiseKind = (typeof PROMISE_KINDS)[number]

export const kindNames = {
  acknowledge: { zh: '受理', en: 'Acknowledge' },
  ship: { zh: '发货', en: 'Ship' },
  deliver: { zh: '送达', en: 'Deliver' },
  receipt_back: { zh: '回单', en: 'Receipt back' },
  answer: { zh: '答复', en: 'Answer' },
  service: { zh: '售后服务', en: 'Service' },
} satisfies Record<PromiseKind, Bilingual>

/** Who answers for a promise not kept. */
export const LIABLE = ['us', 'warehouse', 'carrier', 'supplier', 'customer', 'authority', 'nobody'] as const
export type Liable = (typeof LIABLE)[number]

export const liableNames = {
  us: { zh: '我方', en: 'Us' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  carrier: { zh: '承运商', en: 'Carrier' },
  supplier: { zh: '供应商', en: 'Supplier' },
  customer: { zh: '客户', en: 'Customer' },
  authority: { zh: '政府部门', en: 'Authority' },
  nobody: { zh: '不可抗力', en: 'Nobody (force majeure)' },
} satisfies Record<Liable, Bilingual>

/** Why a promise ended as it did, and who answers for it unless the desk says otherwise. */
export const causes = {
  out_of_stock: { zh: '缺货', en: 'Out of stock', liable: 'supplier' },
  warehouse_backlog: { zh: '仓库积压', en: 'Warehouse backlog', liable: 'warehouse' },
  picking_error: { zh: '拣货差错', en: 'Picking error', liable: 'warehouse' },
  no_capacity: { zh: '运力不足', en: 'No carrier capacity', liable: 'carrier' },
  carrier_delay: { zh: '运输延误', en: 'Carrier delay', liable: 'carrier' },
  lost_or_damaged: { zh: '货物丢失或破损', en: 'Lost or damaged', liable: 'carrier' },
  wrong_address: { zh: '地址有误', en: 'Wrong address', liable: 'customer' },
  consignee_absent: { zh: '收货人不在', en: 'Consignee absent', liable: 'customer' },
  customer_request: { zh: '客户要求变更', en: 'Customer asked for a change', liable: 'customer' },
  credit_hold: { zh: '客户信用冻结', en: 'Credit hold', liable: 'customer' },
  paperwork: { zh: '单证不全', en: 'Papers incomplete', liable: 'us' },
  our_mistake: { zh: '我方操作失误', en: 'Our mistake', liable: 'us' },
  customs: { zh: '海关查验', en: 'Customs inspection', liable: 'authority' },
  traffic_control: { zh: '交通管制', en: 'Traffic control', liable: 'authority' },
  weather: { zh: '恶劣天气', en: 'Bad weather', liable: 'nobody' },
  order_cancelled: { zh: '订单已取消', en: 'Order cancelled', liable: 'customer' },
  order_amended: { zh: '订单已修改', en: 'Order amended', liable: 'customer' },
  import_undone: { zh: '导入已撤销', en: 'Import undone', liable: 'nobody' },
  other: { zh: '其他', en: 'Other', liable: 'us' },
} satisfies Record<string, Bilingual & { liable: Liable }>
export type Cause = keyof typeof causes

/** What a promise is at the moment, derived from the end of its chain and its pauses. */
export type PromiseState = 'open' | 'paused' | 'fulfilled' | 'broken' | 'withdrawn'
export type PromiseAction =
  | 'repromise'
  | 'tell'
  | 'pause'
  | 'resume'
  | 'fulfil'
  | 'break'
  | 'withdraw'
  | 'correct'
  | 'reopen'

/** State × action → state; what is not named is refused. Ends are never edited: a correction is a new version. */
export const moves = {
  open: {
    repromise: 'open',
    tell: 'open',
    pause: 'paused',
    fulfil: 'fulfilled',
    break: 'broken',
    withdraw: 'withdrawn',
  },
  paused: { resume: 'open', tell: 'paused', fulfil: 'fulfilled', break: 'broken', withdraw: 'withdrawn' },
  fulfilled: { correct: 'fulfilled', reopen: 'open' },
  broken: { correct: 'broken', reopen: 'open' },
  withdrawn: { correct: 'withdrawn', reopen: 'open' },
} as const satisfies Record<PromiseState, Partial<Record<PromiseAction, PromiseState>>>

export const stateNames = {
  open: { zh: '进行中', en: 'Open' },
  paused: { zh: '已暂停', en: 'Paused' },
  fulfilled: { zh: '已完成', en: 'Fulfilled' },
  broken: { zh: '已违约', en: 'Broken' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
} satisfies Record<PromiseState, Bilingual>

export type PromiseRefusal =
  | 'promise.ended'
  | 'promise.not_ended'
  | 'promise.paused'
  | 'promise.not_paused'
  | 'promise.overdue'
  | 'promise.same_due'
  | 'promise.due_in_past'
  | 'promise.due_too_far'
  | 'promise.too_many_changes'
  | 'promise.fulfilled_in_future'
  | 'promise.told_in_future'

export const CHANGES_MAX = 50
const AHEAD_MAX_MS = 2 * 366 * 86_400_000

/** Why the action is not open to a promise in this state, or null. */
export function whyNot(state: PromiseState, action: PromiseAction): PromiseRefusal | null {
  if (action in moves[state]) return null
  if (action === 'resume') return state === 'open' ? 'promise.not_paused' : 'promise.ended'
  if (action === 'correct' || action === 'reopen') return 'promise.not_ended'
  return state === 'paused' ? 'promise.paused' : 'promise.ended'
}

/** What the rules need to know of a promise; times in UTC milliseconds. */
export type Standing = { state: PromiseState; dueMs: number; changes: number }

/** Why the promise cannot be moved to this due time, or null. */
export function whyNotRepromise(promise: Standing, dueMs: number, nowMs: number): PromiseRefusal | null {
  const refusal = whyNot(promise.state, 'repromise')
  if (refusal) return refusal
  if (promise.changes >= CHANGES_MAX) return 'promise.too_many_changes'
  if (dueMs === promise.dueMs) return 'promise.same_due'
  if (dueMs <= nowMs) return 'promise.due_in_past'
  return dueMs - nowMs > AHEAD_MAX_MS ? 'promise.due_too_far' : null
}

/** Why the clock cannot be stopped, or null. A promise already late is re-promised instead: a pause would hide the delay. */
export function whyNotPause(promise: Standing, nowMs: number): PromiseRefusal | null {
  const refusal = whyNot(promise.state, 'pause')
  if (refusal) return refusal
  if (promise.changes >= CHANGES_MAX) return 'promise.too_many_changes'
  return promise.dueMs < nowMs ? 'promise.overdue' : null
}

/** Why this end cannot be recorded in place of the one there is, or null. */
export function whyNotCorrect(
  state: PromiseState,
  fulfilledMs: number | null,
  nowMs: number,
): PromiseRefusal | null {
  const refusal = whyNot(state, 'correct')
  if (refusal) return refusal
  return fulfilledMs !== null && fulfilledMs > nowMs ? 'promise.fulfilled_in_future' : null
}

/** One row of a chain, oldest first; times in UTC milliseconds. */
export type ChainLink = { earlyMs: number | null; dueMs: number; contractDueMs: number | null }
export type Against = 'original' | 'current' | 'contract'
export type Verdict = 'kept' | 'late' | 'early' | 'open' | 'overdue'

/**
 * How a chain ended against its first promise, its last one, or the contract: kept from earlyMs to dueMs, both included.
 * Not fulfilled: 'open' until the due time has passed, then 'overdue'. The original never moves, whatever was paused or
 * re-promised since. Source: domain §8.2 (a breach is a fact that later re-targeting must not delete).
 */
export function verdict(
  chain: readonly ChainLink[],
  fulfilledMs: number | null,
  { against, nowMs }: { against: Against; nowMs: number },
): Verdict {
  const first = chain[0]
  const link = against === 'current' ? chain.at(-1) : first
  if (!first || !link) throw new RangeError('a chain has one promise at least')
  const dueMs = against === 'contract' ? (first.contractDueMs ?? first.dueMs) : link.dueMs
  if (fulfilledMs === null) return nowMs > dueMs ? 'overdue' : 'open'
  if (fulfilledMs > dueMs) return 'late'
  return link.earlyMs !== null && fulfilledMs < link.earlyMs ? 'early' : 'kept'
}

export const verdictNames = {
  kept: { zh: '按时', en: 'Kept' },
  late: { zh: '延误', en: 'Late' },
  early: { zh: '过早', en: 'Too early' },
  open: { zh: '未到期', en: 'Not due yet' },
  overdue: { zh: '已逾期', en: 'Overdue' },
} satisfies Record<Verdict, Bilingual>

/** A delivery is late or predicted late, and its customer was told nothing of the promise yet. */
export const isDelayUntold = (
  promise: {
    kind: PromiseKind
    state: PromiseState
    dueAt: string
    lateShare: number | null
    toldAt: string | null
  },
  nowMs: number,
): boolean =>
  promise.kind === 'deliver' &&
  promise.state === 'open' &&
  promise.toldAt === null &&
  (Date.parse(promise.dueAt) < nowMs || (promise.lateShare ?? 0) >= AT_RISK_SHARE)

/** The lists of the board. `ended` and `all` are for looking back; the others show open promises. */
export const BOARD_VIEWS = ['open', 'late', 'today', 'at_risk', 'untold', 'paused', 'ended', 'all'] as const
export type BoardView = (typeof BOARD_VIEWS)[number]
export type OpenView = Exclude<BoardView, 'ended' | 'all'>
