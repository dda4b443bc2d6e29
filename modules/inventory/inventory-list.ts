import { countryChoice } from '#modules/customers/place.ts'
import { listSpec } from '#platform/list-spec.ts'
import { warehouseKinds } from './warehouse.ts'

const text = {
  onHand: { zh: '账面', en: 'On hand' },
  reserved: { zh: '已预留', en: 'Reserved' },
  available: { zh: '可用', en: 'Available' },
  sku: { zh: '商品编码', en: 'SKU' },
  name: { zh: '名称', en: 'Name' },
  category: { zh: '类别', en: 'Category' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  availability: { zh: '可用情况', en: 'Availability' },
}

const amounts = {
  onHand: { kind: 'number', label: text.onHand },
  reserved: { kind: 'number', label: text.reserved },
  available: { kind: 'number', label: text.available },
} as const
const goods = {
  sku: { kind: 'text', label: text.sku },
  name: { kind: 'text', label: text.name },
  category: { kind: 'text', label: text.category },
} as const
/** Nothing free, something free, something reserved. */
const availabilityNames = {
  none: { zh: '无可用', en: 'None available' },
  some: { zh: '有可用', en: 'Some available' },
  reserved: { zh: '有预留', en: 'Some reserved' },
}
const availability = {
  kind: 'choice',
  values: ['none', 'some', 'reserved'],
  names: availabilityNames,
  label: text.availability,
} as const
const amountSorts = {
  onHand: { kind: 'number' },
  reserved: { kind: 'number' },
  available: { kind: 'number' },
} as const
const goodsSorts = { sku: { kind: 'text' }, name: { kind: 'text' } } as const

export const productList = listSpec({
  fields: {
    ...goods,
    barcode: { kind: 'text', isNullable: true, label: { zh: '条码', en: 'Barcode' } },
    price: { kind: 'number', isMoney: true, label: { zh: '单价', en: 'Price' } },
    ...amounts,
  },
  sorts: { ...goodsSorts, category: { kind: 'text' }, price: { kind: 'number' }, ...amountSorts },
  defaultSort: 'sku',
})

export const stockList = listSpec({
  fields: {
    warehouseId: { kind: 'ref', label: text.warehouse },
    productId: { kind: 'ref', label: { zh: '商品', en: 'Product' } },
    availability,
    ...goods,
    ...amounts,
  },
  sorts: { ...goodsSorts, warehouse: { kind: 'text' }, ...amountSorts },
  defaultSort: 'sku,warehouse',
})

export const stockTotalList = listSpec({
  fields: { availability, ...goods, ...amounts },
  sorts: { ...goodsSorts, warehouses: { kind: 'number' }, ...amountSorts },
  defaultSort: 'sku',
})

export const warehouseList = listSpec({
  fields: {
    kind: {
      kind: 'choice',
      values: Object.keys(warehouseKinds) as (keyof typeof warehouseKinds)[],
      names: warehouseKinds,
      label: { zh: '类型', en: 'Kind' },
    },
    country: countryChoice,
    city: { kind: 'text', label: { zh: '城市', en: 'City' } },
    onHand: amounts.onHand,
  },
  sorts: {
    code: { kind: 'text' },
    name: { kind: 'text' },
    kind: { kind: 'text' },
    products: { kind: 'number' },
    ...amountSorts,
  },
  defaultSort: 'code',
})

export const goodsReceiptList = listSpec({
  fields: {
    warehouseId: { kind: 'ref', label: text.warehouse },
    refused: { kind: 'flag', label: { zh: '有拒收', en: 'Something refused' } },
    received: { kind: 'day', label: { zh: '收货日期', en: 'Received on' } },
    supplierId: { kind: 'ref', isNullable: true, label: { zh: '供应商', en: 'Supplier' } },
    purchaseId: { kind: 'ref', isNullable: true, label: { zh: '采购订单', en: 'Purchase order' } },
    number: { kind: 'text', label: { zh: '收货单号', en: 'Receipt number' } },
  },
  sorts: {
    added: { kind: 'id' },
    received: { kind: 'instant' },
    number: { kind: 'text' },
    accepted: { kind: 'number' },
    refused: { kind: 'number' },
  },
  defaultSort: '-added',
})
