import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { type Shelf, customer, orderOf, shelf } from './fixture.ts'
import { markShipping } from './fulfilment.ts'

// What a customer's own people do with their orders from outside, and what stays with the house.
const w = world()
let s: Shelf
let boss: TestUser
let shipper: TestUser
let stranger: TestUser
beforeAll(async () => {
  s = await w.committed((ctx) => shelf(ctx, { onHand: 1_000 }))
  const other = await w.committed((ctx) => customer(ctx))
  boss = await w.user({ role: 'manager' })
  shipper = await w.user({ role: 'shipper' }, { scopes: { customer: [s.customerId] } })
  stranger = await w.user({ role: 'shipper' }, { scopes: { customer: [other] } })
})

const place = async (quantity = 5) =>
  (await w.call(boss, 'POST', '/orders', { ...unnamed(quantity), customerId: s.customerId })).body
const unnamed = (quantity: number) => {
  const { channel: _, customerId: _of, ...order } = orderOf(s)
  return { ...order, lines: [{ productId: s.productId, quantity }] }
}
const reserved = async () =>
  (
    await w.committed((ctx) =>
      ctx.db.one(sql<{ n: number }>`select reserved as n from stock where product_id = ${s.productId}`),
    )
  ).n

describe('a customer changes its own order', () => {
  test('amends it by the rules of all: stock, promises, and the timeline without what stays inside', async () => {
    const order = await place(5)
    const before = await reserved()
    const amended = await w.call(shipper, 'POST', `/orders/${order.id}/amendment`, {
      version: order.version,
      reason: '少要两件',
      lines: [{ lineId: order.lines[0].id, quantity: 3 }],
    })
    expect(amended).toMatchObject({
      status: 200,
      body: { state: 'confirmed', allocation: null, lines: [{ quantity: 3, reserved: 3 }] },
    })
    expect(await reserved()).toBe(before - 2)
    const { rows } = (await w.call(shipper, 'GET', `/records/order/${order.id}/activity`)).body
    expect(rows[0]).toMatchObject({ type: 'order.amended', data: {}, actorName: null })
  })

  test('cancels it as the customer, never for us; our people say for whom', async () => {
    const order = await place()
    const path = `/orders/${order.id}/cancellation`
    const body = { version: order.version, reason: '不要了' }
    expect(await w.call(shipper, 'POST', path, { ...body, by: 'us' })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'by' }] },
    })
    expect(await w.call(boss, 'POST', path, body)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'by' }] },
    })
    expect(await w.call(shipper, 'POST', path, body)).toMatchObject({
      status: 200,
      body: { state: 'cancelled', cancelledBy: 'customer', cancelReason: '不要了' },
    })
  })

  test('not once it is picked, not that of others, and never what the house decides', async () => {
    const order = await place()
    const path = `/orders/${order.id}`
    const cancel = { version: order.version, reason: '不要了' }
    expect((await w.call(stranger, 'POST', `${path}/cancellation`, cancel)).status).toBe(404)
    expect((await w.call(stranger, 'POST', `${path}/amendment`, { reason: '改一下' })).status).toBe(404)
    expect((await w.call(shipper, 'POST', `${path}/hold`, cancel)).status).toBe(403)
    expect((await w.call(shipper, 'POST', `${path}/release`, cancel)).status).toBe(403)
    const allocate = { action: 'orders.allocate', ids: [order.id], input: { reason: '再分一次' } }
    expect((await w.call(shipper, 'POST', '/bulk-runs', allocate)).status).toBe(403)
    await w.committed((ctx) => markShipping(ctx, order.id))
    for (const [verb, body] of [
      ['cancellation', { ...cancel, version: order.version + 1 }],
      ['amendment', { reason: '改一下', note: '小心' }],
    ] as const)
      expect(await w.call(shipper, 'POST', `${path}/${verb}`, body)).toMatchObject({
        status: 409,
        body: { code: 'order.in_handover' },
      })
  })
})

describe('whoever orders for one customer alone', () => {
  test('need not name it: by form, in a batch and pasted', async () => {
    expect(await w.call(shipper, 'POST', '/orders', unnamed(1))).toMatchObject({
      status: 200,
      body: { customer: { id: s.customerId } },
    })
    const batch = await w.call(shipper, 'POST', '/orders/batch', { orders: [unnamed(1), unnamed(2)] })
    expect(batch.body).toMatchObject({ placed: 2, refused: 0 })
    const preview = await w.call(shipper, 'POST', '/orders/preview', unnamed(1))
    expect(preview.body.problems).toEqual([])
  })

  test('everybody else does, and nobody names a customer that is not theirs', async () => {
    const twice = await w.user(
      { role: 'shipper' },
      { scopes: { customer: [s.customerId, await w.committed((ctx) => customer(ctx))] } },
    )
    for (const as of [boss, twice])
      expect(await w.call(as, 'POST', '/orders', unnamed(1))).toMatchObject({
        status: 400,
        body: { fields: [{ path: 'customerId' }] },
      })
    expect(
      await w.call(stranger, 'POST', '/orders', { ...unnamed(1), customerId: s.customerId }),
    ).toMatchObject({ status: 400, body: { fields: [{ path: 'customerId' }] } })
  })
})

test('an amendment that names one line twice is refused, not guessed at', async () => {
  const order = await place()
  const lineId = order.lines[0].id
  const lines = [
    { lineId, quantity: 4 },
    { lineId, quantity: 2 },
  ]
  expect(
    await w.call(boss, 'POST', `/orders/${order.id}/amendment`, { reason: '改数量', lines }),
  ).toMatchObject({ status: 400, body: { fields: [{ path: 'lines[1].lineId' }] } })
})

test('who is bound to one warehouse amends and releases an order of several without taking from it what the others hold', async () => {
  const two = await w.committed((ctx) => shelf(ctx, { warehouses: 2, onHand: 10 }))
  const { channel: _, ...body } = orderOf(two, { lines: [{ productId: two.productId, quantity: 16 }] })
  const { body: order } = await w.call(boss, 'POST', '/orders', body)
  expect(order).toMatchObject({ state: 'confirmed', lines: [{ reserved: 16 }] })
  const bound = await w.user({ role: 'manager' }, { scopes: { warehouse: [two.warehouseId] } })
  const change = (verb: string, given: object) => w.call(bound, 'POST', `/orders/${order.id}/${verb}`, given)
  const lines = (quantity: number) => [{ lineId: order.lines[0].id, quantity }]
  expect(await change('amendment', { reason: '少要一件', lines: lines(15) })).toMatchObject({
    status: 200,
    body: { state: 'confirmed', lines: [{ quantity: 15, reserved: 15, short: 0 }] },
  })
  await change('hold', { version: 2, reason: '等一等' })
  await change('amendment', { reason: '再少要一件', lines: lines(14) })
  expect(await change('release', { version: 4, reason: '可以发' })).toMatchObject({
    status: 200,
    body: { state: 'confirmed', lines: [{ quantity: 14, reserved: 14, short: 0 }] },
  })
})
