import { beforeAll, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { type Shelf, customer, shelf } from './fixture.ts'

const w = world()
const TO = '广东\t深圳\t深南大道1号'
let agent: TestUser
let s: Shelf
let number: string
beforeAll(async () => {
  agent = await w.user({ role: 'manager' })
  s = await w.committed((ctx) => shelf(ctx, { products: 2, warehouses: 2, onHand: 10_000 }))
  const found = await w.committed((ctx) =>
    ctx.db.one(sql<{ number: string }>`select number from party where id = ${s.customerId}`),
  )
  number = found.number
})

const paste = (...rows: string[]) =>
  w.call(agent, 'POST', '/orders/parse-paste', {
    text: ['客户\t单号\tsku\t数量\t省\t市\t地址', ...rows].join('\n'),
  })
const place = (orders: unknown) => w.call(agent, 'POST', '/orders/batch', { orders })

test('pasted rows become orders for the batch', async () => {
  const parsed = await paste(
    `${number}\tP1\t${s.skus[0]}\t２\t${TO}`,
    `${number}\tP1\t${s.skus[1]}\t1`,
    `${number}\tP2\t${s.skus[0]}\tx`,
  )
  expect(parsed).toMatchObject({
    status: 200,
    body: {
      header: true,
      rows: [{ order: 0, problems: [] }, { order: 0 }, { order: null, problems: [{ path: 'quantity' }] }],
    },
  })
  expect((await place(parsed.body.orders)).body).toMatchObject({
    placed: 1,
    refused: 0,
    results: [{ order: { externalRef: 'P1', lines: [{ quantity: 2 }, { quantity: 1 }] } }],
  })
})

test('what placing would turn down is told beside its row, and no order is made of it', async () => {
  const row = (ref: string, sku = s.skus[0], customer = number) => `${customer}\t${ref}\t${sku}\t1\t${TO}`
  await place((await paste(row('P7'))).body.orders)
  const { body } = await paste(
    row('P8', s.skus[0], 'C-404'),
    row('P9'),
    row('P9', 'NO-SUCH'),
    row('P7'),
    row('P10'),
  )
  expect(body.rows).toMatchObject([
    { order: null, problems: [{ path: 'customerNumber' }] },
    { order: null, problems: [] },
    { order: null, problems: [{ path: 'lines[1].sku' }] },
    { order: null, problems: [{ path: 'externalRef' }] },
    { order: 0, problems: [] },
  ])
  expect(body.orders).toMatchObject([{ externalRef: 'P10' }])
})

test('a customer may be given by name, and goods go abroad; what is no country or no one customer is told', async () => {
  const [name, twice] = [`名称${number}`, `重名${number}`]
  await w.committed(async (ctx) => {
    await ctx.db.run(sql`update party set name = ${name} where id = ${s.customerId}`)
    for (let i = 0; i < 2; i += 1) await customer(ctx, { name: twice })
  })
  const text = [
    '客户,sku,数量,国家,城市,地址',
    `${name},${s.skus[0]},2,卢旺达,Kigali,KN 3 Rd`,
    `${number},${s.skus[0]},2,rw,Kigali,KN 3 Rd`,
    `${twice},${s.skus[0]},2,RW,Kigali,KN 3 Rd`,
    `${name},${s.skus[0]},2,亚特兰蒂斯,Kigali,KN 3 Rd`,
  ].join('\n')
  const { body } = await w.call(agent, 'POST', '/orders/parse-paste', { text })
  expect(body.rows).toMatchObject([
    { order: 0, customer: name, country: 'RW', problems: [] },
    { order: 1, country: 'RW', problems: [] },
    { order: null, problems: [{ path: 'customer' }] },
    { order: null, problems: [{ path: 'country' }] },
  ])
  expect((await place(body.orders)).body).toMatchObject({ placed: 2, refused: 0 })
})

test('who orders for one customer alone pastes rows without it', async () => {
  const shipper = await w.user({ role: 'shipper' }, { scopes: { customer: [s.customerId] } })
  const text = `sku\t数量\t省\t市\t地址\n${s.skus[1]}\t3\t${TO}`
  const { body } = await w.call(shipper, 'POST', '/orders/parse-paste', { text })
  expect(body.rows).toMatchObject([{ order: 0, problems: [] }])
  const placed = await w.call(shipper, 'POST', '/orders/batch', { orders: body.orders })
  expect(placed.body).toMatchObject({ placed: 1, refused: 0 })
  const whole = await w.call(agent, 'POST', '/orders/parse-paste', { text })
  expect(whole.body.rows).toMatchObject([{ order: null, problems: [{ path: 'customer' }] }])
})
