import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeOperations, refusalTexts } from '../../compose.ts'
import { createAuthenticator } from '#modules/identity/authentication.ts'
import { type Yard, planned, yard } from '#modules/shipments/fixture.ts'
import { sql } from '#platform/db.ts'
import { UNDO_HEADER } from '#platform/undo.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { UNDO_MS, doDue } from './delayed.ts'

const w = world()
let goods: Yard
let agent: TestUser
const START = Date.parse('2026-03-02T02:00:00Z')
let at = START
const later = (ms: number) => w.setNow(new Date((at += ms)))

beforeAll(async () => {
  w.setNow(new Date(START))
  goods = await w.committed((ctx) => yard(ctx, { products: 1, warehouses: 1 }))
  agent = await w.user({ role: 'agent' })
})
afterAll(() => w.catchUp())

const operations = composeOperations(createAuthenticator(undefined as never))
const work = () => doDue({ database: w.database, operations, refusalTexts, clock: w.now }, w.tenant)
const place = async () => (await w.committed((ctx) => planned(ctx, goods))).order
const cancel = async (order: { id: string }, as = agent, headers: object = {}) => {
  const { version } = (await w.call(as, 'GET', `/orders/${order.id}`)).body
  const label = encodeURIComponent('取消订单 SO-1')
  return w.call(
    as,
    'POST',
    `/orders/${order.id}/cancellation`,
    { version, by: 'customer', reason: '客户不要了' },
    { [UNDO_HEADER]: label, ...headers },
  )
}
const stateOf = async ({ id }: { id: string }) => (await w.call(agent, 'GET', `/orders/${id}`)).body.state
const mine = async (id: string, as = agent) =>
  (await w.call(as, 'GET', '/delayed-actions')).body.rows.find((row: { id: string }) => row.id === id)

describe('an act that can be taken back', () => {
  test('is accepted at once and done ten seconds later, as its person, once', async () => {
    const order = await place()
    const { status, body } = await cancel(order)
    expect([status, body.label, body.leftMs]).toEqual([202, '取消订单 SO-1', UNDO_MS])
    later(UNDO_MS - 1)
    await work()
    expect(await stateOf(order)).not.toBe('cancelled')
    expect(await mine(body.id)).toMatchObject({ state: 'waiting', leftMs: 1 })
    later(1)
    await Promise.all([work(), work(), work()])
    expect(await stateOf(order)).toBe('cancelled')
    expect(await mine(body.id)).toMatchObject({ state: 'done', problem: null })
    const events = await w.committed((ctx) =>
      ctx.db.all(sql<{ actor: string }>`
        select actor_id as actor from event where tenant_id = ${w.tenant.id} and subject_id = ${order.id} and type = 'order.cancelled'`),
    )
    expect(events).toEqual([{ actor: agent.id }])
  })

  test('taken back it leaves no trace; afterwards it is too late to take it back', async () => {
    const order = await place()
    const before = await stateOf(order)
    const { body } = await cancel(order)
    const other = await w.user({ role: 'manager' })
    expect((await w.call(other, 'POST', `/delayed-actions/${body.id}/undo`)).status).toBe(404)
    expect((await w.call(agent, 'POST', `/delayed-actions/${body.id}/undo`)).status).toBe(200)
    expect((await w.call(agent, 'POST', `/delayed-actions/${body.id}/undo`)).status).toBe(200)
    later(UNDO_MS)
    await work()
    expect(await stateOf(order)).toBe(before)

    const again = (await cancel(order)).body
    later(UNDO_MS)
    await work()
    const tooLate = await w.call(agent, 'POST', `/delayed-actions/${again.id}/undo`)
    expect([tooLate.status, tooLate.body.code]).toEqual([409, 'action.already_done'])
  })

  test('what is refused is refused at once; sent twice under one key it waits once', async () => {
    const order = await place()
    expect(
      (await w.call(agent, 'POST', `/orders/${order.id}/cancellation`, {}, { [UNDO_HEADER]: 'x' })).status,
    ).toBe(400)
    const first = await cancel(order, agent, { 'idempotency-key': 'once' })
    const second = await cancel(order, agent, { 'idempotency-key': 'once' })
    expect(second.body.id).toBe(first.body.id)
    later(UNDO_MS)
    await work()
    const third = await cancel(order)
    expect([third.status, third.body.code]).toEqual([409, 'order.closed'])
  })

  test('what became impossible meanwhile is told to its person, and announced', async () => {
    const order = await place()
    const { body } = await cancel(order)
    const { version } = (await w.call(agent, 'GET', `/orders/${order.id}`)).body
    await w.call(agent, 'POST', `/orders/${order.id}/hold`, { version, reason: '等等' })
    later(UNDO_MS)
    await work()
    const row = await mine(body.id)
    expect(row.state).toBe('refused')
    expect(row.problem).toMatch(/已被他人修改/)
    expect(await stateOf(order)).toBe('held')
    const { n } = await w.committed((ctx) =>
      ctx.db.one(sql<{ n: number }>`
        select count(*)::int as n from event where tenant_id = ${w.tenant.id} and type = 'action.refused' and subject_id = ${agent.id}`),
    )
    expect(n).toBe(1)
  })

  test('who lost the permission meanwhile does nothing', async () => {
    const order = await place()
    const guest = await w.user(['order.read', 'order.amend'])
    const { body } = await cancel(order, guest)
    await w.committed((ctx) =>
      ctx.db.run(sql`delete from user_role where tenant_id = ${w.tenant.id} and user_id = ${guest.id}`),
    )
    later(UNDO_MS)
    await work()
    expect(await stateOf(order)).not.toBe('cancelled')
    expect(await mine(body.id, guest)).toMatchObject({ state: 'refused' })
  })
})

test('without the header, and for operations that cannot wait, the act is done at once', async () => {
  const order = await place()
  const { version } = (await w.call(agent, 'GET', `/orders/${order.id}`)).body
  const held = await w.call(
    agent,
    'POST',
    `/orders/${order.id}/hold`,
    { version, reason: '等等' },
    { [UNDO_HEADER]: 'x' },
  )
  expect([held.status, held.body.state]).toEqual([200, 'held'])
  const done = await w.call(agent, 'POST', `/orders/${order.id}/cancellation`, {
    version: held.body.version,
    by: 'us',
    reason: '不做了',
  })
  expect([done.status, done.body.state]).toEqual([200, 'cancelled'])
})
