import { beforeAll, expect, test } from 'vitest'
import { customer, orderOf, shelf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { ensureDefaultClauses } from '#modules/contracts/default-clauses.ts'
import { createParties } from '#modules/customers/parties.ts'
import { world } from '#platform/testing/world.ts'
import { readTerm } from './term.ts'

const w = world()
let number = ''
let customerId = ''

beforeAll(async () => {
  await w.committed(async (ctx) => {
    const goods = await shelf(ctx)
    await ensureDefaultClauses(ctx)
    const [id = ''] = await createParties(ctx, [{ name: '上海恒通物流', roles: ['shipper'] }])
    customerId = id
    number = (
      await placeOrder(
        ctx,
        orderOf({ ...goods, customerId: id }, { externalRef: 'PO-2026-001', consigneePhone: '13912345678' }),
      )
    ).number
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
  ['the last four digits of the phone', () => '5678', () => ['order', number, 'phone']],
  ['a part of a name', () => '恒通', () => ['customer', '上海恒通物流', 'name']],
  ['initials', () => 'shht', () => ['customer', '上海恒通物流', 'sound']],
  ['pinyin', () => 'shanghai', () => ['customer', '上海恒通物流', 'sound']],
  ['full-width characters', () => 'ＰＯ－２０２６', () => ['order', number, 'reference']],
])('finds by %s', async (_what, q, expected) => {
  expect(await hits(q())).toContainEqual(expected())
})

test('takes wildcards literally and finds nothing for nonsense', async () => {
  expect(await hits('%')).toEqual([])
  expect(await hits('_O2')).toEqual([])
})

test('shows only kinds one may read and records in scope', async () => {
  expect(await hits('PO-2026', await w.user(['inventory.read']))).toEqual([])
  const other = await w.committed((ctx) => customer(ctx))
  expect(await hits('PO-2026', await w.user(['order.read'], { scopes: { customer: [other] } }))).toEqual([])
  expect(
    await hits('PO-2026', await w.user(['order.read'], { scopes: { customer: [customerId] } })),
  ).toHaveLength(1)
  expect(await hits('恒通', await w.user({ role: 'manager' }, { tenant: w.foreign }))).toEqual([])
})

test('a text of digits means a phone only when it can be one', () => {
  expect(readTerm('5678').phoneTail).toBe('5678')
  expect(readTerm('139 1234 5678').phoneTail).toBe('5678')
  expect(readTerm('12345').phoneTail).toBeNull()
})
