import type { Text } from '#platform/text.ts'
import { Explanation } from '#web/features/orders/explanation.tsx'
import { type Order, type OrderLine, orderText } from '#web/features/orders/order-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
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
      <div className="n-table-box" tabIndex={-1}>
        <table className="n-table">
          <thead>
            <tr>
              <th>#</th>
              <th>{t.product}</th>
              <th data-align="end">{t.quantity}</th>
              <th>{t.progress}</th>
              <th>{t.shipBy}</th>
              <th>{t.deliverBy}</th>
              <th>{t.from}</th>
              <th data-align="end">{t.amount}</th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <LineRow key={line.id} line={line} order={order} />
            ))}
          </tbody>
        </table>
      </div>
      {order.allocation && <Explanation order={order} allocation={order.allocation} />}
    </Section>
  )
}

function LineRow({ line, order }: { line: OrderLine; order: Order }) {
  const t = useText(text)
  const codes = new Map(order.warehouses.map((w) => [w.id, w.code]))
  const isOver = line.deliveredAt !== null || order.state === 'cancelled'
  return (
    <tr>
      <td>{line.lineNo}</td>
      <td>
        <PageLink to={paths.product(line.productId)}>{line.productName}</PageLink>
        <div className="n-quiet">{line.sku}</div>
        {line.substitutedFrom && (
          <div className="n-quiet">{fill(t.substitute, { who: line.consentBy ?? '–' })}</div>
        )}
      </td>
      <td data-align="end">
        <Figure value={line.quantity} />
      </td>
      <td>
        <Progress line={line} />
      </td>
      <td>{line.shipBy ? <Time at={line.shipBy} /> : '–'}</td>
      <td>
        {line.deliverBy && !isOver ? <Deadline due={line.deliverBy} /> : null} <Time at={line.deliverBy} />
      </td>
      <td>
        {line.sources.length === 0 && '–'}
        {line.sources.map((source) => (
          <div key={source.warehouseId} className="n-nowrap">
            {codes.get(source.warehouseId) ?? '–'} × <Figure value={source.quantity} />
          </div>
        ))}
      </td>
      <td data-align="end">
        <Money minor={line.amountMinor} currency={order.currency} />
      </td>
    </tr>
  )
}

function Progress({ line }: { line: OrderLine }) {
  const t = useText(text)
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
