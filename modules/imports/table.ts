import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CsvError, parse } from 'csv-parse'
import { type ImportReport, noteRule } from './report.ts'
import { delimiterOf } from './sheet-csv.ts'

/** One row of a CSV file: values by column name, and the row's number in the file (the header is row 1). */
export type TableRow = { rowNo: number; values: Record<string, string> }

/** Columns of a source by the names its readers use. Files may write them in any case. */
export type TableColumns = { needed: readonly string[]; known: readonly string[] }
type Reading = { columns: TableColumns; report: ImportReport; name: string }

const ROWS_MAX = 2_000_000
const CELL_MAX = 4_000
const RECORD_MAX = 1_000_000
const SAMPLE_BYTES = 64 * 1024
const VALUE_TOLD_MAX = 80
const GZIP = [0x1f, 0x8b]
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

const RULES = {
  'file.not_utf8': 'The file is not UTF-8: it was read as Windows-1252 (Western European)',
  'column.not_kept': 'The file has columns that are not kept; the samples are their positions',
  'column.unnamed': 'A cell stands in a column without a name: it is not kept',
  'row.short': 'The row has fewer cells than the heading: the missing ones count as empty',
  'text.control': 'Control characters were taken out of the text',
} as const

/**
 * Rows of a CSV file, one at a time: memory does not grow with the file. Plain or gzipped, UTF-8, UTF-16 or Windows-1252, split by
 * comma, semicolon, tab or bar: the bytes say which. A row that cannot be read as the heading says is listed in the report as rejected.
 */
export async function* readTable(path: string, reading: Reading): AsyncGenerator<TableRow> {
  const { report, name } = reading
  report.files[name] = 0
  let header: Header | null = null
  let rowNo = 0
  try {
    const source = await openText(path, reading)
    if (source === null) return
    for await (const cells of source) {
      rowNo += 1
      if (cells.every((cell) => cell.trim() === '')) continue
      if (header === null) {
        header = headerOf(path, cells, reading)
        continue
      }
      report.files[name] += 1
      if (report.files[name] > ROWS_MAX) throw new Error(`${path}: more than ${ROWS_MAX} rows`)
      const row = rowOf({ cells, rowNo, header }, reading)
      if (row) yield row
    }
  } catch (error) {
    throw explained(path, rowNo, error)
  }
}

/** The file of this name in a directory, plain or gzipped; null when it is not there. */
export function findTable(directory: string, name: string): string | null {
  return [`${directory}/${name}`, `${directory}/${name}.gz`].find((path) => existsSync(path)) ?? null
}

/** Tables of a directory that are none of these paths: files of other names, and a second copy of one. */
export const otherTables = (directory: string, read: readonly string[]): string[] =>
  readdirSync(directory)
    .filter(
      (name) => /\.(csv|tsv|txt|xlsx?|json)(\.gz)?$/i.test(name) && !read.includes(`${directory}/${name}`),
    )
    .toSorted()

/** Cuts a stream into arrays of at most `size`. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}

/** Cells of each line; null for an empty file. */
async function openText(path: string, { report, name }: Reading): Promise<AsyncIterable<string[]> | null> {
  if (statSync(path).isDirectory()) throw new Error(`${path} is a directory: name the file itself`)
  const isZipped = await startsWith(path, GZIP)
  const sample = await sampleOf(path, isZipped)
  if (sample.length === 0) return null
  const encoding = await encodingOf(path, { isZipped, sample })
  if (encoding === 'windows-1252')
    noteRule(report, `file.not_utf8 ${name}`, { meaning: RULES['file.not_utf8'], row: 1 })
  const delimiter = delimiterOf(new TextDecoder(encoding).decode(sample))
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: RECORD_MAX,
  })
  return Readable.from(decoded(path, { isZipped, encoding })).pipe(parser) as AsyncIterable<string[]>
}

async function startsWith(path: string, magic: readonly number[]): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read({
      buffer: Buffer.alloc(magic.length),
      length: magic.length,
      position: 0,
    })
    return magic.every((byte, i) => buffer[i] === byte)
  } finally {
    await file.close()
  }
}

async function* bytesOf(path: string, isZipped: boolean): AsyncGenerator<Buffer> {
  const raw = createReadStream(path)
  if (!isZipped) return yield* raw as AsyncIterable<Buffer>
  const unzipped = createGunzip()
  raw.on('error', (error: Error) => unzipped.destroy(error))
  yield* raw.pipe(unzipped) as AsyncIterable<Buffer>
}

async function sampleOf(path: string, isZipped: boolean): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of bytesOf(path, isZipped)) {
    parts.push(part)
    if (parts.reduce((sum, one) => sum + one.length, 0) >= SAMPLE_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, SAMPLE_BYTES)
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** Told by the mark at the start, or by reading the whole file once: one byte that is not UTF-8 settles it. */
async function encodingOf(
  path: string,
  { isZipped, sample }: { isZipped: boolean; sample: Buffer },
): Promise<Encoding> {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be'
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const part of bytesOf(path, isZipped)) decoder.decode(part, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252'
    throw error
  }
}

async function* decoded(
  path: string,
  { isZipped, encoding }: { isZipped: boolean; encoding: Encoding },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const part of bytesOf(path, isZipped)) yield decoder.decode(part, { stream: true })
  yield decoder.decode()
}

type Header = { names: (string | null)[]; titles: string[] }

/** 'PO / SO #', 'po/so #' and 'po_so' are one column: open-data portals write letters and digits alone. */
const plain = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase()

function headerOf(path: string, cells: string[], { columns, report, name }: Reading): Header {
  const titles = cells.map((cell) => cell.replace(CONTROL, '').trim())
  const byPlain = new Map([...columns.needed, ...columns.known].map((column) => [plain(column), column]))
  const names = titles.map((title) => byPlain.get(plain(title)) ?? null)
  const missing = columns.needed.filter((column) => !names.includes(column))
  if (missing.length > 0)
    throw new Error(
      `${path}: the first row does not name ${missing.map((m) => `"${m}"`).join(', ')}. It names ${titles
        .map((t) => `"${t}"`)
        .join(', ')
        .slice(0, 300)}`,
    )
  const twice = names.find((one, i) => one !== null && names.indexOf(one) !== i)
  if (twice) throw new Error(`${path}: the column "${twice}" is there twice: take one out`)
  for (const [i, one] of names.entries())
    if (one === null && titles[i] !== '')
      noteRule(report, `column.not_kept ${name}`, {
        meaning: `${RULES['column.not_kept']}: ${titles.filter((_, at) => names[at] === null).join(', ')}`,
        row: i + 1,
      })
  return { names, titles }
}

function rowOf(
  { cells, rowNo, header }: { cells: string[]; rowNo: number; header: Header },
  { report, name }: Reading,
): TableRow | null {
  const width = header.names.length
  const reject = (column: string, value: string, reason: string) => {
    report.rejected.push({ file: name, row: rowNo, column, value: value.slice(0, VALUE_TOLD_MAX), reason })
    return null
  }
  const extra = cells.slice(width).findIndex((cell) => cell.trim() !== '')
  if (extra !== -1)
    return reject(
      `${width + extra + 1}`,
      cells[width + extra] ?? '',
      `the row has ${cells.length} cells and the heading ${width}: a text with the separator in it needs quotation marks`,
    )
  if (cells.length < width) noteRule(report, `row.short ${name}`, { meaning: RULES['row.short'], row: rowNo })
  const values: Record<string, string> = {}
  for (const [i, column] of header.names.entries()) {
    const cell = cells[i] ?? ''
    if (column === null) {
      if (header.titles[i] === '' && cell.trim() !== '')
        noteRule(report, `column.unnamed ${name}`, { meaning: RULES['column.unnamed'], row: rowNo })
      continue
    }
    if (cell.length > CELL_MAX)
      return reject(column, cell, `the text has ${cell.length} characters, the most is ${CELL_MAX}`)
    const clean = cell.replace(CONTROL, '').toWellFormed()
    if (clean !== cell)
      noteRule(report, `text.control ${name}`, { meaning: RULES['text.control'], row: rowNo })
    values[column] = clean.trim()
  }
  return { rowNo, values }
}

function explained(path: string, rowNo: number, error: unknown): unknown {
  if (error instanceof CsvError)
    return new Error(
      error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
        ? `${path}: a quotation mark opens in row ${rowNo + 1} and is never closed`
        : `${path}: row ${rowNo + 1} cannot be read: ${error.message}`,
    )
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR')
    return new Error(`${path}: the gzip file is damaged or cut off: get it again`)
  return error
}
