import { expect, test } from 'vitest'
import { repromise } from '#modules/promises/promises.ts'
import { flush } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { StoredEvent } from '#platform/events.ts'
import { world } from '#platform/testing/world.ts'
import { readRows } from '#platform/written.ts'
import { orderSubscribers } from './events.ts'
import { orderOf, shelf } from './fixture.ts'
import { listOrders } from './lists.ts'
import { placeOrder } from './orders.ts'

const w = world()
const DAY_MS = 86_400_000

test('a delivery date given anew at the promise board comes to the list of orders', async () => {
  await w.rolledBack(async (ctx) => {
    const order = await placeOrder(ctx, orderOf(await shelf(ctx)))
    const line = order.lines[0]
    const promised = new Date(line?.deliverBy ?? '')
    const listed = async () => readRows((await listOrders(ctx, { limit: 5, numbers: order.number })).rows)
    expect(await listed()).toMatchObject([
      { lines: 1, quantity: line?.quantity, deliverBy: promised.toISOString() },
    ])

    const later = new Date(promised.getTime() + 3 * DAY_MS)
    await repromise(ctx, {
      kind: 'deliver',
      orderId: order.id,
      subjectId: line?.id ?? '',
      dueAt: later,
      reason: '改期',
    })
    await flush(ctx)
    const events = await ctx.db.all(
      sql<StoredEvent>`select xid::text, seq, type, subject_type, subject_id, parent_id, actor_kind, actor_id, at, data from event
        where tenant_id = ${ctx.tenant.id} and type = 'promise.repromised'`,
    )
    await orderSubscribers.find(({ name }) => name === 'orders.delivery_dates')?.handle(ctx, events)
    expect(await listed()).toMatchObject([{ deliverBy: later.toISOString() }])
  })
})
