import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { amendOrder } from '#modules/orders/amendments.ts'
import { cancelOrder } from '#modules/orders/cancellations.ts'
import { tellCustomer } from '#modules/promises/promises.ts'
import { world } from '#platform/testing/world.ts'
import {
  BEIJING,
  apply,
  ask,
  confirm,
  expectSound,
  heldOf,
  ordersOf,
  place,
  propose,
  receive,
  scene,
  solve,
  stateOf,
  useWaves,
  user,
} from './fixture.ts'

const w = world()
useWaves(w)

test('an order moves to another warehouse so that one that lacks goods gets them; nothing changes before it is applied', async () => {
  const at = await scene({ near: 5, far: 0 })
  const first = await place(at.s, 5)
  const second = await place(at.s, 5, { address: BEIJING })
  expect(await stateOf(second.id)).toBe('short')
  // Goods come in where they cannot help the second order: only a move of the first one does.
  await receive(at, at.far, 5)
  const wave = await propose([first.id, second.id])
  expect(wave).toMatchObject({
    state: 'ready',
    chosen: 2,
    summary: {
      orders: 2,
      changedOrders: 2,
      linesGaining: 1,
      linesLosing: 0,
      promisesNew: 1,
      before: { unitsShort: 5, costMinor: 1_000 + 50 },
      after: { unitsShort: 0, costMinor: 2_000 + 100 + 1_000 + 50 },
      boundMinor: 3_150,
    },
  })
  expect(await heldOf(first.id)).toEqual({ [at.near]: 5 })
  const rows = await ordersOf(wave.id)
  expect(rows.find((row: { id: string }) => row.id === second.id)).toMatchObject({
    costBefore: 0,
    lines: [
      {
        before: [],
        after: [{ warehouseId: at.near, quantity: 5 }],
        shortBefore: 5,
        shortAfter: 0,
        deliver: { kind: 'new' },
      },
    ],
    allocation: { lines: [{ chosen: [{ warehouseId: at.near, quantity: 5 }] }] },
  })

  const applied = await apply(wave.id)
  expect(applied.body, JSON.stringify(applied.body)).toMatchObject({ state: 'applied', moved: 2, unmoved: 0 })
  expect(await heldOf(first.id)).toEqual({ [at.far]: 5 })
  expect(await heldOf(second.id)).toEqual({ [at.near]: 5 })
  expect([await stateOf(first.id), await stateOf(second.id)]).toEqual(['confirmed', 'confirmed'])
  await expectSound()
  // Its shipments follow by event.
  await w.catchUp()
  const { rows: shipments } = await ask(
    `select order_id, warehouse_id from shipment where order_id = any($1) and state = 'planned' order by order_id`,
    [[first.id, second.id]],
  )
  expect(shipments).toHaveLength(2)
  expect((await confirm(wave.id)).body.code).toBe('wave.not_ready')
})

test('who was told keeps what he has and never gets it later; who was not told gives way to an urgent order', async () => {
  const at = await scene({ near: 5, far: 0, hours: 120 })
  const told = await place(at.s, 3)
  const untold = await place(at.s, 2)
  const urgent = await place(at.s, 5, { urgent: true })
  await w.committed(async (ctx) => {
    const line = told.lines[0]?.id ?? ''
    for (const kind of ['ship', 'deliver'] as const)
      await tellCustomer(ctx, {
        kind,
        orderId: told.id,
        subjectId: line,
        channel: 'phone',
        recipient: '王小姐',
      })
  })
  const wave = await propose([told.id, untold.id, urgent.id])
  expect(wave.summary).toMatchObject({
    linesGaining: 1,
    linesLosing: 1,
    before: { unitsShort: 5 },
    after: { unitsShort: 5 },
  })
  expect((await apply(wave.id)).body).toMatchObject({ moved: 2, unmoved: 0 })
  expect(await heldOf(told.id)).toEqual({ [at.near]: 3 })
  expect(await heldOf(untold.id)).toEqual({})
  expect(await heldOf(urgent.id)).toEqual({ [at.near]: 2 })
  await expectSound()

  // Goods far away would free the near ones, but they would come later than told.
  await receive(at, at.far, 3)
  const next = await propose([told.id, untold.id, urgent.id])
  const changed = (await ordersOf(next.id)).map((row: { id: string }) => row.id)
  expect(changed).not.toContain(told.id)
  expect(next.summary).toMatchObject({ after: { unitsShort: 2 }, leftOut: [] })
  // Without a word to the customer the same move is made, and its promise moves with the reason.
  const other = await scene({ near: 3, far: 0, hours: 120 })
  const quiet = await place(other.s, 3)
  const far = await place(other.s, 3, { address: BEIJING })
  await receive(other, other.far, 3)
  const moved = await propose([quiet.id, far.id])
  expect(moved.summary).toMatchObject({ changedOrders: 2, promisesLater: 1, promisesNew: 1 })
  expect((await apply(moved.id)).body).toMatchObject({ moved: 2 })
  const { rows } = await ask<{ reason: string }>(
    `select reason from promise where order_id = $1 and supersedes_id is not null`,
    [quiet.id],
  )
  expect(rows.map((row) => row.reason)).toContain('月底合并配货')
  await expectSound()
})

test('what changed meanwhile is left and named: an order that is closed, goods that are gone', async () => {
  const at = await scene({ near: 4, far: 0 })
  const changed = await place(at.s, 2)
  const moving = await place(at.s, 2)
  const beijing = [await place(at.s, 2, { address: BEIJING }), await place(at.s, 2, { address: BEIJING })]
  await receive(at, at.far, 4)
  const ids = [changed.id, moving.id, ...beijing.map((order) => order.id)]
  const wave = await propose(ids)
  expect(wave.summary).toMatchObject({ changedOrders: 4, after: { unitsShort: 0 } })
  await w.committed((ctx) =>
    cancelOrder(ctx, { id: changed.id, version: null, by: 'customer', reason: '不要了' }),
  )
  // Goods that were given back are taken by somebody else before the wave is applied.
  await place(at.s, 2, { address: BEIJING })
  expect((await apply(wave.id)).body).toMatchObject({
    state: 'partly_applied',
    moved: 2,
    unmoved: 2,
    left: 0,
  })
  const rows = await ordersOf(wave.id)
  const problemOf = (id: string) => rows.find((row: { id: string }) => row.id === id)?.problem
  expect(problemOf(changed.id)).toMatch(/已结束/)
  expect(beijing.map((order) => problemOf(order.id)).filter(Boolean)).toHaveLength(1)
  expect(await heldOf(moving.id)).toEqual({ [at.far]: 2 })
  await expectSound()
})

test('a customer told after the proposal loses nothing by it, and an order amended since is left', async () => {
  const at = await scene({ near: 4, far: 0 })
  const told = await place(at.s, 2)
  const amended = await place(at.s, 2)
  const urgent = await place(at.s, 4, { urgent: true })
  const wave = await propose([told.id, amended.id, urgent.id])
  expect(wave.summary).toMatchObject({ changedOrders: 3, linesLosing: 2 })
  await w.committed(async (ctx) => {
    const subjectId = told.lines[0]?.id ?? ''
    await tellCustomer(ctx, {
      kind: 'deliver',
      orderId: told.id,
      subjectId,
      channel: 'phone',
      recipient: '王小姐',
    })
    await amendOrder(ctx, { id: amended.id, reason: '补充说明', note: '上午送', lines: [], addLines: [] })
  })
  expect((await apply(wave.id)).body).toMatchObject({ moved: 0, unmoved: 3 })
  const rows = await ordersOf(wave.id)
  const problemOf = (id: string) => rows.find((row: { id: string }) => row.id === id)?.problem
  expect(problemOf(told.id)).toMatch(/已告知客户/)
  expect(problemOf(amended.id)).toMatch(/订单有变动/)
  expect(problemOf(urgent.id)).toMatch(/库存已被占用/)
  expect(await heldOf(told.id)).toEqual({ [at.near]: 2 })
  await expectSound()
})

test('orders that are held, being shipped or closed take no part; too few rights or none chosen is refused', async () => {
  const at = await scene({ near: 4, far: 0 })
  const open = await place(at.s, 1)
  const gone = await place(at.s, 1)
  await w.committed((ctx) => cancelOrder(ctx, { id: gone.id, version: null, by: 'us', reason: '错单' }))
  const wave = await propose([open.id, gone.id])
  expect(wave.summary).toMatchObject({
    orders: 1,
    changedOrders: 0,
    leftOut: [{ code: 'not_open', orders: 1 }],
  })
  expect((await confirm(wave.id)).body.code).toBe('wave.nothing_to_do')
  expect((await w.call(user(), 'POST', '/waves', { orderIds: [gone.id] })).body.code).toBe('wave.no_orders')
  const other = await w.user(['order.read'])
  expect((await w.call(other, 'POST', '/waves', {})).status).toBe(403)
})

test('a wave that is stopped stays stopped, and a new one takes the place of a proposal', async () => {
  const at = await scene({ near: 4, far: 0 })
  const open = await place(at.s, 1)
  const { body } = await w.call(user(), 'POST', '/waves', { orderIds: [open.id] })
  expect((await w.call(user(), 'POST', '/waves', { orderIds: [open.id] })).body.code).toBe('wave.under_way')
  expect((await w.call(user(), 'POST', `/waves/${body.id}/cancellation`, {})).body.state).toBe('cancelled')
  await solve(body.id)
  expect((await w.call(user(), 'GET', `/waves/${body.id}`)).body.state).toBe('cancelled')
  const first = await propose([open.id])
  const second = await propose([open.id])
  expect((await w.call(user(), 'GET', `/waves/${first.id}`)).body.state).toBe('cancelled')
  expect(second.state).toBe('ready')
  expect((await w.call(user(), 'POST', `/waves/${second.id}/cancellation`, {})).status).toBe(200)
})

test('who sees only some warehouses moves nothing that lies elsewhere, and sees only his own waves', async () => {
  const at = await scene({ near: 5, far: 5 })
  const order = await place(at.s, 2)
  const both = await place(at.s, 8)
  const scoped = await w.user(['wave.manage', 'order.read'], { scopes: { warehouse: [at.near] } })
  const wave = await propose([order.id, both.id], scoped)
  expect(wave.summary).toMatchObject({ orders: 1, leftOut: [{ code: 'out_of_reach', orders: 1 }] })
  const other = await w.user(['wave.manage', 'order.read'], { scopes: { warehouse: [at.far] } })
  expect((await w.call(other, 'GET', `/waves/${wave.id}`)).status).toBe(404)
})

test('the list of waves is filtered, sorted and searched, and its file has what the screen shows', async () => {
  const mine = await w.user(['wave.manage', 'order.read'])
  const at = await scene({ near: 4, far: 0 })
  const order = await place(at.s, 1)
  const dropped = await propose([order.id], mine)
  await w.call(mine, 'POST', `/waves/${dropped.id}/cancellation`, {})
  const ready = await propose([order.id], mine)
  const listed = async (query: string) =>
    (await w.call(mine, 'GET', `/waves?createdBy=${mine.id}&${query}`)).body.rows.map(
      (one: { id: string }) => one.id,
    )
  expect(await listed('')).toEqual([ready.id, dropped.id])
  expect(await listed('sort=created')).toEqual([dropped.id, ready.id])
  expect(await listed('state=cancelled')).toEqual([dropped.id])
  expect(await listed(`search=${ready.number}`)).toEqual([ready.id])
  expect(await listed('chosen=false')).toEqual([])
  const { body } = await w.call(
    mine,
    'POST',
    '/lists/waves/export',
    { format: 'csv', search: `createdBy=${mine.id}`, columns: ['number', 'state', 'scope'] },
    { 'accept-language': 'zh' },
  )
  expect(parse(body, { bom: true })).toEqual([
    ['编号', '状态', '范围'],
    [ready.number, '待确认', '选定的 1 张订单'],
    [dropped.number, '已放弃', '选定的 1 张订单'],
  ])
  await w.call(mine, 'POST', `/waves/${ready.id}/cancellation`, {})
})
