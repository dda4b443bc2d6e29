import type { PromiseKind } from './promise.ts'

/**
 * When earlier promises were fulfilled: hours after the due time first promised (negative = before it) at each of LEVELS.
 * Measured against the promise, not from its start: lead times differ from order to order, delays are alike (README).
 */
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
  /** The due time first promised, and the one that holds now. */
  firstDueMs: number
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
  const now = (nowMs - promise.firstDueMs) / HOUR_MS
  const due = (promise.dueMs - promise.firstDueMs) / HOUR_MS
  const lateShare = due <= now ? 1 : shareAfter(hours, now, due)
  return {
    lateShare,
    cases,
    expectedMs: promise.firstDueMs + medianAfter(hours, now) * HOUR_MS,
    from: found.from,
  }
}

/** What is said of a promise as it is made; null when it is due too late to be predicted, or nothing is known. */
export function firstRiskOf(
  history: History,
  promise: Omit<Predicted, 'firstDueMs'>,
  nowMs: number,
): Risk | null {
  if (promise.dueMs <= nowMs || promise.dueMs > nowMs + RISK_DAYS * DAY_MS) return null
  return riskOf(history, { ...promise, firstDueMs: promise.dueMs }, nowMs)
}

/** Of the cases that took longer than `from`, the share that took longer than `to` as well. */
function shareAfter(hours: readonly number[], from: number, to: number): number {
  if (from >= lastOf(hours)) return 2 ** (-(to - from) / tailStep(hours)) // S itself may be too small for a number
  return survival(hours, to) / survival(hours, from)
}

/** The hour by which half of the cases that took longer than `from` were done. */
function medianAfter(hours: readonly number[], from: number): number {
  if (from >= lastOf(hours)) return from + tailStep(hours)
  return Math.max(from, hoursAt(hours, survival(hours, from) / 2))
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

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
 * Share of cases done later than `h`: straight between the quantiles; beyond the last one it halves with every further step
 * as wide as the last step, and before the first one likewise, so that a case unlike all known ones has a share too.
 */
export function survival(hours: readonly number[], h: number): number {
  const first = hours[0] ?? 0
  if (h < first) return 1 - EDGE * 2 ** (-(first - h) / headStep(hours))
  for (let i = 1; i < LEVELS.length; i += 1) {
    const [below, above] = [hours[i - 1] ?? 0, hours[i] ?? 0]
    if (h < above) return 1 - (LEVELS[i - 1] ?? 0) - (EDGE * (h - below)) / (above - below)
  }
  return EDGE * 2 ** (-(h - lastOf(hours)) / tailStep(hours))
}

/** The hour after which only the share `s` (at most one half) is left: the inverse of `survival`. */
function hoursAt(hours: readonly number[], s: number): number {
  for (let i = 1; i < LEVELS.length; i += 1) {
    const left = 1 - (LEVELS[i] ?? 1)
    const [below, above] = [hours[i - 1] ?? 0, hours[i] ?? 0]
    if (left <= s) return above - ((above - below) * (s - left)) / EDGE
  }
  return lastOf(hours) + tailStep(hours) * Math.log2(EDGE / s)
}

const EDGE = 0.05
const lastOf = (hours: readonly number[]): number => hours.at(-1) ?? 0

// A step is never next to nothing: many cases may end in the same hour.
const tailStep = (hours: readonly number[]): number =>
  Math.max(lastOf(hours) - (hours.at(-2) ?? 0), STEP_MIN_HOURS)
const headStep = (hours: readonly number[]): number =>
  Math.max((hours[1] ?? 0) - (hours[0] ?? 0), STEP_MIN_HOURS)
const STEP_MIN_HOURS = 1
