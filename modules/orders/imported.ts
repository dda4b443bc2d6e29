import type { Ctx } from '#platform/ctx.ts'
import type { ImportedOrder, ImportedResult } from './order-types.ts'

/** History, set-based, in the order given: no allocation, no promises, no acknowledgement; one summary event. */
export async function importOrders(ctx: Ctx, orders: ImportedOrder[]): Promise<ImportedResult[]> {
  void ctx
  void orders
  throw new Error('not yet')
}
