import { type ListSource, listSource } from '#platform/list.ts'
import { inventoryApi } from './api.ts'
import {
  productFields,
  receiptFields,
  stockFields,
  stockTotalFields,
  warehouseFields,
} from './list-fields.ts'

export const inventoryLists: readonly ListSource[] = [
  listSource({
    name: 'products',
    title: { zh: '商品', en: 'Products' },
    path: '/products',
    operation: inventoryApi.listProducts,
    fields: productFields,
  }),
  listSource({
    name: 'warehouses',
    title: { zh: '仓库', en: 'Warehouses' },
    path: '/warehouses',
    operation: inventoryApi.listWarehouses,
    fields: warehouseFields,
  }),
  listSource({
    name: 'stock',
    title: { zh: '库存', en: 'Stock' },
    path: '/stock',
    operation: inventoryApi.listStock,
    fields: stockFields,
  }),
  listSource({
    name: 'stock-totals',
    title: { zh: '库存汇总', en: 'Stock by product' },
    path: '/stock/totals',
    operation: inventoryApi.listStockTotals,
    fields: stockTotalFields,
  }),
  listSource({
    name: 'receipts',
    title: { zh: '收货单', en: 'Goods receipts' },
    path: '/goods-receipts',
    operation: inventoryApi.listReceipts,
    fields: receiptFields,
  }),
]
