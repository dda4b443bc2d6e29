import { open } from 'node:fs/promises'
import type { ImportRefusal } from './refusals.ts'

export const ROWS_MAX = 500_000
export const COLUMNS_MAX = 80
export const CELL_MAX = 2_000
/** Rows in which the heading is looked for. */
export const HEADING_ROWS_MAX = 10

/** One line of a table: its number in the file (from 1), its cells, and which of these only show what is merged from above. */
export type Line = { rowNo: number; cells: string[]; merged?: number[] }

/** How well the cells of a line name columns; `name`: the sheet that somebody chose. */
export type Wanted = { score: (cells: readonly string[]) => number; name?: string | undefined }
/** A file that is being read. `sheets`: the visible ones of a workbook by name, `sheet`: the one that is read. */
export type OpenTable = {
  format: SheetFormat
  sheets: string[]
  sheet: string | null
  lines: AsyncGenerator<Line>
}

/** The file cannot be taken; the code says why. */
export class FileRefused extends Error {
  readonly code: ImportRefusal
  readonly details: Record<string, unknown>
  constructor(code: ImportRefusal, details: Record<string, unknown> = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

const ZIP = [0x50, 0x4b, 0x03, 0x04]
const OLE = [0xd0, 0xcf, 0x11, 0xe0]
const SNIFF_BYTES = 64 * 1024

export type SheetFormat = 'csv' | 'xlsx'

/** What a file is by its first bytes; the content type people send is not believed. FileRefused when it is no table. */
export async function formatOf(path: string): Promise<SheetFormat> {
  const bytes = await firstBytes(path)
  const starts = (magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte)
  if (starts(ZIP)) return 'xlsx'
  // A password turns an XLSX file into the old container.
  if (starts(OLE))
    throw new FileRefused(
      bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'import.file_locked' : 'import.file_type',
    )
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if ((bytes.includes(0) && !isWide) || starts([0x25, 0x50, 0x44, 0x46]) || starts([0x89, 0x50, 0x4e, 0x47]))
    throw new FileRefused('import.file_type')
  return 'csv'
}

/** A CSV or XLSX file to be read one line at a time: memory does not grow with the file. */
export async function openTable(path: string, wanted: Wanted): Promise<OpenTable> {
  if ((await formatOf(path)) === 'xlsx') {
    const { openXlsx } = await import('./sheet-xlsx.ts')
    return { format: 'xlsx', ...(await openXlsx(path, wanted)) }
  }
  const { readCsv } = await import('./sheet-csv.ts')
  return { format: 'csv', sheets: [], sheet: null, lines: readCsv(path) }
}

export async function firstBytes(path: string, count = SNIFF_BYTES): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
