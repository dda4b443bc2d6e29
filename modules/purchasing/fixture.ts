import type { PurchaseFields } from './purchases.ts'

/** An order of ten units, wanted on 1 December 2026. */
export const purchaseOf = (
  from: { supplierId: string; warehouseId: string; productId: string },
  given: Partial<PurchaseFields> = {},
): PurchaseFields => ({
  supplierId: from.supplierId,
  warehouseId: from.warehouseId,
  customerId: null,
  customerRef: '',
  note: '',
  lines: [{ productId: from.productId, quantity: 10, wantedOn: '2026-12-01' }],
  ...given,
})
