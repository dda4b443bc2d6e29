import { CsvError, parse } from 'csv-parse/sync'
import { FileRefused, READ_ROWS_MAX } from './sheet-file.ts'

const RECORD_MAX = 400_000
const DELIMITERS = [',', '\t', ';', '|'] as const
const SAMPLE_CHARS = 20_000

/** The cells of a CSV file: UTF-8 with or without byte-order mark, UTF-16 or GBK; comma, tab, semicolon or bar. Empty lines stay, so that numbers of rows are true. */
export function readCsv(bytes: Buffer): string[][] {
  const text = decode(bytes)
  const named = /^sep=(.)\r?\n/i.exec(text)
  const body = named ? text.slice(named[0].length) : text
  try {
    const rows: string[][] = parse(body, {
      delimiter: named?.[1] ?? delimiterOf(body),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: RECORD_MAX,
      to: READ_ROWS_MAX,
    })
    return named ? [[], ...rows] : rows
  } catch (error) {
    if (error instanceof CsvError) throw new FileRefused('import.file_broken', { line: error['lines'] })
    throw error
  }
}

/** The text of a file in the encoding its bytes show. */
export function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.includes(0) || bytes.subarray(0, 5).toString('latin1') === '%PDF-')
    throw new FileRefused('import.file_type')
  const text = tryDecode('utf-8', bytes) ?? tryDecode('gb18030', bytes)
  if (text === null) throw new FileRefused('import.encoding_unknown')
  if (/^\s*<(!doctype|html|table|\?xml)/i.test(text.slice(0, 200))) throw new FileRefused('import.file_type')
  return text
}

function tryDecode(encoding: 'utf-8' | 'gb18030', bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The mark that splits the first lines into the most cells, outside quotes. */
export function delimiterOf(text: string): string {
  const bare = text.slice(0, SAMPLE_CHARS).replace(/"(?:[^"]|"")*"?/g, '')
  const lines = bare
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 10)
  const counts = DELIMITERS.map((delimiter) => ({
    delimiter,
    cells: lines.reduce((sum, line) => sum + line.split(delimiter).length - 1, 0),
  }))
  return counts.toSorted((a, b) => b.cells - a.cells)[0]?.delimiter ?? ','
}
