import { Button, Segmented } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { wavesApi } from '#modules/waves/api.ts'
import { type WaveOutcome, hasBegun } from '#modules/waves/wave.ts'
import { Explanation } from '#web/features/orders/explanation.tsx'
import type { Wave, WaveOrder, WaveOrders } from '#web/features/waves/wave-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatMoney, formatNumber, formatTime } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

const text = {
  title: { zh: '变动的订单', en: 'Orders that change' },
  urgent: { zh: '加急', en: 'Urgent' },
  moved: { zh: '已调整', en: 'Moved' },
  unmoved: { zh: '保持原样', en: 'Left as it was' },
  left: { zh: '未处理', en: 'Not reached' },
  everything: { zh: '全部', en: 'All' },
  which: { zh: '显示哪些订单', en: 'Which orders are shown' },
  line: { zh: '{sku} {name}', en: '{sku} {name}' },
  from: { zh: '现在', en: 'Now' },
  to: { zh: '方案', en: 'Proposed' },
  lacks: { zh: '缺 {n}', en: 'lacks {n}' },
  and: { zh: '、', en: ', ' },
  nothing: { zh: '无', en: 'nothing' },
  fresh: { zh: '承诺送达 {to}', en: 'promised by {to}' },
  later: { zh: '承诺送达 {from} → {to}', en: 'promised by {from} → {to}' },
  cost: { zh: '成本 {before} → {after}', en: 'cost {before} → {after}' },
  shipments: { zh: '发运单 {before} → {after}', en: 'shipments {before} → {after}' },
  first: { zh: '回到开头', en: 'Back to the start' },
  next: { zh: '下一页', en: 'Next page' },
} satisfies Text

const PAGE = 20

/** The orders whose goods would come from elsewhere, line by line, with the reasons of the allocation. */
export function ChangedOrders({ wave, currency }: { wave: Wave; currency: string }) {
  const t = useText(text)
  const [cursor, setCursor] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<WaveOutcome | 'all'>('all')
  const read = useOperation(wavesApi.listWaveOrders, {
    params: { id: wave.id },
    query: {
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
      ...(outcome === 'all' ? {} : { outcome }),
    },
  })
  const shown = (['all', 'moved', 'unmoved', 'left'] as const).filter((one) => one === 'all' || wave[one] > 0)
  const words = { all: t.everything, moved: t.moved, unmoved: t.unmoved, left: t.left }
  const filter = hasBegun(wave.state) && shown.length > 2 && (
    <Segmented
      size="small"
      aria-label={t.which}
      value={outcome}
      options={shown.map((value) => ({
        value,
        label: value === 'all' ? words.all : `${words[value]} ${formatNumber(wave[value])}`,
      }))}
      onChange={(value) => {
        setCursor(null)
        setOutcome(value)
      }}
    />
  )
  return (
    <Section title={t.title} extra={filter}>
      <Loaded read={read}>
        {(page) => (
          <>
            <ol className="n-wave-orders">
              {page.rows.map((order) => (
                <li key={order.id}>
                  <ChangedOrder order={order} warehouses={page.warehouses} currency={currency} />
                </li>
              ))}
            </ol>
            <div className="n-wave-pager">
              {cursor !== null && (
                <Button size="small" onClick={() => setCursor(null)}>
                  {t.first}
                </Button>
              )}
              {page.next !== null && (
                <Button size="small" onClick={() => setCursor(page.next)}>
                  {t.next}
                </Button>
              )}
            </div>
          </>
        )}
      </Loaded>
    </Section>
  )
}

type OrderProps = { order: WaveOrder; warehouses: WaveOrders['warehouses']; currency: string }

function ChangedOrder({ order, warehouses, currency }: OrderProps) {
  const t = useText(text)
  const money = (minor: number) => formatMoney(minor, currency)
  return (
    <>
      <div className="n-tags">
        <PageLink to={paths.order(order.id)}>{order.number}</PageLink>
        <span>{order.customer.name}</span>
        {order.urgent && <StatusTag tone="warn">{t.urgent}</StatusTag>}
        {order.outcome === 'moved' && <StatusTag tone="good">{t.moved}</StatusTag>}
        {order.outcome === 'unmoved' && <StatusTag tone="mute">{t.unmoved}</StatusTag>}
        <span className="n-quiet">
          {fill(t.cost, { before: money(order.costBefore), after: money(order.costAfter) })} ·{' '}
          {fill(t.shipments, { before: order.shipmentsBefore, after: order.shipmentsAfter })}
        </span>
      </div>
      {order.problem && <p role="note">{order.problem}</p>}
      <ul>
        {order.lines.map((line) => (
          <li key={line.lineId}>
            <ChangedLine line={line} warehouses={warehouses} />
          </li>
        ))}
      </ul>
      <Explanation order={{ warehouses, currency }} allocation={order.allocation} />
    </>
  )
}

type LineProps = { line: WaveOrder['lines'][number]; warehouses: WaveOrders['warehouses'] }

function ChangedLine({ line, warehouses }: LineProps) {
  const t = useText(text)
  const nameOf = (id: string) => warehouses.find((warehouse) => warehouse.id === id)?.name ?? '–'
  const side = (sources: typeof line.before, short: number) =>
    [
      ...sources.map(({ warehouseId, quantity }) => `${nameOf(warehouseId)} ${formatNumber(quantity)}`),
      ...(short > 0 ? [fill(t.lacks, { n: formatNumber(short) })] : []),
    ].join(t.and) || t.nothing
  const { deliver } = line
  return (
    <>
      <span>{fill(t.line, line.product)}</span>{' '}
      <span>
        {side(line.before, line.shortBefore)} → <strong>{side(line.after, line.shortAfter)}</strong>
      </span>
      {deliver && (
        <span className="n-quiet">
          {' · '}
          {deliver.kind === 'new'
            ? fill(t.fresh, { to: formatTime(deliver.to) })
            : fill(t.later, { from: formatTime(deliver.from), to: formatTime(deliver.to) })}
        </span>
      )}
    </>
  )
}
