import type { Bilingual } from '#platform/text.ts'

export const waveStates = [
  'planning',
  'ready',
  'applying',
  'applied',
  'partly_applied',
  'stopped',
  'cancelled',
  'failed',
] as const
export type WaveState = (typeof waveStates)[number]

export const waveStateNames: Record<WaveState, Bilingual> = {
  planning: { zh: '计算中', en: 'Being planned' },
  ready: { zh: '待确认', en: 'Ready' },
  applying: { zh: '执行中', en: 'Being applied' },
  applied: { zh: '已执行', en: 'Applied' },
  partly_applied: { zh: '部分执行', en: 'Partly applied' },
  stopped: { zh: '已中止', en: 'Stopped' },
  cancelled: { zh: '已放弃', en: 'Discarded' },
  failed: { zh: '未完成', en: 'Failed' },
}

/** What became of an order of a wave; `left`: nothing yet, or it was stopped before. */
export const waveOutcomes = ['moved', 'unmoved', 'left'] as const
export type WaveOutcome = (typeof waveOutcomes)[number]

/** What one wave takes; larger ones are refused. */
export const WAVE_ORDERS_MAX = 5_000
export const WAVE_LINES_MAX = 10_000
export const WAVE_WAREHOUSES_MAX = 50
/** Orders picked one by one in the list. */
export const WAVE_CHOSEN_MAX = 2_000
/** After this long a wave is forgotten. */
export const WAVE_KEPT_DAYS = 30

/** Time for the search, in milliseconds: what people wait for without doing something else. */
const SMALL_LINES = 2_000
export const limitMsOf = (lines: number): number => (lines <= SMALL_LINES ? 5_000 : 10_000)

export type Source = { warehouseId: string; quantity: number }
/** `later`: promised anew at a later time; `new`: promised for the first time. */
export type PromiseChange = { kind: 'new' | 'later'; from: string | null; to: string }

export type LineChange = {
  lineId: string
  lineNo: number
  productId: string
  before: Source[]
  after: Source[]
  shortBefore: number
  shortAfter: number
  deliver: PromiseChange | null
}

export type Costs = { freight: number; split: number; late: number }

export type WaveSummary = {
  orders: number
  lines: number
  warehouses: number
  /** Orders asked for that were left out, by the reason. */
  leftOut: { code: LeftOut; orders: number }[]
  changedOrders: number
  before: WaveSide
  after: WaveSide
  linesGaining: number
  linesLosing: number
  promisesNew: number
  promisesLater: number
  /** No plan that fills the same costs less. */
  boundMinor: number
  seconds: number
  currency: string
}
export type WaveSide = {
  costMinor: number
  cost: Costs
  shipments: number
  unitsShort: number
  linesShort: number
  linesLate: number
}

/** What the plan saves; less than nothing when filling more costs more. */
export const savingOf = ({ before, after }: Pick<WaveSummary, 'before' | 'after'>): number =>
  before.costMinor - after.costMinor

/** Why an order that was asked for takes no part. */
export const leftOutReasons = {
  not_open: { zh: '已冻结、已开始拣货或已结束', en: 'On hold, being picked, or closed' },
  out_of_reach: {
    zh: '有货预留在您的数据范围以外、已停用或不到该目的地的仓库',
    en: 'Goods are set aside at a warehouse that is out of your scope, closed, or no longer goes there',
  },
  product_twice: {
    zh: '同一商品出现在多行，且承诺已告知客户',
    en: 'One product stands in several lines, and the customer was told',
  },
  nothing_open: { zh: '没有可分配的数量', en: 'Nothing is left to allocate' },
} satisfies Record<string, Bilingual>
export type LeftOut = keyof typeof leftOutReasons

export type WaveRefusalCode = 'wave.not_ready' | 'wave.nothing_to_do' | 'wave.ended'

/** Why a wave cannot be applied, or null. */
export function whyNotApply(state: WaveState, changedOrders: number): WaveRefusalCode | null {
  if (state !== 'ready') return 'wave.not_ready'
  return changedOrders === 0 ? 'wave.nothing_to_do' : null
}

export const whyNotCancel = (state: WaveState): WaveRefusalCode | null =>
  state === 'planning' || state === 'ready' || state === 'applying' ? null : 'wave.ended'

/** Orders were moved, or are. */
export const hasBegun = (state: WaveState): boolean =>
  state === 'applying' || state === 'applied' || state === 'partly_applied' || state === 'stopped'

/** It was applied, as a whole or not. */
export const hasEnded = (state: WaveState): boolean => hasBegun(state) && state !== 'applying'

/** How far above the bound the proposal is, as a share; 0 = proved cheapest. */
export function gapOf({ after, boundMinor }: Pick<WaveSummary, 'after' | 'boundMinor'>): number {
  if (after.costMinor <= boundMinor) return 0
  return boundMinor > 0 ? after.costMinor / boundMinor - 1 : 1
}
