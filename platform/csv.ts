/** What stands in a cell of a file that is given out. */
export type ExportCell = string | number | Date | null

/** Rows one file holds at most. */
export const EXPORT_ROWS_MAX = 50_000

/** Begins a CSV file: tells spreadsheets that its text is UTF-8. */
export const CSV_MARK = '\ufeff'

// A spreadsheet reads these as the start of a formula; the full-width forms too, once it normalises them.
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const LONG_NUMBER = /^\d{12,}$/

/** Text that no spreadsheet takes for a formula. A leading apostrophe makes it text and is not shown by spreadsheets. */
export function neutralised(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text
}

/** One line of a CSV file, with its end. */
export const csvLine = (values: readonly ExportCell[]): string => `${values.map(csvCell).join(',')}\r\n`

function csvCell(value: ExportCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (value instanceof Date) return value.toISOString()
  // Long digits would come back as 1.23E+15; CSV has no types, so they are marked as text as well.
  const text = LONG_NUMBER.test(value) ? `'${value}` : neutralised(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
