import type { ImportRefusal } from './refusals.ts'

export const ROWS_MAX = 20_000
export const COLUMNS_MAX = 80
export const CELL_MAX = 2_000
/** Rows in which the heading is looked for. */
export const HEADING_ROWS_MAX = 10
/** Rows read from a file: one more than may be, so that too many are seen. */
export const READ_ROWS_MAX = ROWS_MAX + HEADING_ROWS_MAX + 1

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

/** The cells of a CSV or XLSX file, as its first bytes say; the content type people send is not believed. */
export async function readTableOf(bytes: Buffer): Promise<string[][]> {
  const starts = (magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte)
  if (starts(ZIP)) {
    const { readXlsx } = await import('./sheet-xlsx.ts')
    return readXlsx(bytes)
  }
  // A password turns an XLSX file into the old container.
  if (starts(OLE))
    throw new FileRefused(
      bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'import.file_locked' : 'import.file_type',
    )
  const { readCsv } = await import('./sheet-csv.ts')
  return readCsv(bytes)
}
