import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { goodsReceiptList } from '#modules/inventory/inventory-list.ts'
import { useLookups } from '#web/features/lookups.ts'
import { stockText } from '#web/features/inventory/stock-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, RowOf } from '#web/ui/list-types.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

type Row = RowOf<typeof inventoryApi.listReceipts>

const text = {
  title: { zh: '收货单', en: 'Goods receipts' },
  receive: { zh: '登记收货', en: 'Receive goods' },
  number: { zh: '收货单号', en: 'Receipt' },
  at: { zh: '收货时间', en: 'Received' },
  by: { zh: '收货人', en: 'By' },
  supplier: { zh: '供应商', en: 'Supplier' },
  purchase: { zh: '采购订单', en: 'Purchase order' },
  lines: { zh: '行数', en: 'Lines' },
  accepted: { zh: '实收', en: 'Accepted' },
  refused: { zh: '拒收', en: 'Refused' },
  none: { zh: '还没有收货单', en: 'No receipts yet' },
  noneHelp: {
    zh: '收货时扫描条码，实收数量立即计入库存。',
    en: 'Scan what arrives; what is accepted counts as stock at once.',
  },
  noneHelpOthers: {
    zh: '仓库收货后，收货单会出现在这里。',
    en: 'Receipts appear here once the warehouse receives goods.',
  },
} satisfies Text

const columns: readonly Column<Row>[] = [
  { key: 'number', title: text.number, render: (row) => row.number, sort: 'number' },
  { key: 'at', title: text.at, render: (row) => <Time at={row.receivedAt} />, sort: 'received' },
  { key: 'warehouse', title: stockText.warehouse, render: (row) => row.warehouseCode },
  { key: 'supplier', title: text.supplier, render: (row) => row.supplierName ?? '–', isLine: true },
  {
    key: 'purchase',
    title: text.purchase,
    render: (row) => row.purchaseNumber ?? '–',
    isOffPhone: true,
  },
  {
    key: 'lines',
    title: text.lines,
    render: (row) => <Figure value={row.lines} />,
    align: 'end',
    isOffPhone: true,
  },
  {
    key: 'accepted',
    title: text.accepted,
    render: (row) => <Figure value={row.accepted} />,
    align: 'end',
    sort: 'accepted',
  },
  {
    key: 'refused',
    title: text.refused,
    render: (row) => <Refused n={row.refused} />,
    align: 'end',
    sort: 'refused',
  },
  { key: 'by', title: text.by, render: (row) => row.receivedBy ?? '–', isOffPhone: true },
]

export function ReceiptsPage() {
  const t = useText(text)
  const go = useGo()
  const { warehouse, customer, purchase } = useLookups()
  const filters = fieldFilters(goodsReceiptList, {
    first: ['warehouseId', 'received', 'refused'],
    lookups: { warehouseId: warehouse, supplierId: customer, purchaseId: purchase },
  })
  const receive = useCan('stock.receive') && (
    <Button type="primary" onClick={() => go(paths.newReceipt)}>
      {t.receive}
    </Button>
  )
  return (
    <ListPage
      title={t.title}
      name="receipts"
      operation={inventoryApi.listReceipts}
      columns={columns}
      filters={filters}
      defaultSort={goodsReceiptList.defaultSort}
      rowKey={(row) => row.id}
      open={(row) => paths.receipt(row.id)}
      recordType="goods_receipt"
      actions={receive}
      empty={{
        title: t.none,
        help: t.noneHelp,
        doer: { permission: 'stock.receive', otherwise: t.noneHelpOthers },
        action: receive,
      }}
    />
  )
}

export function Refused({ n }: { n: number }) {
  return n > 0 ? <StatusTag tone="warn">{String(n)}</StatusTag> : <Figure value={0} />
}
