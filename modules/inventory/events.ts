import type { Subscriber } from '#platform/events.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'product.created': { sku: string }
    'product.changed': { sku: string; fields: string[] }
    'product.archived': { sku: string }
    'product.restored': { sku: string }
    'product.substitutes_set': { substituteIds: string[] }
    /** Many at once, by import: one event for all. */
    'product.imported': { products: number }
    'warehouse.created': { code: string }
    'warehouse.changed': { code: string; fields: string[] }
    'warehouse.archived': { code: string }
    'warehouse.restored': { code: string }
    'warehouse.lanes_set': { lanes: number }
    /** Goods arrived: what is accepted can be allocated to waiting orders. productIds are those with an accepted quantity. */
    'goods.received': {
      number: string
      warehouseId: string
      lines: number
      accepted: number
      refused: number
      productIds: string[]
    }
    'stock.adjusted': {
      warehouseId: string
      reason: string
      lines: number
      raised: number
      lowered: number
      productIds: string[]
    }
    'stock.imported': { rows: number }
  }
}

/** Inventory listens to nobody: orders and shipments call it. */
export const inventorySubscribers: Subscriber[] = []
