import { FileRefused, HEADING_ROWS_MAX, type Line, type Wanted } from './sheet-file.ts'
import { columnIndex, mergesOf, withMerged } from './sheet-merges.ts'
import { type DateStyles, dateStylesOf, dayText, numberText } from './sheet-number.ts'
import { type Strings, readStrings } from './sheet-strings.ts'
import { type Element, attributeOf, elementsOf, openText, plainText, prefixOf, restOf } from './sheet-xml.ts'
import { type ZipEntry, entriesOf, textOfEntry } from './sheet-zip.ts'

/** A sheet of half a million rows and a dozen columns unpacks to about 400 MB; it is never held as a whole. */
export const SHEET_MAX_BYTES = 1024 * 1024 * 1024
const SHEETS_MAX = 100
/** Of a sheet that is only looked at: its first lines stand in less. */
const SCORED_MAX_BYTES = 16 * 1024 * 1024
const PART_MAX_BYTES = 8 * 1024 * 1024
/** One row of the sheet as XML: eighty cells of two thousand characters fit well. */
const ROW_MAX_CHARS = 2 * 1024 * 1024

type Book = { strings: Strings; styles: DateStyles; is1904: boolean }
type Sheet = { name: string; entry: ZipEntry }
type Found = { sheets: string[]; sheet: string; lines: AsyncGenerator<Line> }

/**
 * A workbook: its visible sheets, and the lines of one of them as text, formulas by their result, days as 2026-11-22. Unless somebody chose
 * a sheet it is the one whose headings are known best, of equals the first that has any line.
 */
export async function openXlsx(path: string, wanted: Wanted): Promise<Found> {
  const entries = new Map((await entriesOf(path)).map((entry) => [entry.name.toLowerCase(), entry]))
  const workbook = entries.get('xl/workbook.xml')
  if (!workbook) throw new FileRefused('import.file_type')
  const about = await textOfEntry(path, workbook, PART_MAX_BYTES)
  const relations = await optionalText(path, entries.get('xl/_rels/workbook.xml.rels'))
  const sheets = visibleSheets(about, relations).flatMap(({ name, part }): Sheet[] => {
    const entry = entries.get(part.toLowerCase())
    return entry ? [{ name, entry }] : []
  })
  if (sheets.length > SHEETS_MAX) throw new FileRefused('import.too_many_sheets', { max: SHEETS_MAX })
  const book: Book = {
    strings: await readStrings(path, entries.get('xl/sharedstrings.xml')),
    styles: dateStylesOf(await optionalText(path, entries.get('xl/styles.xml'))),
    is1904: /<(?:\w+:)?workbookPr\b[^<>]*\bdate1904="(?:1|true)"/.test(about),
  }
  try {
    const { name, entry } = await chosenOf(path, sheets, { book, wanted })
    return { sheets: sheets.map((one) => one.name), sheet: name, lines: readSheetOf(path, entry, book) }
  } catch (error) {
    book.strings.close()
    throw error
  }
}

async function* readSheetOf(path: string, entry: ZipEntry, book: Book): AsyncGenerator<Line> {
  try {
    const merges = await mergesOf(path, entry, SHEET_MAX_BYTES)
    const lines = linesOfSheet(path, entry, { book })
    yield* merges.length > 0 ? withMerged(lines, merges) : lines
  } finally {
    book.strings.close()
  }
}

async function chosenOf(
  path: string,
  sheets: readonly Sheet[],
  { book, wanted }: { book: Book; wanted: Wanted },
): Promise<Sheet> {
  if (wanted.name !== undefined) {
    const named = sheets.find(({ name }) => name === wanted.name)
    if (!named) throw new FileRefused('import.sheet_unknown', { sheet: wanted.name })
    return named
  }
  let best: { sheet: Sheet; score: number } | null = null
  for (const sheet of sheets) {
    const score = await scoreOfSheet(path, sheet, { book, wanted })
    if (score !== null && (best === null || score > best.score)) best = { sheet, score }
  }
  if (!best) throw new FileRefused('import.no_rows')
  return best.sheet
}

/** The best of its first lines; null when it has none. */
async function scoreOfSheet(
  path: string,
  { entry }: Sheet,
  { book, wanted }: { book: Book; wanted: Wanted },
): Promise<number | null> {
  let best: number | null = null
  let lines = 0
  try {
    for await (const { cells } of linesOfSheet(path, entry, { book, maxBytes: SCORED_MAX_BYTES })) {
      if (cells.every((cell) => cell === '')) continue
      best = Math.max(best ?? 0, wanted.score(cells))
      lines += 1
      if (lines === HEADING_ROWS_MAX) break
    }
  } catch (error) {
    // Some rows and then a million with nothing but a border: what was seen says enough.
    if (!(error instanceof FileRefused && error.code === 'import.too_large_unpacked')) throw error
  }
  return best
}

const optionalText = async (path: string, entry: ZipEntry | undefined): Promise<string> =>
  entry ? textOfEntry(path, entry, PART_MAX_BYTES) : ''

/** Names and parts of the visible sheets in the order of their tabs. */
function visibleSheets(workbook: string, relations: string): { name: string; part: string }[] {
  const targets = new Map(
    [...relations.matchAll(/<(?:\w+:)?Relationship\b([^<>]*)>/g)].map(([, attributes = '']) => [
      attributeOf(attributes, 'Id'),
      attributeOf(attributes, 'Target'),
    ]),
  )
  return [...workbook.matchAll(/<(?:\w+:)?sheet\b([^<>]*)>/g)].flatMap(([, attributes = '']) => {
    if (/\bstate="(?:hidden|veryHidden)"/.test(attributes)) return []
    const target = targets.get(/\b\w+:id="([^"]*)"/.exec(attributes)?.[1] ?? '')
    const name = plainText(`<t>${attributeOf(attributes, 'name')}</t>`)
    return target ? [{ name, part: target.startsWith('/') ? target.slice(1) : `xl/${target}` }] : []
  })
}

async function* linesOfSheet(
  path: string,
  entry: ZipEntry,
  { book, maxBytes = SHEET_MAX_BYTES }: { book: Book; maxBytes?: number },
): AsyncGenerator<Line> {
  let prefix: string | null = null
  let rowNo = 0
  for await (const piece of openText(path, entry, maxBytes)) {
    prefix ??= prefixOf(piece.text, 'worksheet')
    const open = `<${prefix}row`
    let at = 0
    for (const { attributes, content, end } of elementsOf(piece.text, open)) {
      const given = Number(attributeOf(attributes, 'r'))
      rowNo = given > rowNo ? given : rowNo + 1
      yield { rowNo, cells: cellsOf(content, prefix, book) }
      at = end
    }
    piece.text = restOf(piece.text, at, open)
    if (piece.text.length > ROW_MAX_CHARS) throw new FileRefused('import.file_broken')
  }
}

/** Cells up to the last one that has anything: thousands of empty ones may only have a border. */
function cellsOf(row: string, prefix: string, book: Book): string[] {
  const cells: string[] = []
  let next = 0
  for (const { attributes, content } of elementsOf(row, `<${prefix}c`)) {
    const place = /\br="([A-Z]{1,3})\d*"/.exec(attributes)?.[1]
    const column = place ? columnIndex(place) : next
    next = column + 1
    const value = content === '' ? '' : valueOf({ attributes, content }, prefix, book)
    if (value === '') continue
    while (cells.length < column) cells.push('')
    cells[column] = value
  }
  return cells
}

function valueOf(
  { attributes, content }: Pick<Element, 'attributes' | 'content'>,
  prefix: string,
  { strings, styles, is1904 }: Book,
): string {
  const type = attributeOf(attributes, 't')
  if (type === 'inlineStr') return plainText(content, prefix)
  const value = /<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<\/(?:\w+:)?v>/.exec(content)?.[1]
  if (value === undefined && /<(?:\w+:)?f[\s>/]/.test(content) && !/<(?:\w+:)?v[\s/]/.test(content))
    throw new FileRefused('import.formula_without_result', { cell: attributeOf(attributes, 'r') })
  if (value === undefined || value === '') return ''
  if (type === 's') return strings.at(Number(value))
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type === 'str' || type === 'e') return plainText(`<t>${value}</t>`)
  if (type === 'd') return value.replace('T', ' ').replace(/(?: 00:00:00)?(?:\.0+)?Z?$/, '')
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  return styles.has(Number(attributeOf(attributes, 's') || '0'))
    ? dayText(number, is1904)
    : numberText(number)
}
