import './insight.css'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { type KpiView, insightApi } from '#modules/insight/api.ts'
import type { Text } from '#platform/text.ts'
import { meetsTarget } from '#web/features/insight/kpi-format.ts'
import { KpiHead } from '#web/features/insight/kpi-head.tsx'
import { asQuery, filtersOf, queryOf } from '#web/features/insight/kpi-query.ts'
import { KpiRows } from '#web/features/insight/kpi-rows.tsx'
import { KpiByDimension, KpiByPeriod } from '#web/features/insight/kpi-split.tsx'
import { OtifControls } from '#web/features/insight/otif-controls.tsx'
import { TargetForm } from '#web/features/insight/target-form.tsx'
import { ActivitySection } from '#web/features/activity/activity-section.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { DetailPage, Loaded, Properties, Section } from '#web/ui/detail-page.tsx'
import { ListFilters } from '#web/ui/list-filters.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

export type Kpi = z.output<typeof KpiView>

const text = {
  back: { zh: '指标看板', en: 'KPIs' },
  met: { zh: '达标', en: 'On target' },
  missed: { zh: '未达标', en: 'Off target' },
  setTarget: { zh: '设定目标', en: 'Set target' },
  noManage: { zh: '需要“设定指标目标”权限', en: 'Needs the permission "Set KPI targets"' },
  definition: { zh: '定义', en: 'Definition' },
  numerator: { zh: '分子', en: 'Numerator' },
  denominator: { zh: '分母', en: 'Denominator' },
  population: { zh: '统计范围', en: 'Population' },
  cohort: { zh: '归期', en: 'Cohort' },
  direction: { zh: '方向', en: 'Direction' },
  higher: { zh: '越高越好', en: 'Higher is better' },
  lower: { zh: '越低越好', en: 'Lower is better' },
  version: { zh: '版本', en: 'Version' },
  source: { zh: '依据', en: 'Source' },
} satisfies Text

/** One KPI: its figure, what it means, how it moves, what it is made of. */
export function KpiPage() {
  const { id = '' } = useParams({ strict: false })
  const { values } = useUrlState()
  const query = queryOf(values)
  const read = useOperation(
    insightApi.getKpi,
    { params: { id }, query: asQuery(query) },
    { keepsPrevious: true },
  )
  return <Loaded read={read}>{(kpi) => <KpiBody kpi={kpi} />}</Loaded>
}

function KpiBody({ kpi }: { kpi: Kpi }) {
  const t = useText(text)
  const say = useSay()
  const { values, change } = useUrlState()
  const canManage = useCan('kpi.manage')
  const [isSetting, setSetting] = useState(false)
  const { definition: d } = kpi
  const met = meetsTarget(d.direction, kpi.value, d.target)
  const action = {
    key: 'target',
    label: t.setTarget,
    whyNot: canManage ? null : t.noManage,
    run: () => setSetting(true),
  }
  return (
    <DetailPage
      back={{ to: paths.kpis, text: t.back }}
      title={say(d.name)}
      state={met !== null && <StatusTag tone={met ? 'good' : 'bad'}>{met ? t.met : t.missed}</StatusTag>}
      actions={[action]}
      side={
        <>
          <Definition kpi={kpi} />
          <ActivitySection key={d.recordId} record={{ type: 'kpi', id: d.recordId }} />
        </>
      }
      below={<KpiRows kpi={kpi} />}
    >
      <div className="n-toolbar">
        <ListFilters
          filters={filtersOf(kpi.id, d.dimensions)}
          values={values}
          onChange={(patch) => change({ ...patch, cursor: undefined })}
        />
      </div>
      {kpi.id === 'otif' && (
        <OtifControls values={values} onChange={(patch) => change({ ...patch, cursor: undefined })} />
      )}
      <KpiHead kpi={kpi} />
      <KpiByPeriod kpi={kpi} />
      <KpiByDimension kpi={kpi} />
      {isSetting && <TargetForm kpi={kpi} onClose={() => setSetting(false)} />}
    </DetailPage>
  )
}

function Definition({ kpi: { definition: d } }: { kpi: Kpi }) {
  const t = useText(text)
  const say = useSay()
  const rows = [
    { label: t.numerator, value: say(d.numerator) },
    { label: t.denominator, value: say(d.denominator) },
    { label: t.population, value: say(d.population) },
    { label: t.cohort, value: say(d.cohort) },
    { label: t.direction, value: d.direction === 'higher' ? t.higher : t.lower },
    { label: t.version, value: `${d.id} · v${d.version}` },
    ...(d.source ? [{ label: t.source, value: d.source }] : []),
  ]
  return (
    <Section title={t.definition}>
      <Properties rows={rows.map((row) => ({ ...row, isWide: true }))} />
    </Section>
  )
}
