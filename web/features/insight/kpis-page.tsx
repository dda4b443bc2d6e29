import './insight.css'
import { insightApi } from '#modules/insight/api.ts'
import { dimensions, groupNames, rollupDimensions } from '#modules/insight/definition.ts'
import type { KpiGroup, RollupDimension } from '#modules/insight/definition.ts'
import type { Text } from '#platform/text.ts'
import { type KpiSummary, KpiTile } from '#web/features/insight/kpi-tile.tsx'
import { call, useOperation } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { type SearchValues, one, stringifySearch, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { Loaded } from '#web/ui/detail-page.tsx'
import { ListFilters } from '#web/ui/list-filters.tsx'
import type { Filter } from '#web/ui/list-types.ts'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '指标看板', en: 'KPIs' },
  period: { zh: '时间', en: 'Period' },
  shown: { zh: '{from} 至 {to}', en: '{from} to {to}' },
  asOf: { zh: '统计截至', en: 'As of' },
  note: {
    zh: '准时类指标按承诺到期日归期，逾期未完成计为未准时；点开任一指标可看定义与明细。',
    en: 'Promise figures belong to the day the promise falls due; overdue and open counts as late. Open any figure for its definition and rows.',
  },
} satisfies Text

const REFRESH_MS = 60_000

const choicesOf = async (dimension: RollupDimension) =>
  (await call(insightApi.listKpiChoices, { params: { dimension } })).rows

const filters: readonly Filter[] = [
  { kind: 'days', name: 'from', to: 'to', label: text.period },
  ...rollupDimensions.map((name): Filter => ({
    kind: 'lookup',
    name,
    label: dimensions[name],
    find: async (search) => {
      const wanted = search.trim().toLowerCase()
      const rows = await choicesOf(name)
      return rows
        .filter((row) => row.label.toLowerCase().includes(wanted))
        .map((row) => ({ value: row.key, label: row.label }))
    },
    nameOf: async (key) => (await choicesOf(name)).find((row) => row.key === key)?.label ?? key,
  })),
]

/** Every KPI of the company, or of one class, warehouse, carrier ... at a time. */
export function KpisPage() {
  const t = useText(text)
  const { values, change } = useUrlState()
  const dimension = rollupDimensions.find((name) => values[name] !== undefined)
  const query = { ...period(values), ...(dimension ? { dimension, key: one(values[dimension]) ?? '' } : {}) }
  const board = useOperation(insightApi.listKpis, { query }, { keepsPrevious: true, refreshMs: REFRESH_MS })
  // Daily sums are kept for one dimension at a time: choosing another one takes the place of the first.
  const set = (patch: SearchValues) => {
    const isChosen = rollupDimensions.some((name) => patch[name] !== undefined)
    const cleared = isChosen ? Object.fromEntries(rollupDimensions.map((name) => [name, undefined])) : {}
    change({ ...cleared, ...patch })
  }
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
      </div>
      <div className="n-toolbar">
        <ListFilters filters={filters} values={values} onChange={set} />
      </div>
      <Loaded read={board}>
        {({ kpis, from, to, asOf }) => (
          <>
            <p className="n-quiet">
              {fill(t.shown, { from, to })} · {t.asOf} <Time at={asOf} /> · {t.note}
            </p>
            <Board
              kpis={kpis}
              period={{ from, to }}
              extra={dimension ? { [dimension]: one(values[dimension]) } : {}}
            />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Board({
  kpis,
  period: { from, to },
  extra,
}: {
  kpis: KpiSummary[]
  period: { from: string; to: string }
  extra: SearchValues
}) {
  const say = useSay()
  const months = monthsBetween(from, to)
  const search = stringifySearch({ from, to, ...extra })
  return Object.entries(groupNames).map(([group, name]) => {
    const own = kpis.filter((kpi) => kpi.definition.group === (group as KpiGroup))
    return (
      <section key={group} className="n-kpi-group">
        <h2>{say(name)}</h2>
        <div className="n-kpis">
          {own.map((kpi) => (
            <KpiTile
              key={kpi.definition.id}
              kpi={kpi}
              months={months}
              to={paths.kpi(kpi.definition.id) + search}
            />
          ))}
        </div>
      </section>
    )
  })
}

function period(values: SearchValues): { from?: string; to?: string } {
  const from = one(values['from'])
  const to = one(values['to'])
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
}

const MONTHS_MAX = 240

/** '2026-01', '2026-02' ...: also those without data, so that a gap is seen. */
function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  const at = new Date(`${from.slice(0, 7)}-01T00:00:00Z`)
  while (at.toISOString().slice(0, 7) <= to.slice(0, 7) && months.length < MONTHS_MAX) {
    months.push(at.toISOString().slice(0, 7))
    at.setUTCMonth(at.getUTCMonth() + 1)
  }
  return months
}
