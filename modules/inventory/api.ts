import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Flag, Id, Instant, Paging, SeenVersion, line, page } from '#platform/schema.ts'
import { productList } from './inventory-list.ts'
import { SUBSTITUTES_MAX } from './product.ts'
import { stockApi } from './stock-api.ts'
import { Archive, ById, Movement, PriceMinor, ProductRef, Search, StockRow, Totals } from './stock-shapes.ts'
import { warehousesApi } from './warehouses-api.ts'

export const ProductRow = z.object({
  id: Id,
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  unit: z.string(),
  weightG: z.int(),
  priceMinor: z.int(),
  barcode: z.string().nullable(),
  archivedAt: z.string().nullable(),
  version: z.int(),
  ...Totals,
})
export const ProductView = ProductRow.extend({
  stock: z.array(StockRow),
  substitutes: z.array(ProductRef.extend({ available: z.int(), archivedAt: z.string().nullable() })),
})
export const MovementRow = z.object({
  id: Id,
  at: z.string(),
  kind: Movement,
  quantity: z.int(),
  reason: z.string().nullable(),
  refType: z.string().nullable(),
  refId: Id.nullable(),
  refNumber: z.string().nullable(),
  warehouseId: Id,
  warehouseCode: z.string(),
  movedBy: z.string().nullable(),
})
export const ReservationRow = z.object({
  id: Id,
  orderId: Id,
  orderLineId: Id,
  warehouseId: Id,
  warehouseCode: z.string(),
  quantity: z.int(),
  reservedAt: z.string(),
})
export const CodeMatch = z.object({
  id: Id,
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  barcode: z.string().nullable(),
})
export const ProductInput = {
  sku: line(60, 1),
  name: line(200, 1),
  category: line(60).default(''),
  unit: line(20, 1).default('pcs'),
  weightG: z.int().min(0).max(100_000_000).default(0),
  priceMinor: PriceMinor.default(0),
  barcode: line(60).nullable().default(null),
}

export const inventoryApi = {
  listProducts: op({
    method: 'GET',
    path: '/products',
    permission: 'inventory.read',
    summary: { zh: '商品列表', en: 'Products' },
    query: z.strictObject({
      ...listParams(productList),
      search: Search,
      archived: Flag.optional(),
    }),
    result: page(ProductRow),
  }),
  getProduct: op({
    method: 'GET',
    path: '/products/{id}',
    permission: 'inventory.read',
    record: 'product',
    summary: { zh: '商品详情', en: 'One product' },
    params: ById,
    result: ProductView,
  }),
  findProductsByCode: op({
    method: 'GET',
    path: '/product-codes/{code}',
    permission: 'inventory.read',
    summary: { zh: '按条码或编码查找商品', en: 'Products by barcode or SKU' },
    params: z.object({ code: line(60, 1) }),
    result: z.object({ rows: z.array(CodeMatch) }),
  }),
  createProduct: op({
    method: 'POST',
    path: '/products',
    permission: 'inventory.manage',
    summary: { zh: '新增商品', en: 'Add a product' },
    body: z.strictObject(ProductInput),
    result: ProductView,
  }),
  updateProduct: op({
    method: 'PUT',
    path: '/products/{id}',
    permission: 'inventory.manage',
    summary: { zh: '修改商品', en: 'Change a product' },
    params: ById,
    body: z.strictObject({ ...ProductInput, version: SeenVersion }),
    result: ProductView,
  }),
  setProductArchived: op({
    method: 'POST',
    path: '/products/{id}/archived',
    isUndoable: true,
    permission: 'inventory.manage',
    summary: { zh: '停用或启用商品', en: 'Archive or restore a product' },
    params: ById,
    body: Archive,
    result: ProductView,
  }),
  setSubstitutes: op({
    method: 'PUT',
    path: '/products/{id}/substitutes',
    permission: 'inventory.manage',
    summary: { zh: '设置替代品（按优先顺序）', en: 'Set the substitutes, the best first' },
    params: ById,
    body: z.strictObject({ substituteIds: z.array(Id).max(SUBSTITUTES_MAX), version: SeenVersion }),
    result: ProductView,
  }),
  listProductReservations: op({
    method: 'GET',
    path: '/products/{id}/reservations',
    permission: 'inventory.read',
    summary: { zh: '商品的未结预留', en: 'Open reservations of a product' },
    params: ById,
    query: z.strictObject({ ...Paging, warehouseId: Id.optional() }),
    result: page(ReservationRow),
  }),
  listMovements: op({
    method: 'GET',
    path: '/products/{id}/movements',
    permission: 'inventory.read',
    summary: { zh: '商品的库存流水', en: 'Stock movements of a product' },
    params: ById,
    query: z.strictObject({
      ...Paging,
      warehouseId: Id.optional(),
      kind: Movement.optional(),
      from: Instant.optional(),
      to: Instant.optional(),
    }),
    result: page(MovementRow),
  }),
  ...warehousesApi,
  ...stockApi,
} satisfies OperationTable
