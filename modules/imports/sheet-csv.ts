import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { FileRefused, type Line, firstBytes } from './sheet-file.ts'

const RECORD_MAX = 400_000
const DELIMITERS = [',', '\t', ';', '|'] as const
const SAMPLE_CHARS = 20_000
const CHUNK_BYTES = 64 * 1024

type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/**
 * The lines of a CSV file: UTF-8 with or without byte-order mark, UTF-16 or GBK; comma, tab, semicolon or bar. Empty lines count, so that
 * numbers of rows are true.
 */
export async function* readCsv(path: string): AsyncGenerator<Line> {
  const encoding = await encodingOf(path)
  const head = new TextDecoder(encoding).decode(await firstBytes(path)).slice(0, SAMPLE_CHARS)
  if (/^\s*<(!doctype|html|table|\?xml)/i.test(head)) throw new FileRefused('import.file_type')
  const named = /^sep=(.)\r?\n/i.exec(head)?.[1]
  const parser = parse({
    delimiter: named ?? delimiterOf(head),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: RECORD_MAX,
  })
  const source = Readable.from(decoded(path, encoding), { objectMode: false })
  source.on('error', (error) => parser.destroy(error))
  let rowNo = 0
  try {
    for await (const cells of source.pipe(parser) as AsyncIterable<string[]>) {
      rowNo += 1
      yield { rowNo, cells }
    }
  } catch (error) {
    if (error instanceof CsvError) throw new FileRefused('import.file_broken', { line: error['lines'] })
    throw error
  }
}

async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
    yield decoder.decode(chunk as Buffer, { stream: true })
  yield decoder.decode()
}

/** The encoding that all bytes of the file fit. */
async function encodingOf(path: string): Promise<Encoding> {
  const first = await firstBytes(path, 4)
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be'
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await fits(path, encoding)) return encoding
  throw new FileRefused('import.encoding_unknown')
}

async function fits(path: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      if ((chunk as Buffer).includes(0)) throw new FileRefused('import.file_type')
      decoder.decode(chunk as Buffer, { stream: true })
    }
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof FileRefused) throw error
    return false
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
