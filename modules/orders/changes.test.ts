import { beforeAll, describe, expect, test } from 'vitest'
import { listActivity } from '#modules/activity/queries.ts'
import { receiveGoods } from '#modules/inventory/receipts.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { amendOrder } from './amendments.ts'
import { fillBackorders } from './arrivals.ts'
import { cancelOrder } from './cancellations.ts'
import { MONDAY, orderOf, shelf } from './fixture.ts'
import { markShipping, recordDelivered, recordShipped } from './fulfilment.ts'
import { holdOrder, releaseOrder } from './holds.ts'
import { placeOrder } from './orders.ts'
import { getOrder } from './queries.ts'

const w = world()
beforeAll(() => w.setNow(MONDAY))

const stockOf = (ctx: Ctx, productId: string) =>
  ctx.db.all(
    sql<{
      onHand: number
      reserved: number
    }>`select on_hand as "onHand", reserved from stock where product_id = ${productId} order by warehouse_id`,
  )
const openPromises = (ctx: Ctx, orderId: string) =>
  ctx.db.all(sql<{ kind: string; due: Date; reason: string | null }>`
    select kind, due_at as due, reason from promise where order_id = ${orderId} and watch_at is not null order by kind, due_at`)
const typesOf = (ctx: Ctx) => ctx.events.map((event) => event.type)
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error) => error.code ?? error,
  )

describe('hold and release', () => {
  test('a hold keeps stock and promises; its release goes on where it stood', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      const { id } = await placeOrder(ctx, orderOf(s))
      await holdOrder(ctx, { id, version: 1, kind: 'manual', reason: '客户要求暂缓' })
      expect(await getOrder(ctx, id)).toMatchObject({
        state: 'held',
        version: 2,
        holds: [{ kind: 'manual', reason: '客户要求暂缓', releasedAt: null }],
      })
      expect(await stockOf(ctx, s.productId)).toMatchObject([{ reserved: 1 }])
      expect(await codeOf(markShipping(ctx, id))).toBe('order.is_held')
      await releaseOrder(ctx, { id, version: 2, reason: '可以发' })
      expect(await getOrder(ctx, id)).toMatchObject({
        state: 'confirmed',
        holds: [{ releaseReason: '可以发' }],
      })
      expect(await openPromises(ctx, id)).toHaveLength(2)
      expect(typesOf(ctx).slice(-2)).toEqual(['order.held', 'order.released'])
    })
  })

  test('an order held as it came in is allocated, promised and acknowledged by its release', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { onHand: 2 })
      await ctx.db.run(
        sql`insert into party_hold (tenant_id, id, party_id, kind, reason, placed_at) values (${ctx.tenant.id}, gen_random_uuid(), ${s.customerId}, 'credit', '超额', ${ctx.now})`,
      )
      const { id } = await placeOrder(ctx, orderOf(s, { lines: [{ productId: s.productId, quantity: 3 }] }))
      const held = await getOrder(ctx, id)
      expect(held).toMatchObject({ state: 'held', lines: [{ reserved: 0, short: 0 }] })
      await releaseOrder(ctx, { id, version: 1, reason: '已付款' })
      const order = await getOrder(ctx, id)
      expect(order).toMatchObject({
        state: 'short',
        acknowledgedAt: MONDAY,
        lines: [{ reserved: 2, short: 1, shipBy: '2026-11-24T10:00:00.000Z' }],
      })
      const { filled } = await ctx.db.one(
        sql<{ filled: number }>`select filled_first as filled from order_line where order_id = ${id}`,
      )
      expect(filled).toBe(2)
      expect(typesOf(ctx)).toEqual(
        expect.arrayContaining(['order.released', 'order.allocated', 'order.short', 'order.acknowledged']),
      )
      expect(await codeOf(releaseOrder(ctx, { id, version: 2, reason: '再次' }))).toBe('order.not_held')
    })
  })
})

describe('cancel', () => {
  test('gives the stock back, withdraws the promises, closes the shortages', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { onHand: 2 })
      const { id } = await placeOrder(ctx, orderOf(s, { lines: [{ productId: s.productId, quantity: 3 }] }))
      await cancelOrder(ctx, { id, version: 1, by: 'customer', reason: '不要了' })
      const order = await getOrder(ctx, id)
      expect(order).toMatchObject({
        state: 'cancelled',
        cancelledBy: 'customer',
        cancelReason: '不要了',
        cancelledAt: MONDAY,
        lines: [{ cancelled: 3, reserved: 0, shipBy: null }],
      })
      expect(order.shortages.every((shortage) => shortage.closedAt !== null)).toBe(true)
      expect(await stockOf(ctx, s.productId)).toEqual([{ onHand: 2, reserved: 0 }])
      expect(await openPromises(ctx, id)).toEqual([])
      for (const refused of [
        amendOrder(ctx, amendment(id, 9)),
        cancelOrder(ctx, { id, version: 9, by: 'us', reason: '再次' }),
        holdOrder(ctx, { id, version: 9, kind: 'manual', reason: '再次' }),
      ]) {
        expect(await codeOf(refused)).toBe('order.closed')
      }
    })
  })
})

const amendment = (id: string, version: number, given: Partial<Parameters<typeof amendOrder>[1]> = {}) => ({
  id,
  version,
  reason: '客户改单',
  lines: [],
  addLines: [],
  ...given,
})

describe('amend', () => {
  test('quantities, a new line and a line taken out: stock and promises follow', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { products: 3, onHand: 10 })
      const [a = '', b = '', c = ''] = s.productIds
      const placed = await placeOrder(
        ctx,
        orderOf(s, {
          lines: [
            { productId: a, quantity: 4 },
            { productId: b, quantity: 4 },
          ],
        }),
      )
      const [first, second] = placed.lines
      await amendOrder(
        ctx,
        amendment(placed.id, 1, {
          lines: [
            { lineId: first?.id ?? '', quantity: 12 },
            { lineId: second?.id ?? '', quantity: 0 },
          ],
          addLines: [{ productId: c, quantity: 5 }],
        }),
      )
      const order = await getOrder(ctx, placed.id)
      expect(order).toMatchObject({ state: 'short', version: 2, amountMinor: 17_000 })
      expect(order.lines).toMatchObject([
        { lineNo: 1, quantity: 12, reserved: 10, short: 2 },
        { lineNo: 2, quantity: 4, cancelled: 4, reserved: 0, shipBy: null, deliverBy: null },
        { lineNo: 3, quantity: 5, reserved: 5, short: 0, shipBy: '2026-11-24T10:00:00.000Z' },
      ])
      expect([await stockOf(ctx, a), await stockOf(ctx, b), await stockOf(ctx, c)]).toMatchObject([
        [{ reserved: 10 }],
        [{ reserved: 0 }],
        [{ reserved: 5 }],
      ])
      const filled = await ctx.db.all(
        sql<{
          n: number
        }>`select filled_first as n from order_line where order_id = ${placed.id} order by line_no`,
      )
      expect(filled.map((row) => row.n)).toEqual([4, 4, 5])
      expect(ctx.events.find((event) => event.type === 'order.amended')?.data).toEqual({
        fields: ['lines'],
        reason: '客户改单',
      })
    })
  })

  test('another day is re-promised with the reason', async () => {
    await w.rolledBack(async (ctx) => {
      const { id } = await placeOrder(ctx, orderOf(await shelf(ctx), { requestedAt: '2026-11-27' }))
      await amendOrder(
        ctx,
        amendment(id, 1, {
          urgent: true,
          address: { street: '新地址 9 号' },
          consigneePhone: '13900001111',
          note: '加急',
        }),
      )
      const order = await getOrder(ctx, id)
      expect(order).toMatchObject({
        urgent: true,
        note: '加急',
        consigneePhone: '1******1111',
        address: { street: '新地址 9 号' },
      })
      await amendOrder(ctx, amendment(id, 2, { requestedAt: '2026-11-30' }))
      const due = (await openPromises(ctx, id)).find((promise) => promise.kind === 'deliver')
      expect(due).toMatchObject({ reason: '客户改单' })
      expect(due?.due.toISOString()).toBe('2026-11-30T15:59:59.999Z')
    })
  })

  test('a phone that is none is a problem of its field', async () => {
    await w.rolledBack(async (ctx) => {
      const { id } = await placeOrder(ctx, orderOf(await shelf(ctx)))
      const refusal = await amendOrder(ctx, amendment(id, 1, { consigneePhone: '问老王' })).catch(
        (error) => error,
      )
      expect(refusal.problems).toMatchObject([{ path: 'consigneePhone' }])
    })
  })

  test('stale, gone out, nothing left: refused and nothing changes', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      const {
        id,
        lines: [line],
      } = await placeOrder(ctx, orderOf(s, { lines: [{ productId: s.productId, quantity: 2 }] }))
      expect(await codeOf(amendOrder(ctx, amendment(id, 7, { note: 'x' })))).toBe('request.stale')
      expect(
        await codeOf(amendOrder(ctx, amendment(id, 1, { lines: [{ lineId: line?.id ?? '', quantity: 0 }] }))),
      ).toBe('order.nothing_left')
      await markShipping(ctx, id)
      expect(await codeOf(amendOrder(ctx, amendment(id, 2, { note: 'x' })))).toBe('order.in_handover')
      expect(await codeOf(cancelOrder(ctx, { id, version: 2, by: 'us', reason: 'x' }))).toBe(
        'order.in_handover',
      )
      expect(await getOrder(ctx, id)).toMatchObject({
        state: 'shipping',
        note: '',
        lines: [{ quantity: 2, reserved: 2 }],
      })
    })
  })

  test('a held order gives its stock back and is planned at its release', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      const {
        id,
        lines: [line],
      } = await placeOrder(ctx, orderOf(s))
      await holdOrder(ctx, { id, version: 1, kind: 'manual', reason: '暂缓' })
      await amendOrder(ctx, amendment(id, 2, { lines: [{ lineId: line?.id ?? '', quantity: 5 }] }))
      expect(await stockOf(ctx, s.productId)).toMatchObject([{ reserved: 0 }])
      expect(await openPromises(ctx, id)).toEqual([])
      await releaseOrder(ctx, { id, version: 3, reason: '可以发' })
      expect(await getOrder(ctx, id)).toMatchObject({ state: 'confirmed', lines: [{ reserved: 5 }] })
      expect(await openPromises(ctx, id)).toHaveLength(2)
    })
  })
})

describe('what shipments report', () => {
  test('shipped, delivered in parts, delivered, and a delivery scan revoked', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx)
      const {
        id,
        lines: [line],
      } = await placeOrder(ctx, orderOf(s, { lines: [{ productId: s.productId, quantity: 4 }] }))
      const orderLineId = line?.id ?? ''
      const at = new Date('2026-11-25T03:00:00Z')
      await markShipping(ctx, [id])
      await recordShipped(ctx, [
        { orderLineId, quantity: 3 },
        { orderLineId, quantity: 1 },
      ])
      await recordDelivered(ctx, [
        { orderId: id, orderLineId, quantity: 3, damaged: 0, at: new Date('2026-11-24T03:00:00Z') },
      ])
      expect(await getOrder(ctx, id)).toMatchObject({
        state: 'shipping',
        lines: [{ shipped: 4, delivered: 3, deliveredAt: null }],
      })
      await recordDelivered(ctx, [{ orderId: id, orderLineId, quantity: 1, damaged: 1, at }])
      expect(await getOrder(ctx, id)).toMatchObject({
        state: 'delivered',
        deliveredAt: at.toISOString(),
        lines: [{ delivered: 4, damaged: 1 }],
      })
      const isKept = () =>
        ctx.db.one(sql<{ n: number }>`
        select count(*) as n from promise p join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.root_id
        where p.order_id = ${id} and p.kind = 'deliver' and e.outcome = 'fulfilled' and e.fulfilled_at = ${at}`)
      expect((await isKept()).n).toBe(1)
      await recordDelivered(ctx, [{ orderId: id, orderLineId, quantity: -1, damaged: -1, at }])
      expect(await getOrder(ctx, id)).toMatchObject({
        state: 'shipping',
        deliveredAt: null,
        lines: [{ delivered: 3, damaged: 0, deliveredAt: null }],
      })
      expect((await isKept()).n).toBe(0)
      expect(typesOf(ctx)).toEqual(
        expect.arrayContaining(['order.shipping', 'order.delivered', 'order.delivery_revoked']),
      )
      // Everything of the order is on its one timeline, promises included.
      const timeline = await listActivity(ctx, { type: 'order', id, limit: 50 })
      expect(timeline.next).toBeNull()
    })
  })
})

describe('goods that arrive', () => {
  test('go to the oldest promise first, in part where they do not reach', async () => {
    const s = await w.committed((ctx) => shelf(ctx, { onHand: 1 }))
    const place = (quantity: number, requestedAt?: string) =>
      w.committed((ctx) =>
        placeOrder(
          ctx,
          orderOf(s, {
            ...(requestedAt ? { requestedAt } : {}),
            lines: [{ productId: s.productId, quantity }],
          }),
        ),
      )
    const first = await place(3)
    const late = await place(2, '2026-12-20')
    const soon = await place(2, '2026-11-25')
    await w.committed((ctx) =>
      receiveGoods(ctx, { warehouseId: s.warehouseId, lines: [{ productId: s.productId, accepted: 3 }] }),
    )
    await w.catchUp()
    const states = await w.committed(async (ctx) =>
      Promise.all(
        [first, late, soon].map(async (order) => {
          const {
            state,
            lines: [line],
          } = await getOrder(ctx, order.id)
          return [state, line?.reserved, line?.short, line?.deliverBy !== null]
        }),
      ),
    )
    // Wednesday's wish first, then the one promised for Thursday as far as it goes, nothing for December's.
    expect(states).toEqual([
      ['short', 2, 1, true],
      ['short', 0, 2, false],
      ['confirmed', 2, 0, true],
    ])
    const open = await w.committed((ctx) =>
      ctx.db.all(
        sql<{
          q: number
        }>`select quantity as q from shortage where closed_at is null and product_id = ${s.productId} order by quantity`,
      ),
    )
    expect(open.map((row) => row.q)).toEqual([1, 2])
  })

  test('stock that a cancelled order gives back goes to those who wait', async () => {
    const s = await w.committed((ctx) => shelf(ctx, { onHand: 2 }))
    const place = () =>
      w.committed((ctx) => placeOrder(ctx, orderOf(s, { lines: [{ productId: s.productId, quantity: 2 }] })))
    const [first, second] = [await place(), await place()]
    expect(second.state).toBe('short')
    await w.committed((ctx) =>
      cancelOrder(ctx, { id: first.id, version: 1, by: 'customer', reason: '不要了' }),
    )
    await w.catchUp()
    const { state, lines } = await w.committed((ctx) => getOrder(ctx, second.id))
    expect([state, lines[0]?.reserved]).toEqual(['confirmed', 2])
  })

  test('an order that ships whole waits until all of it is there', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { products: 2, onHand: 0 })
      const [a = '', b = ''] = s.productIds
      const { id } = await placeOrder(
        ctx,
        orderOf(s, {
          shipComplete: true,
          lines: [
            { productId: a, quantity: 1 },
            { productId: b, quantity: 1 },
          ],
        }),
      )
      await receiveGoods(ctx, { warehouseId: s.warehouseId, lines: [{ productId: a, accepted: 5 }] })
      expect(await fillBackorders(ctx, [a])).toBe(0)
      await receiveGoods(ctx, { warehouseId: s.warehouseId, lines: [{ productId: b, accepted: 5 }] })
      expect(await fillBackorders(ctx, [a, b])).toBe(1)
      expect(await getOrder(ctx, id)).toMatchObject({
        state: 'confirmed',
        lines: [{ reserved: 1 }, { reserved: 1 }],
      })
    })
  })
})
