import { open } from 'node:fs/promises'
import { type ZipFile, newZip } from '#platform/zip.ts'

/** Products of a large file: headings, then row `i`. Most cells differ from row to row, as in real files. */
export const HEADINGS = [
  '商品编码',
  '商品名称',
  '类别',
  '单位',
  '重量',
  '单价',
  '条码',
  '产地',
  '供应商',
  '规格',
  '备注',
  '更新日期',
]
export const productRow = (i: number): string[] => [
  `L-${String(i).padStart(7, '0')}`,
  `大文件商品 ${i} 号`,
  `类别 ${i % 200}`,
  '件',
  (((i % 90) + 1) / 10).toFixed(1),
  (((i % 9_000) + 100) / 100).toFixed(2),
  `69${String(i).padStart(11, '0')}`,
  `产地 ${i % 31}`,
  `供应商 ${i % 4_000}`,
  `${i % 77} x ${i % 55} cm`,
  `第 ${i} 行的备注`,
  '2026-11-20',
]

const CHUNK_ROWS = 5_000

/** Writes a CSV file of so many rows. */
export async function writeCsv(path: string, rows: number): Promise<void> {
  const file = await open(path, 'w')
  await file.write(`${HEADINGS.join(',')}\n`)
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const part = Array.from({ length: Math.min(CHUNK_ROWS, rows - from) }, (_, i) =>
      productRow(from + i).join(','),
    )
    await file.write(`${part.join('\n')}\n`)
  }
  await file.close()
}

/** Writes an XLSX file of so many rows as a spreadsheet does: numbers as numbers, each distinct text once among the shared strings. */
export async function writeXlsx(path: string, rows: number): Promise<void> {
  const file = await open(path, 'w')
  const zip = newZip(file)
  const texts = newTexts()
  await addPart(zip, 'xl/workbook.xml', [
    '<workbook><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
  ])
  await addPart(zip, 'xl/_rels/workbook.xml.rels', [
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  ])
  await addPart(zip, 'xl/worksheets/sheet1.xml', sheetXml(rows, texts))
  await addPart(zip, 'xl/sharedStrings.xml', stringsXml(texts))
  await zip.end()
  await file.close()
}

const cellsOf = (row: number): string[] => (row === 0 ? HEADINGS : productRow(row - 1))

/** Weight and price. */
const NUMBERS = new Set([4, 5])

type Texts = { place: (text: string) => number; all: () => Iterable<string> }

function newTexts(): Texts {
  const places = new Map<string, number>()
  return {
    place(text) {
      const known = places.get(text)
      if (known !== undefined) return known
      places.set(text, places.size)
      return places.size - 1
    },
    all: () => places.keys(),
  }
}

function* sheetXml(rows: number, texts: Texts): Generator<string> {
  yield '<worksheet><sheetData>'
  for (let row = 0; row <= rows; row += 1) {
    const cells = cellsOf(row)
    const xml = HEADINGS.map((_, column) => {
      const place = `${String.fromCharCode(65 + column)}${row + 1}`
      const text = cells[column] ?? ''
      return row > 0 && NUMBERS.has(column)
        ? `<c r="${place}"><v>${text}</v></c>`
        : `<c r="${place}" t="s"><v>${texts.place(text)}</v></c>`
    })
    yield `<row r="${row + 1}">${xml.join('')}</row>`
  }
  yield '</sheetData></worksheet>'
}

function* stringsXml(texts: Texts): Generator<string> {
  yield '<sst>'
  for (const text of texts.all()) yield `<si><t>${text}</t></si>`
  yield '</sst>'
}

const WRITE_CHARS = 256 * 1024

async function addPart(zip: ZipFile, name: string, content: Iterable<string>): Promise<void> {
  const part = await zip.open(name)
  let text = ''
  for (const piece of content) {
    text += piece
    if (text.length < WRITE_CHARS) continue
    await part.write(text)
    text = ''
  }
  await part.write(text)
  await part.end()
}
