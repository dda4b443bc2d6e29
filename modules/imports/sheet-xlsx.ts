import { FileRefused, type Line } from './sheet-file.ts'
import { type DateStyles, dateStylesOf, dayText, numberText } from './sheet-number.ts'
import { type Strings, plainText, readStrings } from './sheet-strings.ts'
import { type ZipEntry, entriesOf, textOfEntry, unpacked } from './sheet-zip.ts'

/** A sheet of half a million rows and a dozen columns unpacks to about 400 MB; it is never held as a whole. */
export const SHEET_MAX_BYTES = 1024 * 1024 * 1024
const PART_MAX_BYTES = 8 * 1024 * 1024
/** One row of the sheet as XML: eighty cells of two thousand characters fit well. */
const ROW_MAX_CHARS = 2 * 1024 * 1024

type Book = { strings: Strings; styles: DateStyles; is1904: boolean }

/** The lines of the first visible sheet that has any, as text: formulas by their result, days as 2026-11-22. */
export async function* readXlsx(path: string): AsyncGenerator<Line> {
  const entries = new Map((await entriesOf(path)).map((entry) => [entry.name.toLowerCase(), entry]))
  const workbook = entries.get('xl/workbook.xml')
  if (!workbook) throw new FileRefused('import.file_type')
  const about = await textOfEntry(path, workbook, PART_MAX_BYTES)
  const styles = dateStylesOf(await optionalText(path, entries.get('xl/styles.xml')))
  const book: Book = {
    strings: await readStrings(path, entries.get('xl/sharedstrings.xml')),
    styles,
    is1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"/.test(about),
  }
  try {
    for (const sheet of visibleSheets(
      about,
      await optionalText(path, entries.get('xl/_rels/workbook.xml.rels')),
    )) {
      const entry = entries.get(sheet.toLowerCase())
      if (!entry) continue
      let isEmpty = true
      for await (const line of linesOfSheet(path, entry, book)) {
        isEmpty &&= line.cells.every((cell) => cell === '')
        yield line
      }
      if (!isEmpty) return
    }
    throw new FileRefused('import.no_rows')
  } finally {
    book.strings.close()
  }
}

const optionalText = async (path: string, entry: ZipEntry | undefined): Promise<string> =>
  entry ? textOfEntry(path, entry, PART_MAX_BYTES) : ''

/** Parts of the visible sheets in the order of their tabs. */
function visibleSheets(workbook: string, relations: string): string[] {
  const targets = new Map(
    [...relations.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)].map(([, attributes = '']) => [
      attributeOf(attributes, 'Id'),
      attributeOf(attributes, 'Target'),
    ]),
  )
  return [...workbook.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)].flatMap(([, attributes = '']) => {
    if (/\bstate="(?:hidden|veryHidden)"/.test(attributes)) return []
    const target = targets.get(/\b\w+:id="([^"]*)"/.exec(attributes)?.[1] ?? '')
    return target ? [target.startsWith('/') ? target.slice(1) : `xl/${target}`] : []
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

const CELLS = new Map<string, RegExp>()

function cellsOf(row: string, prefix: string, book: Book): string[] {
  const pattern =
    CELLS.get(prefix) ?? new RegExp(`<${prefix}c(?:\\s([^>]*?))?(?:/>|>(.*?)</${prefix}c>)`, 'gs')
  CELLS.set(prefix, pattern)
  const cells: string[] = []
  for (const [, attributes = '', content = ''] of row.matchAll(pattern)) {
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
  const value = /<(?:\w+:)?v(?:\s[^>]*)?>(.*?)<\/(?:\w+:)?v>/s.exec(content)?.[1] ?? ''
  if (value === '') return ''
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

function columnIndex(letters: string): number {
  let index = 0
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64
  return index - 1
}

const ATTRIBUTES = new Map<string, RegExp>()
function attributeOf(text: string, name: string): string {
  const pattern = ATTRIBUTES.get(name) ?? new RegExp(`\\b${name}="([^"]*)"`)
  ATTRIBUTES.set(name, pattern)
  return pattern.exec(text)?.[1] ?? ''
}
