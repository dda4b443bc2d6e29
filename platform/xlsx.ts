import type { FileHandle } from 'node:fs/promises'
import type { FormattedCell } from '#platform/export.ts'
import { type ZipFile, type ZipPart, newZip } from '#platform/zip.ts'

/** A workbook that is written to disk row by row. Source of its parts: ECMA-376 part 1, 18.2 to 18.8 and part 2. */
export type Workbook = {
  /** Begins a sheet; it is named by its number. End it before the next. `heading`: a bold first row that stays in sight. */
  sheet: (widths: readonly number[], heading?: readonly string[]) => Promise<Sheet>
  end: () => Promise<void>
}
export type Sheet = { add: (row: readonly FormattedCell[]) => Promise<void>; end: () => Promise<void> }

export const TEXT_FORMAT = '@'
const MOMENT_FORMAT = 'yyyy-mm-dd hh:mm'
/** Number of the text format in every workbook. */
const TEXT_ID = 49
const OWN_IDS_FROM = 164
/** Cell styles: 0 plain, 1 bold, then one for each number format. */
const BOLD = 1
const FORMATS_FROM = 2
const FLUSH_CHARS = 64 * 1024
const CELL_CHARS_MAX = 32_767
const DAY_MS = 86_400_000
/** Days from the epoch of spreadsheets to that of instants. */
const EPOCH_DAYS = 25_569

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PART = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

export function newWorkbook(file: FileHandle): Workbook {
  const zip = newZip(file)
  const formats = new Map<string, number>()
  let sheets = 0
  return {
    async sheet(widths, heading) {
      sheets += 1
      return newSheet(await zip.open(`xl/worksheets/sheet${sheets}.xml`), { widths, heading, formats })
    },
    async end() {
      for (const [name, text] of partsOf(sheets, formats)) await addPart(zip, name, HEAD + text)
      await zip.end()
    },
  }
}

type About = {
  widths: readonly number[]
  heading: readonly string[] | undefined
  formats: Map<string, number>
}

async function newSheet(part: ZipPart, { widths, heading, formats }: About): Promise<Sheet> {
  let text = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${heading ? FROZEN : ''}</sheetView></sheetViews><cols>`
  widths.forEach((width, i) => {
    text += `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`
  })
  text += '</cols><sheetData>'
  const letters: string[] = []
  let rows = 0
  const row = (xml: (at: (column: number) => string) => string) => {
    rows += 1
    text += `<row r="${rows}">${xml((column) => `${(letters[column] ??= columnName(column))}${rows}`)}</row>`
  }
  const styleOf = (format: string): number => {
    const known = formats.get(format)
    if (known !== undefined) return known
    formats.set(format, FORMATS_FROM + formats.size)
    return FORMATS_FROM + formats.size - 1
  }
  if (heading) row((at) => heading.map((title, i) => textXml(at(i), BOLD, title)).join(''))
  return {
    async add(cells) {
      row((at) => {
        let xml = ''
        for (let i = 0; i < cells.length; i += 1) xml += cellXml(at(i), cells[i], styleOf)
        return xml
      })
      if (text.length < FLUSH_CHARS) return
      const full = text
      text = ''
      await part.write(full)
    },
    async end() {
      await part.write(`${text}</sheetData></worksheet>`)
      await part.end()
    },
  }
}

const FROZEN = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'

function cellXml(
  place: string,
  cell: FormattedCell | undefined,
  styleOf: (format: string) => number,
): string {
  const value = cell?.value ?? null
  if (value === null) return ''
  if (typeof value === 'string') return textXml(place, styleOf(cell?.format ?? TEXT_FORMAT), value)
  const number = typeof value === 'number' ? value : value.getTime() / DAY_MS + EPOCH_DAYS
  if (!Number.isFinite(number)) return ''
  const format = cell?.format ?? (typeof value === 'number' ? null : MOMENT_FORMAT)
  return `<c r="${place}"${format === null ? '' : ` s="${styleOf(format)}"`}><v>${number}</v></c>`
}

const textXml = (place: string, style: number, text: string): string =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, CELL_CHARS_MAX))}</t></is></c>`

const UNSAFE = /[&<>"\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|_(?=x[\dA-Fa-f]{4}_)/g
const NAMED: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  // Spreadsheets read _x0041_ as a character by its number.
  _: '_x005F_',
}

/** Text as XML; characters that XML cannot hold are left out. */
const escaped = (text: string): string =>
  text.toWellFormed().replace(UNSAFE, (character) => NAMED[character] ?? '')

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

async function addPart(zip: ZipFile, name: string, text: string): Promise<void> {
  const part = await zip.open(name)
  await part.write(text)
  await part.end()
}

function partsOf(sheets: number, formats: ReadonlyMap<string, number>): [string, string][] {
  const numbers = Array.from({ length: sheets }, (_, i) => i + 1)
  const each = (xml: (number: number) => string) => numbers.map(xml).join('')
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${PART}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${PART}.styles+xml"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${PART}.worksheet+xml"/>`)}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets>${each((n) => `<sheet name="${n}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${each((n) => `<Relationship Id="rId${n}" Type="${RELATION}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets + 1}" Type="${RELATION}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', stylesXml(formats)],
  ]
}

function stylesXml(formats: ReadonlyMap<string, number>): string {
  const codes = [...formats.keys()]
  const idOf = (code: string, i: number) => (code === TEXT_FORMAT ? TEXT_ID : OWN_IDS_FROM + i)
  const own = codes.map((code, i) => `<numFmt numFmtId="${idOf(code, i)}" formatCode="${escaped(code)}"/>`)
  const numFmts = own.filter((_, i) => codes[i] !== TEXT_FORMAT)
  const xfs = codes.map(
    (code, i) =>
      `<xf numFmtId="${idOf(code, i)}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  )
  const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="Calibri"/></font>`
  return `<styleSheet xmlns="${MAIN}">${numFmts.length > 0 ? `<numFmts count="${numFmts.length}">${numFmts.join('')}</numFmts>` : ''}<fonts count="2">${font('')}${font('<b/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${codes.length + FORMATS_FROM}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${xfs.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
