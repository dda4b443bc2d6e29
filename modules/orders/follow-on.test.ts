import { beforeAll, expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { customer } from './fixture.ts'
import { getFollowOn } from './follow-on.ts'

const w = world()
const NOW = Date.parse('2026-11-23T02:00:00Z')
let customerId: string

/** Orders by how many days ago they were placed. */
const placed = (orders: { ago: number; minor?: number; urgent?: boolean; state?: string }[]) =>
  w.committed(async (ctx) => {
    for (const { ago, minor = 100, urgent = false, state = 'confirmed' } of orders)
      await ctx.db.run(sql`
        insert into sales_order (tenant_id, id, number, channel, customer_id, urgent, state, placed_at, amount_minor, currency)
        values (${ctx.tenant.id}, ${newId()}, ${`SO-${newId()}`}, 'api', ${customerId}, ${urgent}, ${state}, ${new Date(NOW - ago * 86_400_000)}, ${minor}, 'CNY')`)
  })
const followOn = (days = 30) => w.committed((ctx) => getFollowOn(ctx, { customerId, days }))

beforeAll(async () => {
  w.setNow(new Date(NOW))
  customerId = await w.committed((ctx) => customer(ctx))
})

test('business after each urgent order stands against the same days before it, the urgent order itself left out', async () => {
  expect(await followOn()).toMatchObject({ urgent: 0, tooNew: 0, before: { orders: 0 } })
  await placed([
    { ago: 200 },
    { ago: 120, minor: 300 },
    { ago: 100, urgent: true, minor: 9_000 },
    { ago: 95, minor: 500 },
    { ago: 80, minor: 700 },
    { ago: 75, state: 'cancelled', minor: 5_000 },
    { ago: 60, minor: 50 },
    { ago: 10, urgent: true, minor: 1 },
  ])
  expect(await followOn()).toEqual({
    days: 30,
    urgent: 1,
    tooNew: 1,
    before: { orders: 1, amountMinor: 300 },
    after: { orders: 2, amountMinor: 1_200 },
  })
  expect(await followOn(90)).toMatchObject({
    urgent: 1,
    before: { orders: 1 },
    after: { orders: 3, amountMinor: 1_250 },
  })
})

test('an urgent order of a customer too new to have ordered before is not judged; other customers’ people see nothing', async () => {
  await placed([{ ago: 190, urgent: true }])
  expect(await followOn()).toMatchObject({ urgent: 1, tooNew: 2 })
  const own = await w.user(['inside.read'])
  const path = `/customers/${customerId}/urgent-follow-on?days=60`
  expect((await w.call(own, 'GET', path)).body).toMatchObject({ days: 60 })
  const other = await w.user(['inside.read'], { scopes: { customer: [newId()] } })
  expect((await w.call(other, 'GET', path)).status).toBe(404)
  expect((await w.call(own, 'GET', `/customers/${customerId}/urgent-follow-on?days=0`)).status).toBe(400)
})
