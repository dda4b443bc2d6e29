import { PassThrough } from 'node:stream'
import type { Download } from '#platform/api.ts'
import { CSV_MARK, type ExportCell, csvLine, neutralised } from '#platform/csv.ts'

export type { ExportCell } from '#platform/csv.ts'

export type ExportFormat = 'csv' | 'xlsx'
/** A cell with the number format a spreadsheet shows it in. */
export type FormattedCell = { value: ExportCell; format?: string }

/** A table to be given out as a file. Numbers stay numbers, dates dates; everything else is text. */
export type ExportTable = {
  name: string
  columns: string[]
  rows: ExportCell[][]
  /** A second sheet of facts about the table (XLSX only). */ about?: [string, string | number | null][]
}

/** A file with its contents. */
export type MadeFile = Download & { bytes: Uint8Array }

/** A file that grows row by row, so that its rows need not be held at once. */
export type GrowingFile = {
  add: (row: readonly FormattedCell[]) => Promise<void>
  end: (about?: ExportTable['about']) => Promise<MadeFile>
}

/** The table as a file: CSV (UTF-8 with byte-order mark, CRLF) or XLSX. */
export async function exportTable(table: ExportTable, format: ExportFormat): Promise<MadeFile> {
  const file = await openFile(format, table)
  for (const row of table.rows) await file.add(row.map((value) => ({ value })))
  return file.end(table.about)
}

/** Begins a file with its heading. */
export const openFile = async (
  format: ExportFormat,
  { name, columns }: { name: string; columns: readonly string[] },
): Promise<GrowingFile> => (format === 'csv' ? openCsv(name, columns) : openXlsx(name, columns))

function openCsv(name: string, columns: readonly string[]): GrowingFile {
  const chunks = [csvBytes(CSV_MARK + csvLine(columns))]
  return {
    add: async (row) => void chunks.push(csvBytes(csvLine(row.map((cell) => cell.value)))),
    end: async () => ({
      name: `${name}.csv`,
      contentType: 'text/csv; charset=utf-8',
      bytes: Buffer.concat(chunks),
    }),
  }
}

const TEXT_FORMAT = '@'
const csvBytes = (text: string): Buffer => Buffer.from(text, 'utf8')

const WIDTH_MAX = 60
const WIDTH_USUAL = 14
/** Rows written between two turns of other work: a long file must not hold up everybody else. */
const BREATH_ROWS = 500

async function openXlsx(name: string, columns: readonly string[]): Promise<GrowingFile> {
  const { WorkbookWriter } = await import('@cj-tech-master/excelts')
  const chunks: Buffer[] = []
  const stream = new PassThrough()
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const book = new WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet('1', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map((column) => ({ width: widthOf(column) }))
  const heading = sheet.addRow(columns.map(neutralised))
  heading.font = { bold: true }
  heading.commit()
  let rows = 0
  return {
    async add(cells) {
      const row = sheet.addRow(
        cells.map(({ value }) => (typeof value === 'string' ? neutralised(value) : value)),
      )
      cells.forEach(({ value, format = TEXT_FORMAT }, i) => {
        if (typeof value === 'string' || (format !== TEXT_FORMAT && value !== null))
          row.getCell(i + 1).numFmt = format
      })
      row.commit()
      rows += 1
      if (rows % BREATH_ROWS === 0) await new Promise((done) => setImmediate(done))
    },
    async end(about) {
      sheet.commit()
      if (about) addFacts(book.addWorksheet('2'), about)
      await book.commit()
      return {
        name: `${name}.xlsx`,
        contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        bytes: Buffer.concat(chunks),
      }
    },
  }
}

const widthOf = (column: string): number => Math.min(WIDTH_MAX, Math.max(WIDTH_USUAL, column.length * 2 + 2))

type Facts = NonNullable<ExportTable['about']>
type FactSheet = {
  columns: unknown
  addRow: (row: (string | number | null)[]) => { commit: () => void }
  commit: () => void
}

function addFacts(sheet: FactSheet, about: Facts): void {
  sheet.columns = [{ width: 24 }, { width: WIDTH_MAX }]
  for (const [fact, value] of about)
    sheet.addRow([neutralised(fact), typeof value === 'string' ? neutralised(value) : value]).commit()
  sheet.commit()
}
