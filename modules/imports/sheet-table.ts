import { countHeadings, guessMapping, nameColumns } from './columns.ts'
import type { ImportKind } from './kind-names.ts'
import { fieldOf } from './kind.ts'
import { CELL_MAX, COLUMNS_MAX, FileRefused, HEADING_ROWS_MAX, type Line, ROWS_MAX } from './sheet-file.ts'

/** A piece of a table: its named columns and some of its rows, with their number in the file. */
export type SheetPart = { columns: string[]; rows: Line[] }

/** Rows of one piece. */
const PART_ROWS = 500

// What exports put before text a spreadsheet would take for a formula or a number (platform/export.ts), and what people put before digits that
// shall stay text: taken off again.
const NEUTRALISED = /^'(?=[=+\-@\uff1d\uff0b\uff0d\uff20]|\d[\d.,:/ -]*$)/
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/**
 * Lines as a table, piece by piece: finds the heading row among the first ones (titles may stand above it), names the columns, leaves out
 * empty rows and columns. Refuses what is out of bounds, never cuts it.
 */
export async function* sheetOf(lines: AsyncIterable<Line>, kind: ImportKind): AsyncGenerator<SheetPart> {
  let waiting: Line[] = []
  let columns: string[] | null = null
  let total = 0
  for await (const given of lines) {
    const line = { ...given, cells: given.cells.map(tidy) }
    if (line.cells.every((cell) => cell === '') && (columns || waiting.length > 0)) continue
    waiting.push(line)
    if (waiting.length < PART_ROWS) continue
    const part = partOf(waiting, columns, kind)
    total = counted(total, part)
    columns = part.columns
    waiting = []
    yield part
  }
  if (waiting.length > 0 || !columns) {
    const part = partOf(waiting, columns, kind)
    total = counted(total, part)
    yield part
  }
  if (total === 0) throw new FileRefused('import.no_rows')
}

const counted = (total: number, { rows }: SheetPart): number => {
  if (total + rows.length > ROWS_MAX) throw new FileRefused('import.too_many_rows', { max: ROWS_MAX })
  return total + rows.length
}

/** The first piece has the headings; its widest row says how many columns there are. */
function partOf(lines: Line[], known: string[] | null, kind: ImportKind): SheetPart {
  const heading = known ? -1 : headingIndex(lines, kind)
  if (!known && heading === -1) throw new FileRefused('import.no_rows')
  const rows = lines.slice(heading + 1).filter(({ cells }) => cells.some((cell) => cell !== ''))
  const columns = known ?? columnsOf(lines[heading]?.cells ?? [], rows)
  for (const row of rows) refuseUnfit(row, columns)
  const counted = rows.some(({ merged }) => merged) ? countedColumns(kind, columns) : []
  const cellOf = ({ cells, merged }: Line, i: number): string =>
    counted[i] && merged?.includes(i) ? '' : (cells[i] ?? '')
  return {
    columns,
    rows: rows.map((row) => ({ rowNo: row.rowNo, cells: columns.map((_, i) => cellOf(row, i)) })),
  }
}

/** Which columns hold how much there is: merged over several rows it is the sum of these, not of each. */
function countedColumns(kind: ImportKind, columns: readonly string[]): boolean[] {
  const mapping = guessMapping(kind, columns)
  const counted = new Set(
    Object.entries(mapping).flatMap(([field, column]) => (fieldOf(kind, field)?.isCounted ? [column] : [])),
  )
  return columns.map((column) => counted.has(column))
}

const tidy = (cell: string): string =>
  cell.replace(CONTROL, '').toWellFormed().trim().replace(NEUTRALISED, '')

const widthOf = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell !== '') + 1

function columnsOf(headings: readonly string[], rows: readonly Line[]): string[] {
  const width = rows.reduce((most, row) => Math.max(most, widthOf(row.cells)), widthOf(headings))
  if (width > COLUMNS_MAX) throw new FileRefused('import.too_many_columns', { max: COLUMNS_MAX })
  return nameColumns(Array.from({ length: width }, (_, i) => headings[i] ?? ''))
}

function headingIndex(lines: readonly Line[], kind: ImportKind): number {
  const first = lines
    .slice(0, HEADING_ROWS_MAX)
    .map(({ cells }, index) => ({
      index,
      known: countHeadings(kind, cells),
      isEmpty: cells.every((cell) => cell === ''),
    }))
    .filter((row) => !row.isEmpty)
  const best = first.toSorted((a, b) => b.known - a.known || a.index - b.index)[0]
  return best?.index ?? -1
}

function refuseUnfit({ rowNo, cells }: Line, columns: readonly string[]): void {
  if (widthOf(cells) > columns.length)
    throw new FileRefused('import.row_too_wide', { row: rowNo, max: columns.length })
  const long = cells.findIndex((cell) => cell.length > CELL_MAX)
  if (long !== -1)
    throw new FileRefused('import.cell_too_long', { row: rowNo, column: columns[long], max: CELL_MAX })
}
