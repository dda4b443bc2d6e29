import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type EventName, type EventTypes, emit } from '#platform/events.ts'
import {
  type FactWorld,
  type MadeOrder,
  endPromise,
  makeFactWorld,
  makeOrder,
  makeShipment,
  makeShortage,
  supersedePromise,
} from '#platform/testing/order-facts.ts'
import { world } from '#platform/testing/world.ts'
import { createTenant } from '#modules/identity/tenants.ts'
import { newId } from '#platform/ids.ts'
import { measures } from './facts.ts'
import type { KpiId } from './definitions.ts'
import { readKpi } from './read-kpi.ts'
import { rangesOf, rebuildRollups, refreshRollups } from './rollups.ts'

const w = world()
const HOUR = 3_600_000
const START = Date.UTC(2026, 2, 1)

type Step = {
  what: 'order' | 'wait' | 'fulfil' | 'reopen' | 'repromise' | 'ship' | 'unship' | 'short' | 'cancel' | 'look'
  a: number
  b: number
}
const steps = fc.array(
  fc.record({
    what: fc.constantFrom<Step['what']>(
      'order',
      'order',
      'wait',
      'wait',
      'fulfil',
      'fulfil',
      'reopen',
      'repromise',
      'ship',
      'unship',
      'unship',
      'short',
      'cancel',
      'look',
      'look',
    ),
    a: fc.nat(1000),
    b: fc.nat(1000),
  }),
  { minLength: 35, maxLength: 50 },
)

test('after any history the rollups equal what is counted anew from the facts', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      w.setNow(new Date(START))
      // A company of its own for each history.
      w.tenant = await createTenant(w.database, { slug: `h${newId().slice(-12)}`, name: '史' }, w.now())
      const f = await w.committed(makeFactWorld)
      const orders: MadeOrder[] = []
      let at = START
      for (let i = 0; i < 5; i += 1)
        await w.committed((ctx) =>
          take(ctx, f, { step: { what: 'order', a: i * 37, b: i * 53 }, orders, at }),
        )
      for (const step of list) {
        if (step.what === 'wait') {
          at += (1 + (step.a % 200)) * HOUR
          w.setNow(new Date(at))
        } else if (step.what === 'look') {
          await w.catchUp()
          await w.committed((ctx) => refreshRollups(ctx))
        } else await w.committed((ctx) => take(ctx, f, { step, orders, at }))
      }
      await w.catchUp()
      await w.committed((ctx) => refreshRollups(ctx))
      const kept = await w.committed(rollups)
      const { result: anew } = await w.rolledBack(
        async (ctx) => (await rebuildRollups(ctx, { chunkOrders: 3 }), rollups(ctx)),
      )
      expect(kept).toEqual(anew)
      expect(await w.committed(disagreements)).toEqual([])
    }),
    { numRuns: 6, seed: 20261122, endOnFailure: true },
  )
})

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T

/** One thing that happens, with the event the modules announce it by. */
async function take(
  ctx: Ctx,
  f: FactWorld,
  { step, orders, at }: { step: Step; orders: MadeOrder[]; at: number },
): Promise<void> {
  const iso = (hours: number) => new Date(at + hours * HOUR).toISOString()
  const announce = <N extends EventName>(type: N, order: MadeOrder, data: Partial<EventTypes[N]> = {}) =>
    emit(ctx, type, { type: 'order', id: order.id }, data as EventTypes[N])
  if (step.what === 'order') {
    const line = (i: number) => ({
      quantity: 10,
      filledFirst: (step.a + i) % 11,
      due: iso(((step.b * 7 + 31 * i) % 840) - 10),
      contractDue: i ? iso((step.a * 3) % 600) : null,
      warehouse: pick([...f.warehouses, null], step.a + i),
      carrier: pick(f.carriers, step.b),
    })
    const made = await makeOrder(ctx, f, {
      customer: pick(f.customers, step.a),
      placed: iso(-(step.b % 30)),
      class: pick(['A', 'B', null], step.a),
      mode: pick(['Air', 'Ocean', ''], step.b),
      lines: [line(0), ...(step.a % 2 ? [line(1)] : [])],
    })
    orders.push(made)
    return announce('order.placed', made)
  }
  const order = pick(orders, step.a)
  if (!order) return
  const root = pick(order.promiseIds, step.b) ?? ''
  const line = pick(order.lineIds, step.b)
  switch (step.what) {
    case 'fulfil': {
      const done = iso(-(step.b % 480))
      const outcome = pick(['fulfilled', 'fulfilled', 'broken', 'withdrawn'], step.b)
      await endPromise(ctx, root, { outcome, at: done })
      const emitEnd = () =>
        emit(ctx, 'promise.fulfilled', { type: 'promise', id: root, parentId: order.id }, {} as never)
      if (outcome !== 'fulfilled') return emitEnd()
      await ctx.db.run(
        sql`update order_line set delivered = quantity, damaged = ${step.b % 3}, shipped = quantity where tenant_id = ${ctx.tenant.id} and id = ${line}`,
      )
      await ctx.db.run(
        sql`update sales_order set delivered_at = ${done}::timestamptz, state = 'delivered' where tenant_id = ${ctx.tenant.id} and id = ${order.id}`,
      )
      announce('order.shipping', order)
      announce('order.delivered', order)
      return emitEnd()
    }
    case 'reopen':
      await endPromise(ctx, root, { outcome: 'reopened', at: null })
      await ctx.db.run(
        sql`update sales_order set delivered_at = null, state = 'shipping' where tenant_id = ${ctx.tenant.id} and id = ${order.id}`,
      )
      return emit(ctx, 'promise.reopened', { type: 'promise', id: root, parentId: order.id }, {} as never)
    case 'repromise':
      await supersedePromise(ctx, root, iso(step.b % 700))
      return emit(ctx, 'promise.repromised', { type: 'promise', id: root, parentId: order.id }, {} as never)
    case 'ship': {
      const delivered = step.b % 2 ? iso(-(step.b % 400)) : null
      const id = await makeShipment(ctx, f, {
        order,
        customer: pick(f.customers, step.a),
        sent: iso(-(step.b % 600)),
        delivered,
        lines: [{ quantity: 10, damaged: step.a % 3, shortLoaded: step.b % 2, delivered: delivered ? 9 : 0 }],
      })
      emit(ctx, 'shipment.handed_over', { type: 'shipment', id, parentId: order.id }, {} as never)
      if (delivered)
        emit(
          ctx,
          'shipment.delivered',
          { type: 'shipment', id, parentId: order.id },
          { number: '', deliveredAt: delivered, orderId: order.id },
        )
      return
    }
    case 'unship':
      await ctx.db.run(
        sql`update shipment set delivered_at = null, state = 'handed_over' where tenant_id = ${ctx.tenant.id} and order_id = ${order.id} and delivered_at is not null`,
      )
      return announce('shipment.delivery_revoked', order)
    case 'short':
      await makeShortage(ctx, {
        order,
        customer: pick(f.customers, step.a),
        product: f.products[0]!,
        quantity: 3,
        detected: iso(-(step.b % 50)),
        decision: pick(['backorder', 'cancel', null], step.b),
      })
      return announce('order.short', order)
    case 'cancel':
      await ctx.db.run(
        sql`update sales_order set state = 'cancelled', cancelled_by = ${step.b % 2 ? 'us' : 'customer'}, delivered_at = null where tenant_id = ${ctx.tenant.id} and id = ${order.id}`,
      )
      return announce('order.cancelled', order)
  }
}

const rollups = (ctx: Ctx) =>
  ctx.db.all(sql`
    select kpi_id, dimension, day, key, n, round(numerator::numeric, 6) as numerator, denominator, round(sum::numeric, 6) as sum, round(sum_sq::numeric, 4) as sum_sq
    from kpi_rollup where tenant_id = ${ctx.tenant.id} order by kpi_id, dimension, day, key`)

/** KPIs whose daily sums and facts tell two stories. A filter by customer is answered by the facts. */
async function disagreements(ctx: Ctx): Promise<string[]> {
  const customers = (
    await ctx.db.all(sql<{ id: string }>`select id from party where tenant_id = ${ctx.tenant.id}`)
  ).map((r) => r.id)
  const everyone = { ...ctx, actor: { ...ctx.actor, scopes: { customer: customers } } }
  const bad: string[] = []
  for (const id of Object.keys(measures) as KpiId[]) {
    for (const by of ['class', 'warehouse', 'mode', 'month'] as const) {
      const fast = await readKpi(ctx, { id, by })
      const slow = await readKpi(everyone, { id, by })
      const shape = (r: typeof fast) =>
        JSON.stringify([
          r.n,
          r.numerator?.toFixed(6),
          r.denominator?.toFixed(6),
          r.stats && Object.values(r.stats).map((value) => value?.toFixed(6)),
          r.groups?.map((g) => [g.key, g.n, g.numerator?.toFixed(6), g.stats?.median.toFixed(6)]).toSorted(),
        ])
      if (shape(fast) !== shape(slow)) bad.push(`${id} by ${by}: ${shape(fast)} but ${shape(slow)}`)
      const [key] = fast.groups?.map((g) => g.key) ?? []
      if (by !== 'class' || key === undefined) continue
      const [one, same] = [
        await readKpi(ctx, { id, by: 'month', filter: { class: key } }),
        await readKpi(everyone, { id, by: 'month', filter: { class: key } }),
      ]
      if (shape(one) !== shape(same)) bad.push(`${id} of ${key}: ${shape(one)} but ${shape(same)}`)
    }
  }
  return bad
}

test('a delivery taken back leaves no trace on the day it stood on', async () => {
  w.setNow('2026-03-31T04:00:00Z')
  w.tenant = await createTenant(w.database, { slug: `h${newId().slice(-12)}`, name: '史' }, w.now())
  const delivered = '2026-03-10T04:00:00Z'
  const made = await w.committed(async (ctx) => {
    const f = await makeFactWorld(ctx)
    const order = await makeOrder(ctx, f, {
      customer: f.customers[0]!,
      placed: '2026-03-01T04:00:00Z',
      lines: [{}],
    })
    const id = await makeShipment(ctx, f, {
      order,
      customer: f.customers[0]!,
      sent: '2026-03-02T04:00:00Z',
      delivered,
      lines: [{ quantity: 10, damaged: 1 }],
    })
    emit(
      ctx,
      'shipment.delivered',
      { type: 'shipment', id, parentId: order.id },
      { number: '', deliveredAt: delivered, orderId: order.id },
    )
    return { order, id }
  })
  const read = async () => {
    await w.catchUp()
    await w.committed((ctx) => refreshRollups(ctx))
    return (await w.committed((ctx) => readKpi(ctx, { id: 'damage_ratio', by: 'day' }))).groups?.map(
      (g) => g.key,
    )
  }
  expect(await read()).toEqual(['2026-03-10'])
  await w.committed(async (ctx) => {
    await ctx.db.run(
      sql`update shipment set delivered_at = null, state = 'handed_over' where tenant_id = ${ctx.tenant.id} and id = ${made.id}`,
    )
    const subject = { type: 'shipment', id: made.id, parentId: made.order.id }
    emit(ctx, 'shipment.delivery_revoked', subject, { number: '', orderId: made.order.id })
  })
  expect(await read()).toEqual([])
})

test('days become few ranges that cover them all', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(5000), { minLength: 1, maxLength: 60 }), (numbers) => {
      const days = numbers.map((n) => new Date(Date.UTC(2015, 0, 1 + n)).toISOString().slice(0, 10))
      const ranges = rangesOf(days)
      expect(ranges.length).toBeLessThanOrEqual(12)
      for (const day of days) expect(ranges.some((r) => r.from <= day && day <= r.to)).toBe(true)
      for (const [i, r] of ranges.entries()) if (i > 0) expect(r.from > (ranges[i - 1]?.to ?? '')).toBe(true)
    }),
  )
  expect(rangesOf(['2026-03-01', '2026-03-02', '2026-03-04'])).toEqual([
    { from: '2026-03-01', to: '2026-03-02' },
    { from: '2026-03-04', to: '2026-03-04' },
  ])
})
