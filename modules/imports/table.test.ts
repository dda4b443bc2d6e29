import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { newReport } from './report.ts'
import { countryCode } from '#modules/customers/country-names.ts'
import { newTimes } from './olist-rows.ts'
import { parseDay } from './source-dates.ts'
import { readTable } from './table.ts'

const directory = mkdtempSync(join(tmpdir(), 'nuoda-table-'))
afterAll(() => rmSync(directory, { recursive: true }))
const columns = { needed: ['PO / SO #', 'Country'], known: ['Note'] }

async function read(bytes: string | Buffer) {
  const path = join(directory, 'file.csv')
  writeFileSync(path, bytes)
  const report = newReport('test', 'test')
  const rows = await Array.fromAsync(readTable(path, { columns, report, name: 'file.csv' }))
  return { rows, report }
}

const text = "PO / SO #,Country,Note\nSO-1,Côte d'Ivoire,\nSO-2,Mali,two\n"
const expected = [
  { rowNo: 2, values: { 'PO / SO #': 'SO-1', Country: "Côte d'Ivoire", Note: '' } },
  { rowNo: 3, values: { 'PO / SO #': 'SO-2', Country: 'Mali', Note: 'two' } },
]

describe('a file is read as its bytes say', () => {
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  test.for<[string, string | Buffer]>([
    ['UTF-8', text],
    ['a byte-order mark and CRLF', `\ufeff${text.replaceAll('\n', '\r\n')}`],
    ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', utf16be],
    ['Windows-1252', Buffer.from(text, 'latin1')],
    ['gzipped, whatever its name', gzipSync(text)],
    ['semicolons', text.replaceAll(',', ';')],
    ['tabs', text.replaceAll(',', '\t')],
    ['headings in another case and spacing', text.replace('PO / SO #,Country', 'po/so #, COUNTRY ')],
    ['headings as open-data portals write them', text.replace('PO / SO #,Country', 'po_so,country')],
  ])('%s', async ([, bytes]) => {
    const { rows, report } = await read(bytes)
    expect(rows).toEqual(expected)
    expect(report.rejected).toEqual([])
  })

  test('what is not kept and what was guessed is told', async () => {
    const { report } = await read(Buffer.from(text.replace('Note', 'Brand'), 'latin1'))
    expect(report.rules.map((r) => r.rule)).toEqual(['file.not_utf8 file.csv', 'column.not_kept file.csv'])
    expect(report.rules[1]?.meaning).toMatch(/: Brand$/)
  })

  test('cells under no heading are told', async () => {
    const { rows, report } = await read('PO / SO #,Country,Note,,\nSO-1,Mali,,,\nSO-2,Mali,,7,\n')
    expect(rows.length).toBe(2)
    expect(report.rules).toMatchObject([{ rule: 'column.unnamed file.csv', rows: 1, samples: [3] }])
  })

  test('rows that do not fit the heading are listed, the others are read', async () => {
    const { rows, report } = await read(
      `PO / SO #,Country,Note\nSO-1,Congo, DRC,x\n\nSO-2\nSO-3,Ma\u0000li,\nSO-4,${'x'.repeat(5_000)},\n`,
    )
    expect(rows.map((r) => [r.rowNo, r.values.Country])).toEqual([
      [4, ''],
      [5, 'Mali'],
    ])
    expect(report.rejected.map((r) => [r.row, r.column])).toEqual([
      [2, '4'],
      [6, 'Country'],
    ])
    expect(report.rules.map((r) => r.rule)).toEqual(['row.short file.csv', 'text.control file.csv'])
    expect(report.files).toEqual({ 'file.csv': 4 })
  })

  test.for<[string, string | Buffer, RegExp]>([
    ['another file', 'a,b\n1,2\n', /does not name "PO \/ SO #", "Country". It names "a", "b"/],
    ['a column twice', 'PO / SO #,Country,country\n1,2,3\n', /"Country" is there twice/],
    ['a quote left open', `${text}SO-3,"Mali\n`, /quotation mark opens in row 4 and is never closed/],
    ['a cut gzip', gzipSync(text).subarray(0, 40), /damaged or cut off/],
  ])('%s is refused with the reason', async ([, bytes, reason]) => {
    await expect(read(bytes)).rejects.toThrow(reason)
  })
})

test.for([
  ['2-Jun-06', '2006-06-02'],
  ['02 June 2006', '2006-06-02'],
  ['June 2, 2006', '2006-06-02'],
  ['6/2/06', '2006-06-02'],
  ['2006/6/2', '2006-06-02'],
  ['2006-06-02 10:00:00', '2006-06-02'],
  ['31-Feb-14', null],
  ['31/12/2014', null],
  ['0000-00-00', null],
  ['N/A', null],
])('the day %s', ([given, day]) => {
  expect(parseDay(given ?? '')).toBe(day)
})

test.for([
  ['2018-07-29 13:54:51', '2018-07-29T13:54:51Z'],
  ['2018-07-29T13:54:51.000', '2018-07-29T13:54:51Z'],
  ['2018/07/29 13:54', '2018-07-29T13:54:00Z'],
  ['7/29/2018 13:54', '2018-07-29T13:54:00Z'],
  ['7/29/18 1:54 PM', '2018-07-29T13:54:00Z'],
  ['7/29/2018 12:00:00 AM', '2018-07-29T00:00:00Z'],
  ['2018-07-29T13:54:51-03:00', '2018-07-29T16:54:51Z'],
  ['2018-07-29T13:54:51Z', '2018-07-29T13:54:51Z'],
  ['2018-07-29', '2018-07-29T00:00:00Z'],
  ['2018-07-29 24:00', null],
  ['2018-07-29 13:54 XM', null],
  ['7/29/2018 0:10 AM', null],
  ['2018-02-30 10:00', null],
  ['soon', null],
])('the time %s', ([given, instant]) => {
  expect(newTimes('UTC').at(given ?? '')).toBe(instant && Date.parse(instant))
})

test('the end of a day is that of the company, whatever zone a time names', () => {
  const { endOf } = newTimes('America/Sao_Paulo')
  expect(endOf('2018-07-30T01:00:00Z')).toBe(Date.parse('2018-07-30T02:59:59.999Z'))
  expect(endOf('2018-07-30 01:00:00')).toBe(Date.parse('2018-07-31T02:59:59.999Z'))
})

test.for([
  ["Côte d'Ivoire", 'CI'],
  ['Congo, DRC', 'CD'],
  ['Viet Nam', 'VN'],
  ['Germany', 'DE'],
  ['united states', 'US'],
  ['Myanmar', 'MM'],
  ['fr', 'FR'],
  ['卢旺达', 'RW'],
  ['中华人民共和国', 'CN'],
  ['XX', null],
  ['constructor', null],
  ['Atlantis', null],
  ['', null],
])('the country %s', ([name, code]) => {
  expect(countryCode(name ?? '')).toBe(code)
})
