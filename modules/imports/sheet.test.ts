import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { Workbook } from '@cj-tech-master/excelts'
import { describe, expect, test } from 'vitest'
import { exportTable } from '#platform/export.ts'
import { useFileStore } from '#platform/files.ts'
import { silentLog } from '#platform/log.ts'
import { scratch } from '#platform/testing/scratch.ts'
import { countHeadings } from './columns.ts'
import { COLUMNS_MAX, type Line, ROWS_MAX, openTable } from './sheet-file.ts'
import { sheetOf } from './sheet-table.ts'
import { readSheet } from './sheet.ts'
import { entriesOf, unpacked } from './sheet-zip.ts'

const directory = scratch('sheet')
useFileStore(directory)

// What the thread of readSheet does; threads are slow to start, so that few tests use them.
async function read(bytes: Uint8Array) {
  let columns: string[] = []
  const rows: Line[] = []
  const { lines } = await open(await onDisk(bytes))
  for await (const part of sheetOf(lines, 'orders')) {
    columns = part.columns
    rows.push(...part.rows)
  }
  return { columns, rows }
}
const open = (path: string, name?: string) =>
  openTable(path, { score: (cells) => countHeadings('orders', cells), name })
async function onDisk(bytes: Uint8Array): Promise<string> {
  const path = join(directory, randomUUID())
  await writeFile(path, bytes)
  return path
}
const csv = (text: string) => read(Buffer.from(text))
const refusal = (bytes: Buffer | string) =>
  read(Buffer.from(bytes)).then(
    () => null,
    (error: { code?: string }) => error.code,
  )

// '客户编号,数量\r\nC1,3\r\n张三,4' in GBK, as an old spreadsheet saves it.
const GBK = Buffer.from('bfcdbba7b1e0bac52ccafdc1bf0d0a43312c330d0ad5c5c8fd2c34', 'hex')

describe('CSV', () => {
  test('names columns, numbers rows as the file does, leaves out empty rows', async () => {
    expect(await csv('sku,qty\nA,1\n\n"B, ""x""",2\n')).toEqual({
      columns: ['sku', 'qty'],
      rows: [
        { rowNo: 2, cells: ['A', '1'] },
        { rowNo: 4, cells: ['B, "x"', '2'] },
      ],
    })
  })

  test.each([
    ['byte-order mark', Buffer.from('\ufeff客户编号,数量\r\nC1,3\r\n张三,4')],
    ['GBK', GBK],
    ['UTF-16', Buffer.from('\ufeff客户编号\t数量\r\nC1\t3\r\n张三\t4', 'utf16le')],
    ['semicolons', Buffer.from('客户编号;数量\nC1;3\n张三;4')],
    ['sep=', Buffer.from('sep=|\r\n客户编号|数量\nC1|3\n张三|4')],
  ])('reads %s', async (_, bytes) => {
    const sheet = await read(bytes)
    expect(sheet.columns).toEqual(['客户编号', '数量'])
    expect(sheet.rows.map((row) => row.cells)).toEqual([
      ['C1', '3'],
      ['张三', '4'],
    ])
  })

  test('finds the headings below a title', async () => {
    const sheet = await csv('2026 年 11 月发货计划,,\n,,\n客户编号,商品编码,数量\nC1,A,3\n')
    expect(sheet).toEqual({
      columns: ['客户编号', '商品编码', '数量'],
      rows: [{ rowNo: 4, cells: ['C1', 'A', '3'] }],
    })
  })

  test('takes off what our own exports put before a cell', async () => {
    const file = await exportTable(
      {
        name: 'x',
        columns: ['sku', 'phone', 'qty'],
        rows: [
          ['-5', '+8613812345678', 1],
          ['=1+1', '1234567890123', 2],
        ],
      },
      'csv',
    )
    const sheet = await read(readFileSync(file.bytes.path))
    expect(sheet.rows.map((row) => row.cells)).toEqual([
      ['-5', '+8613812345678', '1'],
      ['=1+1', '1234567890123', '2'],
    ])
  })

  test('takes off what people put before digits', async () => {
    const sheet = await csv("sku,phone,note\n'0012,'13800138000,'99 年的酒\n")
    expect(sheet.rows[0]?.cells).toEqual(['0012', '13800138000', "'99 年的酒"])
  })

  test('refuses what it cannot take whole', async () => {
    expect(await refusal('sku,qty\n')).toBe('import.no_rows')
    expect(await refusal(`sku\n${'A\n'.repeat(ROWS_MAX + 1)}`)).toBe('import.too_many_rows')
    expect(
      await refusal(`${Array.from({ length: COLUMNS_MAX + 1 }, (_, i) => `c${i}`).join(',')}\n1\n`),
    ).toBe('import.too_many_columns')
    expect(await refusal(`sku,note\nA,${'x'.repeat(2_001)}\n`)).toBe('import.cell_too_long')
  })

  test.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'import.file_type'],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'import.file_type'],
    ['a web page', Buffer.from('<html><table><tr><td>1</td></tr></table>'), 'import.file_type'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'import.file_type'],
    ['other bytes', Buffer.from('ff80ff81ff82', 'hex'), 'import.encoding_unknown'],
    ['a cut archive', Buffer.from('504b03041400', 'hex'), 'import.file_broken'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code)
  })
})

describe('XLSX', () => {
  test('reads every kind of cell as a person sees it', async () => {
    const book = new Workbook()
    const hidden = book.addWorksheet('hidden')
    hidden.state = 'hidden'
    hidden.addRow(['x'])
    const sheet = book.addWorksheet('订单')
    sheet.addRow(['客户编号', '日期', '电话', '公式', '富文本', '链接', '空', '小数', '是否'])
    sheet.addRow([
      'C1',
      new Date(Date.UTC(2026, 10, 22)),
      13812345678,
      { formula: '1+2', result: 3 },
      { richText: [{ text: '天' }, { text: '河' }] },
      { text: '见网页', hyperlink: 'https://example.com' },
      null,
      0.1 + 0.2,
      true,
    ])
    sheet.getColumn(2).numFmt = 'yyyy-mm-dd'
    const path = await onDisk(Buffer.from(await book.xlsx.writeBuffer()))
    const parts = []
    for await (const part of readSheet({ path, kind: 'orders' }, silentLog)) parts.push(part)
    expect(parts.map(({ format, columns, json }) => [format, columns, JSON.parse(json)])).toEqual([
      [
        'xlsx',
        ['客户编号', '日期', '电话', '公式', '富文本', '链接', '空', '小数', '是否'],
        [[2, ['C1', '2026-11-22', '13812345678', '3', '天河', '见网页', '', '0.3', 'TRUE']]],
      ],
    ])
  })

  test('cells merged downwards have their value in each row, sums only once, and a row merged for its height is none', async () => {
    const book = new Workbook()
    const sheet = book.addWorksheet('1')
    sheet.addRow(['发货计划', '', '', ''])
    sheet.addRow(['客户编号', '商品编码', '数量', '备注'])
    sheet.addRow(['C1', 'A', 5, 'x'])
    sheet.addRow([null, 'B', null, null])
    sheet.addRow([null, 'C', 2, 'y'])
    sheet.addRow(['C2', 'D', 1, null])
    sheet.addRow([null, null, null, null])
    for (const range of ['A1:D1', 'A3:A5', 'C3:C4', 'D3:D4', 'A6:A7', 'B6:B7', 'C6:C7'])
      sheet.mergeCells(range)
    const found = await read(Buffer.from(await book.xlsx.writeBuffer()))
    expect(found).toEqual({
      columns: ['客户编号', '商品编码', '数量', '备注'],
      rows: [
        { rowNo: 3, cells: ['C1', 'A', '5', 'x'] },
        { rowNo: 4, cells: ['C1', 'B', '', 'x'] },
        { rowNo: 5, cells: ['C1', 'C', '2', 'y'] },
        { rowNo: 6, cells: ['C2', 'D', '1', ''] },
      ],
    })
  })

  test('headings of two rows, the upper ones merged over both', async () => {
    const book = new Workbook()
    const sheet = book.addWorksheet('1')
    sheet.addRow(['客户编号', '商品编码', '收货信息', ''])
    sheet.addRow(['', '', '收货人', '收货电话'])
    sheet.addRow(['C1', 'A', '王', '13800000000'])
    for (const range of ['A1:A2', 'B1:B2', 'C1:D1']) sheet.mergeCells(range)
    const found = await read(Buffer.from(await book.xlsx.writeBuffer()))
    expect(found.columns).toEqual(['客户编号', '商品编码', '收货人', '收货电话'])
    expect(found.rows).toHaveLength(1)
  })

  test('of several sheets the one with known headings is read, unless another is chosen', async () => {
    const book = new Workbook()
    book.addWorksheet('说明').addRow(['请按模板填写'])
    const sheet = book.addWorksheet('十一月 & 十二月')
    sheet.addRow(['客户编号', '商品编码', '数量'])
    sheet.addRow(['C1', 'A', 5])
    const hidden = book.addWorksheet('字典')
    hidden.state = 'hidden'
    hidden.addRow(['客户编号', '商品编码', '数量', '备注'])
    const path = await onDisk(Buffer.from(await book.xlsx.writeBuffer()))
    const guessed = await open(path)
    expect([guessed.sheet, guessed.sheets]).toEqual(['十一月 & 十二月', ['说明', '十一月 & 十二月']])
    await guessed.lines.return(undefined)
    const chosen = await open(path, '说明')
    expect((await chosen.lines.next()).value).toEqual({ rowNo: 1, cells: ['请按模板填写'] })
    await chosen.lines.return(undefined)
    await expect(open(path, '字典')).rejects.toMatchObject({ code: 'import.sheet_unknown' })
  })

  test('a formula saved without its result is refused with its cell; one with an empty result is empty', async () => {
    const sheetOfCell = (cell: string) =>
      `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>sku</t></is></c></row><row r="2">${cell}</row></sheetData></worksheet>`
    const bookOf = (cell: string) => workbook(sheetOfCell(cell))
    expect(await refusal(bookOf('<c r="A2"><f>B2*2</f></c>'))).toBe('import.formula_without_result')
    expect(await refusal(bookOf('<c r="A2" t="str"><f>B2</f><v></v></c>'))).toBe('import.no_rows')
  })

  test('a reading thread that fails is a file that cannot be taken', async () => {
    const read = async () => {
      for await (const part of readSheet({ path: '/no/such/file', kind: 'orders' }, silentLog))
        expect(part.count).toBe(0)
    }
    await expect(read()).rejects.toMatchObject({ code: 'import.file_broken' })
  })

  test('refuses an archive that is no workbook, and unpacks no more than it is told, whatever the archive says', async () => {
    expect(await refusal(zip([['a.txt', Buffer.from('x')]]))).toBe('import.file_type')
    const bomb = await onDisk(zip([['a', Buffer.alloc(40 * 1024 * 1024)]]))
    const [entry] = await entriesOf(bomb)
    const unpack = async () => {
      if (entry)
        for await (const chunk of unpacked(bomb, entry, 39 * 1024 * 1024))
          expect(chunk.length).toBeGreaterThan(0)
    }
    await expect(unpack()).rejects.toMatchObject({ code: 'import.too_large_unpacked' })
  })

  test('rows with nothing but a border, as many as there can be, hide neither the rows before them nor their cells', async () => {
    const rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    const bare = '<row r="9" spans="1:12" s="3" customFormat="1"><c r="XFD9" s="3"/></row>'.repeat(250_000)
    const found = await read(workbook(`<worksheet><sheetData>${rows}${bare}</sheetData></worksheet>`))
    expect(found).toEqual({ columns: ['天河'], rows: [{ rowNo: 2, cells: ['1'] }] })
  })

  test('a row of cells without end takes no longer than its length', async () => {
    const row = `<row r="1">${'<c>'.repeat(300_000)}</row>`
    const began = performance.now()
    await refusal(workbook(`<worksheet><sheetData>${row}</sheetData></worksheet>`))
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  test('what a sheet says of itself: prefixes, gaps, inline and shared texts, entities, bare rows', async () => {
    const sheet =
      '<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>a &amp; b</x:t></x:is></x:c></x:row>' +
      '<x:row r="2"/><x:row r="4"><x:c r="A4"><x:v>1.5</x:v></x:c><x:c r="B4" s="1"/><x:c r="C4" t="str"><x:f>x</x:f><x:v>&#20013;_x0041_</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    const file = await onDisk(workbook(sheet))
    const lines: Line[] = []
    for await (const line of (await open(file)).lines) lines.push(line)
    expect(lines).toEqual([
      { rowNo: 1, cells: ['天河', '', 'a & b'] },
      { rowNo: 2, cells: [] },
      { rowNo: 4, cells: ['1.5', '', '中A'] },
    ])
  })
})

/** A workbook of one sheet, with one shared text. */
const workbook = (sheet: string): Buffer =>
  zip([
    [
      'xl/workbook.xml',
      Buffer.from('<workbook><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'),
    ],
    [
      'xl/_rels/workbook.xml.rels',
      Buffer.from('<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'),
    ],
    [
      'xl/sharedStrings.xml',
      Buffer.from('<sst><si><r><t>天</t></r><r><t>河</t></r><rPh><t>x</t></rPh></si></sst>'),
    ],
    ['xl/worksheets/sheet1.xml', Buffer.from(sheet)],
  ])

/** A ZIP archive whose headers claim that each file is 1 byte long. */
function zip(files: [string, Buffer][]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of files) {
    const packed = deflateRawSync(content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(1, 22)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(1, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    parts.push(local, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}
