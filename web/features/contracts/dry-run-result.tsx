import { useState } from 'react'
import type { Bilingual, Text } from '#platform/text.ts'
import type { Verdict } from '#modules/contracts/judgement.ts'
import type { DryRun } from '#web/features/contracts/contract-text.tsx'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Chart } from '#web/ui/chart.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { StateTag, type StateTable } from '#web/ui/status-tag.tsx'
import { Figure, Percent, Time } from '#web/ui/values.tsx'

type Row = DryRun['rows'][number]

const text = {
  matched: {
    zh: '在符合条件的最近 {scanned} 条承诺中，这条条款会约束 {matched} 条（其余适用更具体的条款）。',
    en: 'Of the latest {scanned} promises that meet its conditions the clause would bind {matched}; a more specific clause binds the rest.',
  },
  matchedDays: {
    zh: '最近 {days} 天有 {scanned} 条承诺符合条件，这条条款会约束其中 {matched} 条（其余适用更具体的条款）。',
    en: 'Of the {scanned} promises of the last {days} days that meet its conditions the clause would bind {matched}; a more specific clause binds the rest.',
  },
  capped: {
    zh: '符合条件的承诺超过 {n} 条，只试算了最近的 {n} 条。',
    en: 'More than {n} promises meet its conditions; only the latest {n} were tried.',
  },
  none: {
    zh: '没有符合条件的历史承诺，无法试算。',
    en: 'No past promise meets its conditions, so there is nothing to try it on.',
  },
  rateBefore: { zh: '原按期率', en: 'Kept before' },
  rateAfter: { zh: '新按期率', en: 'Kept after' },
  shift: { zh: '到期时间变化（中位数）', en: 'Shift of due (median)' },
  changed: { zh: '到期改变', en: 'Due changes' },
  verdicts: { zh: '结果改变', en: 'Verdict changes' },
  chart: { zh: '试算前后', en: 'Before and after' },
  before: { zh: '原条款', en: 'Before' },
  after: { zh: '新条款', en: 'After' },
  rows: { zh: '受影响的订单', en: 'Orders that change' },
  more: { zh: '显示 {shown} 条，共 {all} 条', en: '{shown} of {all} shown' },
  all: { zh: '显示 {n} 条', en: 'Show {n}' },
  hours: { zh: '{n} 小时', en: '{n} h' },
  minutes: { zh: '{n} 分钟', en: '{n} min' },
  days: { zh: '{n} 天', en: '{n} d' },
  customer: { zh: '客户', en: 'Customer' },
  order: { zh: '订单', en: 'Order' },
} satisfies Text

const verdictNames = {
  kept: { zh: '按期', en: 'Kept' },
  early: { zh: '过早', en: 'Too early' },
  late: { zh: '逾期', en: 'Late' },
  excused: { zh: '免责', en: 'Excused' },
  open: { zh: '未到期', en: 'Not due yet' },
} satisfies Record<Verdict, Bilingual>

const verdictStates: StateTable<Verdict> = {
  kept: { text: verdictNames.kept, tone: 'good' },
  early: { text: verdictNames.early, tone: 'warn' },
  late: { text: verdictNames.late, tone: 'bad' },
  excused: { text: verdictNames.excused, tone: 'info' },
  open: { text: verdictNames.open, tone: 'mute' },
}
const SHOWN_FIRST = 15
const order = ['kept', 'early', 'late', 'excused', 'open'] as const

/** What the dry run found: rates before and after, how far due times move, which orders change. */
export function DryRunResult({ result }: { result: DryRun }) {
  const t = useText(text)
  const say = useSay()
  if (result.matched === 0) return <p className="n-note">{t.none}</p>
  const series = (name: string, tally: DryRun['before']) => ({
    name,
    values: order.map((verdict) => tally[verdict]),
  })
  return (
    <div className="n-con-result">
      <p>
        {fill(result.days === null ? t.matched : t.matchedDays, {
          days: result.days ?? '',
          scanned: formatNumber(result.scanned),
          matched: formatNumber(result.matched),
        })}
      </p>
      {result.days !== null && result.scanned === result.asked && (
        <p className="n-note">{fill(t.capped, { n: formatNumber(result.asked) })}</p>
      )}
      <Figures result={result} />
      <Chart
        title={t.chart}
        kind="bar"
        height={220}
        labels={order.map((verdict) => say(verdictNames[verdict]))}
        series={[series(t.before, result.before), series(t.after, result.after)]}
        format={(value) => formatNumber(value)}
      />
      {result.rows.length > 0 && <ChangedRows result={result} />}
    </div>
  )
}

function ChangedRows({ result }: { result: DryRun }) {
  const t = useText(text)
  const [isAll, setAll] = useState(false)
  const shown = isAll ? result.rows : result.rows.slice(0, SHOWN_FIRST)
  const table = { label: t.rows, rows: shown, columns, rowKey: (row: Row) => row.promiseId }
  return (
    <div>
      <h3>{t.rows}</h3>
      <p className="n-quiet">{fill(t.more, { shown: shown.length, all: formatNumber(result.changed) })}</p>
      <Rows {...table} isDense />
      {!isAll && result.rows.length > SHOWN_FIRST && (
        <button type="button" className="n-link" onClick={() => setAll(true)}>
          {fill(t.all, { n: result.rows.length })}
        </button>
      )}
    </div>
  )
}

function Figures({ result }: { result: DryRun }) {
  const t = useText(text)
  const [before, after] = [rateOf(result.before), rateOf(result.after)]
  const tone =
    before === null || after === null || before === after ? 'mute' : after > before ? 'good' : 'bad'
  return (
    <div className="n-con-figures">
      <div>
        {t.rateBefore}
        <b>
          <Percent fraction={before} />
        </b>
      </div>
      <div data-tone={tone}>
        {t.rateAfter}
        <b>
          <Percent fraction={after} />
        </b>
      </div>
      <div>
        {t.shift}
        <b>
          <Shift minutes={result.shiftMedianMinutes} />
        </b>
      </div>
      <div>
        {t.changed}
        <b>
          <Figure value={result.changed} />
        </b>
      </div>
      <div>
        {t.verdicts}
        <b>
          <Figure value={result.verdictsChanged} />
        </b>
      </div>
    </div>
  )
}

/** Kept of what is due; what is not due yet, or does not count, is left out. */
function rateOf(tally: DryRun['before']): number | null {
  const due = tally.kept + tally.early + tally.late
  return due === 0 ? null : tally.kept / due
}

function Shift({ minutes }: { minutes: number | null }) {
  const t = useText(text)
  if (minutes === null) return <>–</>
  const sign = minutes > 0 ? '+' : minutes < 0 ? '−' : ''
  const size = Math.abs(minutes)
  const [unit, n] =
    size >= 2_880
      ? ([t.days, size / 1_440] as const)
      : size >= 120
        ? ([t.hours, size / 60] as const)
        : ([t.minutes, size] as const)
  return <>{sign + fill(unit, { n: formatNumber(Math.round(n * 10) / 10) })}</>
}

const columns: readonly Column<Row>[] = [
  { key: 'order', title: text.customer, render: (row) => <OrderLink row={row} /> },
  { key: 'was', title: { zh: '原到期', en: 'Due before' }, render: (row) => <Time at={row.dueBefore} /> },
  { key: 'is', title: { zh: '新到期', en: 'Due after' }, render: (row) => <Time at={row.dueAfter} /> },
  { key: 'done', title: { zh: '实际完成', en: 'Done' }, render: (row) => <Time at={row.fulfilledAt} /> },
  { key: 'before', title: text.before, render: (row) => <StateTag of={verdictStates} state={row.before} /> },
  { key: 'after', title: text.after, render: (row) => <StateTag of={verdictStates} state={row.after} /> },
]

function OrderLink({ row }: { row: Row }) {
  const t = useText(text)
  const name = row.customerName || t.order
  return row.orderId ? <PageLink to={paths.order(row.orderId)}>{name}</PageLink> : <>{name}</>
}
