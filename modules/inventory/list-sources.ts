import type { ListSource } from '#platform/list.ts'
import { inventoryApi } from './api.ts'

export const inventoryLists: readonly ListSource[] = [
  {
    name: 'products',
    title: { zh: '商品', en: 'Products' },
    path: '/products',
    operation: inventoryApi.listProducts,
  },
  {
    name: 'warehouses',
    title: { zh: '仓库', en: 'Warehouses' },
    path: '/warehouses',
    operation: inventoryApi.listWarehouses,
  },
  {
    name: 'stock',
    title: { zh: '库存', en: 'Stock' },
    path: '/stock',
    operation: inventoryApi.listStock,
  },
  {
    name: 'stock-totals',
    title: { zh: '库存汇总', en: 'Stock by product' },
    path: '/stock/totals',
    operation: inventoryApi.listStockTotals,
  },
  {
    name: 'receipts',
    title: { zh: '收货', en: 'Goods receipts' },
    path: '/goods-receipts',
    operation: inventoryApi.listReceipts,
  },
]
