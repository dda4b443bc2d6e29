import { beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureDefaultClauses } from '#modules/contracts/default-clauses.ts'
import { tellOverdue } from '#modules/purchasing/watch.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { MONDAY, type Shelf, customer, orderOf, shelf } from './fixture.ts'
import { placeOrder } from './orders.ts'

const w = world()
let agent: TestUser
let goods: Shelf
let supplierId: string

beforeAll(async () => {
  agent = await w.user({ role: 'manager' })
})
beforeEach(async () => {
  w.setNow(MONDAY)
  await w.committed(async (ctx) => {
    await ensureDefaultClauses(ctx)
    goods = await shelf(ctx, { onHand: 0 })
    supplierId = await customer(ctx, { roles: ['supplier'], name: '宏达制药' })
  })
})

const order = (quantity: number) =>
  w.committed((ctx) =>
    placeOrder(
      ctx,
      orderOf(goods, { lines: [{ productId: goods.productId, quantity }], notDuplicate: true }),
    ),
  )
const shortageOf = async (orderId: string) =>
  (await w.call(agent, 'GET', `/shortages?orderId=${orderId}`)).body.rows[0]
const optionsOf = async (id: string, as = agent) => (await w.call(as, 'GET', `/shortages/${id}/options`)).body
const replenish = (id: string, given: object = {}, as = agent) =>
  w.call(as, 'POST', `/shortages/${id}/replenishment`, {
    supplierId,
    warehouseId: goods.warehouseId,
    quantity: 5,
    wantedOn: '2026-11-30',
    ...given,
  })
const purchase = async (id: string) => (await w.call(agent, 'GET', `/purchase-orders/${id}`)).body
const tell = (id: string) =>
  w.call(agent, 'POST', `/purchase-orders/${id}/told`, { channel: 'phone', recipient: '李经理' })

test('what a line misses goes on a draft; the next shortage joins it; none is ordered twice', async () => {
  const first = await shortageOf((await order(5)).id)
  const second = await shortageOf((await order(3)).id)
  const made = await replenish(first.id)
  expect(made.body.number).toMatch(/^PO/)
  expect((await replenish(first.id)).body).toMatchObject({
    code: 'shortage.replenished',
    detail: expect.stringContaining(made.body.number),
  })
  expect((await replenish(second.id, { quantity: 8, wantedOn: '2026-11-28' })).body.id).toBe(made.body.id)
  expect(await purchase(made.body.id)).toMatchObject({
    state: 'draft',
    lineRows: [{ quantity: 13, wantedOn: '2026-11-28' }],
  })
  const waiting = await w.call(agent, 'GET', `/shortages?purchaseId=${made.body.id}`)
  expect(waiting.body.rows.map((row: { id: string }) => row.id)).toEqual([first.id, second.id])
  expect(waiting.body.rows[0].onOrder).toEqual({ quantity: 0, expectedOn: null, drafted: 13 })
  const forOrder = await w.call(agent, 'GET', `/purchase-orders?orderId=${second.order.id}`)
  expect(forOrder.body.rows).toMatchObject([{ id: made.body.id }])
})

test('once it is ordered, the backorder is proposed and judged by the day the supplier gives; older shortages come first', async () => {
  const first = await shortageOf((await order(5)).id)
  w.setNow('2026-11-23T03:00:00.000Z')
  const second = await shortageOf((await order(3)).id)
  const before = await optionsOf(second.id)
  expect(before).toMatchObject({ coming: [], supplyOn: null, usualSupply: null })
  const { body: made } = await replenish(first.id)
  await tell(made.id)
  expect(await optionsOf(first.id)).toMatchObject({
    supplyOn: '2026-11-30',
    coming: [{ number: made.number, state: 'sent', open: 5, forThis: 5, isConfirmed: false }],
    usualSupply: { supplierId, warehouseId: goods.warehouseId },
  })
  expect((await optionsOf(second.id)).supplyOn).toBe(null)
  const { lineRows } = await purchase(made.id)
  const lines = [{ lineId: lineRows[0].id, day: '2026-12-15' }]
  await w.call(agent, 'POST', `/purchase-orders/${made.id}/confirmation`, { lines })
  const after = await optionsOf(first.id)
  expect(after.supplyOn).toBe('2026-12-15')
  const waits = after.options.find((option: { key: string }) => option.key === 'backorder')
  expect(waits.deliverBy > '2026-12-15').toBe(true)
  expect((await shortageOf(first.order.id)).onOrder).toEqual({
    quantity: 5,
    expectedOn: '2026-12-15',
    drafted: 0,
  })

  await w.call(agent, 'POST', '/goods-receipts', {
    warehouseId: goods.warehouseId,
    purchaseId: made.id,
    lines: [{ productId: goods.productId, accepted: 5 }],
  })
  await w.catchUp()
  expect(await shortageOf(first.order.id)).toBe(undefined)
  expect((await shortageOf(second.order.id)).onOrder).toBe(null)
})

test('on behalf of the customer it is the customer’s order, on a draft of its own', async () => {
  const first = await shortageOf((await order(5)).id)
  const second = await shortageOf((await order(3)).id)
  const ours = await replenish(first.id)
  const theirs = await replenish(second.id, { isOnBehalf: true, quantity: 3 })
  expect(theirs.body.id).not.toBe(ours.body.id)
  expect(await purchase(theirs.body.id)).toMatchObject({ customer: { id: goods.customerId } })
})

test('who may not know of purchase orders sees none and orders none', async () => {
  const first = await shortageOf((await order(5)).id)
  await replenish(first.id)
  const shipper = await w.user(['order.read', 'inside.read'], { scopes: { customer: [goods.customerId] } })
  expect(await optionsOf(first.id, shipper)).toMatchObject({ coming: [], supplyOn: null, usualSupply: null })
  const list = await w.call(shipper, 'GET', `/shortages?orderId=${first.order.id}`)
  expect(list.body.rows).toMatchObject([{ id: first.id, onOrder: null }])
  expect((await replenish(first.id, {}, shipper)).status).toBe(403)
  const other = await w.user({ role: 'manager' }, { scopes: { customer: [newId()] } })
  expect((await replenish(first.id, {}, other)).status).toBe(404)
  const past = await replenish(first.id, { wantedOn: '2026-11-22' })
  expect(past.body.fields).toMatchObject([{ path: 'wantedOn' }])
})

test('an order that waits hears when its goods come on another day, and once when a day has passed', async () => {
  const { id: orderId } = await order(5)
  const { body: made } = await replenish((await shortageOf(orderId)).id)
  await tell(made.id)
  const { lineRows } = await purchase(made.id)
  const confirm = (day: string, reason?: string) =>
    w.call(agent, 'POST', `/purchase-orders/${made.id}/confirmation`, {
      lines: [{ lineId: lineRows[0].id, day }],
      ...(reason ? { reason } : {}),
    })
  const heard = () =>
    w.committed(async (ctx) => {
      const rows = await ctx.db.all(sql<{ type: string; on: string }>`
        select type, data ->> 'expectedOn' as on from event
        where tenant_id = ${ctx.tenant.id} and subject_id = any(${[orderId, made.id]}::uuid[]) and type ~ '^supply|overdue|rescheduled' order by seq`)
      return rows.map(({ type, on }) => `${type} ${on}`)
    })
  await confirm('2026-11-30')
  expect(await heard()).toEqual([])
  await confirm('2026-12-05', '产能不足')
  const moved = ['purchase.rescheduled 2026-12-05', 'supply.rescheduled 2026-12-05']
  expect(await heard()).toEqual(moved)
  w.setNow('2026-12-05T15:00:00.000Z')
  expect(await w.committed(tellOverdue)).toBe(0)
  w.setNow('2026-12-05T17:00:00.000Z')
  expect([await w.committed(tellOverdue), await w.committed(tellOverdue)]).toEqual([1, 0])
  expect(await heard()).toEqual([...moved, 'purchase.overdue 2026-12-05', 'supply.overdue 2026-12-05'])
})
