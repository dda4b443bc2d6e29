import { beforeAll, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { type Shelf, orderOf, shelf } from './fixture.ts'

const w = world()
let agent: TestUser
let s: Shelf
beforeAll(async () => {
  agent = await w.user({ role: 'manager' })
  s = await w.committed((ctx) => shelf(ctx, { onHand: 10_000 }))
})

const body = (given: object = {}) => {
  const { channel: _, ...order } = orderOf(s)
  return { ...order, ...given }
}

test('each row has its own answer', async () => {
  const orders = [
    body({ externalRef: 'B1' }),
    { lines: 'none' },
    body({ lines: [{ productId: s.productId, quantity: 0 }] }),
    body({ externalRef: 'B1' }),
    7,
    body(),
  ]
  const answer = await w.call(agent, 'POST', '/orders/batch', { orders }, { 'accept-language': 'en' })
  expect(answer).toMatchObject({ status: 200, body: { placed: 2, refused: 4 } })
  expect(
    answer.body.results.map(
      (row: { ok: boolean; problem?: { code: string } }) => row.problem?.code ?? row.ok,
    ),
  ).toEqual([true, 'request.invalid', 'request.invalid', 'order.duplicate_ref', 'request.invalid', true])
  expect(answer.body.results[2].problem.fields).toMatchObject([{ path: 'lines[0].quantity' }])
  expect(answer.body.results[3].problem.detail).toContain(answer.body.results[0].order.number)
  expect(
    await w.call(agent, 'POST', '/orders/batch', { orders: Array.from({ length: 1_001 }, () => ({})) }),
  ).toMatchObject({ status: 400 })
})

test('a thousand orders at once', async () => {
  const answer = await w.call(agent, 'POST', '/orders/batch', {
    orders: Array.from({ length: 1_000 }, (_, i) => body({ externalRef: `T${i}` })),
  })
  expect(answer).toMatchObject({ status: 200, body: { placed: 1_000, refused: 0 } })
}, 60_000)

test('batches and single orders that come at once and want the same goods, each in another order, are all taken', async () => {
  const shelves = await w.committed(async (ctx) => [
    await shelf(ctx, { onHand: 10_000 }),
    await shelf(ctx, { onHand: 10_000 }),
  ])
  const of = (i: number) => {
    const { customerId = '', productId = '' } = shelves[i % 2] ?? {}
    return body({ customerId, lines: [{ productId, quantity: 1 }] })
  }
  // In parts of 200, of which one begins with these goods and the other with those.
  const batch = (first: number) => Array.from({ length: 401 }, (_, i) => of(first + Math.floor(i / 200)))
  const answers = await Promise.all([
    ...[0, 1, 0, 1, 0].map((first) => w.call(agent, 'POST', '/orders/batch', { orders: batch(first) })),
    ...[0, 1, 0, 1].map((i) => w.call(agent, 'POST', '/orders', of(i))),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(answers.slice(0, 5).map((answer) => answer.body.placed)).toEqual([401, 401, 401, 401, 401])
  const { deadlocks } = await w.committed((ctx) =>
    ctx.db.one(
      sql<{
        deadlocks: number
      }>`select deadlocks from pg_stat_database where datname = current_database()`,
    ),
  )
  expect(deadlocks).toBe(0)
}, 60_000)
