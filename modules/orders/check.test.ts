import { describe, expect, test } from 'vitest'
import type { IntakeParty } from '#modules/customers/parties.ts'
import type { ProductBrief } from '#modules/inventory/stock.ts'
import { type Known, checkOrder } from './check.ts'
import { completeAddress } from './address.ts'
import type { NewOrder } from './order-types.ts'

const party = (given: Partial<IntakeParty> = {}): IntakeParty => ({
  id: 'c1',
  number: 'C1',
  name: '甲方',
  roles: ['shipper'],
  classKey: null,
  holds: [],
  preferredChannel: null,
  archived: false,
  ...given,
})
const product = (given: Partial<ProductBrief> = {}): ProductBrief => ({
  id: 'p1',
  sku: 'S1',
  name: '货',
  unit: 'pcs',
  priceMinor: 500,
  weightG: 0,
  archived: false,
  substitutes: [],
  ...given,
})

const known = (given: Partial<Known> = {}): Known => ({
  customer: () => party(),
  product: () => product(),
  site: () => undefined,
  numberOfRef: () => undefined,
  recent: [],
  resolveAddress: completeAddress,
  zone: 'Asia/Shanghai',
  country: 'CN',
  nowMs: Date.parse('2026-11-23T02:00:00Z'),
  ...given,
})
const order = (given: Partial<NewOrder> = {}): NewOrder => ({
  channel: 'form',
  customerId: 'c1',
  address: { province: '44', city: '4401', street: '天河路1号' },
  lines: [{ productId: 'p1', quantity: 2 }],
  ...given,
})
const pathsOf = (given: Partial<NewOrder>, facts: Partial<Known> = {}) => {
  const checked = checkOrder(order(given), known(facts))
  return checked.ok ? [] : checked.problems.map((problem) => problem.path)
}

describe('what is wrong names its field', () => {
  test.each<[string, Partial<NewOrder>, Partial<Known>, string[]]>([
    ['nothing is wrong', {}, {}, []],
    ['no customer given', { customerId: undefined }, { customer: () => undefined }, ['customerId']],
    ['one who orders for one customer alone need not name it', { customerId: undefined }, {}, []],
    [
      'no such customer',
      { customerId: undefined, customerNumber: 'C9' },
      { customer: () => undefined },
      ['customerNumber'],
    ],
    [
      'a number of another customer than the one given',
      { customerNumber: 'C9' },
      { customer: () => party({ number: 'C1' }) },
      ['customerNumber'],
    ],
    [
      'an SKU of another product than the one given',
      { lines: [{ productId: 'p1', sku: 'S9', quantity: 1 }] },
      {},
      ['lines[0].sku'],
    ],
    ['customer archived', {}, { customer: () => party({ archived: true }) }, ['customerId']],
    ['a consignee may not order', {}, { customer: () => party({ roles: ['consignee'] }) }, ['customerId']],
    ['no province', { address: { city: '广州', street: 'x' } }, {}, ['address.province']],
    ['no street, no city', { address: { province: '44' } }, {}, ['address.city', 'address.street']],
    [
      'abroad needs no province',
      { address: { country: 'KE', city: 'Nairobi', street: 'Moi Ave 1' } },
      {},
      [],
    ],
    [
      'a country that is none',
      { address: { country: 'XX', city: 'Nowhere', street: 'Street 1' } },
      {},
      ['address.country'],
    ],
    [
      'no country is the company’s own',
      { address: { city: 'Nairobi', street: 'Moi Ave 1' } },
      { country: 'KE' },
      [],
    ],
    [
      'another customer’s site',
      { siteId: 's1' },
      {
        site: () => ({
          id: 's1',
          partyId: 'c2',
          name: '',
          archived: false,
          country: 'CN',
          province: '44',
          city: '4401',
          district: '',
          street: 'x',
          postcode: '',
        }),
      },
      ['siteId'],
    ],
    [
      'no such product',
      { lines: [{ sku: 'S9', quantity: 1 }] },
      { product: () => undefined },
      ['lines[0].sku'],
    ],
    ['no product named', { lines: [{ quantity: 1 }] }, {}, ['lines[0].productId']],
    ['product archived', {}, { product: () => product({ archived: true }) }, ['lines[0].productId']],
    ['yesterday', { requestedAt: '2026-11-22' }, {}, ['requestedAt']],
    ['today is not over', { requestedAt: '2026-11-23' }, {}, []],
    ['an hour ago', { requestedAt: '2026-11-23T01:00:00Z' }, {}, ['requestedAt']],
    [
      'a line’s own day',
      { lines: [{ productId: 'p1', quantity: 1, requestedAt: '2020-01-01' }] },
      {},
      ['lines[0].requestedAt'],
    ],
    ['no phone', { consigneePhone: 'ask Bob' }, {}, ['consigneePhone']],
    ['a phone in full width', { consigneePhone: '１３８１２３４５６７８' }, {}, []],
    [
      'too dear',
      { lines: [{ productId: 'p1', quantity: 100_000_000, unitPriceMinor: 1_000_000_000_000 }] },
      {},
      ['lines'],
    ],
  ])('%s', (_, given, facts, paths) => expect(pathsOf(given, facts)).toEqual(paths))

  test('each problem says what to do, in both languages', () => {
    const checked = checkOrder(
      order({
        customerId: undefined,
        address: {},
        lines: [{ quantity: 1 }],
        requestedAt: '2020-01-01',
        consigneePhone: 'x',
      }),
      known(),
    )
    if (checked.ok) throw new Error('it is wrong')
    for (const { message } of checked.problems)
      expect([message.zh.length > 4, message.en.length > 10]).toEqual([true, true])
  })
})

test('what was checked: prices, amount, phone tail, day', () => {
  const checked = checkOrder(
    order({
      consigneePhone: '138-1234-5678',
      requestedAt: '2026-11-25',
      lines: [
        { productId: 'p1', quantity: 2 },
        { productId: 'p1', quantity: 1, unitPriceMinor: 300 },
      ],
    }),
    known(),
  )
  expect(checked).toMatchObject({
    ok: true,
    order: {
      amountMinor: 1_300,
      phoneTail: '5678',
      requestedMs: Date.parse('2026-11-24T16:00:00Z'),
      holds: [],
    },
  })
})

describe('holds and doubles', () => {
  const typed = order()
  const first = checkOrder(typed, known())
  const fingerprint = first.ok ? `天河路1号||${first.order.consigneeName}|p1*2` : ''
  const recent = [{ number: 'SO-1', customerId: 'c1', fingerprint }]
  const holdsOf = (given: Partial<NewOrder>, facts: Partial<Known> = { recent }) => {
    const checked = checkOrder(order(given), known(facts))
    return checked.ok ? checked.order.holds : checked
  }
  test('the customer’s holds hold the order', () =>
    expect(holdsOf({}, { customer: () => party({ holds: [{ kind: 'credit', reason: '超额' }] }) })).toEqual([
      { kind: 'credit', reason: '超额' },
    ]))
  test('typed twice', () => expect(holdsOf({})).toEqual([{ kind: 'duplicate', reason: 'SO-1' }]))
  test.each<[string, Partial<NewOrder>]>([
    ['on purpose', { notDuplicate: true }],
    ['by a program', { channel: 'api' }],
    ['with an own number', { externalRef: 'PO' }],
    ['with another quantity', { lines: [{ productId: 'p1', quantity: 3 }] }],
    ['to another street', { address: { province: '44', city: '4401', street: '别处' } }],
  ])('not a double: %s', (_, given) => expect(holdsOf(given)).toEqual([]))
  test('another customer’s order is no double', () =>
    expect(holdsOf({}, { recent: [{ number: 'SO-1', customerId: 'c2', fingerprint }] })).toEqual([]))
  test('the customer’s number twice is refused', () => {
    expect(checkOrder(order({ externalRef: 'PO' }), known({ numberOfRef: () => 'SO-7' }))).toMatchObject({
      ok: false,
      problems: [],
      refusal: { code: 'order.duplicate_ref', details: { externalRef: 'PO', number: 'SO-7' } },
    })
  })
})

describe('addresses', () => {
  const at = (given: object) =>
    completeAddress({
      country: 'CN',
      province: '',
      city: '',
      district: '',
      street: '路',
      postcode: '',
      ...given,
    }).address
  test.each([
    [{ province: '广东省', city: '广州市', district: '天河区' }, ['44', '4401', '440106']],
    [{ province: '广东', city: '深圳' }, ['44', '4403', '']],
    [{ province: '440000', city: '4401', district: '440106' }, ['44', '4401', '440106']],
    [{ province: 'CN-44', city: '天河区' }, ['44', '4401', '440106']],
    [{ province: '广东', city: '无名镇' }, ['44', '无名镇', '']],
  ])('%o', (given, [province, city, district]) =>
    expect(at(given)).toMatchObject({ province, city, district }),
  )
})
