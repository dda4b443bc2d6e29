import { countHeadings, nameColumns } from './columns.ts'
import { CELL_MAX, COLUMNS_MAX, FileRefused, HEADING_ROWS_MAX, ROWS_MAX } from './sheet-file.ts'
import type { Sheet } from './sheet.ts'

// What exports put before text a spreadsheet would take for a formula or a number (platform/export.ts): taken off again.
const NEUTRALISED = /^'(?=[=+\-@\uff1d\uff0b\uff0d\uff20]|\d{12,}$)/
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/**
 * A table of cells as a sheet: finds the heading row among the first ones (titles may stand above it), names the columns, leaves out
 * empty rows and columns. Refuses what is out of bounds, never cuts it.
 */
export function sheetOf(table: readonly (readonly string[])[]): Sheet {
  const cells = table.map((row) => row.map(tidy))
  const heading = headingIndex(cells)
  const rows = cells
    .map((row, index) => ({ rowNo: index + 1, cells: row }))
    .slice(heading + 1)
    .filter((row) => row.cells.some((cell) => cell !== ''))
  if (heading === -1 || rows.length === 0) throw new FileRefused('import.no_rows')
  if (rows.length > ROWS_MAX) throw new FileRefused('import.too_many_rows', { max: ROWS_MAX })
  const width = rows.reduce(
    (most, row) => Math.max(most, row.cells.findLastIndex((cell) => cell !== '') + 1),
    (cells[heading] ?? []).findLastIndex((cell) => cell !== '') + 1,
  )
  if (width > COLUMNS_MAX) throw new FileRefused('import.too_many_columns', { max: COLUMNS_MAX })
  const columns = nameColumns(Array.from({ length: width }, (_, i) => cells[heading]?.[i] ?? ''))
  for (const row of rows) refuseLong(row, columns)
  return {
    columns,
    rows: rows.map(({ rowNo, cells: own }) => ({ rowNo, cells: columns.map((_, i) => own[i] ?? '') })),
  }
}

const tidy = (cell: string): string =>
  cell.replace(CONTROL, '').toWellFormed().trim().replace(NEUTRALISED, '')

function headingIndex(cells: readonly string[][]): number {
  const first = cells
    .slice(0, HEADING_ROWS_MAX)
    .map((row, index) => ({ index, known: countHeadings(row), isEmpty: row.every((cell) => cell === '') }))
    .filter((row) => !row.isEmpty)
  const best = first.toSorted((a, b) => b.known - a.known || a.index - b.index)[0]
  return best?.index ?? -1
}

function refuseLong(
  { rowNo, cells }: { rowNo: number; cells: readonly string[] },
  columns: readonly string[],
): void {
  const long = cells.findIndex((cell) => cell.length > CELL_MAX)
  if (long !== -1)
    throw new FileRefused('import.cell_too_long', { row: rowNo, column: columns[long], max: CELL_MAX })
}
