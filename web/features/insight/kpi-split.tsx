import { Segmented, Select } from 'antd'
import { insightApi } from '#modules/insight/api.ts'
import {
  type Dimension,
  type Period,
  dimensions,
  isDimension,
  isPeriod,
  periodKeys,
  periods,
} from '#modules/insight/definition.ts'
import type { Text } from '#platform/text.ts'
import { formatKpi } from '#web/features/insight/kpi-format.ts'
import type { Kpi } from '#web/features/insight/kpi-page.tsx'
import { asQuery, queryOf } from '#web/features/insight/kpi-query.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { Chart } from '#web/ui/chart.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { EmptyState } from '#web/ui/states.tsx'

type Group = NonNullable<Kpi['groups']>[number]

const text = {
  byPeriod: { zh: '走势', en: 'Over time' },
  by: { zh: '分组', en: 'By' },
  target: { zh: '目标', en: 'Target' },
  none: { zh: '暂无数据', en: 'No data' },
} satisfies Text

/** The course of the figure; a period opens by a click. */
export function KpiByPeriod({ kpi }: { kpi: Kpi }) {
  const t = useText(text)
  const say = useSay()
  const { values, change } = useUrlState()
  const chosen = one(values['period']) ?? 'month'
  const period: Period = isPeriod(chosen) ? chosen : 'month'
  const read = useOperation(
    insightApi.getKpi,
    { params: { id: kpi.id }, query: { ...asQuery(queryOf(values)), by: period } },
    { keepsPrevious: true },
  )
  const { definition: d } = kpi
  const options = periodKeys.map((key) => ({ value: key, label: say(periods[key]) }))
  return (
    <Section
      title={t.byPeriod}
      extra={
        <Segmented
          size="small"
          options={options}
          value={period}
          onChange={(next) => change({ period: next === 'month' ? undefined : next })}
        />
      }
    >
      <Loaded read={read}>
        {({ groups = [] }) => (
          <Chart
            title={say(d.name)}
            kind="line"
            labels={groups.map((g) => g.key)}
            series={[{ name: say(d.name), values: groups.map((g) => g.value) }]}
            format={(value) => formatKpi(d.unit, value)}
            target={d.target === null ? null : { value: d.target, text: t.target }}
            onPick={(index) => {
              const days = daysOf(groups[index]?.key ?? '')
              if (days) change({ ...days, cursor: undefined })
            }}
          />
        )}
      </Loaded>
    </Section>
  )
}

/** The first and last day of a month, quarter, year or day key; null for weeks. */
function daysOf(key: string): { from: string; to: string } | null {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(key)
  const [year, first, months] = quarter
    ? [Number(quarter[1]), (Number(quarter[2]) - 1) * 3, 3]
    : /^\d{4}-\d{2}$/.test(key)
      ? [Number(key.slice(0, 4)), Number(key.slice(5)) - 1, 1]
      : /^\d{4}$/.test(key)
        ? [Number(key), 0, 12]
        : [0, 0, 0]
  if (months === 0) return /^\d{4}-\d{2}-\d{2}$/.test(key) ? { from: key, to: key } : null
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  return { from: day(Date.UTC(year, first, 1)), to: day(Date.UTC(year, first + months, 0)) }
}

/** The figure for each value of a dimension; a value becomes a filter by a click. */
export function KpiByDimension({ kpi }: { kpi: Kpi }) {
  const t = useText(text)
  const say = useSay()
  const { values, change } = useUrlState()
  const own = kpi.definition.dimensions.filter(isDimension)
  const asked = one(values['by'])
  const by: Dimension =
    asked && isDimension(asked) && own.includes(asked)
      ? asked
      : own.includes('mode')
        ? 'mode'
        : (own[0] ?? 'customer')
  const read = useOperation(
    insightApi.getKpi,
    { params: { id: kpi.id }, query: { ...asQuery(queryOf(values)), by } },
    { keepsPrevious: true },
  )
  const select = (
    <Select
      size="small"
      aria-label={t.by}
      value={by}
      style={{ minWidth: 120 }}
      options={own.map((name) => ({ value: name, label: say(dimensions[name]) }))}
      onChange={(next: Dimension) => change({ by: next })}
    />
  )
  return (
    <Section title={`${t.by} · ${say(dimensions[by])}`} extra={select}>
      <Loaded read={read}>
        {({ groups = [] }) => {
          if (groups.length === 0) return <EmptyState title={t.none} />
          const table = {
            label: say(dimensions[by]),
            rows: groups,
            columns: columnsOf(kpi, by),
            rowKey: (g: Group) => g.key,
            onOpen: (g: Group) => change({ [by]: g.key, cursor: undefined }),
          }
          return <Rows {...table} isDense />
        }}
      </Loaded>
    </Section>
  )
}

function columnsOf({ definition: d }: Kpi, by: Dimension): Column<Group>[] {
  const isRate = d.unit === 'ratio' || d.unit === 'ppm'
  const figure = (title: Column<Group>['title'], key: string, of: (g: Group) => string): Column<Group> => ({
    key,
    title,
    align: 'end',
    render: (g) => <span className="n-figure">{of(g)}</span>,
  })
  return [
    { key: 'label', title: dimensions[by], render: (g) => g.label },
    figure(d.name, 'value', (g) => formatKpi(d.unit, g.value, isRate ? 2 : undefined)),
    ...(isRate
      ? [
          figure(
            { zh: '95% 区间', en: '95% interval' },
            'interval',
            (g) => `${formatKpi(d.unit, g.low)} – ${formatKpi(d.unit, g.high)}`,
          ),
        ]
      : []),
    ...(isRate
      ? [
          figure({ zh: '分子', en: 'Numerator' }, 'numerator', (g) => formatNumber(g.numerator)),
          figure({ zh: '分母', en: 'Denominator' }, 'denominator', (g) => formatNumber(g.denominator)),
        ]
      : []),
    ...(d.unit === 'days'
      ? [
          figure({ zh: '中位数', en: 'Median' }, 'median', (g) => formatKpi('days', g.stats?.median)),
          figure({ zh: 'P95', en: 'P95' }, 'p95', (g) => formatKpi('days', g.stats?.p95)),
        ]
      : []),
    figure({ zh: '样本', en: 'Cases' }, 'n', (g) => formatNumber(g.n)),
  ]
}
