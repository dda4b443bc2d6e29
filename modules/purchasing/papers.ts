import type { Ctx } from '#platform/ctx.ts'
import type { NewFile } from '#platform/files.ts'
import type { Locale } from '#platform/text.ts'

/** Draws an order as a document; null: the company wants none. */
export type DrawPurchase = (ctx: Ctx, order: { id: string; locale: Locale }) => Promise<NewFile | null>

let draw: DrawPurchase = async () => null

/** Who draws orders, said once by the composition root: documents stand above this module. */
export function usePurchasePaper(given: DrawPurchase): void {
  draw = given
}

/** The document that goes with the mail of an order. */
export const purchasePaper: DrawPurchase = (ctx, order) => draw(ctx, order)
