import { open } from 'node:fs/promises'
import { type ZipFile, newZip } from '#platform/zip.ts'

/** A large file: its headings, its rows by number, and which columns are numbers. Most cells differ from row to row, as in real files. */
export type Large = {
  headings: readonly string[]
  row: (i: number) => string[]
  numbers: ReadonlySet<number>
}

const ORDER_ROWS = 2
const PLACE = ['广东省', '广州市', '天河区'] as const
const phone = (i: number): string => `138${String(i).padStart(8, '0')}`
const street = (i: number): string => `天河路 ${i % 900} 号 ${i % 3_000} 室`

export const large = {
  products: {
    headings: [
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
    ],
    row: (i) => [
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
    ],
    numbers: new Set([4, 5]),
  },
  customers: {
    headings: ['外部编号', '客户名称', '备注', '省份', '城市', '区县', '详细地址', '联系人', '联系电话'],
    row: (i) => [
      `C-${i}`,
      `大文件客户 ${i} 号`,
      `第 ${i} 行的备注`,
      ...PLACE,
      street(i),
      `联系人 ${i}`,
      phone(i),
    ],
    numbers: new Set<number>(),
  },
  /** Of the customer and the products of faults/workload.ts. */
  orders: {
    headings: [
      '货主',
      '客户单号',
      '商品编码',
      '数量',
      '收货人',
      '收货电话',
      '省份',
      '城市',
      '区县',
      '详细地址',
    ],
    row: (i) => {
      const order = Math.floor(i / ORDER_ROWS)
      return [
        '演练客户',
        `R-${order}`,
        `F-${i % ORDER_ROWS}`,
        '1',
        `收货人 ${order}`,
        phone(order),
        ...PLACE,
        street(order),
      ]
    },
    numbers: new Set([3]),
  },
} satisfies Record<string, Large>

const CHUNK_ROWS = 5_000

/** Writes a CSV file of so many rows. */
export async function writeCsv(path: string, rows: number, { headings, row }: Large): Promise<void> {
  const file = await open(path, 'w')
  await file.write(`${headings.join(',')}\n`)
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const part = Array.from({ length: Math.min(CHUNK_ROWS, rows - from) }, (_, i) => row(from + i).join(','))
    await file.write(`${part.join('\n')}\n`)
  }
  await file.close()
}

/** Writes an XLSX file of so many rows as a spreadsheet does: numbers as numbers, each distinct text once among the shared strings. */
export async function writeXlsx(path: string, rows: number, file: Large): Promise<void> {
  const handle = await open(path, 'w')
  const zip = newZip(handle)
  const texts = newTexts()
  await addPart(zip, 'xl/workbook.xml', [
    '<workbook><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
  ])
  await addPart(zip, 'xl/_rels/workbook.xml.rels', [
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  ])
  await addPart(zip, 'xl/worksheets/sheet1.xml', sheetXml(rows, file, texts))
  await addPart(zip, 'xl/sharedStrings.xml', stringsXml(texts))
  await zip.end()
  await handle.close()
}

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

function* sheetXml(rows: number, { headings, row: rowOf, numbers }: Large, texts: Texts): Generator<string> {
  yield '<worksheet><sheetData>'
  for (let row = 0; row <= rows; row += 1) {
    const cells = row === 0 ? headings : rowOf(row - 1)
    const xml = headings.map((_, column) => {
      const place = `${String.fromCharCode(65 + column)}${row + 1}`
      const text = cells[column] ?? ''
      return row > 0 && numbers.has(column)
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
