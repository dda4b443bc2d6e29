import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { stockList } from '#modules/inventory/inventory-list.ts'
import { AdjustForm } from '#web/features/inventory/adjust-form.tsx'
import { StockTabs } from '#web/features/inventory/stock-tabs.tsx'
import { type StockRow, stockColumns, stockText } from '#web/features/inventory/stock-text.tsx'
import { useLookups } from '#web/features/lookups.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'

const text = {
  title: { zh: '库存', en: 'Stock' },
  receive: { zh: '收货', en: 'Receive goods' },
  adjust: { zh: '调整', en: 'Adjust' },
  action: { zh: '操作', en: 'Action' },
  none: { zh: '还没有库存', en: 'No stock yet' },
  noneHelp: {
    zh: '收货后，各仓的库存显示在这里。',
    en: 'What is received shows here, warehouse by warehouse.',
  },
} satisfies Text

export const stockSearch: Filter = {
  kind: 'search',
  name: 'search',
  label: { zh: '编码、名称、拼音、条码', en: 'SKU, name, pinyin, barcode' },
}
const columns: readonly Column<StockRow>[] = [
  { key: 'sku', title: stockText.sku, render: (row) => row.sku, sort: 'sku' },
  { key: 'name', title: stockText.product, render: (row) => row.name, sort: 'name' },
  {
    key: 'warehouse',
    title: stockText.warehouse,
    render: (row) => `${row.warehouseCode} ${row.warehouseName}`,
    sort: 'warehouse',
  },
  { key: 'unit', title: stockText.unit, render: (row) => row.unit, isHidden: true, isWhole: true },
  ...stockColumns,
]

export function StockPage() {
  const t = useText(text)
  const go = useGo()
  const { warehouse, product } = useLookups()
  const filters = [
    stockSearch,
    ...fieldFilters(stockList, {
      first: ['availability', 'warehouseId', 'category'],
      lookups: { warehouseId: warehouse, productId: product },
    }),
  ]
  const canReceive = useCan('stock.receive')
  const canAdjust = useCan('stock.adjust')
  const [adjusted, setAdjusted] = useState<StockRow | null>(null)
  const adjust: Column<StockRow> = {
    key: 'adjust',
    title: text.action,
    align: 'end',
    width: 90,
    render: (row) => (
      <button
        type="button"
        className="n-link"
        aria-label={`${t.adjust}: ${row.sku} ${row.warehouseCode}`}
        onClick={() => setAdjusted(row)}
      >
        {t.adjust}
      </button>
    ),
  }
  const receive = canReceive && (
    <Button type="primary" onClick={() => go(paths.newReceipt)}>
      {t.receive}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t.title}
        name="stock"
        operation={inventoryApi.listStock}
        columns={canAdjust ? [...columns, adjust] : columns}
        filters={filters}
        defaultSort={stockList.defaultSort}
        rowKey={(row) => `${row.productId}/${row.warehouseId}`}
        open={(row) => paths.product(row.productId)}
        actions={receive}
        above={<StockTabs />}
        empty={{ title: t.none, help: t.noneHelp, action: receive }}
      />
      {adjusted && (
        <AdjustForm
          product={{ id: adjusted.productId, sku: adjusted.sku }}
          row={adjusted}
          onClose={() => setAdjusted(null)}
        />
      )}
    </>
  )
}
