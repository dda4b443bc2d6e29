/** Most substitutes of one product. */
export const SUBSTITUTES_MAX = 20

/** Why this product cannot be taken out of use, or null. Stock that is free may stay on hand; it can no longer be ordered. */
export function whyNotArchiveProduct({ reserved }: { reserved: number }): 'product.reserved' | null {
  return reserved > 0 ? 'product.reserved' : null
}

/** Why these cannot be the substitutes of this product, or null. */
export function whyNotSubstitutes(
  productId: string,
  substituteIds: readonly string[],
): 'product.own_substitute' | null {
  return substituteIds.includes(productId) ? 'product.own_substitute' : null
}
