import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { orderOf, shelf } from './fixture.ts'

const w = world()

test('orders that come together are each answered, kept and told of as if they had come alone', async () => {
  const agent = await w.user({ role: 'manager' })
  const fresh = await w.committed((ctx) => shelf(ctx, { products: 1, warehouses: 1, onHand: 10_000 }))
  const asked = Array.from({ length: 40 }, (_, i) => ({
    lines: [{ productId: i === 7 ? crypto.randomUUID() : fresh.productId, quantity: 1 + i }],
    externalRef: i === 9 || i === 10 ? 'TWICE' : undefined,
  }))
  // The last two are one request sent twice.
  const answers = await Promise.all(
    [...asked, asked[39]].map((given, i) =>
      w.call(
        agent,
        'POST',
        '/orders',
        { ...orderOf(fresh), channel: undefined, ...given },
        { 'idempotency-key': `together-${Math.min(i, 39)}` },
      ),
    ),
  )
  const kinds = Map.groupBy(answers, ({ status }) => status)
  expect([kinds.get(200)?.length, kinds.get(400)?.length, kinds.get(409)?.length]).toEqual([39, 1, 1])
  expect(answers[7]).toMatchObject({ status: 400, body: { fields: [{ path: 'lines[0].productId' }] } })
  expect(answers[40]?.body).toEqual(answers[39]?.body)
  answers.forEach(({ status, body: order }, i) => {
    if (status === 200) expect(order).toMatchObject({ lines: [{ quantity: 1 + Math.min(i, 39) }] })
  })
  const { orders, requests, mixed, reserved } = await w.committed((ctx) =>
    ctx.db.one(
      sql<{ orders: number; requests: number; mixed: number; reserved: number }>`
        with mine as (select distinct order_id as id from order_line where tenant_id = ${ctx.tenant.id} and product_id = ${fresh.productId}),
          told as (select e.subject_id, count(distinct e.request_id) as n, min(e.request_id) as request_id from event e
            join mine on mine.id = e.subject_id where e.tenant_id = ${ctx.tenant.id} group by 1)
        select (select count(*) from mine) as orders, (select count(distinct request_id) from told) as requests,
          (select count(*) from told where n > 1) as mixed,
          (select sum(quantity) from reservation where tenant_id = ${ctx.tenant.id} and product_id = ${fresh.productId})::bigint as reserved`,
    ),
  )
  const placed = asked.filter((_, i) => answers[i]?.status === 200)
  expect({ orders, requests, mixed }).toEqual({ orders: 38, requests: 38, mixed: 0 })
  expect(reserved).toBe(placed.reduce((sum, { lines }) => sum + (lines[0]?.quantity ?? 0), 0))
}, 60_000)
