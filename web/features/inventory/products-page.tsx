import { EditableCell } from '#web/ui/editable-cell.tsx'
import { productBulk } from '#modules/inventory/bulk.ts'
import { Button } from 'antd'
import { useState } from 'react'
import type { Bilingual, Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { productList } from '#modules/inventory/inventory-list.ts'
import { ProductForm } from '#web/features/inventory/product-form.tsx'
import { archivedFilter, stockColumns, stockText } from '#web/features/inventory/stock-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter, RowOf } from '#web/ui/list-types.ts'
import { Money } from '#web/ui/values.tsx'

type Row = RowOf<typeof inventoryApi.listProducts>

const text = {
  category: { zh: '类别', en: 'Category' },
  barcode: { zh: '条码', en: 'Barcode' },
  title: { zh: '商品', en: 'Products' },
  add: { zh: '新增商品', en: 'Add a product' },
  none: { zh: '还没有商品', en: 'No products yet' },
  noneHelp: { zh: '添加商品后即可收货、下单。', en: 'Add one to receive it and to take orders for it.' },
  noneHelpOthers: {
    zh: '商品建档后会出现在这里。',
    en: 'Products appear here once they are added.',
  },
} satisfies Text

const filters: readonly Filter[] = [
  {
    kind: 'search',
    name: 'search',
    label: { zh: '编码、名称、拼音、条码', en: 'SKU, name, pinyin, barcode' },
  },
  archivedFilter,
  ...fieldFilters(productList, { first: ['category', 'price'] }),
]

const columns: readonly Column<Row>[] = [
  { key: 'sku', title: stockText.sku, render: (row) => row.sku, sort: 'sku' },
  { key: 'name', title: { zh: '名称', en: 'Name' }, render: (row) => row.name, sort: 'name', isLine: true },
  {
    key: 'category',
    title: text.category,
    render: (row) => <ProductCell product={row} field="category" label={text.category} />,
    sort: 'category',
    isOffPhone: true,
  },
  {
    key: 'barcode',
    title: text.barcode,
    render: (row) => <ProductCell product={row} field="barcode" label={text.barcode} />,
    isHidden: true,
  },
  {
    key: 'price',
    title: { zh: '单价', en: 'Price' },
    render: (row) => <Money minor={row.priceMinor} />,
    sort: 'price',
    align: 'end',
    isOffPhone: true,
  },
  { key: 'unit', title: stockText.unit, render: (row) => row.unit, isOffPhone: true, isWhole: true },
  ...stockColumns,
]

export function ProductsPage() {
  const t = useText(text)
  const go = useGo()
  const canManage = useCan('inventory.manage')
  const [isAdding, setAdding] = useState(false)
  const add = canManage && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t.add}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t.title}
        name="products"
        bulkSpecs={productBulk}
        operation={inventoryApi.listProducts}
        columns={columns}
        filters={filters}
        defaultSort={productList.defaultSort}
        rowKey={(row) => row.id}
        open={(row) => paths.product(row.id)}
        recordType="product"
        actions={add}
        empty={{
          title: t.none,
          help: t.noneHelp,
          doer: { permission: 'inventory.manage', otherwise: t.noneHelpOthers },
          action: add,
        }}
      />
      {isAdding && (
        <ProductForm
          product={null}
          onClose={() => setAdding(false)}
          onDone={(product) => go(paths.product(product.id))}
        />
      )}
    </>
  )
}

type ProductCellProps = { product: Row; field: 'category' | 'barcode'; label: Bilingual }

/** One field of a product, changed where it stands; the version seen guards the others. */
function ProductCell({ product, field, label }: ProductCellProps) {
  const say = useSay()
  const { id, sku, name, category, unit, weightG, priceMinor, barcode, version } = product
  return (
    <EditableCell
      label={say(label)}
      value={product[field] || null}
      how={{ kind: 'text', max: 60 }}
      operation={inventoryApi.updateProduct}
      permission="inventory.manage"
      toInput={(value) => ({
        params: { id },
        body: {
          sku,
          name,
          category,
          unit,
          weightG,
          priceMinor,
          barcode,
          version,
          [field]: field === 'category' ? (value ?? '') : value,
        },
      })}
    >
      {product[field] || '–'}
    </EditableCell>
  )
}
