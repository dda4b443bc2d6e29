import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { neutralised } from './csv.ts'
import { type MadeFile, exportTable, makeFile } from './export.ts'
import { useFileStore } from './files.ts'

const directory = mkdtempSync(join(tmpdir(), 'nuoda-export-'))
useFileStore(directory)
afterAll(() => rmSync(directory, { recursive: true }))

const bytesOf = ({ bytes }: MadeFile): Buffer => readFileSync(bytes.path)
async function bookOf(file: MadeFile) {
  const { Workbook } = await import('@cj-tech-master/excelts')
  const book = new Workbook()
  await book.xlsx.load(bytesOf(file) as never)
  return book
}

test.each(['=1+1', '+86 138', '-5', '@sum', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x'])(
  '%j is no formula any more',
  (text) => {
    expect(neutralised(text)).toBe(`'${text}`)
  },
)

test.each(['SO-1', '上海', '1-2', 'a=b', ''])('%j stays as it is', (text) => {
  expect(neutralised(text)).toBe(text)
})

test('CSV quotes, keeps numbers, marks long digits as text and begins with a byte-order mark', async () => {
  const file = await exportTable(
    {
      name: 'x',
      columns: ['单号', 'n'],
      rows: [
        ['a "b", c', -1.5],
        ['123456789012345', null],
        ['=cmd()', 0],
        ['two\nlines', 1],
      ],
    },
    'csv',
  )
  expect(bytesOf(file).toString('utf8')).toBe(
    '\ufeff单号,n\r\n"a ""b"", c",-1.5\r\n\'123456789012345,\r\n\'=cmd(),0\r\n"two\nlines",1\r\n',
  )
})

test('XLSX keeps text as text and numbers as numbers', async () => {
  const file = await exportTable(
    {
      name: 'x',
      columns: ['a', 'b'],
      rows: [
        ['=1+1', 2.5],
        ['00123456789012345', null],
      ],
      about: [['版本', 1]],
    },
    'xlsx',
  )
  const book = await bookOf(file)
  const sheet = book.getWorksheet('1')
  expect(sheet?.getCell('A2').value).toBe(`'=1+1`)
  expect(sheet?.getCell('A2').formula).toBeFalsy()
  expect(sheet?.getCell('B2').value).toBe(2.5)
  expect(sheet?.getCell('A3').value).toBe('00123456789012345')
  expect(book.getWorksheet('2')?.getCell('B1').value).toBe(1)
})

test('XLSX keeps every character that a cell can have, dates, formats and columns beyond Z', async () => {
  const odd = `<a href="x">&amp; 'it' ]]> _x0041_ two\nlines\r\n\ttab 诺达 😀 \u0001\ufffe`
  const at = new Date('2026-11-27T08:30:00Z')
  const file = await makeFile(
    'xlsx',
    { name: 'x', columns: Array.from({ length: 30 }, (_, i) => `c${i}`) },
    async (add) => {
      await add([
        { value: odd },
        { value: at, format: 'yyyy-mm-dd hh:mm' },
        { value: 12.5, format: '#,##0.00 "CNY"' },
        { value: at },
        { value: NaN },
        ...Array.from({ length: 24 }, () => ({ value: null })),
        { value: 'last' },
      ])
      return undefined
    },
  )
  const sheet = (await bookOf(file)).getWorksheet('1')
  expect(sheet?.getCell('A2').value).toBe(odd.replace('\u0001\ufffe', '').replace('\r\n', '\n'))
  expect(sheet?.getCell('B2').value).toEqual(at)
  expect(sheet?.getCell('C2').value).toBe(12.5)
  expect(sheet?.getCell('C2').numFmt).toBe('#,##0.00 "CNY"')
  expect(sheet?.getCell('D2').value).toEqual(at)
  expect(sheet?.getCell('E2').value).toBe(null)
  expect(sheet?.getCell('AD2').value).toBe('last')
  expect(sheet?.getCell('AD1').font?.bold).toBe(true)
  expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
})

test.each(['csv', 'xlsx'] as const)(
  'a large %s is whole; one that fails leaves nothing behind',
  async (format) => {
    const wide = 'x'.repeat(500)
    const add5000 = async (add: Parameters<Parameters<typeof makeFile>[2]>[0]) => {
      for (let i = 0; i < 5_000; i += 1) await add([{ value: i }, { value: `${wide}${i}` }])
      return undefined
    }
    const heading = { name: 'x', columns: ['n', 't'] }
    const file = await makeFile(format, heading, add5000)
    expect(file.bytes.size).toBe(bytesOf(file).length)
    if (format === 'csv') expect(bytesOf(file).toString().split('\r\n').at(-2)).toBe(`4999,${wide}4999`)
    else expect((await bookOf(file)).getWorksheet('1')?.getCell('B5001').value).toBe(`${wide}4999`)

    const before = readdirSync(join(directory, 'temporary'))
    const failing = makeFile(format, heading, async (add) => {
      await add5000(add)
      throw new Error('no more')
    })
    await expect(failing).rejects.toThrow('no more')
    expect(readdirSync(join(directory, 'temporary'))).toEqual(before)
  },
)
