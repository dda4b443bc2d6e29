import type { Text } from '#platform/text.ts'
import { beyondOf, missingOf } from '#modules/purchasing/purchase.ts'
import { type Purchase, type PurchaseLine, purchaseText } from '#web/features/purchasing/purchase-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Day, Figure, Money, Time } from '#web/ui/values.tsx'

const text = {
  ...purchaseText,
  what: { zh: '订货明细', en: 'Lines' },
  beyond: { zh: '多到 {n}', en: '{n} beyond the order' },
  before: { zh: '原确认 {day}', en: 'first {day}' },
  receipts: { zh: '到货记录', en: 'Receipts' },
  noReceipts: { zh: '还没有货物到仓', en: 'Nothing has come yet' },
  receipt: { zh: '收货单', en: 'Goods receipt' },
  at: { zh: '收货时间', en: 'Received' },
  receivedBy: { zh: '收货人', en: 'By' },
  accepted: { zh: '实收', en: 'Accepted' },
  refused: { zh: '拒收', en: 'Refused' },
} satisfies Text

const columns: readonly Column<PurchaseLine>[] = [
  {
    key: 'product',
    title: text.product,
    render: (l) => (
      <div>
        <PageLink to={paths.product(l.productId)}>{l.sku}</PageLink>
        <div className="n-quiet">{l.productName}</div>
      </div>
    ),
  },
  { key: 'quantity', title: text.quantity, align: 'end', render: (l) => <Figure value={l.quantity} /> },
  { key: 'received', title: text.received, align: 'end', render: (l) => <Came line={l} /> },
  { key: 'missing', title: text.missing, align: 'end', render: (l) => <Figure value={missingOf(l)} /> },
  { key: 'wanted', title: text.wanted, render: (l) => <Day day={l.wantedOn} /> },
  { key: 'confirmed', title: text.confirmedDay, render: (l) => <Confirmed line={l} /> },
]

const priceColumns = (currency: string): Column<PurchaseLine>[] => [
  {
    key: 'price',
    title: text.price,
    align: 'end',
    render: (l) => <Money minor={l.unitPriceMinor} currency={currency} />,
  },
  {
    key: 'amount',
    title: text.amount,
    align: 'end',
    render: (l) => <Money minor={l.amountMinor} currency={currency} />,
  },
]

function Came({ line }: { line: PurchaseLine }) {
  const t = useText(text)
  const beyond = beyondOf(line)
  return (
    <>
      <Figure value={line.received} />
      {beyond > 0 && (
        <>
          {' '}
          <StatusTag tone="warn">{fill(t.beyond, { n: beyond })}</StatusTag>
        </>
      )}
    </>
  )
}

/** What the supplier says, and what he said first where that was another day. */
function Confirmed({ line }: { line: PurchaseLine }) {
  const t = useText(text)
  const first = line.firstConfirmedOn !== line.confirmedOn ? line.firstConfirmedOn : null
  return (
    <span className="n-tags">
      {line.confirmedOn ? <Day day={line.confirmedOn} /> : <span className="n-quiet">–</span>}
      {first && <span className="n-quiet">{fill(t.before, { day: first })}</span>}
      {line.isOverdue && <StatusTag tone="bad">{t.overdue}</StatusTag>}
    </span>
  )
}

export function PurchaseLinesSection({ purchase }: { purchase: Purchase }) {
  const t = useText(text)
  const seesPrices = useCan('purchase.price')
  const shown = seesPrices ? columns.toSpliced(2, 0, ...priceColumns(purchase.currency)) : columns
  const table = {
    label: t.what,
    rows: purchase.lineRows,
    columns: shown,
    rowKey: (line: PurchaseLine) => line.id,
  }
  return (
    <Section title={t.what}>
      <Rows {...table} />
    </Section>
  )
}

type Receipt = Purchase['receipts'][number]

const receiptColumns: readonly Column<Receipt>[] = [
  { key: 'number', title: text.receipt, render: (r) => <ReceiptLink receipt={r} /> },
  { key: 'at', title: text.at, render: (r) => <Time at={r.at} /> },
  { key: 'accepted', title: text.accepted, align: 'end', render: (r) => <Figure value={r.accepted} /> },
  { key: 'refused', title: text.refused, align: 'end', render: (r) => <Figure value={r.refused} /> },
  { key: 'by', title: text.receivedBy, render: (r) => r.by ?? '–' },
]

function ReceiptLink({ receipt }: { receipt: Receipt }) {
  const canOpen = useCan('inventory.read')
  return canOpen ? (
    <PageLink to={paths.receipt(receipt.id)}>{receipt.number}</PageLink>
  ) : (
    <>{receipt.number}</>
  )
}

/** The times goods of the order came in. */
export function ReceiptsSection({ purchase }: { purchase: Purchase }) {
  const t = useText(text)
  const table = {
    label: t.receipts,
    rows: purchase.receipts,
    columns: receiptColumns,
    rowKey: (one: Receipt) => one.id,
  }
  if (purchase.receipts.length === 0)
    return (
      <Section title={t.receipts}>
        <p className="n-quiet">{t.noReceipts}</p>
      </Section>
    )
  return (
    <Section title={t.receipts}>
      <Rows {...table} />
    </Section>
  )
}
