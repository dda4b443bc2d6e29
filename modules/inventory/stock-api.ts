import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Count, Id, page, prose } from '#platform/schema.ts'
import { goodsReceiptList, stockList, stockTotalList } from './inventory-list.ts'
import { type AdjustmentReason, type RefusalReason, adjustmentReasons, refusalReasons } from './movement.ts'
import { ById, DocumentLines, ProductRef, Search, StockRow, Totals, Units, keysOf } from './stock-shapes.ts'

const Adjustment = z.enum(keysOf<AdjustmentReason>(adjustmentReasons))
const Refusal = z.enum(keysOf<RefusalReason>(refusalReasons))
const Change = z.int().min(-100_000_000).max(100_000_000)
export const StockTotalRow = ProductRef.extend({ unit: z.string(), warehouses: z.int(), ...Totals })
export const ReceiptRow = z.object({
  id: Id,
  number: z.string(),
  warehouseId: Id,
  warehouseCode: z.string(),
  supplierId: Id.nullable(),
  supplierName: z.string().nullable(),
  purchaseId: Id.nullable(),
  purchaseNumber: z.string().nullable(),
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
const ReceiptInput = z.strictObject({
  warehouseId: Id,
  supplierId: Id.nullable().default(null),
  /** The purchase order the goods belong to; it names the supplier. */ purchaseId:
    Id.nullable().default(null),
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

export const stockApi = {
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
