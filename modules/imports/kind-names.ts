import type { Bilingual } from '#platform/text.ts'

export const IMPORT_KINDS = ['orders', 'customers', 'products', 'stock', 'shipments'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

export const importKindNames = {
  orders: { zh: '订单', en: 'Orders' },
  customers: { zh: '客户', en: 'Customers' },
  products: { zh: '商品', en: 'Products' },
  stock: { zh: '库存', en: 'Stock' },
  shipments: { zh: '发运', en: 'Shipments' },
} satisfies Record<ImportKind, Bilingual>
