import type { ExceptionReason, LiableParty, TrackingStatus } from '#modules/shipments/tracking.ts'

/** Meaning of one code; the party only where it differs from the reason's usual one. */
export type CodeMeaning = readonly [
  status: TrackingStatus,
  reason?: ExceptionReason | null,
  liable?: LiableParty,
]

/** Codes in upper case without leading zeros. */
export type CodeTable = ReadonlyMap<string, CodeMeaning>

type Group = readonly [codes: string, ...meaning: CodeMeaning]

/** A table from rows of codes, separated by spaces, that mean the same. A code stands once. */
export function tableOf(groups: readonly Group[]): CodeTable {
  const table = new Map<string, CodeMeaning>()
  for (const [codes, ...meaning] of groups) {
    for (const code of codes.split(' ')) {
      if (table.has(code)) throw new Error(`code ${code} stands twice in its table`)
      table.set(code, meaning)
    }
  }
  return table
}
