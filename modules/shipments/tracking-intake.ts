import type { Ctx } from '#platform/ctx.ts'
import type { TrackingInput, TrackingResult } from './shipment-types.ts'

export const TRACKING_MAX = 1_000

/** Takes carriers' reports, set-based: late, double and out-of-order rows are the normal case. One result for each row. */
export async function postEvents(ctx: Ctx, rows: TrackingInput[], source = 'api'): Promise<TrackingResult[]> {
  void ctx
  void rows
  void source
  throw new Error('not yet')
}
