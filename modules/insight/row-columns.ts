import type { Bilingual, Locale } from '#platform/text.ts'
import type { KpiDefinition, KpiUnit } from './definition.ts'

/** A row as the API gives it. Times are ISO instants. */
export type RowForColumns = {
  day: string
  orderNumber: string
  line: number | null
  shipment: string
  customer: string
  class: string
  warehouse: string
  carrier: string
  mode: string
  country: string
  service: string
  product: string
  cause: string
  dueAt: string | null
  doneAt: string | null
  numerator: number
  denominator: number
}

export type RowColumn = {
  key: keyof RowForColumns | 'result'
  title: Bilingual
  kind: 'text' | 'number' | 'time'
}

const always: RowColumn[] = [
  { key: 'day', title: { zh: '归期日', en: 'Day' }, kind: 'text' },
  { key: 'orderNumber', title: { zh: '订单号', en: 'Order' }, kind: 'text' },
  { key: 'line', title: { zh: '行', en: 'Line' }, kind: 'number' },
  { key: 'shipment', title: { zh: '运单', en: 'Shipment' }, kind: 'text' },
  { key: 'customer', title: { zh: '客户', en: 'Customer' }, kind: 'text' },
  { key: 'product', title: { zh: '商品', en: 'Product' }, kind: 'text' },
  { key: 'dueAt', title: { zh: '承诺时间', en: 'Promised' }, kind: 'time' },
  { key: 'doneAt', title: { zh: '完成时间', en: 'Done' }, kind: 'time' },
  { key: 'class', title: { zh: '等级', en: 'Class' }, kind: 'text' },
  { key: 'warehouse', title: { zh: '仓库', en: 'Warehouse' }, kind: 'text' },
  { key: 'carrier', title: { zh: '承运商', en: 'Carrier' }, kind: 'text' },
  { key: 'mode', title: { zh: '运输方式', en: 'Mode' }, kind: 'text' },
  { key: 'country', title: { zh: '国家', en: 'Country' }, kind: 'text' },
  { key: 'service', title: { zh: '服务', en: 'Service' }, kind: 'text' },
]
const result: RowColumn = { key: 'result', title: { zh: '结果', en: 'Counts as' }, kind: 'text' }
const part: RowColumn[] = [
  { key: 'numerator', title: { zh: '分子', en: 'Numerator' }, kind: 'number' },
  { key: 'denominator', title: { zh: '分母', en: 'Denominator' }, kind: 'number' },
]
const cause: RowColumn = { key: 'cause', title: { zh: '缺货原因', en: 'Cause' }, kind: 'text' }
const days: RowColumn = { key: 'numerator', title: { zh: '天数', en: 'Days' }, kind: 'number' }
const placed: Bilingual = { zh: '下单时间', en: 'Ordered' }

/** Figures whose cases are shortages. */
const ofShortages: ReadonlySet<string> = new Set([
  'stockout_count',
  'backorder_count',
  'backorder_cycle_time',
])

/** What one row shows of itself: used by the page's table and by its export, so that they are equal. */
export function rowColumns({ id, unit }: Pick<KpiDefinition, 'id' | 'unit'>, isUnits: boolean): RowColumn[] {
  const own = unit === 'days' || unit === 'cv' ? [days] : isUnits ? part : [result]
  const isCycle = id.startsWith('order_cycle')
  const why = ofShortages.has(id) ? [cause] : []
  return [...always.map((c) => (isCycle && c.key === 'dueAt' ? { ...c, title: placed } : c)), ...why, ...own]
}

const good = { zh: '合格', en: 'Good' }
const bad = { zh: '不合格', en: 'Not good' }
const counted = { zh: '计入', en: 'Counted' }
const notCounted = { zh: '不计入', en: 'Not counted' }

/** Whether a row of a rate stands in its numerator, in words. For rates that should be low the numerator is the bad side. */
export function resultOf(
  { direction, unit }: { direction: 'higher' | 'lower'; unit: KpiUnit },
  row: { numerator: number; denominator: number },
): Bilingual {
  const isHit = row.numerator > 0
  if (unit === 'count') return isHit ? counted : notCounted
  return isHit === (direction === 'higher') ? good : bad
}

/** The text of a cell; numbers stay numbers. Times are the tenant's wall clock. */
export function cellOf(
  definition: Pick<KpiDefinition, 'direction' | 'unit'>,
  column: RowColumn,
  { row, zone, locale }: { row: RowForColumns; zone: string; locale: Locale },
): string | number | null {
  if (column.key === 'result') return resultOf(definition, row)[locale]
  const value = row[column.key]
  if (column.kind === 'time') return value === null ? '' : wallClock(String(value), zone)
  return value
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** '2026-03-10 23:59' in the zone. */
export function wallClock(iso: string, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(zone, format)
  }
  return format.format(new Date(iso))
}
