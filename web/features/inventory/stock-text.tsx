import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { inventoryApi } from '#modules/inventory/api.ts'
import { useText } from '#web/lib/i18n.ts'
import type { Column } from '#web/ui/list-types.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Figure } from '#web/ui/values.tsx'

export type Product = ResultOf<typeof inventoryApi.getProduct>
export type Warehouse = ResultOf<typeof inventoryApi.getWarehouse>
export type Receipt = ResultOf<typeof inventoryApi.getReceipt>
export type StockRow = Product['stock'][number]

/** Words of stock used on several pages. */
export const stockText = {
  onHand: { zh: '账面', en: 'On hand' },
  reserved: { zh: '已预留', en: 'Reserved' },
  available: { zh: '可用', en: 'Available' },
  archived: { zh: '已停用', en: 'Archived' },
  active: { zh: '使用中', en: 'In use' },
  soldOut: { zh: '无可用', en: 'None available' },
  sku: { zh: '商品编码', en: 'SKU' },
  product: { zh: '商品', en: 'Product' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  unit: { zh: '单位', en: 'Unit' },
} satisfies Text

type Book = { onHand: number; reserved: number; available: number }

/** On hand, reserved and available, as columns of any list of stock. */
export const stockColumns: readonly Column<Book>[] = [
  {
    key: 'onHand',
    title: stockText.onHand,
    sort: 'onHand',
    render: (row) => <Figure value={row.onHand} />,
    align: 'end',
    width: 110,
  },
  {
    key: 'reserved',
    title: stockText.reserved,
    sort: 'reserved',
    render: (row) => <Figure value={row.reserved} />,
    align: 'end',
    width: 110,
  },
  {
    key: 'available',
    title: stockText.available,
    sort: 'available',
    render: (row) => <Available of={row} />,
    align: 'end',
    width: 130,
  },
]

/** What can still be sold; in words too when it is nothing. */
export function Available({ of: { available } }: { of: { available: number } }) {
  const t = useText(stockText)
  return available > 0 ? <Figure value={available} /> : <StatusTag tone="warn">{t.soldOut}</StatusTag>
}

export function UseState({ archivedAt }: { archivedAt: string | null }) {
  const t = useText(stockText)
  return archivedAt ? (
    <StatusTag tone="mute">{t.archived}</StatusTag>
  ) : (
    <StatusTag tone="good">{t.active}</StatusTag>
  )
}

/** A filter for what is archived; without it lists show what is in use. */
export const archivedFilter = {
  kind: 'choice',
  name: 'archived',
  label: { zh: '状态', en: 'State' },
  choices: [{ value: 'true', text: stockText.archived }],
} as const
