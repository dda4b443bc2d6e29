import type { Bilingual } from '#platform/text.ts'
import type { PromiseKind } from './promise.ts'

/** A rung is passed at a share of the time from promise to due time, or some hours after it. */
export type Rung = { level: number } & ({ share: number } | { afterHours: number })

/** Warnings by kind, in order of time. Levels grow; a level means the same for every kind. */
export const ladder = {
  acknowledge: [
    { level: 1, share: 0.5 },
    { level: 2, share: 0.8 },
    { level: 3, afterHours: 0 },
    { level: 4, afterHours: 4 },
    { level: 5, afterHours: 24 },
  ],
  ship: [
    { level: 2, share: 0.8 },
    { level: 3, afterHours: 0 },
    { level: 4, afterHours: 24 },
    { level: 5, afterHours: 72 },
  ],
  deliver: [
    { level: 2, share: 0.8 },
    { level: 3, afterHours: 0 },
    { level: 4, afterHours: 24 },
    { level: 5, afterHours: 72 },
  ],
  answer: [
    { level: 1, share: 0.5 },
    { level: 2, share: 0.8 },
    { level: 3, afterHours: 0 },
    { level: 4, afterHours: 4 },
    { level: 5, afterHours: 24 },
  ],
  service: [
    { level: 1, share: 0.5 },
    { level: 2, share: 0.8 },
    { level: 3, afterHours: 0 },
    { level: 4, afterHours: 24 },
    { level: 5, afterHours: 72 },
  ],
  receipt_back: [
    { level: 2, share: 0.8 },
    { level: 3, afterHours: 0 },
    { level: 4, afterHours: 72 },
    { level: 5, afterHours: 168 },
  ],
} as const satisfies Record<PromiseKind, readonly Rung[]>

/** From this level on the due time has passed. */
export const OVERDUE_LEVEL = 3

export const levelNames: Record<number, Bilingual> = {
  1: { zh: '时间过半', en: 'Half the time used' },
  2: { zh: '即将到期', en: 'Due soon' },
  3: { zh: '到期未兑现', en: 'Due and not kept' },
  4: { zh: '逾期升级', en: 'Overdue, escalated' },
  5: { zh: '严重逾期', en: 'Seriously overdue' },
}

const HOUR_MS = 3_600_000

/** When a rung is passed, in UTC milliseconds. A promise made after its due time (history) has no time to share. */
export function rungAt(rung: Rung, { madeMs, dueMs }: { madeMs: number; dueMs: number }): number {
  if ('afterHours' in rung) return dueMs + rung.afterHours * HOUR_MS
  const fromMs = Math.min(madeMs, dueMs)
  return fromMs + Math.floor(rung.share * (dueMs - fromMs))
}

/** When the watcher first looks at a promise. */
export function firstWatchMs(kind: PromiseKind, times: { madeMs: number; dueMs: number }): number {
  return rungAt(ladder[kind][0], times)
}

/** The highest level passed by now (0 = none; missed rungs below it do not count) and when the next rung is due, if any. */
export function standingOn(
  kind: PromiseKind,
  times: { madeMs: number; dueMs: number },
  nowMs: number,
): { level: number; nextMs: number | null } {
  let level = 0
  for (const rung of ladder[kind]) {
    const at = rungAt(rung, times)
    if (at > nowMs) return { level, nextMs: at }
    level = rung.level
  }
  return { level, nextMs: null }
}
