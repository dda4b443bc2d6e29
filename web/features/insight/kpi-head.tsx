import type { Text } from '#platform/text.ts'
import { formatKpi } from '#web/features/insight/kpi-format.ts'
import type { Kpi } from '#web/features/insight/kpi-page.tsx'
import { FEW_CASES } from '#web/features/insight/kpi-tile.tsx'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '当前数值', en: 'Figure' },
  none: { zh: '暂无数据', en: 'No data' },
  noneHelp: {
    zh: '所选时间与筛选下没有可统计的记录。',
    en: 'Nothing to count in this period and with these filters.',
  },
  interval: { zh: '95% 置信区间', en: '95% interval' },
  counts: { zh: '分子 / 分母', en: 'Numerator / denominator' },
  n: { zh: '样本数', en: 'Cases' },
  few: { zh: '样本不足 {n}，请看原始计数', en: 'Fewer than {n} cases: read the raw counts' },
  target: { zh: '目标', en: 'Target' },
  own: { zh: '公司设定', en: 'set by the company' },
  preset: { zh: '默认', en: 'default' },
  asOf: { zh: '统计截至', en: 'As of' },
  mean: { zh: '均值', en: 'Mean' },
  median: { zh: '中位数', en: 'Median' },
  sd: { zh: '标准差', en: 'Standard deviation' },
  cv: { zh: '变异系数', en: 'Coefficient of variation' },
  p90: { zh: 'P90', en: 'P90' },
  p95: { zh: 'P95', en: 'P95' },
  min: { zh: '最小', en: 'Least' },
  max: { zh: '最大', en: 'Most' },
} satisfies Text

const statNames = ['mean', 'median', 'sd', 'cv', 'p90', 'p95', 'min', 'max'] as const

/** The figure in large, with all it stands on. */
export function KpiHead({ kpi }: { kpi: Kpi }) {
  const t = useText(text)
  const { definition: d, stats } = kpi
  const hasData = kpi.value !== null
  const decimals = d.unit === 'ratio' ? 2 : undefined
  const facts: [string, string][] = [
    [t.n, formatNumber(kpi.n)],
    ...(d.unit === 'ratio' || d.unit === 'ppm'
      ? [[t.counts, `${formatNumber(kpi.numerator)} / ${formatNumber(kpi.denominator)}`] as [string, string]]
      : []),
    ...(kpi.low !== null
      ? [
          [
            t.interval,
            `${formatKpi(d.unit, kpi.low, decimals)} – ${formatKpi(d.unit, kpi.high, decimals)}`,
          ] as [string, string],
        ]
      : []),
    ...(d.target !== null
      ? [
          [t.target, `${formatKpi(d.unit, d.target, decimals)} (${d.ownTarget ? t.own : t.preset})`] as [
            string,
            string,
          ],
        ]
      : []),
  ]
  return (
    <Section
      title={t.title}
      extra={
        <span className="n-quiet">
          {t.asOf} <Time at={kpi.asOf} />
        </span>
      }
    >
      <div className="n-kpi-head">
        <span className="n-kpi-value" data-none={!hasData}>
          {hasData ? formatKpi(d.unit, kpi.value, decimals) : t.none}
        </span>
        {hasData ? (
          facts.map(([label, value]) => <Fact key={label} label={label} value={value} />)
        ) : (
          <span className="n-quiet">{t.noneHelp}</span>
        )}
        {hasData && kpi.low !== null && kpi.n < FEW_CASES && (
          <StatusTag tone="warn">{fill(t.few, { n: FEW_CASES })}</StatusTag>
        )}
      </div>
      {stats && (
        <div className="n-kpi-head">
          {statNames.map((name) => (
            <Fact
              key={name}
              label={t[name]}
              value={name === 'cv' ? formatKpi('cv', stats[name]) : formatKpi('days', stats[name])}
            />
          ))}
        </div>
      )}
    </Section>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <dl className="n-kpi-fact">
      <dt>{label}</dt>
      <dd>{value}</dd>
    </dl>
  )
}
