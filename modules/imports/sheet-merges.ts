import { FileRefused, type Line } from './sheet-file.ts'
import { type ZipEntry, unpacked } from './sheet-zip.ts'

/** Cells of one column that are merged downwards; rows from 1, columns from 0. */
export type Merge = { column: number; from: number; to: number }

const MERGES_MAX = 100_000
const MARK = 'mergeCells'
/** Longer than any element that names a range. */
const TAIL_CHARS = 200

/** The ranges of a sheet that are merged downwards, by their first row. They stand behind its cells, so that the sheet is gone through once before. */
export async function mergesOf(path: string, entry: ZipEntry, maxBytes: number): Promise<Merge[]> {
  const merges: Merge[] = []
  let text: string | null = null
  let tail = Buffer.alloc(0)
  for await (const chunk of unpacked(path, entry, maxBytes)) {
    if (text === null) {
      const bytes = Buffer.concat([tail, chunk])
      const at = bytes.indexOf(MARK)
      tail = Buffer.from(bytes.subarray(-MARK.length))
      if (at === -1) continue
      text = bytes.toString('latin1', at)
    } else text += chunk.toString('latin1')
    text = takeFrom(text, merges)
  }
  return merges.toSorted((a, b) => a.from - b.from)
}

/** Takes the ranges out of the text; gives what is left of it. */
function takeFrom(text: string, merges: Merge[]): string {
  let last = 0
  for (const found of text.matchAll(
    /<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g,
  )) {
    const [whole, letters = '', from = '', to = ''] = found
    last = found.index + whole.length
    if (Number(to) <= Number(from)) continue
    if (merges.length >= MERGES_MAX) throw new FileRefused('import.too_many_merges', { max: MERGES_MAX })
    merges.push({ column: columnIndex(letters), from: Number(from), to: Number(to) })
  }
  return text.slice(Math.max(last, text.length - TAIL_CHARS))
}

/** 'A' is 0, 'AA' is 26. */
export function columnIndex(letters: string): number {
  let index = 0
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64
  return index - 1
}

/**
 * Lines with what a spreadsheet shows in the cells merged with one above. A row that has nothing of its own stays empty: there cells are
 * merged for their height.
 */
export async function* withMerged(
  lines: AsyncIterable<Line>,
  merges: readonly Merge[],
): AsyncGenerator<Line> {
  let next = 0
  const open = new Map<number, { value: string; to: number }>()
  for await (const line of lines) {
    for (const [column, { to }] of open) if (to < line.rowNo) open.delete(column)
    for (let merge = merges[next]; merge && merge.from <= line.rowNo; merge = merges[(next += 1)]) {
      const value = merge.from === line.rowNo ? (line.cells[merge.column] ?? '') : ''
      if (value !== '') open.set(merge.column, { value, to: merge.to })
    }
    yield open.size > 0 && line.cells.some((cell) => cell !== '') ? filled(line, open) : line
  }
}

function filled({ rowNo, cells: given }: Line, open: ReadonlyMap<number, { value: string }>): Line {
  const cells = [...given]
  const merged: number[] = []
  for (const [column, { value }] of open) {
    while (cells.length < column) cells.push('')
    if (cells[column]) continue
    cells[column] = value
    merged.push(column)
  }
  return merged.length > 0 ? { rowNo, cells, merged } : { rowNo, cells }
}
