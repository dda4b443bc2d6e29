import type { Ctx } from '#platform/ctx.ts'

/** Picking or handover of an order has begun: it can no longer be amended or cancelled as a whole. Several orders at once. */
export async function markShipping(ctx: Ctx, orderIds: string[]): Promise<void> {
  void ctx
  void orderIds
  throw new Error('not yet')
}

/** Quantities handed to a carrier. Reservations are closed by inventory; this moves lines and orders. */
export async function recordShipped(ctx: Ctx, lines: { orderLineId: string; quantity: number }[]): Promise<void> {
  void ctx
  void lines
  throw new Error('not yet')
}

/** Quantities delivered; a complete line keeps its 'deliver' promise, a complete order is delivered. Negative takes back (a revoked scan). */
export async function recordDelivered(ctx: Ctx, lines: { orderLineId: string; quantity: number; damaged: number; at: Date }[]): Promise<void> {
  void ctx
  void lines
  throw new Error('not yet')
}
