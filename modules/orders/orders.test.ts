import { beforeAll, describe, expect, test } from 'vitest'
import { importPromises } from '#modules/promises/promises.ts'
import { refreshHistory, refreshRisks } from '#modules/promises/predictions.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { MONDAY, customer, orderOf, shelf } from './fixture.ts'
import { placeOrder, placeOrders } from './orders.ts'
import type { NewOrder } from './order-types.ts'

const w = world()
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
beforeAll(() => w.setNow(MONDAY))

describe('placing one order', () => {
  test('its promises say their risk at once, and the next round of predictions says the same', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      const started = ctx.now.getTime() - 30 * DAY_MS
      await importPromises(
        ctx,
        (['ship', 'deliver'] as const).flatMap((kind) =>
          Array.from({ length: 40 }, (_, i) => ({
            kind,
            subjectType: 'order_line' as const,
            subjectId: newId(),
            orderId: newId(),
            customerId: s.customerId,
            madeAt: started,
            dueAt: started + DAY_MS,
            fulfilledAt: started + DAY_MS + (i - 20) * HOUR_MS,
          })),
        ),
      )
      await refreshHistory(ctx)
      const order = await placeOrder(ctx, orderOf(s))
      const risks = () =>
        ctx.db.all(sql<{ kind: string; late: number | null; cases: number | null }>`
          select kind, risk_late as late, risk_cases as cases from promise where order_id = ${order.id} order by kind`)
      return { made: await risks(), changed: await refreshRisks((work) => work(ctx)) }
    })
    expect(result.made).toEqual([
      { kind: 'acknowledge', late: null, cases: null },
      { kind: 'deliver', late: expect.closeTo(0.475, 1), cases: 40 },
      { kind: 'ship', late: expect.closeTo(0.475, 1), cases: 40 },
    ])
    expect(result.changed).toBe(0)
  })

  test('rows, promises and events are those of the answer', async () => {
    const { result, events } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { products: 2, warehouses: 2 })
      const from = ctx.events.length
      const order = await placeOrder(
        ctx,
        orderOf(s, {
          externalRef: 'PO-1',
          lines: s.productIds.map((productId) => ({ productId, quantity: 3 })),
        }),
      )
      const announced = ctx.events.slice(from).map((event) => event.type)
      const kept = await ctx.db.one(sql<{
        state: string
        acknowledged: Date
        lines: number
        filled: number
        reserved: number
        promises: string[]
        ended: number
        tail: string
      }>`
        select o.state, o.acknowledged_at as acknowledged, o.phone_tail as tail,
          (select count(*) from order_line l where l.order_id = o.id) as lines, (select sum(filled_first)::bigint from order_line l where l.order_id = o.id) as filled,
          (select sum(quantity)::bigint from reservation r where r.order_id = o.id) as reserved,
          (select array_agg(kind order by kind) from promise p where p.order_id = o.id) as promises,
          (select count(*) from promise p join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.root_id where p.order_id = o.id and e.outcome = 'fulfilled') as ended
        from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${order.id}`)
      return { order, kept, announced, s }
    })
    const { order, kept, announced, s } = result
    expect(kept).toMatchObject({
      state: 'confirmed',
      lines: 2,
      filled: 6,
      reserved: 6,
      ended: 1,
      tail: '5678',
    })
    expect(kept.promises).toEqual(['acknowledge', 'deliver', 'deliver', 'ship', 'ship'])
    expect(kept.acknowledged.toISOString()).toBe(MONDAY)
    expect(announced).toEqual(['promise.made', 'order.placed', 'order.acknowledged'])
    expect(events.find((event) => event.type === 'order.placed')).toMatchObject({
      subjectId: order.id,
      data: { number: order.number, lines: 2, shortLines: 0, channel: 'api' },
    })
    expect(order.lines[0]).toMatchObject({
      reserved: 3,
      short: 0,
      sources: [{ warehouseId: s.warehouseId, quantity: 3 }],
    })
    expect(order.allocation?.lines[0]).toMatchObject({
      chosen: [{ warehouseId: s.warehouseId, quantity: 3 }],
      rejected: [{ reason: 'costs_more' }],
    })
    // Masked in every answer.
    expect([order.consigneeName, order.consigneePhone, order.address.street]).toEqual([
      '李**',
      '1******5678',
      '天河路123号***',
    ])
  })

  test('promises ship by the next working day and deliver within three days', async () => {
    const { result } = await w.rolledBack(async (ctx) => placeOrder(ctx, orderOf(await shelf(ctx))))
    expect(result.lines[0]).toMatchObject({
      shipBy: '2026-11-24T10:00:00.000Z',
      deliverBy: '2026-11-26T15:59:59.999Z',
      contractDeliverBy: null,
    })
  })

  test('a day that cannot be met is told with what the contract says', async () => {
    const { result } = await w.rolledBack(async (ctx) =>
      placeOrder(ctx, orderOf(await shelf(ctx, { transitHours: 96 }), { requestedAt: '2026-11-24' })),
    )
    // Leaves Tuesday 18:00, four days: Saturday.
    expect(result.lines[0]).toMatchObject({
      deliverBy: '2026-11-28T15:59:59.999Z',
      contractDeliverBy: '2026-11-24T15:59:59.999Z',
    })
  })

  test('what is missing is a shortage; two lines of one product are not both promised the same units', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { onHand: 5 })
      const order = await placeOrder(
        ctx,
        orderOf(s, {
          lines: [
            { productId: s.productId, quantity: 4 },
            { productId: s.productId, quantity: 4 },
          ],
        }),
      )
      const shortages = await ctx.db.all(sql<{ quantity: number; line: number }>`
        select s.quantity, l.line_no as line from shortage s join order_line l on l.id = s.order_line_id where s.order_id = ${order.id}`)
      return { order, shortages, types: ctx.events.map((event) => event.type) }
    })
    expect(result.order.state).toBe('short')
    expect(result.order.lines.map((line) => [line.reserved, line.short])).toEqual([
      [4, 0],
      [1, 3],
    ])
    expect(result.shortages).toEqual([{ quantity: 3, line: 2 }])
    expect(result.types).toContain('order.short')
  })

  test('ship complete leaves everything on the shelf until all is there', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { onHand: 5 })
      return placeOrder(
        ctx,
        orderOf(s, { shipComplete: true, lines: [{ productId: s.productId, quantity: 6 }] }),
      )
    })
    expect(result.lines[0]).toMatchObject({ reserved: 0, short: 6, shipBy: null, deliverBy: null })
  })

  test('a customer on credit hold: the order waits without stock and promises, and says why', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      await ctx.db.run(
        sql`insert into party_hold (tenant_id, id, party_id, kind, reason, placed_at) values (${ctx.tenant.id}, gen_random_uuid(), ${s.customerId}, 'credit', '超额', ${ctx.now})`,
      )
      const order = await placeOrder(ctx, orderOf(s))
      const kept = await ctx.db.one(sql`
        select (select count(*) from reservation where order_id = ${order.id}) as reserved, (select count(*) from promise where order_id = ${order.id}) as promises,
          (select count(*) from order_hold where order_id = ${order.id} and kind = 'credit') as holds`)
      return { order, kept }
    })
    expect(result.order).toMatchObject({
      state: 'held',
      acknowledgedAt: null,
      holds: [{ kind: 'credit', reason: '超额' }],
    })
    expect(result.kept).toEqual({ reserved: 0, promises: 0, holds: 1 })
  })

  test('the same order typed twice is held; typed on purpose, or sent by a program, it is not', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      const typed = orderOf(s, { channel: 'form' })
      const first = await placeOrder(ctx, typed)
      const second = await placeOrder(ctx, typed)
      const wanted = await placeOrder(ctx, { ...typed, notDuplicate: true })
      const other = await placeOrder(ctx, { ...typed, lines: [{ productId: s.productId, quantity: 2 }] })
      const sent = await placeOrder(ctx, orderOf(s))
      return { first, orders: [first, second, wanted, other, sent] }
    })
    expect(result.orders.map((order) => order.state)).toEqual([
      'confirmed',
      'held',
      'confirmed',
      'confirmed',
      'confirmed',
    ])
    expect(result.orders[1]?.holds).toMatchObject([{ kind: 'duplicate', reason: result.first.number }])
  })

  test('a second order with the customer’s number is refused and names the first', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      const first = await placeOrder(ctx, orderOf(s, { externalRef: 'PO-7' }))
      const refusal = await placeOrder(ctx, orderOf(s, { externalRef: 'PO-7' })).catch((error) => error)
      const another = await placeOrder(
        ctx,
        orderOf({ ...s, customerId: await customer(ctx) }, { externalRef: 'PO-7' }),
      )
      return { first, refusal, another }
    })
    expect(result.refusal).toMatchObject({
      code: 'order.duplicate_ref',
      details: { externalRef: 'PO-7', number: result.first.number },
    })
    expect(result.another.state).toBe('confirmed')
  })

  test('each thing that is wrong names its field', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      await ctx.db.run(sql`update product set archived_at = ${ctx.now} where id = ${s.productId}`)
      const consignee = await customer(ctx, { roles: ['consignee'] })
      const wrong: NewOrder = {
        channel: 'api',
        customerId: consignee,
        siteId: s.customerId,
        address: { country: 'CN', province: '火星' },
        consigneePhone: 'call me',
        requestedAt: '2026-11-22',
        lines: [
          { productId: s.productId, quantity: 1 },
          { sku: 'nothing', quantity: 1 },
        ],
      }
      return placeOrder(ctx, wrong).catch((error) => error)
    })
    expect(result.problems.map((p: { path: string }) => p.path)).toEqual([
      'customerId',
      'siteId',
      'address.province',
      'address.city',
      'address.street',
      'lines[0].productId',
      'lines[1].sku',
      'requestedAt',
      'consigneePhone',
    ])
  })

  test('customer by number, product by sku, address by site, province by name', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      const { number } = await ctx.db.one(
        sql<{ number: string }>`select number from party where id = ${s.customerId}`,
      )
      await ctx.db.run(
        sql`insert into site (tenant_id, id, party_id, name, province, city, street) values (${ctx.tenant.id}, ${s.productId}, ${s.customerId}, '一店', '31', '3101', '南京路1号')`,
      )
      const bySite = await placeOrder(ctx, {
        channel: 'api',
        customerNumber: number,
        siteId: s.productId,
        lines: [{ sku: s.skus[0], quantity: 2 }],
      })
      const byName = await placeOrder(
        ctx,
        orderOf(s, { address: { province: '广东省', city: '深圳', street: '深南大道1号' } }),
      )
      return { bySite, byName }
    })
    expect(result.bySite).toMatchObject({ state: 'confirmed', address: { province: '31', city: '3101' } })
    expect(result.byName.address).toMatchObject({ country: 'CN', province: '44', city: '4403' })
  })
})

describe('a batch', () => {
  test('rows compete for stock in their order, and bad rows harm nobody', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { onHand: 5 })
      const rows = await placeOrders(ctx, [
        orderOf(s, { lines: [{ productId: s.productId, quantity: 3 }] }),
        orderOf(s, { lines: [{ sku: 'nothing', quantity: 3 }] }),
        orderOf(s, { externalRef: 'B-1', lines: [{ productId: s.productId, quantity: 3 }] }),
        orderOf(s, { externalRef: 'B-1', lines: [{ productId: s.productId, quantity: 1 }] }),
        orderOf(s, { lines: [{ productId: s.productId, quantity: 1 }] }),
      ])
      const sold = await ctx.db.one(
        sql<{ reserved: number }>`select reserved from stock where product_id = ${s.productId}`,
      )
      return { rows, sold }
    })
    const [first, second, third, fourth, fifth] = result.rows
    expect(first).toMatchObject({ index: 0, ok: true, order: { state: 'confirmed' } })
    expect(second).toMatchObject({
      index: 1,
      ok: false,
      problem: { code: 'request.invalid', fields: [{ path: 'lines[0].sku' }] },
    })
    expect(third).toMatchObject({ index: 2, ok: true, order: { state: 'short', lines: [{ short: 1 }] } })
    expect(fourth).toMatchObject({ index: 3, ok: false, problem: { code: 'order.duplicate_ref' } })
    expect(fifth).toMatchObject({ index: 4, ok: true, order: { state: 'short', lines: [{ short: 1 }] } })
    expect(result.sold.reserved).toBe(5)
  })

  test('two batches of several parts at once share what is there: each order is taken once, and nothing is sold twice', async () => {
    const s = await w.committed((ctx) => shelf(ctx, { onHand: 600 }))
    const rows = Array.from({ length: 450 }, (_, i) =>
      i === 310 ? orderOf(s, { lines: [{ sku: 'nothing', quantity: 1 }] }) : orderOf(s),
    )
    const both = await Promise.all([0, 1].map(() => w.committed((ctx) => placeOrders(ctx, rows))))
    for (const placed of both) {
      expect(placed.map((row) => row.index)).toEqual(rows.map((_, i) => i))
      expect(placed.filter((row) => !row.ok).map((row) => row.index)).toEqual([310])
    }
    const states = both.flat().map((row) => (row.ok ? row.order.state : 'refused'))
    expect(
      Object.fromEntries(
        Map.groupBy(states, (state) => state)
          .entries()
          .map(([k, v]) => [k, v.length]),
      ),
    ).toEqual({
      confirmed: 600,
      short: 298,
      refused: 2,
    })
    const kept = await w.committed((ctx) =>
      ctx.db.one(sql`
      select (select count(*) from sales_order where customer_id = ${s.customerId}) as orders, (select reserved from stock where product_id = ${s.productId}) as reserved,
        (select count(*) from event e join sales_order o on o.id = e.subject_id where o.customer_id = ${s.customerId} and e.type = 'order.placed') as told`),
    )
    expect(kept).toEqual({ orders: 898, reserved: 600, told: 898 })
  }, 60_000)

  test('a reference taken by somebody else meanwhile turns that row down only', async () => {
    const s = await w.committed((ctx) => shelf(ctx, { onHand: 100 }))
    const both = await Promise.all(
      [0, 1].map(() =>
        w.committed((ctx) => placeOrders(ctx, [orderOf(s), orderOf(s, { externalRef: 'RACE' })])),
      ),
    )
    const refs = both.map((rows) => rows[1]?.ok)
    expect(refs.toSorted()).toEqual([false, true])
    expect(both.map((rows) => rows[0]?.ok)).toEqual([true, true])
    const { orders, reserved } = await w.committed((ctx) =>
      ctx.db.one(sql<{ orders: number; reserved: number }>`
      select (select count(*) from sales_order where customer_id = ${s.customerId}) as orders, (select reserved from stock where product_id = ${s.productId}) as reserved`),
    )
    expect([orders, reserved]).toEqual([3, 3])
  })
})
