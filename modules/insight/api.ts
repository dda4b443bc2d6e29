import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Day, Id, Paging, SeenVersion, line, page } from '#platform/schema.ts'
import { rollupDimensions } from './definition.ts'

const Text = z.object({ zh: z.string(), en: z.string() })
const Unit = z.enum(['ratio', 'days', 'count', 'ppm', 'cv'])
const Num = z.number().nullable()
const Stats = z.object({
  mean: z.number(),
  median: z.number(),
  sd: Num,
  cv: Num,
  p90: z.number(),
  p95: z.number(),
  min: z.number(),
  max: z.number(),
})
const figure = {
  numerator: Num,
  denominator: Num,
  value: Num,
  low: Num,
  high: Num,
  n: z.int(),
  stats: Stats.optional(),
}

export const KpiDefinitionView = z.object({
  id: z.string(),
  /** Of the KPI as a record of the company: its history. */
  recordId: Id,
  version: z.int(),
  group: z.enum(['on_time', 'order', 'fill', 'cycle', 'transport']),
  unit: Unit,
  direction: z.enum(['higher', 'lower']),
  name: Text,
  numerator: Text,
  denominator: Text,
  population: Text,
  cohort: Text,
  source: z.string(),
  target: Num,
  /** False while the default holds. */ ownTarget: z.boolean(),
  /** Raised by each change of the company's own target; 0 before the first. */ targetVersion: z.int(),
  dimensions: z.array(z.string()),
})
export const KpiSummaryView = z.object({
  definition: KpiDefinitionView,
  ...figure,
  months: z.array(z.object({ key: z.string(), ...figure })),
})
export const KpiView = z.object({
  id: z.string(),
  version: z.int(),
  unit: Unit,
  direction: z.enum(['higher', 'lower']),
  ...figure,
  asOf: z.string(),
  groups: z.array(z.object({ key: z.string(), label: z.string(), ...figure })).optional(),
  definition: KpiDefinitionView,
  /** Rows carry quantities instead of one hit each. */ parts: z.boolean(),
})
export const KpiRowView = z.object({
  id: Id,
  day: z.string(),
  at: z.string(),
  orderId: Id.nullable(),
  orderNumber: z.string(),
  line: z.int().nullable(),
  shipment: z.string(),
  customer: z.string(),
  class: z.string(),
  warehouse: z.string(),
  carrier: z.string(),
  mode: z.string(),
  country: z.string(),
  service: z.string(),
  cause: z.string(),
  product: z.string(),
  dueAt: z.string().nullable(),
  doneAt: z.string().nullable(),
  numerator: z.number(),
  denominator: z.number(),
})

const Key = line(100)
/** The id of a record, or '-' for rows without one. */
const Ref = z.union([z.literal('-'), Id])
const Minutes = z.coerce.number().int().min(0).max(525_600)

/** Local days of the cohort, both included. Text dimensions take '-' for rows without a value, too. */
const selection = {
  from: Day.optional(),
  to: Day.optional(),
  customer: Ref.optional(),
  warehouse: Ref.optional(),
  carrier: Ref.optional(),
  vendor: Ref.optional(),
  product: Ref.optional(),
  class: Key.optional(),
  mode: Key.optional(),
  country: Key.optional(),
  service: Key.optional(),
  cause: Key.optional(),
  anchor: z.enum(['requested', 'promised_first', 'promised_last']).optional(),
  level: z.enum(['order', 'line', 'unit']).optional(),
  early: Minutes.optional(),
  late: Minutes.optional(),
  tolerance: z.coerce.number().min(0).max(1).optional(),
}
const ByKpi = z.object({ id: line(60, 1) })
const Done = z.object({ done: z.literal(true) })

export const insightApi = {
  listKpis: op({
    method: 'GET',
    path: '/kpis',
    permission: 'kpi.read',
    summary: { zh: '指标看板', en: 'KPI dashboard' },
    slow: true,
    query: z.strictObject({
      from: Day.optional(),
      to: Day.optional(),
      dimension: z.enum(rollupDimensions).optional(),
      key: Key.optional(),
    }),
    result: z.object({ asOf: z.string(), from: z.string(), to: z.string(), kpis: z.array(KpiSummaryView) }),
  }),
  listKpiChoices: op({
    method: 'GET',
    path: '/kpi-dimensions/{dimension}',
    permission: 'kpi.read',
    summary: { zh: '看板筛选项', en: 'Values the dashboard can be filtered by' },
    params: z.object({ dimension: z.enum(rollupDimensions) }),
    result: z.object({ rows: z.array(z.object({ key: z.string(), label: z.string() })) }),
  }),
  getKpi: op({
    method: 'GET',
    path: '/kpis/{id}',
    permission: 'kpi.read',
    summary: { zh: '指标数值与分组', en: 'One KPI, whole and by a dimension' },
    slow: true,
    params: ByKpi,
    query: z.strictObject({ ...selection, by: line(40, 1).optional() }),
    result: KpiView,
  }),
  listKpiRows: op({
    method: 'GET',
    path: '/kpis/{id}/rows',
    permission: 'kpi.read',
    summary: { zh: '指标明细', en: 'The rows behind a KPI' },
    slow: true,
    params: ByKpi,
    query: z.strictObject({ ...selection, ...Paging }),
    result: page(KpiRowView),
  }),
  exportKpi: op({
    method: 'GET',
    path: '/kpis/{id}/export',
    permission: 'kpi.read',
    summary: { zh: '导出指标明细', en: 'Export the rows behind a KPI' },
    slow: true,
    download: true,
    params: ByKpi,
    query: z.strictObject({ ...selection, format: z.enum(['csv', 'xlsx']) }),
    result: z.unknown(),
  }),
  setKpiTarget: op({
    method: 'PUT',
    path: '/kpis/{id}/target',
    permission: 'kpi.manage',
    summary: { zh: '设定指标目标', en: 'Set the target of a KPI' },
    params: ByKpi,
    body: z.strictObject({ target: z.number().min(0).max(1_000_000_000).nullable(), version: SeenVersion }),
    result: Done,
  }),
} satisfies OperationTable
