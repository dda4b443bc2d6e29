import { describe, expect, test } from 'vitest'
import { splitAddress } from './address-text.ts'
import { readDay, readPhone, readPrice, readQuantity, readService, readUrgent } from './cells.ts'
import { columnLetter, guessMapping, missingFields, nameColumns, personalOf } from './columns.ts'
import { IMPORT_KINDS } from './kind-names.ts'
import { kinds } from './kind.ts'
import { headings } from './headings.ts'

describe('guessed mapping', () => {
  test.each(IMPORT_KINDS)('knows the headings of our own template of %s in both languages', (kind) => {
    const { fields } = kinds[kind]
    for (const locale of ['zh', 'en'] as const) {
      const named = Object.entries(fields).map(([field, facts]) => [field, facts[locale]] as const)
      expect(
        guessMapping(
          kind,
          named.map(([, heading]) => heading),
        ),
      ).toEqual(Object.fromEntries(named))
    }
  })

  test('looks at the cells where the heading says nothing', () => {
    const samples = [
      ['13812345678', 'a@example.com', '2026-11-01'],
      ['13912345678', 'b@example.com', '2026-11-02'],
    ]
    expect(guessMapping('customers', ['甲', '乙', '丙'], samples)).toEqual({
      contactPhone: '甲',
      contactEmail: '乙',
    })
    expect(guessMapping('customers', ['甲', '乙', '丙'], samples.slice(0, 1))).toEqual({})
  })

  test.each([
    ['客户', 'customerName'],
    ['货主编码', 'customerNumber'],
    ['＊订单编号（必填）', 'externalRef'],
    ['物料编码', 'sku'],
    ['数量(件)', 'quantity'],
    ['收货人手机号码', 'consigneePhone'],
    ['收件人', 'consigneeName'],
    ['收货地址', 'street'],
    ['省份', 'province'],
    ['期望到货日期', 'requestedAt'],
    ['PO Number', 'externalRef'],
    ['Item Code', 'sku'],
    ['QTY', 'quantity'],
    ['Ship-to name', 'consigneeName'],
    ['Zip', 'postcode'],
    ['含税单价', 'price'],
  ])('%s is %s', (heading, field) => {
    expect(guessMapping('orders', [heading])).toEqual({ [field]: heading })
  })

  test('uses each column and each field once, the exact name first', () => {
    expect(guessMapping('orders', ['收货联系电话', '电话', '备用电话'])).toEqual({ consigneePhone: '电话' })
    expect(guessMapping('orders', ['颜色', '尺寸'])).toEqual({})
  })

  test('says what no row can do without', () => {
    expect(missingFields('orders', {}, {})).toEqual(['customerNumber', 'sku', 'quantity', 'street'])
    expect(missingFields('orders', { customerName: 'a', sku: 'b', quantity: 'c', street: 'd' }, {})).toEqual(
      [],
    )
    expect(
      missingFields('orders', { sku: 'b', quantity: 'c', street: 'd' }, { customerNumber: 'C1' }),
    ).toEqual([])
  })
})

test('columns have a name each', () => {
  expect(nameColumns(['备注', '', '备注', ' x '])).toEqual(['备注', 'B', '备注 (2)', 'x'])
  expect([0, 25, 26, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
})

test('columns with persons in them are known by field or heading', () => {
  expect(personalOf('orders', '谁', { consigneeName: '谁' })).toBe('name')
  expect(personalOf('orders', '手机', {})).toBe('phone')
  expect(personalOf('orders', '身份证号', {})).toBe('other')
  expect(personalOf('orders', '数量', {})).toBe(null)
  expect(personalOf('orders', '地址', { note: '地址' })).toBe(null)
})

describe('cells', () => {
  test.each([
    ['12', 12],
    ['1,200', 1200],
    ['１２', 12],
    ['12.0', 12],
    ['3 件', 3],
    ['', undefined],
  ])('quantity %s', (text, value) => {
    expect(readQuantity(text)).toEqual({ value })
  })
  test.each(['0', '-1', '1.5', '三', '1e3', '100000001', 'NaN'])('no quantity %s', (text) => {
    expect(readQuantity(text)).toHaveProperty('problem')
  })
  test.each([
    ['2026-11-22', '2026-11-22'],
    ['2026/1/2', '2026-01-02'],
    ['2026年11月2日', '2026-11-02'],
    ['20261122', '2026-11-22'],
    ['2026-11-22 00:00:00', '2026-11-22'],
    ['2026-11-22 14:30', '2026-11-22T06:30:00.000Z'],
    ['', undefined],
  ])('day %s', (text, value) => {
    expect(readDay(text, 'Asia/Shanghai')).toEqual({ value })
  })
  test.each(['2026-02-30', '11/22/2026', '45678', '明天', '2026-13-01', '0026-11-22', '2026-11-22 25:00'])(
    'no day %s',
    (text) => {
      expect(readDay(text, 'Asia/Shanghai')).toHaveProperty('problem')
    },
  )
  test('prices, services, yes and no, phones', () => {
    expect(readPrice('¥1,234.5', 'CNY')).toEqual({ value: 123450 })
    expect(readPrice('12.5元', 'CNY')).toEqual({ value: 1250 })
    expect(readPrice('-1', 'CNY')).toHaveProperty('problem')
    expect(readService('快递')).toEqual({ value: 'express' })
    expect(readService('cold_chain')).toEqual({ value: 'cold_chain' })
    expect(readService('飞快')).toHaveProperty('problem')
    expect([readUrgent('是'), readUrgent('N'), readUrgent('')]).toEqual([
      { value: true },
      { value: false },
      { value: undefined },
    ])
    expect(readUrgent('也许')).toHaveProperty('problem')
    expect(readPhone('13812345678.0')).toEqual({ value: '13812345678' })
  })
})

test.each([
  [
    '广东省广州市天河区天河路123号',
    { province: '广东省', city: '广州市', district: '天河区', street: '天河路123号' },
  ],
  [
    '广东广州市天河区天河路123号',
    { province: '广东省', city: '广州市', district: '天河区', street: '天河路123号' },
  ],
  ['北京市朝阳区建国路1号', { province: '北京市', city: '朝阳区', street: '建国路1号' }],
  ['上海市上海市浦东新区世纪大道1号', { province: '上海市', city: '浦东新区', street: '世纪大道1号' }],
  ['天河路123号', {}],
  ['广东省广州市', {}],
])('an address in one piece: %s', (street, parts) => {
  expect(splitAddress({ street })).toEqual(parts)
  expect(splitAddress({ street, city: '广州' })).toEqual({})
})

test('a heading means one field of a kind', () => {
  const claimed = Object.entries(kinds).flatMap(([kind, { fields }]) => {
    const words = Object.values(fields).flatMap((field) => field.words)
    return words.filter((word, at) => words.indexOf(word) !== at).map((word) => `${kind}: ${word}`)
  })
  expect(claimed).toEqual([])
})

test.each(['orders', 'products', 'stock', 'shipments'] as const)(
  '%s know a SKU by the same words',
  (kind) => {
    expect(kinds[kind].fields['sku']?.words).toEqual(expect.arrayContaining([...headings.sku]))
  },
)
