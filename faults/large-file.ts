import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { WorkbookWriter } from '@cj-tech-master/excelts'

/** A large file: its headings, its rows by number, and which columns are numbers. Most cells differ from row to row, as in real files. */
export type Large = {
  headings: readonly string[]
  row: (i: number) => string[]
  numbers: ReadonlySet<number>
}

const ORDER_ROWS = 2
/** So many products the orders name in turn. */
export const ORDERED_PRODUCTS = 2_000
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
        `F-${i % ORDERED_PRODUCTS}`,
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

/** The same file with so many rows without a product, spread evenly. */
export function spoilt(file: Large, bad: number, rows: number): Large {
  const every = bad > 0 ? Math.floor(rows / bad) : 0
  const code = file.headings.indexOf('商品编码')
  if (every === 0 || code === -1) return file
  return { ...file, row: (i) => (i % every === 0 ? file.row(i).with(code, '') : file.row(i)) }
}

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
export async function writeXlsx(
  path: string,
  rows: number,
  { headings, row, numbers }: Large,
): Promise<void> {
  const stream = createWriteStream(path)
  const book = new WorkbookWriter({ stream, useStyles: false, useSharedStrings: true })
  const sheet = book.addWorksheet('1')
  sheet.addRow([...headings]).commit()
  for (let i = 0; i < rows; i += 1) {
    sheet.addRow(row(i).map((text, column) => (numbers.has(column) ? Number(text) : text))).commit()
    if (i % CHUNK_ROWS === 0 && stream.writableNeedDrain) await once(stream, 'drain')
  }
  sheet.commit()
  await book.commit()
}
