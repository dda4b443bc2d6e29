import type { Text } from '#platform/text.ts'
import { gapOf, leftOutReasons } from '#modules/waves/wave.ts'
import { type WaveSummary, waveText } from '#web/features/waves/wave-text.ts'
import { formatMoney, formatNumber, formatPercent } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Section } from '#web/ui/detail-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'

const text = {
  ...waveText,
  title: { zh: '方案与现状', en: 'The proposal beside what is now' },
  taken: {
    zh: '{orders} 张订单、{lines} 行、{warehouses} 个仓库一起计算，用时 {seconds} 秒。',
    en: '{orders} orders with {lines} lines over {warehouses} warehouses, planned in {seconds} s.',
  },
  fillFirst: {
    zh: '先补足缺货再比较成本：补上的货也要运费，所以方案的成本可能更高。',
    en: 'Filling comes before cost: what is filled besides has its freight, so the proposal may cost more.',
  },
  figure: { zh: '项目', en: 'Figure' },
  now: { zh: '现在', en: 'Now' },
  proposed: { zh: '方案', en: 'Proposed' },
  change: { zh: '变化', en: 'Change' },
  total: { zh: '合计成本', en: 'Total cost' },
  freight: { zh: '运费', en: 'Freight' },
  split: { zh: '拆单', en: 'Splits' },
  late: { zh: '延误', en: 'Delay' },
  shipments: { zh: '发运单', en: 'Shipments' },
  unitsShort: { zh: '缺货件数', en: 'Units lacking' },
  linesShort: { zh: '缺货行', en: 'Lines lacking something' },
  linesLate: { zh: '赶不上承诺的行', en: 'Lines that miss their promise' },
  effects: {
    zh: '有变动的订单 {orders} 张：{gaining} 行增加库存，{losing} 行减少库存。',
    en: '{orders} orders change: {gaining} lines gain stock, {losing} lose some.',
  },
  promises: {
    zh: '新承诺 {fresh} 个，改期 {later} 个；已告知客户的承诺都不会变晚。',
    en: '{fresh} promises are new, {later} move; none that a customer was told becomes later.',
  },
  leftOut: { zh: '未参与', en: 'Left out' },
  leftOutOrders: { zh: '{n} 张：{reason}', en: '{n}: {reason}' },
  bound: {
    zh: '同样的补货量，成本不可能低于 {bound}。',
    en: 'No plan that fills the same costs less than {bound}.',
  },
} satisfies Text

/** What takes less is told as this. */
const SECONDS_LEAST = 0.1

type Side = WaveSummary['before']
type Row = { title: string; of: (side: Side) => number; show: (value: number) => string }

/** What the proposal changes, and how good it is. */
export function WaveFigures({ summary }: { summary: WaveSummary }) {
  const t = useText(text)
  const say = useSay()
  const money = (minor: number) => formatMoney(minor, summary.currency)
  const gap = gapOf(summary)
  const { before, after } = summary
  const rows: Row[] = [
    { title: t.total, of: (side) => side.costMinor, show: money },
    { title: t.freight, of: (side) => side.cost.freight, show: money },
    { title: t.split, of: (side) => side.cost.split, show: money },
    { title: t.late, of: (side) => side.cost.late, show: money },
    { title: t.shipments, of: (side) => side.shipments, show: formatNumber },
    { title: t.unitsShort, of: (side) => side.unitsShort, show: formatNumber },
    { title: t.linesShort, of: (side) => side.linesShort, show: formatNumber },
    { title: t.linesLate, of: (side) => side.linesLate, show: formatNumber },
  ]
  return (
    <Section title={t.title}>
      <div className="n-wave-text">
        <p>
          {fill(t.taken, {
            orders: formatNumber(summary.orders),
            lines: formatNumber(summary.lines),
            warehouses: formatNumber(summary.warehouses),
            seconds: formatNumber(Math.max(SECONDS_LEAST, summary.seconds), 1),
          })}{' '}
          <strong>{gap === 0 ? t.proved : fill(t.within, { percent: formatPercent(gap, 2) })}</strong>{' '}
          <span className="n-quiet">{fill(t.bound, { bound: money(summary.boundMinor) })}</span>
        </p>
        <Rows label={t.title} rows={rows} columns={columnsOf(summary)} rowKey={(row) => row.title} isDense />
        {after.unitsShort < before.unitsShort && <p className="n-quiet">{t.fillFirst}</p>}
        <p>
          {fill(t.effects, {
            orders: formatNumber(summary.changedOrders),
            gaining: formatNumber(summary.linesGaining),
            losing: formatNumber(summary.linesLosing),
          })}{' '}
          {fill(t.promises, {
            fresh: formatNumber(summary.promisesNew),
            later: formatNumber(summary.promisesLater),
          })}
        </p>
        {summary.leftOut.length > 0 && (
          <p className="n-quiet">
            {t.leftOut}{' '}
            {summary.leftOut
              .map(({ code, orders }) =>
                fill(t.leftOutOrders, { n: formatNumber(orders), reason: say(leftOutReasons[code]) }),
              )
              .join(' · ')}
          </p>
        )}
      </div>
    </Section>
  )
}

const columnsOf = ({ before, after }: WaveSummary): Column<Row>[] => [
  { key: 'title', title: text.figure, render: ({ title }) => <strong>{title}</strong> },
  { key: 'now', title: text.now, render: ({ of, show }) => show(of(before)), align: 'end' },
  { key: 'proposed', title: text.proposed, render: ({ of, show }) => show(of(after)), align: 'end' },
  {
    key: 'change',
    title: text.change,
    render: ({ of, show }) => signed(of(after) - of(before), show),
    align: 'end',
  },
]

const signed = (value: number, show: (value: number) => string): string =>
  value === 0 ? '–' : `${value > 0 ? '+' : '−'}${show(Math.abs(value))}`
