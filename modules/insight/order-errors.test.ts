import { beforeEach, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { type Sent, type Yard, sent, yard } from '#modules/shipments/fixture.ts'
import { postEvents } from '#modules/shipments/tracking-intake.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { refreshTenant } from './jobs.ts'
import { readKpi } from './read-kpi.ts'

const w = world()
let agent: TestUser
let goods: Yard
let made: Sent

const log = (body: object, as = agent) => w.call(as, 'POST', `/orders/${made.order.id}/errors`, body)
const rate = async (id: 'order_error_rate' | 'perfect_order') => {
  await w.catchUp()
  await refreshTenant(w.database, w.tenant, w.now)
  const { n, numerator } = await w.committed((ctx) => readKpi(ctx, { id }))
  return [numerator ?? 0, n]
}

beforeEach(async () => {
  w.setNow(MONDAY)
  agent = await w.user({ role: 'agent' })
  goods = await w.committed((ctx) => yard(ctx))
  made = await w.committed((ctx) => sent(ctx, goods))
})

test('errors are logged on an order and its lines with cost and liable party, changed, withdrawn, summed up', async () => {
  const lineId = made.order.lines[0]?.id
  const first = await log({ kind: 'goods', description: '发成另一规格', orderLineId: lineId, quantity: 1 })
  expect(first.body).toMatchObject({
    kind: 'goods',
    line: { lineNo: 1 },
    costMinor: null,
    state: 'counts',
    version: 1,
  })
  const other = await log({ kind: 'documents', description: '送货单漏盖章', liable: 'us', costMinor: 2_500 })
  const changed = await w.call(agent, 'PATCH', `/order-errors/${first.body.id}`, {
    costMinor: 10_000,
    liable: 'warehouse',
    version: 1,
  })
  expect(changed.body).toMatchObject({ costMinor: 10_000, liable: 'warehouse', version: 2 })
  const query = `?orderId=${made.order.id}`
  const sums = () => w.call(agent, 'GET', `/order-errors/sums${query}`)
  expect((await sums()).body).toMatchObject({ errors: 2, orders: 1, costMinor: 12_500, uncosted: 0 })
  const off = await w.call(agent, 'POST', `/order-errors/${other.body.id}/withdrawal`, { reason: '章在背面' })
  expect(off.body).toMatchObject({ state: 'withdrawn', withdrawReason: '章在背面' })
  expect((await sums()).body).toMatchObject({
    errors: 1,
    costMinor: 10_000,
    byKind: [{ kind: 'goods', errors: 1 }],
    byLiable: [{ liable: 'warehouse' }],
  })
  expect((await w.call(agent, 'PATCH', `/order-errors/${other.body.id}`, { costMinor: 1 })).body.code).toBe(
    'order_error.withdrawn',
  )
  const list = await w.call(agent, 'GET', `/order-errors${query}&state=withdrawn`)
  expect(list.body.rows).toMatchObject([{ id: other.body.id }])
})

test('bad input names its field; who may not see the order sees no error of it', async () => {
  const wrong = await log({ kind: 'goods', description: '发错', orderLineId: newId() })
  expect(wrong.body.fields).toMatchObject([{ path: 'orderLineId' }])
  const future = await log({ kind: 'goods', description: '发错', foundAt: '2030-01-01T00:00:00Z' })
  expect(future.body.fields).toMatchObject([{ path: 'foundAt' }])
  const { body } = await log({ kind: 'goods', description: '发错' })
  const other = await w.user({ role: 'agent' }, { scopes: { customer: [newId()] } })
  expect((await log({ kind: 'goods', description: '发错' }, other)).status).toBe(404)
  expect((await w.call(other, 'GET', '/order-errors')).body.rows).toEqual([])
  expect((await w.call(other, 'GET', '/order-errors/sums')).body.errors).toBe(0)
  expect(
    (await w.call(other, 'POST', `/order-errors/${body.id}/withdrawal`, { reason: '不是' })).status,
  ).toBe(404)
})

test('an order with an error counts once in the rate, from rollups as from facts; wrong papers spoil a perfect order', async () => {
  const deliver = () =>
    w.committed((ctx) =>
      postEvents(ctx, [{ waybill: made.waybill, status: 'delivered', at: new Date('2026-11-24T09:00:00Z') }]),
    )
  w.setNow('2026-11-24T10:00:00Z')
  await deliver()
  agent = await w.user({ role: 'agent' })
  const [before = 0, n = 0] = await rate('order_error_rate')
  const [perfect = 0] = await rate('perfect_order')
  await log({ kind: 'goods', description: '发错' })
  await log({ kind: 'quantity', description: '少一件' })
  expect(await rate('order_error_rate')).toEqual([before + 1, n])
  expect((await rate('perfect_order'))[0]).toBe(perfect)
  const papers = await log({ kind: 'documents', description: '单据不符' })
  w.setNow('2026-12-24T10:00:00Z')
  const due = await rate('perfect_order')
  agent = await w.user({ role: 'agent' })
  await w.call(agent, 'POST', `/order-errors/${papers.body.id}/withdrawal`, { reason: '核实无误' })
  const mended = await rate('perfect_order')
  expect(mended).toEqual([(due[0] ?? 0) + 1, due[1]])
})
