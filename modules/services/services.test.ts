import { beforeEach, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { recordDelivery } from '#modules/shipments/deliveries.ts'
import { type Sent, type Yard, promisesOf, sent, yard } from '#modules/shipments/fixture.ts'
import { handOver } from '#modules/shipments/handover.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { type ServiceKind, serviceStates, whyNotService } from './service.ts'

const w = world()
const HOUR = 3_600_000
let agent: TestUser
let goods: Yard
let made: Sent

const at = (hours: number) => new Date(Date.parse(MONDAY) + hours * HOUR).toISOString()
const request = (kind: ServiceKind, body: object = {}, as = agent) =>
  w.call(as, 'POST', '/service-orders', {
    orderId: made.order.id,
    kind,
    channel: 'phone',
    request: '屏幕有裂纹，要求更换',
    answerBy: at(2),
    ...body,
  })
const act = (id: string, what: string, body: object, as = agent) =>
  w.call(as, 'POST', `/service-orders/${id}/${what}`, body)
const outcomes = async () => {
  const found = await w.committed((ctx) => promisesOf(ctx, made.order.id))
  return [found['answer']?.outcome, found['service']?.outcome]
}
const lines = (quantity: number) => [{ orderLineId: made.order.lines[0]?.id ?? '', quantity }]
const exchange = async (quantity: number) => {
  const { body } = await request('exchange')
  return act(body.id, 'acceptance', { dueAt: at(48), lines: lines(quantity) })
}

beforeEach(async () => {
  w.setNow(MONDAY)
  agent = await w.user({ role: 'agent' })
  goods = await w.committed((ctx) => yard(ctx))
  made = await w.committed((ctx) =>
    sent(ctx, goods, { lines: [{ productId: goods.productId, quantity: 5 }] }),
  )
})

test('state × action: what is not named is refused', () => {
  const allowed = serviceStates.flatMap((state) =>
    (['accept', 'replan', 'complete', 'decline', 'withdraw'] as const)
      .filter((action) => whyNotService(state, action) === null)
      .map((action) => `${state} ${action}`),
  )
  expect(allowed).toEqual([
    'requested accept',
    'requested decline',
    'requested withdraw',
    'accepted replan',
    'accepted complete',
    'accepted withdraw',
  ])
  expect(whyNotService('requested', 'complete')).toBe('service.not_accepted')
  expect(whyNotService('accepted', 'decline')).toBe('service.accepted')
  expect(whyNotService('done', 'withdraw')).toBe('service.ended')
})

test('a repair is asked for, taken on, put off with a reason, and done; both promises stand in the ledger', async () => {
  const { body: asked } = await request('repair')
  expect(asked).toMatchObject({ state: 'requested', owner: { id: agent.id }, orderNumber: made.order.number })
  expect(await outcomes()).toEqual(['open', undefined])
  expect((await act(asked.id, 'completion', { result: '修好了' })).body.code).toBe('service.not_accepted')
  const past = await act(asked.id, 'acceptance', { dueAt: at(-1) })
  expect(past.body.fields).toMatchObject([{ path: 'dueAt' }])
  const accepted = await act(asked.id, 'acceptance', { dueAt: at(24) })
  expect(accepted.body).toMatchObject({ state: 'accepted', dueAt: at(24), replacement: null })
  expect(await outcomes()).toEqual(['fulfilled', 'open'])
  const later = await act(asked.id, 'plan', { dueAt: at(30), reason: '客户改期' })
  expect(later.body).toMatchObject({ state: 'accepted', dueAt: at(30) })
  w.setNow(at(3))
  const done = await act(asked.id, 'completion', { result: '更换压缩机' })
  expect(done.body).toMatchObject({ state: 'done', result: '更换压缩机' })
  expect(await outcomes()).toEqual(['fulfilled', 'fulfilled'])
  const list = await w.call(agent, 'GET', `/service-orders?kind=repair&state=done&orderId=${made.order.id}`)
  expect(list.body.rows).toMatchObject([{ id: asked.id }])
})

test('an exchange sends the goods again at no price and is done when they are there', async () => {
  const { body } = await exchange(2)
  expect(body).toMatchObject({ state: 'accepted', replacement: { number: expect.stringMatching(/^SO/) } })
  const again = await w.call(agent, 'GET', `/orders/${body.replacement.id}`)
  expect(again.body).toMatchObject({
    kind: 'replacement',
    origin: { id: made.order.id },
    amountMinor: 0,
    state: 'confirmed',
    customer: { id: made.order.customer.id },
    lines: [{ quantity: 2, unitPriceMinor: 0 }],
  })
  const found = await w.call(agent, 'GET', '/orders?kind=replacement')
  expect(found.body.rows).toMatchObject([{ id: body.replacement.id, kind: 'replacement' }])
  const sales = await w.call(agent, 'GET', `/orders?kind=sale&customerId=${made.order.customer.id}`)
  expect(sales.body.rows).toMatchObject([{ id: made.order.id, kind: 'sale' }])
  await w.catchUp()
  w.setNow(at(4))
  await w.committed(async (ctx) => {
    const { id } = await ctx.db.one(
      sql<{
        id: string
      }>`select id from shipment where tenant_id = ${ctx.tenant.id} and order_id = ${body.replacement.id}`,
    )
    await handOver(
      ctx,
      { shipmentId: id, carrierId: goods.carrierId, waybill: 'SF-AGAIN-1' },
      { whole: true },
    )
    await recordDelivery(ctx, { shipmentId: id, at: ctx.now })
  })
  await w.catchUp()
  expect((await w.call(agent, 'GET', `/service-orders/${body.id}`)).body).toMatchObject({
    state: 'done',
    result: body.replacement.number,
  })
  expect(await outcomes()).toEqual(['fulfilled', 'fulfilled'])
})

test('no more is sent again than was shipped, all exchanges together; other kinds send nothing', async () => {
  const pathsOf = (answer: { body: { fields?: { path: string }[] } }) =>
    answer.body.fields?.map((f) => f.path)
  expect(pathsOf(await exchange(6))).toEqual(['lines[0].quantity'])
  expect(pathsOf(await exchange(0))).toEqual(['lines'])
  expect((await exchange(3)).status).toBe(200)
  const left = await w.call(agent, 'GET', `/orders/${made.order.id}/replaceable`)
  expect(left.body.lines).toMatchObject([{ left: 2 }])
  expect(pathsOf(await exchange(3))).toEqual(['lines[0].quantity'])
  const repair = await request('repair')
  expect(pathsOf(await act(repair.body.id, 'acceptance', { dueAt: at(9), lines: lines(1) }))).toEqual([
    'lines',
  ])
})

test('a request is declined with the reason, or taken back by the customer; then nothing is owed', async () => {
  const complaint = await request('complaint')
  const declined = await act(complaint.body.id, 'refusal', { reason: '超过受理期限' })
  expect(declined.body).toMatchObject({ state: 'declined', result: '超过受理期限' })
  expect(await outcomes()).toEqual(['fulfilled', undefined])
  const { body } = await request('installation')
  await act(body.id, 'acceptance', { dueAt: at(24) })
  expect((await act(body.id, 'refusal', { reason: '不做了' })).body.code).toBe('service.accepted')
  expect((await act(body.id, 'withdrawal', { reason: '自己装了' })).body.state).toBe('withdrawn')
  expect(await outcomes()).toEqual(['fulfilled', 'withdrawn'])
})

test('who may not see the order neither asks nor reads nor works on it', async () => {
  const { body } = await request('repair')
  const other = await w.user({ role: 'agent' }, { scopes: { customer: [newId()] } })
  expect((await request('repair', {}, other)).status).toBe(404)
  expect((await w.call(other, 'GET', '/service-orders')).body.rows).toEqual([])
  expect((await act(body.id, 'acceptance', { dueAt: at(9) }, other)).status).toBe(404)
  expect((await w.call(other, 'GET', `/orders/${made.order.id}/replaceable`)).status).toBe(404)
  const reader = await w.user(['order.read'])
  expect((await request('repair', {}, reader)).status).toBe(403)
})

test('orders of an internal customer are internal ones, from the first answer on', async () => {
  const manager = await w.user({ role: 'manager' })
  const { body: branch } = await w.call(manager, 'POST', '/customers', {
    name: '华南分公司',
    roles: ['internal'],
  })
  const placed = await w.call(manager, 'POST', '/orders', {
    customerId: branch.id,
    address: { country: 'CN', province: '44', city: '4401', district: '440106', street: '天河路1号' },
    lines: [{ productId: goods.productId, quantity: 1 }],
  })
  expect(placed.body).toMatchObject({ kind: 'internal', origin: null, state: 'confirmed' })
  const list = await w.call(manager, 'GET', '/orders?kind=internal')
  expect(list.body.rows).toMatchObject([{ id: placed.body.id, kind: 'internal' }])
})
