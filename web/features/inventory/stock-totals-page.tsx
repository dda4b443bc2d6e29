import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { stockFilters } from '#web/features/inventory/stock-page.tsx'
import { StockTabs } from '#web/features/inventory/stock-tabs.tsx'
import { stockColumns, stockText } from '#web/features/inventory/stock-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, RowOf } from '#web/ui/list-types.ts'
import { Figure } from '#web/ui/values.tsx'

const text = { title: { zh: '库存', en: 'Stock' } } satisfies Text

const columns: readonly Column<RowOf<typeof inventoryApi.listStockTotals>>[] = [
  { key: 'sku', title: stockText.sku, render: (row) => row.sku },
  { key: 'name', title: stockText.product, render: (row) => row.name },
  { key: 'unit', title: stockText.unit, render: (row) => row.unit, isOffPhone: true },
  {
    key: 'warehouses',
    title: { zh: '在库仓数', en: 'Warehouses' },
    render: (row) => <Figure value={row.warehouses} />,
    align: 'end',
  },
  ...stockColumns,
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
      filters={stockFilters}
      rowKey={(row) => row.id}
      open={(row) => paths.product(row.id)}
      above={<StockTabs />}
    />
  )
}
