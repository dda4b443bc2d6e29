import { useParams } from '@tanstack/react-router'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { type RefusalReason, refusalReasons } from '#modules/inventory/movement.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { Refused } from '#web/features/inventory/receipts-page.tsx'
import { type Receipt, stockText } from '#web/features/inventory/stock-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

type Line = Receipt['lineRows'][number]

const text = {
  receipts: { zh: '收货单', en: 'Goods receipts' },
  at: { zh: '收货时间', en: 'Received' },
  by: { zh: '收货人', en: 'By' },
  supplier: { zh: '供应商', en: 'Supplier' },
  purchase: { zh: '采购订单', en: 'Purchase order' },
  note: { zh: '备注', en: 'Note' },
  lines: { zh: '收货明细', en: 'Lines' },
  expected: { zh: '应收', en: 'Expected' },
  accepted: { zh: '实收', en: 'Accepted' },
  refused: { zh: '拒收', en: 'Refused' },
  reason: { zh: '拒收原因', en: 'Reason' },
} satisfies Text

const columns: readonly Column<Line>[] = [
  {
    key: 'sku',
    title: stockText.sku,
    render: (line) => <PageLink to={paths.product(line.productId)}>{line.sku}</PageLink>,
  },
  { key: 'name', title: stockText.product, render: (line) => line.name },
  { key: 'expected', title: text.expected, render: (line) => <Figure value={line.expected} />, align: 'end' },
  { key: 'accepted', title: text.accepted, render: (line) => <Figure value={line.accepted} />, align: 'end' },
  { key: 'refused', title: text.refused, render: (line) => <Refused n={line.refused} />, align: 'end' },
  { key: 'reason', title: text.reason, render: (line) => <Reason code={line.refusalReason} /> },
]

export function ReceiptPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const receipt = useOperation(inventoryApi.getReceipt, { params: { id } })
  return <Loaded read={receipt}>{(found) => <ReceiptDetail receipt={found} />}</Loaded>
}

function ReceiptDetail({ receipt }: { receipt: Receipt }) {
  const t = useText(text)
  const s = useText(stockText)
  const table = { label: t.lines, rows: receipt.lineRows, columns, rowKey: (line: Line) => line.id }
  return (
    <RecordPage
      record={{ type: 'goods_receipt', id: receipt.id }}
      back={{ to: paths.receipts, text: t.receipts }}
      title={receipt.number}
      properties={[
        {
          label: s.warehouse,
          value: <PageLink to={paths.warehouse(receipt.warehouseId)}>{receipt.warehouseCode}</PageLink>,
        },
        { label: t.at, value: <Time at={receipt.receivedAt} /> },
        { label: t.by, value: receipt.receivedBy ?? '–' },
        { label: t.supplier, value: receipt.supplierName ?? '–' },
        ...(receipt.purchaseId && receipt.purchaseNumber
          ? [
              {
                label: t.purchase,
                value: <PageLink to={paths.purchase(receipt.purchaseId)}>{receipt.purchaseNumber}</PageLink>,
              },
            ]
          : []),
        { label: t.accepted, value: <Figure value={receipt.accepted} /> },
        { label: t.refused, value: <Figure value={receipt.refused} /> },
        ...(receipt.note ? [{ label: t.note, value: receipt.note, isWide: true }] : []),
      ]}
    >
      <Section title={t.lines}>
        <Rows {...table} />
      </Section>
    </RecordPage>
  )
}

function Reason({ code }: { code: string | null }) {
  const say = useSay()
  return <>{code && code in refusalReasons ? say(refusalReasons[code as RefusalReason]) : (code ?? '–')}</>
}
