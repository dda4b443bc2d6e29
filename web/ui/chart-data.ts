import type { Series } from '#web/ui/chart-option.ts'

/** What a chart draws as a CSV file: one line a label, one column a series, numbers as numbers, an empty cell where there is none. */
export function chartData({
  title,
  labels,
  series,
}: {
  title: string
  labels: readonly string[]
  series: readonly Series[]
}): Blob {
  const head = [title, ...series.map((one) => one.name)].map(cellOf).join(',')
  const lines = labels.map((label, index) =>
    [cellOf(label), ...series.map((one) => String(one.values[index] ?? ''))].join(','),
  )
  // The mark at the beginning tells spreadsheets that the text is UTF-8.
  return new Blob([`\uFEFF${[head, ...lines].join('\r\n')}\r\n`], { type: 'text/csv' })
}

/** Quoted, and never a formula. */
const cellOf = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
