import type { PromiseKind } from './promise.ts'

/** How long a kind of promise took before, from its start to its fulfilment, in hours at each of LEVELS. */
export type HistoryRow = {
  kind: PromiseKind
  lane: string
  carrierId: string
  mode: string
  cases: number
  hours: number[]
}

/** The shares at which the history is cut: 5 %, 10 % ... 95 %. */
export const LEVELS: readonly number[] = Array.from({ length: 19 }, (_, i) => (i + 1) / 20)
export const NO_CARRIER = '00000000-0000-0000-0000-000000000000'

/** Fewer cases say nothing. */
export const CASES_MIN = 20
/** From this share of late cases on a promise counts as at risk (the index promise_at_risk names it too). */
export const AT_RISK_SHARE = 0.3
/** Only cases of the last year before the newest one count. */
export const HISTORY_DAYS = 365
/** Promises due later than this are not predicted yet. */
export const RISK_DAYS = 14

export type RiskSource = 'lane_carrier_mode' | 'lane' | 'kind'
export type Risk = {
  /** Share of the cases not fulfilled by now that were fulfilled after the due time. */
  lateShare: number
  cases: number
  /** By then half of those cases were fulfilled; UTC milliseconds. */
  expectedMs: number
  from: RiskSource
}

export type Predicted = {
  kind: PromiseKind
  lane: string | null
  carrierId: string | null
  mode: string | null
  startedMs: number
  dueMs: number
}

/** History by its key, for many look-ups. */
export type History = ReadonlyMap<string, HistoryRow>

export function indexHistory(rows: readonly HistoryRow[]): History {
  return new Map(rows.map((row) => [historyKey(row.kind, row.lane, row.carrierId, row.mode), row]))
}

const historyKey = (kind: string, lane: string, carrierId: string, mode: string): string =>
  [kind, lane, carrierId, mode].join('|')

/**
 * How likely a promise is to be kept late, given that it is not kept by now: S(due) / S(now), S the share of earlier cases
 * that took longer, read from the quantiles of the nearest history with CASES_MIN cases (lane, carrier and mode; else the
 * lane; else the kind). Null: no such history. Times in UTC milliseconds. After the due time the share is 1.
 */
export function riskOf(history: History, promise: Predicted, nowMs: number): Risk | null {
  const found = nearestHistory(history, promise)
  if (!found) return null
  const { hours, cases } = found.row
  const elapsed = Math.max(0, (nowMs - promise.startedMs) / HOUR_MS)
  const allowed = Math.max(0, (promise.dueMs - promise.startedMs) / HOUR_MS)
  const expected = medianAfter(hours, elapsed)
  const lateShare = allowed <= elapsed ? 1 : shareAfter(hours, elapsed, allowed)
  return { lateShare, cases, expectedMs: promise.startedMs + expected * HOUR_MS, from: found.from }
}

/** Of the cases that took longer than `from`, the share that took longer than `to` as well. */
function shareAfter(hours: readonly number[], from: number, to: number): number {
  if (from >= lastOf(hours)) return 2 ** (-(to - from) / tailStep(hours)) // S itself may be too small for a number
  return survival(hours, to) / survival(hours, from)
}

/** The hours by which half of the cases that took longer than `from` were done. */
function medianAfter(hours: readonly number[], from: number): number {
  if (from >= lastOf(hours)) return from + tailStep(hours)
  return hoursAt(hours, survival(hours, from) / 2)
}

const lastOf = (hours: readonly number[]): number => hours.at(-1) ?? 0

const HOUR_MS = 3_600_000

function nearestHistory(
  history: History,
  { kind, lane, carrierId, mode }: Predicted,
): { row: HistoryRow; from: RiskSource } | null {
  const keys: [RiskSource, string][] = [
    ['lane_carrier_mode', historyKey(kind, lane ?? '', carrierId ?? NO_CARRIER, mode ?? '')],
    ['lane', historyKey(kind, lane ?? '', NO_CARRIER, '')],
    ['kind', historyKey(kind, '', NO_CARRIER, '')],
  ]
  for (const [from, key] of keys) {
    const row = history.get(key)
    if (row && row.cases >= CASES_MIN) return { row, from }
  }
  return null
}

/**
 * Share of cases that took longer than `h` hours: straight between the quantiles, from 1 at the start; beyond the last
 * quantile it halves with every further step as wide as the last one, so a case older than all known ones has a share too.
 */
export function survival(hours: readonly number[], h: number): number {
  let belowHours = 0
  let belowShare = 0
  for (const [i, share] of LEVELS.entries()) {
    const at = hours[i] ?? 0
    if (h < at) return 1 - belowShare - ((share - belowShare) * (h - belowHours)) / (at - belowHours)
    belowHours = at
    belowShare = share
  }
  return (1 - belowShare) * 2 ** (-(h - belowHours) / tailStep(hours))
}

/** The hours by which only the share `s` is left: the inverse of `survival`. */
function hoursAt(hours: readonly number[], s: number): number {
  let belowHours = 0
  let belowShare = 0
  for (const [i, share] of LEVELS.entries()) {
    const at = hours[i] ?? 0
    if (1 - share <= s) return belowHours + ((at - belowHours) * (1 - s - belowShare)) / (share - belowShare)
    belowHours = at
    belowShare = share
  }
  return belowHours + tailStep(hours) * Math.log2((1 - belowShare) / s)
}

/** The last step between quantiles, but never next to nothing: many cases may end in the same hour. */
function tailStep(hours: readonly number[]): number {
  const last = lastOf(hours)
  return Math.max(last - (hours.at(-2) ?? 0), last * TAIL_MIN_SHARE, TAIL_MIN_HOURS)
}

const TAIL_MIN_SHARE = 0.02
const TAIL_MIN_HOURS = 0.25
