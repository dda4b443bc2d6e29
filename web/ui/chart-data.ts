import { CSV_MARK, csvLine } from '#platform/csv.ts'
import type { Series } from '#web/ui/chart-option.ts'

type Drawn = { title: string; labels: readonly string[]; series: readonly Series[] }

/** What a chart draws as a CSV file: one line a label, one column a series, numbers as numbers, an empty cell where there is none. */
export function chartData({ title, labels, series }: Drawn): Blob {
  const lines = [
    csvLine([title, ...series.map((one) => one.name)]),
    ...labels.map((label, index) => csvLine([label, ...series.map((one) => one.values[index] ?? null)])),
  ]
  return new Blob([CSV_MARK, ...lines], { type: 'text/csv' })
}
