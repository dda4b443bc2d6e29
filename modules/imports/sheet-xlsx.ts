import { type Cell, type CellValue, Workbook } from '@cj-tech-master/excelts'
import { COLUMNS_MAX, FileRefused, READ_ROWS_MAX } from './sheet-file.ts'
import { unzip } from './unzip.ts'

/** Parts of a workbook that hold cells; pictures, charts, comments and macros are not even unpacked. */
const PARTS =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/workbook\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml|xl\/sharedStrings\.xml|xl\/styles\.xml)$/i

/** The cells of the first sheet that has any, as text: formulas by their result, days as 2026-11-22. */
export async function readXlsx(bytes: Buffer): Promise<string[][]> {
  const files = unzip(bytes, (name) => PARTS.test(name))
  if (!Object.keys(files).some((name) => name.toLowerCase() === 'xl/workbook.xml'))
    throw new FileRefused('import.file_type')
  const workbook = await load(files)
  const sheet = workbook.worksheets.find(
    (one) => one.state !== 'hidden' && one.state !== 'veryHidden' && one.actualRowCount > 0,
  )
  if (!sheet) throw new FileRefused('import.no_rows')
  const rows: string[][] = []
  for (let number = 1; number <= Math.min(sheet.rowCount, READ_ROWS_MAX); number += 1) {
    const row = sheet.findRow(number)
    const cells: string[] = []
    row?.eachCell(
      { includeEmpty: false },
      (cell: Cell, column: number) => void (cells[column - 1] = textOf(cell.value)),
    )
    rows.push(Array.from(cells, (cell) => cell ?? ''))
  }
  return rows
}

async function load(files: Record<string, Uint8Array>): Promise<Workbook> {
  try {
    return await new Workbook().xlsx.loadFromFiles(files, {
      maxRows: READ_ROWS_MAX,
      maxCols: COLUMNS_MAX + 1,
    })
  } catch {
    throw new FileRefused('import.file_broken')
  }
}

const EXACT_DIGITS = 15

/** The text a person sees in the cell, as far as it can be known without its format. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (typeof value === 'number') return numberText(value)
  if (value instanceof Date) return dayText(value)
  if ('richText' in value) return (value.richText ?? []).map((part) => part.text).join('')
  if ('error' in value) return String(value.error)
  if ('result' in value || 'formula' in value || 'sharedFormula' in value)
    return textOf((value as { result?: CellValue }).result ?? null)
  if ('text' in value) return textOf(value.text as CellValue)
  return ''
}

/** A spreadsheet keeps fifteen digits; what comes after them is noise of binary fractions. */
function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString()
  return String(Number(value.toPrecision(EXACT_DIGITS)))
}

function dayText(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const text = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}
