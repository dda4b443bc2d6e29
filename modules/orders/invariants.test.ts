import { beforeAll, describe, expect, test } from 'vitest'
import { inventoryInvariants } from '#modules/inventory/invariants.ts'
import { type Ctx, flush } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { cancelOrder } from './cancellations.ts'
import { MONDAY, orderOf, shelf } from './fixture.ts'
import { holdOrder } from './holds.ts'
import { orderInvariants } from './invariants.ts'
import { placeOrder } from './orders.ts'

const w = world()
beforeAll(() => w.setNow(MONDAY))

/** Names of the rules that are broken. */
async function broken(ctx: Ctx): Promise<string[]> {
  await flush(ctx)
  const names: string[] = []
  for (const { name, query } of [...inventoryInvariants, ...orderInvariants])
    if ((await ctx.db.all(query(ctx))).length > 0) names.push(name)
  return names
}

async function orders(ctx: Ctx) {
  const s = await shelf(ctx, { onHand: 5 })
  const whole = await placeOrder(ctx, orderOf(s, { lines: [{ productId: s.productId, quantity: 2 }] }))
  const short = await placeOrder(ctx, orderOf(s, { lines: [{ productId: s.productId, quantity: 9 }] }))
  const held = await placeOrder(ctx, orderOf(s))
  await holdOrder(ctx, { id: held.id, version: 1, kind: 'manual', reason: '等' })
  const gone = await placeOrder(ctx, orderOf(s))
  await cancelOrder(ctx, { id: gone.id, version: 1, by: 'us', reason: '不发' })
  return { whole, short, held, gone }
}

test('nothing is broken', async () => {
  await w.rolledBack(async (ctx) => {
    await orders(ctx)
    expect(await broken(ctx)).toEqual([])
  })
})

describe('each rule sees what breaks it', () => {
  test.each<[string, (ctx: Ctx, made: Awaited<ReturnType<typeof orders>>) => Promise<unknown>]>([
    [
      'order_line.quantities_fit',
      (ctx, { whole }) => ctx.db.run(sql`update order_line set cancelled = 1 where order_id = ${whole.id}`),
    ],
    [
      'order_line.missing_is_a_shortage',
      (ctx, { short }) =>
        ctx.db.run(sql`update shortage set closed_at = ${ctx.now} where order_id = ${short.id}`),
    ],
    [
      'order.accepted_has_promises',
      (ctx, { whole }) =>
        ctx.db.run(sql`
      with bare as (
        insert into sales_order (tenant_id, id, number, channel, customer_id, state, placed_at, acknowledged_at, currency)
        select tenant_id, gen_random_uuid(), 'BARE', channel, customer_id, state, placed_at, acknowledged_at, currency from sales_order where id = ${whole.id} returning *)
      insert into order_line (tenant_id, id, order_id, line_no, product_id, quantity)
      select b.tenant_id, gen_random_uuid(), b.id, 1, l.product_id, 1 from bare b join order_line l on l.order_id = ${whole.id}`),
    ],
    [
      'order.closed_holds_nothing',
      (ctx, { whole }) => ctx.db.run(sql`update sales_order set state = 'cancelled' where id = ${whole.id}`),
    ],
    [
      'order.sums_are_true',
      (ctx, { whole }) => ctx.db.run(sql`update sales_order set units = units + 1 where id = ${whole.id}`),
    ],
    [
      'order.held_has_a_hold',
      (ctx, { held }) => ctx.db.run(sql`update sales_order set state = 'confirmed' where id = ${held.id}`),
    ],
    [
      'order.placed_is_announced',
      (ctx, { whole }) =>
        ctx.db.run(
          sql`insert into event (tenant_id, type, subject_type, subject_id, actor_kind, at) values (${ctx.tenant.id}, 'order.placed', 'order', ${whole.id}, 'system', ${ctx.now})`,
        ),
    ],
    [
      'reservation.of_an_order',
      (ctx, { whole }) =>
        ctx.db.run(
          sql`
      insert into reservation
      select (jsonb_populate_record(r, jsonb_build_object('id', x.id, 'order_line_id', x.id))).*
      from reservation r cross join (select gen_random_uuid() as id) x where r.order_id = ${whole.id}`,
        ),
    ],
    [
      'promise.of_an_order',
      (ctx, { whole }) =>
        ctx.db.run(sql`
      insert into promise
      select (jsonb_populate_record(p, jsonb_build_object('id', x.id, 'root_id', x.id, 'subject_id', x.id))).*
      from promise p cross join (select gen_random_uuid() as id) x where p.order_id = ${whole.id} and p.kind = 'deliver'`),
    ],
    [
      'promise.kept_by_a_fact',
      (ctx, { whole }) =>
        ctx.db.run(sql`
      insert into promise_outcome (tenant_id, root_id, version, outcome, fulfilled_at, recorded_at)
      select tenant_id, root_id, 1, 'fulfilled', ${ctx.now}, ${ctx.now} from promise where order_id = ${whole.id} and kind = 'deliver'`),
    ],
    [
      'promise.fact_keeps_it',
      (ctx, { whole }) =>
        ctx.db.run(
          sql`update order_line set shipped = quantity, delivered = quantity where order_id = ${whole.id}`,
        ),
    ],
  ])('%s', async (name, harm) => {
    await w.rolledBack(async (ctx) => {
      const made = await orders(ctx)
      await harm(ctx, made)
      expect(await broken(ctx)).toContain(name)
    })
  })
})
