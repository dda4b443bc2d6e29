import { describe, expect, test } from 'vitest'
import { PASTE_MAX_ROWS, halfWidth, parsePaste } from './paste.ts'
import { ordersOfPaste } from './pasted.ts'

const TODAY = '2026-11-22'
const paste = (text: string) => parsePaste(text, TODAY)

describe('separators and headings', () => {
  test.each([
    ['tab', 'C1\tPO1\tSKU-1\t3'],
    ['comma', 'C1,PO1,SKU-1,3'],
    ['comma', 'C1，PO1，SKU-1，3'],
    ['semicolon', 'C1;PO1;SKU-1;3'],
    ['semicolon', 'C1；PO1；SKU-1；３'],
    ['space', 'C1 PO1  SKU-1　3'],
  ])('%s', (separator, text) => {
    const { rows, ...result } = paste(text)
    expect(result).toMatchObject({ separator, header: false, truncated: false })
    expect(rows).toMatchObject([
      { row: 1, customer: 'C1', externalRef: 'PO1', sku: 'SKU-1', quantity: 3, problems: [] },
    ])
  })

  test.each([
    ['客户编号\t商品编码\t数量\t要求日期\t加急'],
    ['Customer number\tSKU\tQty\tDelivery date\tUrgent'],
    ['＊客户＊\tｓｋｕ\t件数\t日期\t紧急'.replaceAll('＊', '')],
  ])('a heading in either language: %s', (heading) => {
    const { header, rows } = paste(`${heading}\nC1\tS1\t5\t2026-12-01\t是`)
    expect(header).toBe(true)
    expect(rows).toMatchObject([
      {
        row: 2,
        customer: 'C1',
        sku: 'S1',
        quantity: 5,
        requestedAt: '2026-12-01',
        urgent: true,
        problems: [],
      },
    ])
  })

  test('columns in any order; unknown ones are kept out; one named twice counts once', () => {
    const { columns, rows } = paste('数量,颜色,sku,客户,数量\n7,red,S1,C1,9')
    expect(columns).toEqual(['quantity', null, 'sku', 'customer', null])
    expect(rows).toMatchObject([{ quantity: 7, sku: 'S1', customer: 'C1', problems: [] }])
  })

  test('quotes keep a separator and a quote inside a cell', () => {
    const { rows } = paste('客户,sku,数量,备注\n"C,1",S1,1,"说 ""好"", 快"')
    expect(rows).toMatchObject([{ customer: 'C,1', note: '说 "好", 快' }])
  })

  test('blank lines are no rows, Windows line ends and a byte order mark are nothing', () => {
    expect(
      paste('\uFEFFC1\tP\tS1\t1\r\n\r\n  \r\nC2\tP\tS2\t2').rows.map((row) => [row.row, row.customer]),
    ).toEqual([
      [1, 'C1'],
      [4, 'C2'],
    ])
  })

  test('nothing', () => expect(paste('')).toMatchObject({ rows: [], header: false, truncated: false }))
})

describe('cells', () => {
  const quantityOf = (text: string) => paste(`sku\t数量\t客户\nS\t${text}\tC`).rows[0]
  test.each([
    ['１２', 12],
    ['1,200', 1200],
    ['3 件', 3],
    ['10pcs', 10],
    ['5.0', 5],
  ])('quantity %s', (text, quantity) => expect(quantityOf(text)).toMatchObject({ quantity, problems: [] }))
  test.each(['0', '-1', '1.5', 'many', '', '1e3', '100000001', '1,2'])('no quantity: %s', (text) => {
    expect(quantityOf(text)).toMatchObject({ quantity: null, problems: [{ path: 'quantity' }] })
  })

  const dayOf = (text: string) => paste(`sku\t日期\t客户\t数量\nS\t${text}\tC\t1`).rows[0]
  test.each([
    ['2026/1/2', '2026-01-02'],
    ['2026年11月2日', '2026-11-02'],
    ['2028-02-29', '2028-02-29'],
    ['12-1', '2026-12-01'],
    ['11月22日', '2026-11-22'],
    ['3.5', '2027-03-05'],
    ['', null],
  ])('day %s', (text, requestedAt) => expect(dayOf(text)).toMatchObject({ requestedAt, problems: [] }))
  test.each(['2026-02-29', '2026-13-01', 'tomorrow', '45000', '2026-1'])('no day: %s', (text) =>
    expect(dayOf(text)).toMatchObject({ problems: [{ path: 'requestedAt' }] }),
  )

  test('a row without customer or product says both; more cells than columns says so', () => {
    expect(
      paste('sku\t数量\t客户\n\t1\t\nS\t1\tC\tx').rows.map((row) => row.problems.map((p) => p.path)),
    ).toEqual([['customer', 'sku'], ['row']])
  })

  test('a service that is none', () => {
    expect(
      paste('sku\t数量\t客户\t时效\nS\t1\tC\t快运\nS\t1\tC\t昨天').rows.map((row) => [
        row.service,
        row.problems.length,
      ]),
    ).toEqual([
      ['express', 0],
      ['standard', 1],
    ])
  })

  test('full-width text', () => expect(halfWidth('ＡＢ－１２　（ｘ）')).toBe('AB-12 (x)'))
})

test('no more rows than fit one batch, and it says so', () => {
  const { rows, truncated } = paste(
    Array.from({ length: PASTE_MAX_ROWS + 5 }, (_, i) => `C\tP${i}\tS\t1`).join('\n'),
  )
  expect([rows.length, truncated]).toEqual([PASTE_MAX_ROWS, true])
  const withHeading = paste(
    ['sku\t数量\t客户', ...Array.from({ length: PASTE_MAX_ROWS }, () => 'S\t1\tC')].join('\n'),
  )
  expect([withHeading.rows.length, withHeading.truncated]).toEqual([PASTE_MAX_ROWS, false])
})

test('rows of one customer and number are one order; bad rows are none', () => {
  const { rows } = paste('C1,PO1,S1,1\nC1,PO1,S2,2\nC2,PO1,S1,3\nC1,,S1,4\nC1,,S1,5\nC1,PO2,S1,none')
  const { orders, orderOfRow } = ordersOfPaste(rows)
  expect(orderOfRow).toEqual([0, 0, 1, 2, 3, null])
  expect(
    orders.map((order) => [
      order.customerNumber,
      order.externalRef,
      order.lines.map((line) => line.quantity),
    ]),
  ).toEqual([
    ['C1', 'PO1', [1, 2]],
    ['C2', 'PO1', [3]],
    ['C1', undefined, [4]],
    ['C1', undefined, [5]],
  ])
})
