import type { Bilingual } from '#platform/text.ts'

/** What a figure is counted in. `ratio` is a fraction of 1, `ppm` pieces of a million, `cv` has no unit. */
export type KpiUnit = 'ratio' | 'days' | 'count' | 'ppm' | 'cv'

/** One KPI as data: what is counted, of what, in which cohort. The SQL of its fact is in facts.ts, by the same id. */
export type KpiDefinition = {
  id: string
  /** Raised when the figure's meaning changes; rollups of other versions are thrown away. */
  version: number
  name: Bilingual
  group: KpiGroup
  unit: KpiUnit
  direction: 'higher' | 'lower'
  /** Used until the company sets its own; null where nobody agreed on one. */
  target: number | null
  numerator: Bilingual
  denominator: Bilingual
  /** Who is counted, who is left out, and what about those still open. */
  population: Bilingual
  /** The day a case belongs to. */
  cohort: Bilingual
  source: string
}

export type KpiGroup = 'on_time' | 'order' | 'fill' | 'cycle' | 'transport'

export const groupNames = {
  on_time: { zh: '准时', en: 'On time' },
  order: { zh: '完美订单', en: 'Perfect orders' },
  fill: { zh: '满足率', en: 'Availability' },
  cycle: { zh: '周期', en: 'Order cycle' },
  transport: { zh: '运输', en: 'Transport' },
} satisfies Record<KpiGroup, Bilingual>

/** What figures can be split and filtered by. */
export const dimensions = {
  customer: { zh: '客户', en: 'Customer' },
  class: { zh: '客户等级', en: 'Customer class' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  carrier: { zh: '承运商', en: 'Carrier' },
  mode: { zh: '运输方式', en: 'Mode' },
  country: { zh: '国家', en: 'Country' },
  service: { zh: '服务', en: 'Service' },
  vendor: { zh: '供应商', en: 'Vendor' },
  product: { zh: '商品', en: 'Product' },
  cause: { zh: '缺货原因', en: 'Cause of the shortage' },
} satisfies Record<string, Bilingual>
export type Dimension = keyof typeof dimensions
export const dimensionKeys = Object.keys(dimensions) as Dimension[]

/** Periods a figure can be split by; the key of a group is its first part of the date: 2026-03, 2026-Q1. */
export const periods = {
  day: { zh: '日', en: 'Day' },
  week: { zh: '周', en: 'Week' },
  month: { zh: '月', en: 'Month' },
  quarter: { zh: '季度', en: 'Quarter' },
  year: { zh: '年', en: 'Year' },
} satisfies Record<string, Bilingual>
export type Period = keyof typeof periods
export const periodKeys = Object.keys(periods) as Period[]

export type By = Dimension | Period
export const isPeriod = (by: string): by is Period => by in periods
export const isDimension = (by: string): by is Dimension => by in dimensions

/** Dimensions that daily sums are kept for. Others are read from the facts. */
export const rollupDimensions = [
  'class',
  'warehouse',
  'carrier',
  'mode',
  'country',
  'service',
  'vendor',
] as const satisfies readonly Dimension[]
export type RollupDimension = (typeof rollupDimensions)[number]
export const isRollupDimension = (by: string): by is RollupDimension =>
  (rollupDimensions as readonly string[]).includes(by)
