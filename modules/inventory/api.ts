import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import {
  Count,
  Country,
  Flag,
  Id,
  Instant,
  LocalTime,
  Paging,
  SeenVersion,
  line,
  page,
  prose,
} from '#platform/schema.ts'
import { goodsReceiptList, productList, stockList, stockTotalList, warehouseList } from './inventory-list.ts'
import { isDestination } from './lane.ts'
import {
  type AdjustmentReason,
  type MovementKind,
  type RefusalReason,
  adjustmentReasons,
  movementKinds,
  refusalReasons,
} from './movement.ts'
import { SUBSTITUTES_MAX } from './product.ts'
import { LANES_MAX, type WarehouseKind, warehouseKinds } from './warehouse.ts'

const keysOf = <K extends string>(table: Record<K, unknown>) => Object.keys(table) as [K, ...K[]]
const Kind = z.enum(keysOf<WarehouseKind>(warehouseKinds))
const Movement = z.enum(keysOf<MovementKind>(movementKinds))
const Adjustment = z.enum(keysOf<AdjustmentReason>(adjustmentReasons))
const Refusal = z.enum(keysOf<RefusalReason>(refusalReasons))
const PriceMinor = z.int().min(0).max(1_000_000_000_000)
const Units = z.int().min(0).max(100_000_000)
const Change = z.int().min(-100_000_000).max(100_000_000)
const DocumentLines = 500

const ProductRef = z.object({ id: Id, sku: z.string(), name: z.string() })
const Totals = { onHand: z.int(), reserved: z.int(), available: z.int() }

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
export const StockRow = z.object({
  productId: Id,
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  warehouseId: Id,
  warehouseCode: z.string(),
  warehouseName: z.string(),
  ...Totals,
})
export const ProductView = ProductRow.extend({
  stock: z.array(StockRow),
  substitutes: z.array(ProductRef.extend({ available: z.int(), archivedAt: z.string().nullable() })),
})
export const LaneRow = z.object({
  destination: z.string(),
  transitHours: z.int(),
  fixedCostMinor: z.int(),
  unitCostMinor: z.int(),
  carrierId: Id.nullable(),
  carrierName: z.string().nullable(),
  mode: z.string(),
})
export const WarehouseRow = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  kind: Kind,
  supplierId: Id.nullable(),
  supplierName: z.string().nullable(),
  country: z.string(),
  province: z.string(),
  city: z.string(),
  street: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  calendarId: Id.nullable(),
  cutoff: z.string(),
  archivedAt: z.string().nullable(),
  version: z.int(),
  lanes: z.int(),
  products: z.int(),
  ...Totals,
})
export const WarehouseView = WarehouseRow.extend({ laneRows: z.array(LaneRow) })
export const StockTotalRow = ProductRef.extend({ unit: z.string(), warehouses: z.int(), ...Totals })
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
export const ReceiptRow = z.object({
  id: Id,
  number: z.string(),
  warehouseId: Id,
  warehouseCode: z.string(),
  supplierId: Id.nullable(),
  supplierName: z.string().nullable(),
  receivedAt: z.string(),
  receivedBy: z.string().nullable(),
  note: z.string(),
  lines: z.int(),
  accepted: z.int(),
  refused: z.int(),
})
export const ReceiptView = ReceiptRow.extend({
  lineRows: z.array(
    z.object({
      id: Id,
      productId: Id,
      sku: z.string(),
      name: z.string(),
      expected: z.int().nullable(),
      accepted: z.int(),
      refused: z.int(),
      refusalReason: z.string().nullable(),
    }),
  ),
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
const WarehouseInput = {
  code: line(40, 1),
  name: line(120, 1),
  kind: Kind.default('own'),
  supplierId: Id.nullable().default(null),
  country: Country.default('CN'),
  province: line(60).default(''),
  city: line(60).default(''),
  street: line(200).default(''),
  latitude: z.number().min(-90).max(90).nullable().default(null),
  longitude: z.number().min(-180).max(180).nullable().default(null),
  calendarId: Id.nullable().default(null),
  cutoff: LocalTime.default('16:00'),
}
const LaneInput = z.strictObject({
  destination: line(12, 1).refine(
    isDestination,
    '目的地应为 *、国家代码（CN）或国家-省份（CN-44） · a destination is *, a country (CN) or a country and province (CN-44)',
  ),
  transitHours: z.int().min(0).max(8_760),
  fixedCostMinor: PriceMinor.default(0),
  unitCostMinor: PriceMinor.default(0),
  carrierId: Id.nullable().default(null),
  mode: line(40).default(''),
})
const ReceiptInput = z.strictObject({
  warehouseId: Id,
  supplierId: Id.nullable().default(null),
  note: prose(500).default(''),
  lines: z
    .array(
      z.strictObject({
        productId: Id,
        expected: Units.nullable().default(null),
        accepted: Units,
        refused: Units.default(0),
        refusalReason: Refusal.nullable().default(null),
      }),
    )
    .min(1)
    .max(DocumentLines),
})
const AdjustmentInput = z.strictObject({
  warehouseId: Id,
  reason: Adjustment,
  lines: z
    .array(
      z.union([
        z.strictObject({ productId: Id, change: Change }),
        z.strictObject({ productId: Id, counted: Units, seenOnHand: Count.optional() }),
      ]),
    )
    .min(1)
    .max(DocumentLines),
})

const ById = z.object({ id: Id })
const Version = z.int().min(1)
const Archive = z.strictObject({ archived: z.boolean(), version: Version })
const Search = line(80).optional()

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
  listWarehouses: op({
    method: 'GET',
    path: '/warehouses',
    permission: 'inventory.read',
    summary: { zh: '仓库列表', en: 'Warehouses' },
    query: z.strictObject({ ...listParams(warehouseList), search: Search, archived: Flag.optional() }),
    result: page(WarehouseRow),
  }),
  getWarehouse: op({
    method: 'GET',
    path: '/warehouses/{id}',
    permission: 'inventory.read',
    record: 'warehouse',
    summary: { zh: '仓库详情与线路', en: 'One warehouse with its lanes' },
    params: ById,
    result: WarehouseView,
  }),
  createWarehouse: op({
    method: 'POST',
    path: '/warehouses',
    permission: 'inventory.manage',
    summary: { zh: '新增仓库', en: 'Add a warehouse' },
    body: z.strictObject(WarehouseInput),
    result: WarehouseView,
  }),
  updateWarehouse: op({
    method: 'PUT',
    path: '/warehouses/{id}',
    permission: 'inventory.manage',
    summary: { zh: '修改仓库', en: 'Change a warehouse' },
    params: ById,
    body: z.strictObject({ ...WarehouseInput, version: SeenVersion }),
    result: WarehouseView,
  }),
  setWarehouseArchived: op({
    method: 'POST',
    path: '/warehouses/{id}/archived',
    isUndoable: true,
    permission: 'inventory.manage',
    summary: { zh: '停用或启用仓库', en: 'Archive or restore a warehouse' },
    params: ById,
    body: Archive,
    result: WarehouseView,
  }),
  replaceLanes: op({
    method: 'PUT',
    path: '/warehouses/{id}/lanes',
    permission: 'inventory.manage',
    summary: { zh: '保存发货线路', en: 'Save the lanes of a warehouse' },
    params: ById,
    body: z.strictObject({ lanes: z.array(LaneInput).max(LANES_MAX), version: SeenVersion }),
    result: WarehouseView,
  }),
  listStock: op({
    method: 'GET',
    path: '/stock',
    permission: 'inventory.read',
    summary: { zh: '库存（按仓库）', en: 'Stock by product and warehouse' },
    query: z.strictObject({ ...listParams(stockList), search: Search }),
    result: page(StockRow),
  }),
  listStockTotals: op({
    method: 'GET',
    path: '/stock/totals',
    permission: 'inventory.read',
    summary: { zh: '库存（按商品合计）', en: 'Stock by product over all warehouses' },
    query: z.strictObject({ ...listParams(stockTotalList), search: Search }),
    result: page(StockTotalRow),
  }),
  receiveGoods: op({
    method: 'POST',
    path: '/goods-receipts',
    permission: 'stock.receive',
    summary: { zh: '登记收货', en: 'Receive goods' },
    body: ReceiptInput,
    result: ReceiptView,
  }),
  listReceipts: op({
    method: 'GET',
    path: '/goods-receipts',
    permission: 'inventory.read',
    summary: { zh: '收货单列表', en: 'Goods receipts' },
    query: z.strictObject(listParams(goodsReceiptList)),
    result: page(ReceiptRow),
  }),
  getReceipt: op({
    method: 'GET',
    path: '/goods-receipts/{id}',
    permission: 'inventory.read',
    record: 'goods_receipt',
    summary: { zh: '收货单详情', en: 'One goods receipt' },
    params: ById,
    result: ReceiptView,
  }),
  adjustStock: op({
    method: 'POST',
    path: '/stock/adjustments',
    permission: 'stock.adjust',
    summary: { zh: '调整库存', en: 'Adjust stock' },
    body: AdjustmentInput,
    result: z.object({
      id: Id,
      lines: z.array(z.object({ productId: Id, onHand: z.int(), change: z.int() })),
    }),
  }),
} satisfies OperationTable
