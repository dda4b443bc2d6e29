import type { Download } from '#platform/api.ts'

/** A table to be given out as a file. Numbers stay numbers; everything else is text. */
export type ExportTable = {
  name: string
  columns: string[]
  rows: (string | number | null)[][]
  /** A second sheet of facts about the table (XLSX only). */ about?: [string, string | number | null][]
}
export type ExportFormat = 'csv' | 'xlsx'

export const EXPORT_ROWS_MAX = 50_000

// A spreadsheet reads these as the start of a formula; the full-width forms too, once it normalises them.
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const LONG_NUMBER = /^\d{12,}$/

/** Text that no spreadsheet takes for a formula. A leading apostrophe makes it text and is not shown by spreadsheets. */
export function neutralised(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text
}

/** The table as a file: CSV (UTF-8 with byte-order mark, CRLF) or XLSX. */
export async function exportTable(
  table: ExportTable,
  format: ExportFormat,
): Promise<Download & { bytes: Uint8Array }> {
  if (format === 'csv')
    return {
      name: `${table.name}.csv`,
      contentType: 'text/csv; charset=utf-8',
      bytes: Buffer.from(toCsv(table), 'utf8'),
    }
  return {
    name: `${table.name}.xlsx`,
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: await toXlsx(table),
  }
}

function toCsv({ columns, rows }: ExportTable): string {
  return '\ufeff' + [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n'
}

function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // Long digits would come back as 1.23E+15; CSV has no types, so they are marked as text as well.
  const text = LONG_NUMBER.test(value) ? `'${value}` : neutralised(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const TEXT_FORMAT = '@'
const WIDTH_MAX = 60

async function toXlsx({ columns, rows, about }: ExportTable): Promise<Buffer> {
  const { Workbook } = await import('@cj-tech-master/excelts')
  const workbook = new Workbook()
  const sheet = workbook.addWorksheet('1')
  sheet.addRow(columns.map((c) => neutralised(c)))
  sheet.getRow(1).font = { bold: true }
  for (const row of rows)
    sheet.addRow(row.map((cell) => (typeof cell === 'string' ? neutralised(cell) : cell)))
  for (const [i, column] of columns.entries()) {
    const shown = rows.slice(0, 200).map((r) => String(r[i] ?? '').length)
    const target = sheet.getColumn(i + 1)
    target.width = Math.min(WIDTH_MAX, Math.max(8, column.length * 2, ...shown) + 2)
    if (rows.some((r) => typeof r[i] === 'string')) target.numFmt = TEXT_FORMAT
  }
  if (about) {
    const facts = workbook.addWorksheet('2')
    for (const [name, value] of about)
      facts.addRow([neutralised(name), typeof value === 'string' ? neutralised(value) : value])
    facts.getColumn(1).width = 24
    facts.getColumn(2).width = WIDTH_MAX
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
