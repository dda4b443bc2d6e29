import type { Ctx } from '#platform/ctx.ts'
import type { FieldProblem } from '#platform/errors.ts'
import type { NewOrder, OrderView } from './order-types.ts'

export const BATCH_MAX = 1_000

/** Why one row of a batch was not taken. */
export type RowProblem = { code: string; details: Record<string, unknown>; fields: FieldProblem[] }
export type PlacedRow = { index: number; ok: true; order: OrderView } | { index: number; ok: false; problem: RowProblem }

/** Takes one order: check, allocate, promise, acknowledge. Refused or Invalid when it cannot be taken. */
export async function placeOrder(ctx: Ctx, order: NewOrder): Promise<OrderView> {
  void ctx
  void order
  throw new Error('not yet')
}

/** Takes up to BATCH_MAX orders, set-based; rows compete for stock in their order and a bad row never harms the others. */
export async function placeOrders(ctx: Ctx, orders: NewOrder[]): Promise<PlacedRow[]> {
  void ctx
  void orders
  throw new Error('not yet')
}
