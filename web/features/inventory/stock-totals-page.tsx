import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { stockTotalList } from '#modules/inventory/inventory-list.ts'
import { stockSearch } from '#web/features/inventory/stock-page.tsx'
import { StockTabs } from '#web/features/inventory/stock-tabs.tsx'
import { stockColumns, stockText } from '#web/features/inventory/stock-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, RowOf } from '#web/ui/list-types.ts'
import { Figure } from '#web/ui/values.tsx'

const text = { title: { zh: '库存', en: 'Stock' } } satisfies Text

const columns: readonly Column<RowOf<typeof inventoryApi.listStockTotals>>[] = [
  { key: 'sku', title: stockText.sku, render: (row) => row.sku, sort: 'sku' },
  { key: 'name', title: stockText.product, render: (row) => row.name, sort: 'name' },
  { key: 'unit', title: stockText.unit, render: (row) => row.unit, isOffPhone: true, isWhole: true },
  {
    key: 'warehouses',
    title: { zh: '在库仓数', en: 'Warehouses' },
    render: (row) => <Figure value={row.warehouses} />,
    sort: 'warehouses',
    align: 'end',
  },
  ...stockColumns,
]

const filters = [
  stockSearch,
  ...fieldFilters(stockTotalList, {
    first: ['availability', 'category'],
  }),
]

/** Stock of each product over all warehouses. */
export function StockTotalsPage() {
  const t = useText(text)
  return (
    <ListPage
      title={t.title}
      name="stock-totals"
      operation={inventoryApi.listStockTotals}
      columns={columns}
      filters={filters}
      defaultSort={stockTotalList.defaultSort}
      rowKey={(row) => row.id}
      open={(row) => paths.product(row.id)}
      recordType="product"
      above={<StockTabs />}
    />
  )
}
