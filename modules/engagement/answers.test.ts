import { beforeAll, expect, test } from 'vitest'
import { type FactWorld, type MadeOrder, makeFactWorld, makeOrder } from '#platform/testing/order-facts.ts'
import { world } from '#platform/testing/world.ts'
import { importAnswers } from './answers.ts'

const w = world()
const BATCH = '01a00000-0000-7000-8000-000000000001'
let facts: FactWorld
let orders: MadeOrder[]

beforeAll(async () => {
  w.setNow('2026-03-31T04:00:00Z')
  await w.committed(async (ctx) => {
    facts = await makeFactWorld(ctx)
    orders = []
    for (const customer of [facts.customers[0]!, facts.persons[0]!]) {
      orders.push(await makeOrder(ctx, facts, { customer, placed: '2026-03-01T00:00:00Z', lines: [{}] }))
    }
  })
})

const answer = (i: number, ref: string, score: number) => ({
  orderId: orders[i]!.id,
  customerId: i === 0 ? facts.customers[0]! : facts.persons[0]!,
  score,
  comment: `第 ${ref} 条 100%`,
  answeredAt: new Date(`2026-03-0${score}T00:00:00Z`),
  externalRef: ref,
  batchId: BATCH,
})

test('answers come in once, are listed latest first', async () => {
  const first = await w.committed((ctx) => importAnswers(ctx, [answer(0, 'a', 2), answer(1, 'b', 5)]))
  const again = await w.committed((ctx) => importAnswers(ctx, [answer(0, 'a', 2), answer(0, 'c', 4)]))
  expect([first, again]).toEqual([
    { created: 2, existing: 0 },
    { created: 1, existing: 1 },
  ])
  const reader = await w.user(['satisfaction.read'])
  const list = async (query: string) => (await w.call(reader, 'GET', `/satisfaction-answers${query}`)).body
  expect((await list('')).rows.map((r: any) => r.score)).toEqual([5, 4, 2])
  expect((await list('')).rows[0].customer.name).toBe('欧***')
  expect((await list('?scoreMax=4&scoreMin=3')).rows).toHaveLength(1)
  expect((await list('?search=%25')).rows).toHaveLength(3)
  expect((await list('?search=_')).rows).toHaveLength(0)
  expect((await list('?from=2026-03-05&to=2026-03-05')).rows.map((r: any) => r.score)).toEqual([5])
  const page = await list('?limit=2')
  expect((await list(`?limit=2&cursor=${page.next}`)).rows.map((r: any) => r.score)).toEqual([2])
  const scoped = await w.user(['satisfaction.read'], { scopes: { customer: [facts.customers[0]!] } })
  expect((await w.call(scoped, 'GET', '/satisfaction-answers')).body.rows).toHaveLength(2)
  expect((await w.call(await w.user([]), 'GET', '/satisfaction-answers')).status).toBe(403)
})

test('an empty call writes nothing, too large a one is refused', async () => {
  const { events } = await w.rolledBack((ctx) => importAnswers(ctx, []))
  expect(events).toEqual([])
  await expect(
    w.rolledBack((ctx) =>
      importAnswers(
        ctx,
        Array.from({ length: 5001 }, () => answer(0, 'x', 1)),
      ),
    ),
  ).rejects.toThrow('at most 5000')
})
