import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inventoryInvariants } from '#modules/inventory/invariants.ts'
import { MONDAY } from '#modules/orders/fixture.ts'
import { type Sent, type Yard, sent, yard } from '#modules/shipments/fixture.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { returnOf } from './fixture.ts'
import { returnInvariants } from './invariants.ts'

const w = world()
let agent: TestUser
let goods: Yard
let made: Sent

const onHand = () =>
  w.committed(async (ctx) => {
    const row = await ctx.db.one(sql<{ n: number }>`
      select on_hand as n from stock where tenant_id = ${ctx.tenant.id} and product_id = ${goods.productId} and warehouse_id = ${goods.warehouseId}`)
    return row.n
  })
const broken = () =>
  w.committed(async (ctx) => {
    const names: string[] = []
    for (const invariant of [...inventoryInvariants, ...returnInvariants])
      if ((await ctx.db.all(invariant.query(ctx))).length > 0) names.push(invariant.name)
    return names
  })
const announce = async (quantity: number, as = agent) => {
  const line = { orderLineId: made.order.lines[0]?.id ?? '', quantity }
  return w.call(as, 'POST', '/returns', returnOf(made.order, goods.warehouseId, { lines: [line] }))
}
const receive = (id: string, lines: object[], as = agent) =>
  w.call(as, 'POST', `/returns/${id}/arrivals`, { lines })

beforeAll(async () => {
  agent = await w.user(['order.read', 'return.manage', 'stock.receive'])
})
beforeEach(async () => {
  w.setNow(MONDAY)
  goods = await w.committed((ctx) => yard(ctx))
  made = await w.committed((ctx) =>
    sent(ctx, goods, { lines: [{ productId: goods.productId, quantity: 5 }] }),
  )
})

test('goods come back in parts: what is fit goes into stock by a receipt, the rest is kept with its condition', async () => {
  expect(await onHand()).toBe(45)
  const { body: announced } = await announce(4)
  expect(announced).toMatchObject({ state: 'announced', quantity: 4, orderNumber: made.order.number })
  const lineId = announced.lines[0].id
  const part = await receive(announced.id, [{ lineId, restocked: 2 }])
  expect(part.body).toMatchObject({
    state: 'receiving',
    restocked: 2,
    arrivals: [{ receiptNumber: expect.stringMatching(/^GR/) }],
  })
  expect(await onHand()).toBe(47)
  const rest = await receive(announced.id, [{ lineId, restocked: 1, unsaleable: 1, condition: 'wet' }])
  expect(rest.body).toMatchObject({ state: 'received', restocked: 3, unsaleable: 1 })
  expect(rest.body.arrivals[1].lines).toMatchObject([{ restocked: 1, unsaleable: 1, condition: 'wet' }])
  expect(await onHand()).toBe(48)
  expect(await broken()).toEqual([])
  expect((await receive(announced.id, [{ lineId, restocked: 1 }])).body.code).toBe('return.ended')
  const movements = await w.committed((ctx) =>
    ctx.db.all(
      sql`select kind from stock_movement where tenant_id = ${ctx.tenant.id} and product_id = ${goods.productId} and kind = 'return'`,
    ),
  )
  expect(movements).toHaveLength(2)
})

test('no more comes back than was shipped, counting every return; what a cancelled one asked for is free again', async () => {
  const tooMany = await announce(6)
  expect(tooMany).toMatchObject({ status: 400, body: { fields: [{ path: 'lines[0].quantity' }] } })
  const first = await announce(3)
  expect((await announce(3)).status).toBe(400)
  const left = await w.call(agent, 'GET', `/orders/${made.order.id}/returnable`)
  expect(left.body).toMatchObject({
    lines: [{ shipped: 5, returning: 3, left: 2 }],
    warehouses: [{ id: goods.warehouseId }],
  })
  expect(
    (await w.call(agent, 'POST', `/returns/${first.body.id}/cancel`, { reason: '客户改主意' })).body.state,
  ).toBe('cancelled')
  expect((await announce(5)).status).toBe(200)
})

test('a return whose rest does not come is closed with the reason; the rest may be announced again', async () => {
  const { body } = await announce(5)
  const lineId = body.lines[0].id
  expect((await w.call(agent, 'POST', `/returns/${body.id}/close`, { reason: '不来了' })).body.code).toBe(
    'return.nothing_is_back',
  )
  await receive(body.id, [{ lineId, unsaleable: 2, condition: 'opened' }])
  expect(await onHand()).toBe(45)
  expect((await w.call(agent, 'POST', `/returns/${body.id}/cancel`, { reason: '取消' })).body.code).toBe(
    'return.goods_are_back',
  )
  const closed = await w.call(agent, 'POST', `/returns/${body.id}/close`, { reason: '其余客户留用' })
  expect(closed.body).toMatchObject({ state: 'closed', endReason: '其余客户留用' })
  expect((await announce(4)).status).toBe(400)
  expect((await announce(3)).status).toBe(200)
  expect(await broken()).toEqual([])
})

test('bad input names its field: too many, no condition, nothing at all, a line twice', async () => {
  const { body } = await announce(2)
  const lineId = body.lines[0].id
  const pathsOf = async (lines: object[]) =>
    (await receive(body.id, lines)).body.fields?.map((f: { path: string }) => f.path)
  expect(await pathsOf([{ lineId, restocked: 3 }])).toEqual(['lines[0].restocked'])
  expect(await pathsOf([{ lineId, unsaleable: 1 }])).toEqual(['lines[0].condition'])
  expect(await pathsOf([{ lineId }])).toEqual(['lines'])
  expect(
    await pathsOf([
      { lineId, restocked: 1 },
      { lineId, restocked: 1 },
    ]),
  ).toEqual(['lines[1].lineId'])
  expect(await pathsOf([{ lineId: newId(), restocked: 1 }])).toEqual(['lines[0].lineId'])
})

test('a change keeps what it changed; people of other warehouses and customers see nothing', async () => {
  const { body } = await announce(1)
  const changed = await w.call(agent, 'PATCH', `/returns/${body.id}`, {
    waybill: 'SF-BACK-1',
    expectedOn: '2026-12-01',
    version: 1,
  })
  expect(changed.body).toMatchObject({ waybill: 'SF-BACK-1', expectedOn: '2026-12-01', version: 2 })
  const list = await w.call(agent, 'GET', '/returns?search=SF-BACK-1')
  expect(list.body.rows).toMatchObject([{ id: body.id }])
  for (const scopes of [{ warehouse: [newId()] }, { customer: [newId()] }] as Record<string, string[]>[]) {
    const other = await w.user(['order.read', 'return.manage', 'stock.receive'], { scopes })
    expect((await w.call(other, 'GET', `/returns/${body.id}`)).status).toBe(404)
    expect((await w.call(other, 'GET', '/returns')).body.rows).toEqual([])
    expect((await receive(body.id, [{ lineId: body.lines[0].id, restocked: 1 }], other)).status).toBe(404)
  }
  const reader = await w.user(['order.read'])
  expect((await announce(1, reader)).status).toBe(403)
})
