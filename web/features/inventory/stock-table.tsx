import type { Text } from '#platform/text.ts'
import { type StockRow, stockColumns, stockText } from '#web/features/inventory/stock-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'

const text = {
  label: { zh: '各仓库存', en: 'Stock by warehouse' },
  none: { zh: '还没有库存。收货后显示在这里。', en: 'No stock yet. It shows here once received.' },
  adjust: { zh: '调整', en: 'Adjust' },
  action: { zh: '操作', en: 'Action' },
} satisfies Text

type StockTableProps = {
  rows: readonly StockRow[]
  /** Null for those who may not. */ onAdjust: ((row: StockRow) => void) | null
}

/** Stock of one product, a row a warehouse. */
export function StockTable({ rows, onAdjust }: StockTableProps) {
  const t = useText(text)
  if (rows.length === 0) return <p className="n-quiet">{t.none}</p>
  const columns: Column<StockRow>[] = [
    {
      key: 'warehouse',
      title: stockText.warehouse,
      render: (row) => (
        <PageLink to={paths.warehouse(row.warehouseId)}>
          {row.warehouseCode} {row.warehouseName}
        </PageLink>
      ),
    },
    ...stockColumns,
  ]
  if (onAdjust)
    columns.push({
      key: 'adjust',
      title: text.action,
      align: 'end',
      width: 90,
      render: (row) => <AdjustLink row={row} onAdjust={onAdjust} />,
    })
  const table = { label: t.label, rows, columns, rowKey: (row: StockRow) => row.warehouseId }
  return <Rows {...table} />
}

function AdjustLink({ row, onAdjust }: { row: StockRow; onAdjust: (row: StockRow) => void }) {
  const t = useText(text)
  return (
    <button
      type="button"
      className="n-link"
      aria-label={`${t.adjust}: ${row.sku} ${row.warehouseCode}`}
      onClick={() => onAdjust(row)}
    >
      {t.adjust}
    </button>
  )
}
