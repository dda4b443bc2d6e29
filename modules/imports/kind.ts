import type { Permission } from '#platform/api.ts'
import type { Bilingual } from '#platform/text.ts'
import type { Field, FieldTable } from './field.ts'
import { type ImportKind, importKindNames } from './kind-names.ts'
import { customerFields } from './fields-customers.ts'
import { orderFields } from './fields-orders.ts'
import { productFields } from './fields-products.ts'
import { shipmentFields } from './fields-shipments.ts'
import { stockFields } from './fields-stock.ts'

/** What to do with a row whose record is there already. */
export type DuplicatePolicy = 'skip' | 'update_filled' | 'update_all' | 'refuse'
export const DUPLICATE_POLICIES = ['skip', 'update_filled', 'update_all', 'refuse'] as const

export type KindFacts = {
  name: Bilingual
  /** What one row or group of rows becomes, as counted: `3 张订单`. */ records: Bilingual
  /** How a row is known again. */ key: Bilingual
  fields: FieldTable
  /** Who may bring it in, and take it back. */
  permission: { run: Permission; undo: Permission; see: Permission | null }
  duplicates: readonly DuplicatePolicy[]
  /** The fields of which one at least is needed. */ oneOf: readonly (readonly string[])[]
}

export const kinds: Record<ImportKind, KindFacts> = {
  orders: {
    name: importKindNames.orders,
    records: { zh: '{n} 张订单', en: 'orders: {n}' },
    key: { zh: '客户和客户单号', en: 'customer and its reference' },
    fields: orderFields,
    permission: { run: 'order.create', undo: 'order.amend', see: null },
    duplicates: ['skip', 'refuse'],
    oneOf: [['customerNumber', 'customerName']],
  },
  customers: {
    name: importKindNames.customers,
    records: { zh: '{n} 个客户', en: 'customers: {n}' },
    key: { zh: '客户编号、外部编号，都没有时按名称', en: 'number, external reference, or else the name' },
    fields: customerFields,
    permission: { run: 'customer.manage', undo: 'customer.manage', see: 'customer.read' },
    duplicates: ['skip', 'update_filled', 'update_all', 'refuse'],
    oneOf: [],
  },
  products: {
    name: importKindNames.products,
    records: { zh: '{n} 个商品', en: 'products: {n}' },
    key: { zh: '商品编码', en: 'SKU' },
    fields: productFields,
    permission: { run: 'inventory.manage', undo: 'inventory.manage', see: 'inventory.read' },
    duplicates: ['skip', 'update_filled', 'update_all', 'refuse'],
    oneOf: [],
  },
  stock: {
    name: importKindNames.stock,
    records: { zh: '{n} 条库存', en: 'stock lines: {n}' },
    key: { zh: '仓库和商品编码', en: 'warehouse and SKU' },
    fields: stockFields,
    permission: { run: 'stock.adjust', undo: 'stock.adjust', see: 'inventory.read' },
    duplicates: ['update_all'],
    oneOf: [['counted', 'received', 'change']],
  },
  shipments: {
    name: importKindNames.shipments,
    records: { zh: '{n} 个发运单', en: 'shipments: {n}' },
    key: { zh: '承运商和运单号', en: 'carrier and tracking number' },
    fields: shipmentFields,
    permission: { run: 'shipment.work', undo: 'shipment.work', see: 'shipment.read' },
    duplicates: ['skip', 'refuse'],
    oneOf: [['orderNumber', 'externalRef']],
  },
}

export const duplicateNames = {
  skip: { zh: '跳过，不改动已有的', en: 'Skip it and leave what is there' },
  update_filled: { zh: '更新，只用有内容的单元格', en: 'Update, from the cells that are filled' },
  update_all: { zh: '更新，空单元格也清空', en: 'Update, empty cells too: they clear what is there' },
  refuse: { zh: '算作错误，列入错误文件', en: 'Treat it as an error' },
} satisfies Record<DuplicatePolicy, Bilingual>

export const fieldOf = (kind: ImportKind, name: string): Field | undefined =>
  Object.hasOwn(kinds[kind].fields, name) ? kinds[kind].fields[name] : undefined
