import { open } from 'node:fs/promises'
import { createDeflateRaw, crc32 } from 'node:zlib'

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
  const zip = await newZip(path)
  const texts = newTexts()
  await zip.add(
    'xl/workbook.xml',
    one('<workbook><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'),
  )
  await zip.add(
    'xl/_rels/workbook.xml.rels',
    one('<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'),
  )
  await zip.add('xl/worksheets/sheet1.xml', sheetXml(rows, texts))
  await zip.add('xl/sharedStrings.xml', stringsXml(texts))
  await zip.end()
}

const cellsOf = (row: number): string[] => (row === 0 ? HEADINGS : productRow(row - 1))

function* one(text: string): Generator<string> {
  yield text
}

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

/** A ZIP archive written part by part. */
async function newZip(path: string) {
  const file = await open(path, 'w')
  const directory: Buffer[] = []
  let at = 0
  const write = async (bytes: Buffer) => {
    await file.write(bytes)
    at += bytes.length
  }
  return {
    async add(name: string, content: Generator<string>): Promise<void> {
      const start = at
      const local = Buffer.alloc(30)
      local.writeUInt32LE(0x04034b50, 0)
      local.writeUInt16LE(8, 8)
      local.writeUInt16LE(Buffer.byteLength(name), 26)
      await write(Buffer.concat([local, Buffer.from(name)]))
      const contentAt = at
      const facts = { crc: 0, size: 0 }
      const deflate = createDeflateRaw({ level: 1 })
      const fed = feed(deflate, content, facts)
      for await (const chunk of deflate) await write(chunk as Buffer)
      await fed
      const entry = Buffer.alloc(46)
      entry.writeUInt32LE(0x02014b50, 0)
      entry.writeUInt16LE(8, 10)
      entry.writeUInt32LE(facts.crc, 16)
      entry.writeUInt32LE(at - contentAt, 20)
      entry.writeUInt32LE(facts.size, 24)
      entry.writeUInt16LE(Buffer.byteLength(name), 28)
      entry.writeUInt32LE(start, 42)
      directory.push(entry, Buffer.from(name))
    },
    async end(): Promise<void> {
      const start = at
      for (const bytes of directory) await write(bytes)
      const end = Buffer.alloc(22)
      end.writeUInt32LE(0x06054b50, 0)
      end.writeUInt16LE(directory.length / 2, 8)
      end.writeUInt16LE(directory.length / 2, 10)
      end.writeUInt32LE(at - start, 12)
      end.writeUInt32LE(start, 16)
      await write(end)
      await file.close()
    },
  }
}

const FEED_CHARS = 256 * 1024

async function feed(
  deflate: ReturnType<typeof createDeflateRaw>,
  content: Generator<string>,
  facts: { crc: number; size: number },
): Promise<void> {
  let text = ''
  const send = async () => {
    const bytes = Buffer.from(text)
    facts.crc = crc32(bytes, facts.crc)
    facts.size += bytes.length
    text = ''
    if (!deflate.write(bytes)) await new Promise<void>((done) => void deflate.once('drain', done))
  }
  for (const piece of content) {
    text += piece
    if (text.length > FEED_CHARS) await send()
  }
  await send()
  deflate.end()
}
