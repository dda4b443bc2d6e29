import { createReadStream, existsSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'

/** One row of a CSV file: values by column name, and the row's number in the file (the header is row 1). */
export type TableRow = { rowNo: number; values: Record<string, string> }

const ROWS_MAX = 2_000_000

/** Rows of a CSV file, plain or gzipped, one at a time: memory does not grow with the file. */
export async function* readTable(path: string): AsyncGenerator<TableRow> {
  const raw = createReadStream(path)
  const bytes = path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  const parser = parse({
    bom: true,
    columns: (names: string[]) => names.map((n) => n.trim()),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
    info: true,
  })
  for (const stream of [raw, bytes]) stream.on('error', (error: Error) => parser.destroy(error))
  let count = 0
  for await (const { record, info } of bytes.pipe(parser) as AsyncIterable<{
    record: Record<string, string>
    info: { records: number }
  }>) {
    count += 1
    if (count > ROWS_MAX) throw new Error(`${path}: more than ${ROWS_MAX} rows`)
    yield { rowNo: info.records + 1, values: record }
  }
}

/** The file of this name in a directory, plain or gzipped; null when it is not there. */
export function findTable(directory: string, name: string): string | null {
  return [`${directory}/${name}`, `${directory}/${name}.gz`].find((path) => existsSync(path)) ?? null
}

/** Cuts a stream into arrays of at most `size`. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}
