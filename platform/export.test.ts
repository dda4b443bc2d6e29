import { expect, test } from 'vitest'
import { neutralised } from './csv.ts'
import { exportTable } from './export.ts'

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
  expect(Buffer.from(file.bytes).toString('utf8')).toBe(
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
  const { Workbook } = await import('@cj-tech-master/excelts')
  const book = new Workbook()
  await book.xlsx.load(file.bytes as never)
  const sheet = book.getWorksheet('1')
  expect(sheet?.getCell('A2').value).toBe(`'=1+1`)
  expect(sheet?.getCell('A2').formula).toBeFalsy()
  expect(sheet?.getCell('B2').value).toBe(2.5)
  expect(sheet?.getCell('A3').value).toBe('00123456789012345')
  expect(book.getWorksheet('2')?.getCell('B1').value).toBe(1)
})
