import { provinceOf } from '#modules/customers/divisions.ts'
import { countryName } from '#modules/customers/place.ts'
import { type Cell, type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { inventoryApi } from './api.ts'
import { warehouseKinds } from './warehouse.ts'

type Product = RowOf<typeof inventoryApi.listProducts>
type Stock = RowOf<typeof inventoryApi.listStock>
type StockTotal = RowOf<typeof inventoryApi.listStockTotals>
type Warehouse = RowOf<typeof inventoryApi.listWarehouses>
type Receipt = RowOf<typeof inventoryApi.listReceipts>

const text = {
  sku: { zh: '商品编码', en: 'SKU' },
  product: { zh: '商品', en: 'Product' },
  name: { zh: '名称', en: 'Name' },
  unit: { zh: '单位', en: 'Unit' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  lines: { zh: '行数', en: 'Lines' },
  none: { zh: '无可用', en: 'None available' },
}

type Book = { onHand: number; reserved: number; available: number }
const bookFields: readonly ListField<Book>[] = [
  { key: 'onHand', title: { zh: '账面', en: 'On hand' }, value: (row) => row.onHand },
  { key: 'reserved', title: { zh: '已预留', en: 'Reserved' }, value: (row) => row.reserved },
  {
    key: 'available',
    title: { zh: '可用', en: 'Available' },
    value: (row) => (row.available > 0 ? row.available : text.none),
  },
]

export const productFields: readonly ListField<Product>[] = [
  { key: 'sku', title: text.sku, value: (row) => row.sku },
  { key: 'name', title: text.name, value: (row) => row.name },
  { key: 'category', title: { zh: '类别', en: 'Category' }, value: (row) => row.category },
  { key: 'barcode', title: { zh: '条码', en: 'Barcode' }, value: (row) => row.barcode },
  { key: 'price', title: { zh: '单价', en: 'Price' }, value: (row) => ({ minor: row.priceMinor }) },
  { key: 'unit', title: text.unit, value: (row) => row.unit },
  ...bookFields,
]

export const stockFields: readonly ListField<Stock>[] = [
  { key: 'sku', title: text.sku, value: (row) => row.sku },
  { key: 'name', title: text.product, value: (row) => row.name },
  { key: 'warehouse', title: text.warehouse, value: (row) => `${row.warehouseCode} ${row.warehouseName}` },
  { key: 'unit', title: text.unit, value: (row) => row.unit },
  ...bookFields,
]

export const stockTotalFields: readonly ListField<StockTotal>[] = [
  { key: 'sku', title: text.sku, value: (row) => row.sku },
  { key: 'name', title: text.product, value: (row) => row.name },
  { key: 'unit', title: text.unit, value: (row) => row.unit },
  { key: 'warehouses', title: { zh: '在库仓数', en: 'Warehouses' }, value: (row) => row.warehouses },
  ...bookFields,
]

export const warehouseFields: readonly ListField<Warehouse>[] = [
  { key: 'code', title: { zh: '代码', en: 'Code' }, value: (row) => row.code },
  { key: 'name', title: text.name, value: (row) => row.name },
  { key: 'kind', title: { zh: '类型', en: 'Kind' }, value: (row) => warehouseKinds[row.kind] },
  { key: 'place', title: { zh: '所在地', en: 'Place' }, value: placeOf },
  { key: 'cutoff', title: { zh: '截单时间', en: 'Cut-off' }, value: (row) => row.cutoff },
  { key: 'lanes', title: { zh: '线路', en: 'Lanes' }, value: (row) => row.lanes },
  { key: 'products', title: { zh: '在库商品', en: 'Products' }, value: (row) => row.products },
  ...bookFields,
]

export const receiptFields: readonly ListField<Receipt>[] = [
  { key: 'number', title: { zh: '收货单号', en: 'Receipt' }, value: (row) => row.number },
  { key: 'at', title: { zh: '收货时间', en: 'Received' }, value: (row) => at(row.receivedAt) },
  { key: 'warehouse', title: text.warehouse, value: (row) => row.warehouseCode },
  { key: 'supplier', title: { zh: '供应商', en: 'Supplier' }, value: (row) => row.supplierName },
  { key: 'purchase', title: { zh: '采购订单', en: 'Purchase order' }, value: (row) => row.purchaseNumber },
  { key: 'lines', title: text.lines, value: (row) => row.lines },
  { key: 'accepted', title: { zh: '实收', en: 'Accepted' }, value: (row) => row.accepted },
  { key: 'refused', title: { zh: '拒收', en: 'Refused' }, value: (row) => row.refused },
  { key: 'by', title: { zh: '收货人', en: 'By' }, value: (row) => row.receivedBy },
]

function placeOf({ country, province, city }: Pick<Warehouse, 'country' | 'province' | 'city'>): Cell {
  const region = country === 'CN' && province ? provinceOf(province)?.name : null
  return joined(' ', [
    ...(region ? [region] : [{ zh: countryName(country, 'zh'), en: countryName(country, 'en') }, province]),
    city,
  ])
}
