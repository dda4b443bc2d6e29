import { writeFileSync } from 'node:fs'

/** One measured figure; `limit` is the raw limit of the same run in the same unit, `ratio` is value ÷ limit. */
export type Figure = {
  id: string
  value: number
  unit: string
  limit?: number
  ratio?: number
  note?: string
}

type Target = { id: string; of: 'value' | 'ratio'; least?: number; most?: number }

/** What the figures must reach (shared performance targets of issue 2). */
export const targets: readonly Target[] = [
  { id: 'order_intake_c16', of: 'ratio', least: 0.35 },
  { id: 'order_intake_c1_p50', of: 'ratio', most: 3 },
  { id: 'order_intake_c1_p95', of: 'value', most: 10 },
  { id: 'order_intake_c16_p99', of: 'value', most: 60 },
  { id: 'order_cpu_ms', of: 'value', most: 3 },
  { id: 'order_subscribers_lag_s', of: 'value', most: 1 },
  { id: 'order_batch_gain', of: 'value', least: 8 },
  { id: 'tracking_batch500', of: 'ratio', least: 0.4 },
  { id: 'waybill_lookup_c16', of: 'ratio', least: 0.4 },
  { id: 'order_list_c16', of: 'ratio', least: 0.35 },
  { id: 'order_list_c16_p95', of: 'ratio', most: 2.5 },
  { id: 'kpi_by_month_p95_ms', of: 'value', most: 50 },
  { id: 'kpi_customer_p95_ms', of: 'value', most: 10 },
  { id: 'kpi_customer_otif_p95_ms', of: 'value', most: 10 },
  { id: 'rollup_rebuild_s', of: 'value', most: 60 },
  { id: 'watcher_lag_ms', of: 'value', most: 1_000 },
  { id: 'watcher_idle_tick_ms', of: 'value', most: 5 },
  { id: 'search_p95_ms', of: 'value', most: 50 },
  { id: 'list_click_to_rows_p95_ms', of: 'value', most: 300 },
  { id: 'filter_longest_task_ms', of: 'value', most: 50 },
  { id: 'allocation_cpu_ms', of: 'value', most: 1 },
  { id: 'wave_1000_gap', of: 'value', most: 1 },
  { id: 'wave_1000_s', of: 'value', most: 5 },
  { id: 'wave_10000_gap', of: 'value', most: 2 },
  { id: 'wave_10000_s', of: 'value', most: 10 },
]

/** A figure beside its limit. */
export function besideLimit(figure: Figure, limit: number): Figure {
  return { ...figure, limit, ratio: figure.value / limit }
}

/** 'reached', 'MISSED', or '' where nothing is asked. */
export function verdictOf(figure: Figure): string {
  const target = targets.find((t) => t.id === figure.id)
  if (!target) return ''
  const got = target.of === 'ratio' ? figure.ratio : figure.value
  if (got === undefined || Number.isNaN(got)) return 'MISSED'
  return got >= (target.least ?? -Infinity) && got <= (target.most ?? Infinity) ? 'reached' : 'MISSED'
}

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((f) => [
    f.id,
    rounded(f.value),
    f.unit,
    f.limit === undefined ? '' : rounded(f.limit),
    f.ratio === undefined ? '' : rounded(f.ratio),
    wanted(f),
    verdictOf(f),
    f.note ?? '',
  ])
  const all = [['figure', 'value', 'unit', 'limit', 'ratio', 'target', '', 'note'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          isNumeric(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function writeFigures(path: string, figures: readonly Figure[], about: object): void {
  const kept = figures.map(({ value, limit, ratio, ...rest }) => ({
    ...rest,
    value: digits(value),
    ...(limit === undefined ? {} : { limit: digits(limit), ratio: digits(ratio ?? value / limit) }),
  }))
  writeFileSync(path, `${JSON.stringify({ ...about, figures: kept }, null, 2)}\n`)
}

const isNumeric = (column: number): boolean => column === 1 || column === 3 || column === 4

function wanted({ id }: Figure): string {
  const target = targets.find((t) => t.id === id)
  if (!target) return ''
  const bound = target.least === undefined ? `<= ${target.most}` : `>= ${target.least}`
  return target.of === 'ratio' ? `${bound} x` : bound
}

const digits = (value: number): number => Number(value.toPrecision(6))
const rounded = (value: number): string =>
  Math.abs(value) >= 1_000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = low] =
    sorted.length % 2 === 0 ? sorted.slice(middle - 1, middle + 1) : [sorted[middle] ?? Number.NaN]
  return (low + high) / 2
}
