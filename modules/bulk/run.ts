export const runStates = ['checking', 'ready', 'running', 'done', 'cancelled', 'failed'] as const
export type RunState = (typeof runStates)[number]

/** Runs one person may have under way. */
export const RUNS_MAX = 3
/** Refused records shown with a run; the file has all of them. */
export const REFUSED_SHOWN = 200
/** After this long a run is forgotten. */
export const KEPT_DAYS = 30

export const isUnderWay = (state: RunState): boolean => state === 'checking' || state === 'running'

/** Why a run cannot be confirmed, or null: its records were tried, and some of them can be done. */
export function whyNotConfirm(state: RunState, ok: number): 'bulk.not_ready' | 'bulk.nothing_to_do' | null {
  if (state !== 'ready') return 'bulk.not_ready'
  return ok === 0 ? 'bulk.nothing_to_do' : null
}

export const whyNotCancel = (state: RunState): 'bulk.ended' | null =>
  isUnderWay(state) || state === 'ready' ? null : 'bulk.ended'

/** Why what failed cannot be tried again, or null. */
export function whyNotRetry(
  state: RunState,
  refused: number,
): 'bulk.not_ended' | 'bulk.nothing_to_do' | null {
  if (state !== 'done' && state !== 'cancelled') return 'bulk.not_ended'
  return refused === 0 ? 'bulk.nothing_to_do' : null
}
