import type { z } from 'zod'
import type { KpiSummaryView } from '#modules/insight/api.ts'
import type { Text } from '#platform/text.ts'
import { formatChange, formatKpi, meetsTarget } from '#web/features/insight/kpi-format.ts'
import { Sparkline } from '#web/features/insight/sparkline.tsx'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { PageLink } from '#web/ui/link.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

export type KpiSummary = z.output<typeof KpiSummaryView>

const text = {
  none: { zh: '暂无数据', en: 'No data' },
  met: { zh: '达标', en: 'On target' },
  missed: { zh: '未达标', en: 'Off target' },
  target: { zh: '目标 {value}', en: 'target {value}' },
  interval: { zh: '95% 区间 {low} – {high}', en: '95% interval {low} – {high}' },
  cases: { zh: '样本 {n}', en: '{n} {n:case|cases}' },
  counts: { zh: '{numerator} / {denominator}', en: '{numerator} of {denominator}' },
  change: { zh: '{month} 较上月 {change}', en: '{month} on the month before {change}' },
  spark: { zh: '{name} 按月走势', en: '{name} by month' },
} satisfies Text

/** Below this many cases the raw counts are shown as well (domain §0). */
export const FEW_CASES = 30

export function KpiTile({ kpi, months, to }: { kpi: KpiSummary; months: readonly string[]; to: string }) {
  const t = useText(text)
  const say = useSay()
  const { definition: d, value } = kpi
  const met = meetsTarget(d.direction, value, d.target)
  const byMonth = new Map(kpi.months.map((month) => [month.key, month.value]))
  const values = months.map((month) => byMonth.get(month) ?? null)
  const isRate = kpi.low !== null && kpi.high !== null
  const hasData = value !== null && (kpi.n > 0 || d.unit === 'count')
  return (
    <PageLink to={to} className="n-kpi">
      <span className="n-kpi-name">{say(d.name)}</span>
      <span className="n-kpi-line">
        <span className="n-kpi-value" data-none={!hasData}>
          {hasData ? formatKpi(d.unit, value) : t.none}
        </span>
        {met !== null && <StatusTag tone={met ? 'good' : 'bad'}>{met ? t.met : t.missed}</StatusTag>}
        {d.target !== null && (
          <span className="n-kpi-small">{fill(t.target, { value: formatKpi(d.unit, d.target) })}</span>
        )}
      </span>
      {hasData && (
        <span className="n-kpi-small">
          {isRate &&
            `${fill(t.interval, { low: formatKpi(d.unit, kpi.low), high: formatKpi(d.unit, kpi.high) })} · `}
          {fill(t.cases, { n: formatNumber(kpi.n) })}
          {kpi.n < FEW_CASES &&
            isRate &&
            ` (${fill(t.counts, { numerator: formatNumber(kpi.numerator), denominator: formatNumber(kpi.denominator) })})`}
        </span>
      )}
      <Change kpi={kpi} />
      <Sparkline values={values} target={null} label={fill(t.spark, { name: say(d.name) })} />
    </PageLink>
  )
}

/** The last month against the one before it. */
function Change({ kpi }: { kpi: KpiSummary }) {
  const t = useText(text)
  const [before, last] = kpi.months.slice(-2)
  if (!before || !last || before.value === null || last.value === null) return null
  const change = formatChange(kpi.definition.unit, last.value - before.value)
  return <span className="n-kpi-small">{fill(t.change, { month: last.key, change })}</span>
}
