import { FileRefused, HEADING_ROWS_MAX, type Line, type Wanted } from './sheet-file.ts'
import { columnIndex, mergesOf, withMerged } from './sheet-merges.ts'
import { type DateStyles, dateStylesOf, dayText, numberText } from './sheet-number.ts'
import { type Strings, plainText, readStrings } from './sheet-strings.ts'
import { type ZipEntry, entriesOf, textOfEntry, unpacked } from './sheet-zip.ts'

/** A sheet of half a million rows and a dozen columns unpacks to about 400 MB; it is never held as a whole. */
export const SHEET_MAX_BYTES = 1024 * 1024 * 1024
const SHEETS_MAX = 100
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
    is1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"/.test(about),
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
    const lines = linesOfSheet(path, entry, book)
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
  for await (const { cells } of linesOfSheet(path, entry, book)) {
    if (cells.every((cell) => cell === '')) continue
    best = Math.max(best ?? 0, wanted.score(cells))
    lines += 1
    if (lines === HEADING_ROWS_MAX) break
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

async function* linesOfSheet(path: string, entry: ZipEntry, book: Book): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let text = ''
  let prefix: string | null = null
  let rowNo = 0
  for await (const chunk of unpacked(path, entry, SHEET_MAX_BYTES)) {
    text += decoder.decode(chunk, { stream: true })
    prefix ??= /<(\w+:)?worksheet\b/.exec(text)?.[1] ?? (text.includes('<worksheet') ? '' : null)
    if (prefix === null) continue
    const open = `<${prefix}row`
    const close = `</${prefix}row>`
    let at = 0
    for (;;) {
      const start = text.indexOf(open, at)
      if (start === -1) break
      const tagEnd = text.indexOf('>', start)
      if (tagEnd === -1) break
      const isBare = text[tagEnd - 1] === '/'
      const end = isBare ? tagEnd + 1 : text.indexOf(close, tagEnd)
      if (end === -1) break
      const given = Number(attributeOf(text.slice(start, tagEnd), 'r'))
      rowNo = given > rowNo ? given : rowNo + 1
      yield { rowNo, cells: isBare ? [] : cellsOf(text.slice(tagEnd + 1, end), prefix, book) }
      at = isBare ? end : end + close.length
    }
    text = text.slice(Math.max(at, text.lastIndexOf('<') - ROW_MAX_CHARS, 0))
    if (text.length > ROW_MAX_CHARS) throw new FileRefused('import.file_broken')
  }
}

/** Goes over the row once: a pattern would look for the end of each cell that has none through all of the row. */
function* partsOf(row: string, prefix: string): Generator<{ attributes: string; content: string }> {
  const [open, close] = [`<${prefix}c`, `</${prefix}c>`]
  for (let at = row.indexOf(open); at !== -1; at = row.indexOf(open, at)) {
    const tagEnd = row.indexOf('>', at)
    if (tagEnd === -1) return
    const isBare = row[tagEnd - 1] === '/'
    const attributes = row.slice(at + open.length, isBare ? tagEnd - 1 : tagEnd)
    const end = isBare ? tagEnd : row.indexOf(close, tagEnd)
    if (end === -1) return
    at = isBare ? end : end + close.length
    yield { attributes, content: isBare ? '' : row.slice(tagEnd + 1, end) }
  }
}

function cellsOf(row: string, prefix: string, book: Book): string[] {
  const cells: string[] = []
  for (const { attributes, content } of partsOf(row, prefix)) {
    const place = /\br="([A-Z]{1,3})\d*"/.exec(attributes)?.[1]
    const column = place ? columnIndex(place) : cells.length
    while (cells.length < column) cells.push('')
    cells[column] = content === '' ? '' : valueOf(attributes, content, book)
  }
  return cells
}

function valueOf(attributes: string, content: string, { strings, styles, is1904 }: Book): string {
  const type = attributeOf(attributes, 't')
  if (type === 'inlineStr') return plainText(content)
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

const ATTRIBUTES = new Map<string, RegExp>()
function attributeOf(text: string, name: string): string {
  const pattern = ATTRIBUTES.get(name) ?? new RegExp(`\\b${name}="([^"]*)"`)
  ATTRIBUTES.set(name, pattern)
  return pattern.exec(text)?.[1] ?? ''
}
