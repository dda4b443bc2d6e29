import { beforeAll, expect, test } from 'vitest'
import { customer, orderOf, shelf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { ensureDefaultClauses } from '#modules/contracts/default-clauses.ts'
import { createParties } from '#modules/customers/parties.ts'
import { insertSites } from '#modules/customers/sites.ts'
import { purchaseOf } from '#modules/purchasing/fixture.ts'
import { draftPurchase } from '#modules/purchasing/purchases.ts'
import { getPurchase } from '#modules/purchasing/queries.ts'
import { createProducts } from '#modules/inventory/stock.ts'
import { world } from '#platform/testing/world.ts'
import { readTerm } from './term.ts'

const w = world()
let number = ''
let purchase = ''
let customerId = ''

beforeAll(async () => {
  await w.committed(async (ctx) => {
    const goods = await shelf(ctx)
    await ensureDefaultClauses(ctx)
    const [id = ''] = await createParties(ctx, [{ name: '上海恒通物流', roles: ['shipper'] }])
    customerId = id
    await insertSites(ctx, [
      { partyId: id, name: '浦东二号仓', city: '3101', street: '川沙路955号' },
      { partyId: id, name: 'Leeds depot', country: 'GB', city: 'Leeds', street: '12 Wellington Road' },
    ])
    await createParties(ctx, [{ name: '欧阳小敏', kind: 'person', roles: ['consignee'] }])
    await createProducts(ctx, [{ sku: 'TAB-1', name: 'Paracetamol 500mg tablets', barcode: '6901234567892' }])
    number = (
      await placeOrder(
        ctx,
        orderOf({ ...goods, customerId: id }, { externalRef: 'PO-2026-001', consigneePhone: '13912345678' }),
      )
    ).number
    const supplierId = await customer(ctx, { roles: ['supplier'], name: '宏达制药' })
    const purchased = await draftPurchase(
      ctx,
      purchaseOf({ ...goods, supplierId }, { customerId: id, customerRef: 'KH-2026-118' }),
    )
    purchase = (await getPurchase(ctx, purchased)).number
  })
})

const hits = async (q: string, user?: Awaited<ReturnType<typeof w.user>>) => {
  const { status, body } = await w.call(
    user ?? (await w.user({ role: 'manager' })),
    'GET',
    `/search?q=${encodeURIComponent(q)}`,
  )
  expect(status).toBe(200)
  return (body.rows as { kind: string; title: string; match: string }[]).map((r) => [
    r.kind,
    r.title,
    r.match,
  ])
}

test.each([
  [
    'the start of an order number, in small letters',
    () => number.slice(0, 12).toLowerCase(),
    () => ['order', number, 'number'],
  ],
  ['the customer’s reference', () => 'PO-2026', () => ['order', number, 'reference']],
  ['a purchase order’s number', () => purchase, () => ['purchase_order', purchase, 'number']],
  ['the customer’s number of it', () => 'KH-2026', () => ['purchase_order', purchase, 'reference']],
  ['the last four digits of the phone', () => '5678', () => ['order', number, 'phone']],
  ['a part of a name', () => '恒通', () => ['customer', '上海恒通物流', 'name']],
  ['initials', () => 'shht', () => ['customer', '上海恒通物流', 'sound']],
  ['pinyin', () => 'shanghai', () => ['customer', '上海恒通物流', 'sound']],
  [
    'an order number read out: no hyphen, O for 0',
    () => number.replace('-', '').replace(/0/g, (zero, at) => (at > 8 ? 'O' : zero)),
    () => ['order', number, 'number'],
  ],
  ['the beginning of the street of an order', () => '天河路123', () => ['order', number, 'address']],
  ['a part of a place', () => '川沙路955', () => ['customer', '上海恒通物流', 'address']],
  ['a part of a place in English', () => 'wellington', () => ['customer', '上海恒通物流', 'address']],
  ['a homophone', () => '恒同物流', () => ['customer', '上海恒通物流', 'near']],
  ['a slip in a Latin name', () => 'paracetmol', () => ['product', 'Paracetamol 500mg tablets', 'near']],
  ['a barcode', () => '6901234567892', () => ['product', 'Paracetamol 500mg tablets', 'barcode']],
  ['the name of a person, masked', () => '欧阳小敏', () => ['customer', '欧***', 'name']],
  ['full-width characters', () => 'ＰＯ－２０２６', () => ['order', number, 'reference']],
])('finds by %s', async (_what, q, expected) => {
  expect(await hits(q())).toContainEqual(expected())
})

test('another word is not a slip', async () => {
  expect(await hits('恒丰食品')).toEqual([])
  expect(await hits('ibuprofen')).toEqual([])
})

test('takes wildcards literally and finds nothing for nonsense', async () => {
  expect(await hits('%')).toEqual([])
  expect(await hits('_O2')).toEqual([])
})

test('shows only kinds one may read and records in scope', async () => {
  expect(await hits('PO-2026', await w.user(['inventory.read']))).toEqual([])
  expect(await hits(purchase, await w.user(['order.read']))).toEqual([])
  const other = await w.committed((ctx) => customer(ctx))
  expect(await hits('PO-2026', await w.user(['order.read'], { scopes: { customer: [other] } }))).toEqual([])
  expect(
    await hits('PO-2026', await w.user(['order.read'], { scopes: { customer: [customerId] } })),
  ).toHaveLength(1)
  expect(await hits('恒通', await w.user({ role: 'manager' }, { tenant: w.foreign }))).toEqual([])
  expect(await hits('恒同物流', await w.user(['customer.read'], { scopes: { customer: [other] } }))).toEqual(
    [],
  )
  expect(await hits('川沙路955', await w.user(['customer.read'], { scopes: { customer: [other] } }))).toEqual(
    [],
  )
})

test('a text of digits means a phone only when it can be one', () => {
  expect(readTerm('5678').phoneTail).toBe('5678')
  expect(readTerm('139 1234 5678').phoneTail).toBe('5678')
  expect(readTerm('12345').phoneTail).toBeNull()
})
