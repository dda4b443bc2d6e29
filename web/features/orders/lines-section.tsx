import type { Text } from '#platform/text.ts'
import { Explanation } from '#web/features/orders/explanation.tsx'
import { type Order, type OrderLine, orderText } from '#web/features/orders/order-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Deadline, Figure, Money, Time } from '#web/ui/values.tsx'

const text = {
  ...orderText,
  title: { zh: '明细与承诺', en: 'Lines and promises' },
  from: { zh: '发货仓', en: 'Ships from' },
  progress: { zh: '进度', en: 'Progress' },
  done: { zh: '已签收 {n}', en: '{n} delivered' },
  shipped: { zh: '已发 {n}', en: '{n} shipped' },
  reserved: { zh: '已预留 {n}', en: '{n} reserved' },
  short: { zh: '缺 {n}', en: '{n} short' },
  dropped: { zh: '已取消 {n}', en: '{n} cancelled' },
  damaged: { zh: '破损 {n}', en: '{n} damaged' },
  substitute: { zh: '替代品，{who} 已同意', en: 'Substitute, agreed by {who}' },
} satisfies Text

/** Each line: what, how far, when promised, from where; below, why from there. */
export function LinesSection({ order }: { order: Order }) {
  const t = useText(text)
  return (
    <Section title={t.title}>
      <Rows label={t.title} rows={order.lines} columns={columnsOf(order)} rowKey={(line) => line.id} />
      {order.allocation && <Explanation order={order} allocation={order.allocation} />}
    </Section>
  )
}

function columnsOf(order: Order): readonly Column<OrderLine>[] {
  const codes = new Map(order.warehouses.map((w) => [w.id, w.code]))
  const isOver = (line: OrderLine) => line.deliveredAt !== null || order.state === 'cancelled'
  return [
    { key: 'product', title: text.product, render: (line) => <Product line={line} /> },
    {
      key: 'quantity',
      title: text.quantity,
      render: (line) => <Figure value={line.quantity} />,
      align: 'end',
    },
    { key: 'progress', title: text.progress, render: (line) => <Progress line={line} /> },
    { key: 'shipBy', title: text.shipBy, render: (line) => <Time at={line.shipBy} /> },
    {
      key: 'deliverBy',
      title: text.deliverBy,
      render: (line) => (
        <>
          {line.deliverBy && !isOver(line) ? <Deadline due={line.deliverBy} /> : null}{' '}
          <Time at={line.deliverBy} />
        </>
      ),
    },
    { key: 'from', title: text.from, render: (line) => <Sources line={line} codes={codes} /> },
    {
      key: 'amount',
      title: text.amount,
      render: (line) => <Money minor={line.amountMinor} currency={order.currency} />,
      align: 'end',
    },
  ]
}

function Product({ line }: { line: OrderLine }) {
  const t = useText(text)
  return (
    <div className="n-order-product">
      <PageLink to={paths.product(line.productId)}>{line.productName}</PageLink>
      <div className="n-quiet">
        {line.lineNo} · {line.sku}
      </div>
      {line.substitutedFrom && (
        <div className="n-quiet">{fill(t.substitute, { who: line.consentBy ?? '–' })}</div>
      )}
    </div>
  )
}

function Sources({ line, codes }: { line: OrderLine; codes: ReadonlyMap<string, string> }) {
  if (line.sources.length === 0) return '–'
  return line.sources.map((source) => (
    <div key={source.warehouseId} className="n-nowrap">
      {codes.get(source.warehouseId) ?? '–'} × <Figure value={source.quantity} />
    </div>
  ))
}

function Progress({ line }: { line: OrderLine }) {
  const t = useText(text)
  const isUntouched = [
    line.delivered,
    line.shipped,
    line.reserved,
    line.short,
    line.damaged,
    line.cancelled,
  ].every((n) => n === 0)
  if (isUntouched) return '–'
  return (
    <span className="n-tags">
      {line.delivered > 0 && <StatusTag tone="good">{fill(t.done, { n: line.delivered })}</StatusTag>}
      {line.shipped > line.delivered && (
        <StatusTag tone="info">{fill(t.shipped, { n: line.shipped - line.delivered })}</StatusTag>
      )}
      {line.reserved > 0 && <StatusTag tone="info">{fill(t.reserved, { n: line.reserved })}</StatusTag>}
      {line.short > 0 && <StatusTag tone="warn">{fill(t.short, { n: line.short })}</StatusTag>}
      {line.damaged > 0 && <StatusTag tone="bad">{fill(t.damaged, { n: line.damaged })}</StatusTag>}
      {line.cancelled > 0 && <StatusTag tone="mute">{fill(t.dropped, { n: line.cancelled })}</StatusTag>}
    </span>
  )
}
