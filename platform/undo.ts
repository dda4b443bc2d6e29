import type { Operation } from '#platform/api.ts'
import type { Actor, Ctx } from '#platform/ctx.ts'
import type { BoundOperation } from '#platform/http.ts'

/** On an operation that can be taken back: what its person reads about it, percent-encoded. The answer is 202 with `Delayed`. */
export const UNDO_HEADER = 'nuoda-undo'
const LABEL_MAX = 120

/** An act that was accepted and is done a little later. */
export type Delayed = { id: string; label: string; leftMs: number }
export type DelayAction = (
  ctx: Ctx,
  action: { operation: string; input: unknown; label: string },
) => Promise<Delayed>

/** What the person reads about an act that can be taken back; null when it is to be done at once. */
export function undoLabel(actor: Actor, operation: Operation, header: unknown): string | null {
  if (typeof header !== 'string' || !operation.isUndoable || actor.kind !== 'user') return null
  try {
    return decodeURIComponent(header).replace(/\s+/g, ' ').trim().slice(0, LABEL_MAX)
  } catch {
    return ''
  }
}

type Act = { bound: BoundOperation; input: unknown; label: string; delayAction: DelayAction }

class Rehearsed extends Error {}

/** Tries the act and takes it back, so that what is refused is refused now; then accepts it for later. */
export async function delay(act: Act, run: (as: BoundOperation) => Promise<unknown>): Promise<unknown> {
  const { bound, input, label, delayAction } = act
  const rehearsal: BoundOperation['handler'] = async (ctx, _input, gate) => {
    await bound.handler(ctx, input, gate)
    throw new Rehearsed()
  }
  const earlier = await run({ ...bound, handler: rehearsal }).catch((error: unknown) => {
    if (error instanceof Rehearsed) return null
    throw error
  })
  // The same key again: it was accepted before.
  if (earlier) return earlier
  return run({ ...bound, handler: (ctx) => delayAction(ctx, { operation: bound.id, input, label }) })
}
