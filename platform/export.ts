import { type FileHandle, open, rm } from 'node:fs/promises'
import type { Download, MadeOnDisk } from '#platform/api.ts'
import { CSV_MARK, type ExportCell, csvLine, neutralised } from '#platform/csv.ts'
import { temporaryPath } from '#platform/files.ts'
import { TEXT_FORMAT, newWorkbook } from '#platform/xlsx.ts'

export type { ExportCell } from '#platform/csv.ts'

export type ExportFormat = 'csv' | 'xlsx'
/** A cell with the number format a spreadsheet shows it in. */
export type FormattedCell = { value: ExportCell; format?: string }

/** A table to be given out as a file. Numbers stay numbers, dates dates; everything else is text. */
export type ExportTable = {
  name: string
  columns: readonly string[]
  rows: ExportCell[][]
  /** A second sheet of facts about the table (XLSX only). */ about?: [string, string | number | null][]
}

/** A file on disk that waits to be given out. */
export type MadeFile = Omit<Download, 'bytes'> & { bytes: MadeOnDisk }

/** Adds a row to the file. Wait for it: it lets others have their turn, and the disk keep up. */
export type AddRow = (row: readonly FormattedCell[]) => Promise<void>

/** The table as a file: CSV (UTF-8 with byte-order mark, CRLF) or XLSX. */
export const exportTable = (table: ExportTable, format: ExportFormat): Promise<MadeFile> =>
  makeFile(format, table, async (add) => {
    for (const row of table.rows) await add(row.map((value) => ({ value })))
    return table.about
  })

/**
 * Makes a file whose rows come one by one and go to disk: memory does not grow with it. `fill` adds them and gives the facts for the
 * second sheet. When it throws, there is no file.
 */
export async function makeFile(
  format: ExportFormat,
  { name, columns }: Pick<ExportTable, 'name' | 'columns'>,
  fill: (add: AddRow) => Promise<ExportTable['about']>,
): Promise<MadeFile> {
  const path = await temporaryPath()
  const file = await open(path, 'wx', 0o600)
  try {
    await (format === 'csv' ? writeCsv : writeXlsx)(file, columns, fill)
    const { size } = await file.stat()
    return { name: `${name}.${format}`, contentType: TYPES[format], bytes: { path, size } }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

type Fill = Parameters<typeof makeFile>[2]

const FLUSH_CHARS = 64 * 1024

async function writeCsv(file: FileHandle, columns: readonly string[], fill: Fill): Promise<void> {
  let text = CSV_MARK + csvLine(columns)
  await fill(async (row) => {
    text += csvLine(row.map((cell) => cell.value))
    if (text.length < FLUSH_CHARS) return
    const full = text
    text = ''
    await file.write(full)
  })
  await file.write(text)
}

const WIDTH_MAX = 60
const WIDTH_USUAL = 14
const FACT_WIDTHS = [24, WIDTH_MAX]

async function writeXlsx(file: FileHandle, columns: readonly string[], fill: Fill): Promise<void> {
  const book = newWorkbook(file)
  const sheet = await book.sheet(columns.map(widthOf), columns.map(neutralised))
  const about = await fill((row) => sheet.add(row.map(safeCell)))
  await sheet.end()
  if (about) {
    const facts = await book.sheet(FACT_WIDTHS)
    for (const row of about) await facts.add(row.map((value) => safeCell({ value })))
    await facts.end()
  }
  await book.end()
}

const safeCell = ({ value, ...cell }: FormattedCell): FormattedCell =>
  typeof value === 'string' ? { value: neutralised(value), format: TEXT_FORMAT } : { value, ...cell }

const widthOf = (column: string): number => Math.min(WIDTH_MAX, Math.max(WIDTH_USUAL, column.length * 2 + 2))
