import type { Bilingual } from '#platform/text.ts'

/** Whose warehouse it is. From a supplier's, goods ship directly to the customer. */
export const warehouseKinds = {
  own: { zh: '自有仓', en: 'Own' },
  supplier: { zh: '供应商仓', en: "Supplier's" },
  partner: { zh: '合作仓', en: "Partner's" },
} satisfies Record<string, Bilingual>
export type WarehouseKind = keyof typeof warehouseKinds

/** Most lanes of one warehouse. */
export const LANES_MAX = 500

/** Why this warehouse cannot be closed, or null. */
export function whyNotArchiveWarehouse({ onHand }: { onHand: number }): 'warehouse.holds_stock' | null {
  return onHand > 0 ? 'warehouse.holds_stock' : null
}
