import { beforeAll, expect, test } from 'vitest'
import { MONDAY, type Shelf, customer, shelf } from '#modules/orders/fixture.ts'
import { readStoredFile } from '#platform/files.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { purchaseOf } from './fixture.ts'

const w = world()
let [buyer, agent]: TestUser[] = []
let goods: Shelf
let supplierId: string
let otherId: string

beforeAll(async () => {
  w.setNow(MONDAY)
  buyer = await w.user({ role: 'manager' })
  agent = await w.user({ role: 'agent' })
  await w.committed(async (ctx) => {
    goods = await shelf(ctx, { products: 2, onHand: 0 })
    supplierId = await customer(ctx, { roles: ['supplier'], name: '宏达制药' })
    otherId = await customer(ctx, { roles: ['supplier'], name: '另一家' })
    await ctx.db.run(sql`
      insert into contact (tenant_id, id, party_id, name, email) values (${ctx.tenant.id}, ${newId()}, ${supplierId}, '李经理', 'li@hongda.example')`)
  })
})

const as = (user: TestUser | undefined, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => {
  if (!user) throw new Error('no user')
  return w.call(user, method, path, body)
}
const draft = async (given = {}, user = buyer) =>
  (await as(user, 'POST', '/purchase-orders', purchaseOf({ ...goods, supplierId }, given))).body
const get = async (id: string, user = buyer) => (await as(user, 'GET', `/purchase-orders/${id}`)).body
const lineOf = (product: number, quantity = 10) => ({
  productId: goods.productIds[product] ?? '',
  quantity,
  wantedOn: '2026-12-01',
})
type Line = { id: string; unitPriceMinor: number | null }
const price = (
  order: { id: string; version: number; lineRows: Line[] },
  prices: (number | null)[],
  more = {},
) =>
  as(buyer, 'PUT', `/purchase-orders/${order.id}/prices`, {
    currency: 'USD',
    version: order.version,
    lines: order.lineRows.map((line, i) => ({ lineId: line.id, unitPriceMinor: prices[i] ?? null })),
    ...more,
  })
const told = (id: string) =>
  as(buyer, 'POST', `/purchase-orders/${id}/told`, { channel: 'phone', recipient: '李经理' })
const pricesOf = (order: { lineRows: Line[] }) => order.lineRows.map((line) => line.unitPriceMinor)

test('prices are said line by line, and the next order to that supplier begins with them', async () => {
  const first = await draft({ lines: [lineOf(0), lineOf(1, 3)] })
  expect([first.currency, first.amountMinor, pricesOf(first)]).toEqual(['CNY', null, [null, null]])
  const priced = (await price(first, [1_250, 300])).body
  expect(priced).toMatchObject({
    currency: 'USD',
    amountMinor: 13_400,
    lineRows: [{ amountMinor: 12_500 }, { amountMinor: 900 }],
  })
  // A draft is nobody's word.
  expect(pricesOf(await draft())).toEqual([null])
  await told(first.id)
  const next = await draft({ lines: [lineOf(1), lineOf(0)] })
  expect([next.currency, pricesOf(next)]).toEqual(['USD', [300, 1_250]])
  // Changing quantities keeps the price; another supplier has his own.
  const { version } = await get(next.id)
  const changed = await as(buyer, 'PUT', `/purchase-orders/${next.id}`, {
    ...purchaseOf({ ...goods, supplierId }, { lines: [lineOf(0, 99)] }),
    version,
  })
  expect(pricesOf(changed.body)).toEqual([1_250])
  const moved = await as(buyer, 'PUT', `/purchase-orders/${next.id}`, {
    ...purchaseOf({ ...goods, supplierId: otherId }, { lines: [lineOf(0, 99)] }),
    version: version + 1,
  })
  expect(pricesOf(moved.body)).toEqual([null])
  const list = await as(buyer, 'GET', '/purchase-orders?limit=50')
  expect(list.body.rows.find((row: { id: string }) => row.id === first.id)).toMatchObject({
    amountMinor: 13_400,
  })
})

test('who may not see prices sees none, keeps them as they are, and does not set them', async () => {
  const made = await draft({ lines: [lineOf(0)] })
  const priced = (await price(made, [777], { currency: 'CNY' })).body
  const seen = await get(made.id, agent)
  expect([seen.amountMinor, pricesOf(seen)]).toEqual([null, [null]])
  const list = await as(agent, 'GET', '/purchase-orders?limit=50')
  expect(list.body.rows.every((row: { amountMinor: number | null }) => row.amountMinor === null)).toBe(true)
  const lines = [{ lineId: made.lineRows[0].id, unitPriceMinor: 1 }]
  const refused = await as(agent, 'PUT', `/purchase-orders/${made.id}/prices`, { currency: 'CNY', lines })
  expect(refused.status).toBe(403)
  await as(agent, 'PUT', `/purchase-orders/${made.id}`, {
    ...purchaseOf({ ...goods, supplierId }, { lines: [lineOf(0, 5)] }),
    version: priced.version,
  })
  expect(pricesOf(await get(made.id))).toEqual([777])
  const history = async (user?: TestUser) =>
    JSON.stringify((await as(user, 'GET', `/records/purchase_order/${made.id}/activity`)).body)
  expect(await history(buyer)).toContain('777')
  expect(await history(agent)).not.toContain('777')
})

test('two people who price or confirm one order are merged line by line, or asked', async () => {
  const made = await draft({ lines: [lineOf(0), lineOf(1)] })
  await price(made, [100, null], { currency: 'CNY' })
  const [one, two] = made.lineRows
  const merged = await price(made, [null, 200], { currency: 'CNY' })
  expect([merged.status, pricesOf(merged.body)]).toEqual([200, [100, 200]])
  const stale = await price(made, [150, 200], { currency: 'CNY' })
  expect(stale.body).toMatchObject({
    code: 'request.stale',
    details: { conflicts: [{ field: `prices.${one.id}`, before: null, now: 100, mine: 150 }] },
  })
  expect((await price(await get(made.id), [5_000_000_000_000, 1], { currency: 'CNY' })).status).toBe(400)

  await told(made.id)
  const { version } = await get(made.id)
  const confirm = (lines: object[], more = {}) =>
    as(buyer, 'POST', `/purchase-orders/${made.id}/confirmation`, { version, lines, ...more })
  expect((await confirm([{ lineId: one.id, day: '2026-12-02' }])).status).toBe(200)
  const both = await confirm([{ lineId: two.id, day: '2026-12-05' }], { supplierRef: 'HD-1' })
  expect(both.body.lineRows).toMatchObject([{ confirmedOn: '2026-12-02' }, { confirmedOn: '2026-12-05' }])
  expect((await confirm([{ lineId: one.id, day: '2026-12-09' }])).body).toMatchObject({
    code: 'request.stale',
    details: { conflicts: [{ field: `lines.${one.id}`, now: '2026-12-02', mine: '2026-12-09' }] },
  })
})

test('the mail to the supplier carries the order as a document, whoever sends it', async () => {
  const made = await draft({ lines: [lineOf(0)] })
  await price(made, [777], { currency: 'CNY' })
  const sent = await as(agent, 'POST', `/purchase-orders/${made.id}/send`, {})
  expect(sent.body).toMatchObject({ state: 'queued' })
  const file = await w.committed(async (ctx) => {
    const { ids } = await ctx.db.one(sql<{ ids: string[] }>`
      select m.attachment_ids as ids from mail m join purchase_order o on o.tenant_id = m.tenant_id and o.mail_id = m.id
      where o.tenant_id = ${ctx.tenant.id} and o.id = ${made.id}`)
    return readStoredFile(ctx, ids[0] ?? '')
  })
  expect(file).toMatchObject({ name: `采购订单 ${made.number}.pdf`, contentType: 'application/pdf' })
  expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  // What waits to go says these prices.
  expect((await price(await get(made.id), [1])).body.code).toBe('purchase.mail_waits')
  const printed = await as(agent, 'POST', '/prints', {
    document: 'purchase_order',
    recordIds: [made.id],
    format: 'pdf',
    copies: 1,
  })
  expect(printed.body).toMatchObject({ printed: 1, pages: 1 })
})
