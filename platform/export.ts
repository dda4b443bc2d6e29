import { once } from 'node:events'
import { Writable } from 'node:stream'
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { WorksheetWriter } from '@cj-tech-master/excelts'
import type { Download, MadeOnDisk } from '#platform/api.ts'
import { CSV_MARK, type ExportCell, csvLine, neutralised } from '#platform/csv.ts'
import { temporaryPath } from '#platform/files.ts'

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

const TEXT_FORMAT = '@'
const MOMENT_FORMAT = 'yyyy-mm-dd hh:mm'
const CELL_CHARS_MAX = 32_767
const WIDTH_MAX = 60
const WIDTH_USUAL = 14
const FACT_WIDTHS = [24, WIDTH_MAX]
/** Rows written between two turns of other work: a long file must not hold up everybody else. */
const BREATH_ROWS = 100

async function writeXlsx(file: FileHandle, columns: readonly string[], fill: Fill): Promise<void> {
  const { WorkbookWriter } = await import('@cj-tech-master/excelts')
  const stream = streamTo(file)
  try {
    const book = new WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
    const sheet = book.addWorksheet('1', { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.columns = columns.map((column) => ({ width: widthOf(column) }))
    const heading = sheet.addRow(columns.map(cleanText))
    heading.font = { bold: true }
    heading.commit()
    let rows = 0
    const about = await fill(async (cells) => {
      addCells(sheet, cells)
      rows += 1
      if (rows % BREATH_ROWS > 0) return
      await new Promise((done) => setImmediate(done))
      if (stream.writableNeedDrain) await once(stream, 'drain')
    })
    sheet.commit()
    if (about) {
      const facts = book.addWorksheet('2')
      facts.columns = FACT_WIDTHS.map((width) => ({ width }))
      for (const row of about)
        addCells(
          facts,
          row.map((value) => ({ value })),
        )
      facts.commit()
    }
    await book.commit()
  } finally {
    stream.destroy()
  }
}

/** The file as a stream. Whoever opened the file closes it. */
function streamTo(file: FileHandle): Writable {
  const append = async (chunk: Buffer, done: (error?: Error) => void) => {
    try {
      await file.writeFile(chunk)
      done()
    } catch (error) {
      done(error as Error)
    }
  }
  return new Writable({ write: (chunk: Buffer, _encoding, done) => void append(chunk, done) })
}

/** One row; text stays text, whatever it looks like. */
function addCells(sheet: WorksheetWriter, cells: readonly FormattedCell[]): void {
  const row = sheet.addRow(
    cells.map(({ value }) => (typeof value === 'string' ? cleanText(value) : finite(value))),
  )
  cells.forEach(({ value, format }, i) => {
    const shown =
      typeof value === 'string' ? TEXT_FORMAT : (format ?? (value instanceof Date ? MOMENT_FORMAT : null))
    if (value !== null && shown !== null) row.getCell(i + 1).numFmt = shown
  })
  row.commit()
}

const finite = (value: number | Date | null): number | Date | null =>
  value !== null && Number.isFinite(Number(value)) ? value : null

/** Text as a cell can have it; its lines are broken by one character. */
const cleanText = (text: string): string =>
  neutralised(text).replace(/\r\n?/g, '\n').toWellFormed().slice(0, CELL_CHARS_MAX)

const widthOf = (column: string): number => Math.min(WIDTH_MAX, Math.max(WIDTH_USUAL, column.length * 2 + 2))
