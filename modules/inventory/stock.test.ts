import { describe, expect, test } from 'vitest'
import { type Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { adjustStock } from './adjustments.ts'
import { type Item, crowd, orderOf } from './fixture.ts'
import { receiveGoods } from './receipts.ts'
import { lockStock, releaseReservations, reserveStock, shipReservations } from './stock.ts'

const w = world()
const { inCrowd, shelf, buy, bookOf, broken, deadlocks } = crowd(w)

describe('200 buyers for 50 units', () => {
  const rush = async (order: (s: Awaited<ReturnType<typeof shelf>>) => Item[]) => {
    const s = await shelf()
    const answers = await Promise.all(Array.from({ length: 200 }, () => buy(order(s))))
    const units = answers.filter(Boolean).length * order(s).reduce((sum, item) => sum + item.quantity, 0)
    return { units, book: await bookOf(s.productId, s.warehouseId) }
  }

  test('exactly 50 are sold, 20 runs of 20', async () => {
    for (let run = 0; run < 20; run += 1) {
      const { units, book } = await rush(({ productId, warehouseId }) => [
        { productId, warehouseId, quantity: 1 },
      ])
      expect({ units, ...book }).toEqual({
        units: 50,
        onHand: 50,
        reserved: 50,
        open: 50,
        rows: 50,
        moved: 50,
      })
    }
    expect(await broken()).toEqual([])
  })

  test('also as two lines of one order on one product, 20 runs of 20', async () => {
    for (let run = 0; run < 20; run += 1) {
      const { units, book } = await rush(({ productId, warehouseId }) => [
        { productId, warehouseId, quantity: 1 },
        { productId, warehouseId, quantity: 1 },
      ])
      expect({ units, reserved: book.reserved, open: book.open }).toEqual({
        units: 50,
        reserved: 50,
        open: 50,
      })
    }
    expect(await broken()).toEqual([])
  })

  test('a check before an update of its own sells too many: the runs above can fail', async () => {
    const { productId, warehouseId } = await shelf()
    const naive = () =>
      inCrowd(async (ctx) => {
        const key = sql`tenant_id = ${ctx.tenant.id} and product_id = ${productId} and warehouse_id = ${warehouseId}`
        const { sold } = await ctx.db.one(
          sql<{ sold: number }>`select count(*)::int as sold from reservation where ${key}`,
        )
        if (sold >= 50) return false
        await ctx.db.run(sql`
          insert into reservation (tenant_id, id, warehouse_id, product_id, order_id, order_line_id, quantity, reserved_at)
          values (${ctx.tenant.id}, ${newId()}, ${warehouseId}, ${productId}, ${newId()}, ${newId()}, 1, ${ctx.now})`)
        return true
      })
    const answers = await Promise.all(Array.from({ length: 200 }, naive))
    expect(answers.filter(Boolean).length).toBeGreaterThan(50)
    expect(await broken()).toContain('stock.reserved_equals_reservations')
    await w.committed((ctx) =>
      ctx.db.run(
        sql`delete from reservation where tenant_id = ${ctx.tenant.id} and product_id = ${productId}`,
      ),
    )
  })
})

describe('one order', () => {
  test('takes all of its lines or none', async () => {
    const { productIds, warehouseId } = await shelf({ products: 2, onHand: 5 })
    const [a, b] = productIds as [string, string]
    expect(
      await buy([
        { productId: a, warehouseId, quantity: 5 },
        { productId: b, warehouseId, quantity: 6 },
      ]),
    ).toBe(false)
    expect((await bookOf(a, warehouseId)).reserved).toBe(0)
    expect(
      await buy([
        { productId: a, warehouseId, quantity: 5 },
        { productId: b, warehouseId, quantity: 5 },
      ]),
    ).toBe(true)
    expect((await bookOf(b, warehouseId)).reserved).toBe(5)
  })

  test('cannot count the same units in two lines', async () => {
    const { productId, warehouseId } = await shelf({ onHand: 5 })
    expect(
      await buy([
        { productId, warehouseId, quantity: 3 },
        { productId, warehouseId, quantity: 3 },
      ]),
    ).toBe(false)
    expect(await bookOf(productId, warehouseId)).toMatchObject({ reserved: 0, rows: 0 })
  })

  test('finds nothing where a product was never kept, nor in another company', async () => {
    const { productId } = await shelf()
    const other = await shelf()
    expect(await buy([{ productId, warehouseId: other.warehouseId, quantity: 1 }])).toBe(false)
    const line = orderOf([{ productId, warehouseId: other.warehouseId, quantity: 1 }])
    expect(await w.committed((ctx) => reserveStock(ctx, line), w.foreign)).toBe(false)
  })

  test('a quantity that is not a whole unit above zero never reaches the database', async () => {
    const { productId, warehouseId } = await shelf()
    for (const quantity of [0, -1, 0.5, Number.NaN])
      await expect(buy([{ productId, warehouseId, quantity }])).rejects.toThrow(RangeError)
  })
})

describe('a lock that had to wait', () => {
  const twoBuyers = async (firstEnds: 'commits' | 'rolls back') => {
    const { productId, warehouseId } = await shelf({ onHand: 10 })
    const item = { productId, warehouseId, quantity: 6 }
    let second: Promise<boolean> | undefined
    const first = inCrowd(async (ctx) => {
      const took = await reserveStock(ctx, orderOf([item]))
      second = buy([item])
      await new Promise((done) => setTimeout(done, 150))
      if (firstEnds === 'rolls back') throw new Error('changed my mind')
      return took
    }).catch(() => false)
    return [await first, await second]
  }

  test('sees what the other took, and takes nothing', async () => {
    expect(await twoBuyers('commits')).toEqual([true, false])
  })

  test('takes what the other gave back', async () => {
    expect(await twoBuyers('rolls back')).toEqual([false, true])
  })

  test('takes what another order released, though the row it first saw was sold out', async () => {
    const { productId, warehouseId } = await shelf({ onHand: 10 })
    const sold = orderOf([{ productId, warehouseId, quantity: 10 }])
    await inCrowd((ctx) => reserveStock(ctx, sold))
    let second: Promise<boolean> | undefined
    await inCrowd(async (ctx) => {
      await releaseReservations(ctx, { orderId: sold[0]!.orderId })
      second = buy([{ productId, warehouseId, quantity: 6 }])
      await new Promise((done) => setTimeout(done, 150))
    })
    expect(await second).toBe(true)
    expect(await bookOf(productId, warehouseId)).toMatchObject({ onHand: 10, reserved: 6, open: 6 })
  })
})

test('orders that name the same products in opposite order never deadlock', async () => {
  const before = await deadlocks()
  const { productIds, warehouseIds } = await shelf({ products: 4, warehouses: 3, onHand: 400 })
  const items = productIds.flatMap((productId) =>
    warehouseIds.map((warehouseId) => ({ productId, warehouseId, quantity: 1 })),
  )
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => buy(i % 2 ? items : items.toReversed())),
  )
  expect(answers.every(Boolean)).toBe(true)
  expect((await bookOf(productIds[3]!, warehouseIds[2]!)).reserved).toBe(200)
  expect(await deadlocks()).toBe(before)
})

test('everything at once keeps the invariants', async () => {
  const before = await deadlocks()
  const { productIds, warehouseIds } = await shelf({ products: 3, warehouses: 2, onHand: 60 })
  let seed = 7
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n
  const pick = <T>(of: T[]): T => of[random(of.length)] as T
  const anyItem = () => ({
    productId: pick(productIds),
    warehouseId: pick(warehouseIds),
    quantity: 1 + random(6),
  })
  const open: ReturnType<typeof orderOf>[] = []
  // Verbs of orders hold the order's row; here its number stands for the row.
  const ofOrder = (orderId: string, work: (ctx: Ctx) => Promise<unknown>) =>
    inCrowd(async (ctx) => {
      await ctx.db.run(sql`select pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`)
      return work(ctx)
    })
  const acts = [
    async () => {
      const order = orderOf([anyItem(), anyItem(), anyItem()])
      if (await inCrowd((ctx) => reserveStock(ctx, order))) open.push(order)
    },
    async () => {
      const order = pick(open)
      if (order)
        await ofOrder(order[0]!.orderId, (ctx) => releaseReservations(ctx, { orderId: order[0]!.orderId }))
    },
    async () => {
      const order = pick(open)
      if (order) await ofOrder(order[0]!.orderId, (ctx) => shipReservations(ctx, order.slice(0, 2)))
    },
    async () => {
      const item = anyItem()
      await inCrowd((ctx) =>
        adjustStock(ctx, {
          warehouseId: item.warehouseId,
          reason: 'count',
          lines: productIds.map((productId) => ({ productId, change: random(2) ? 3 : -3 })),
        }),
      )
    },
    async () => {
      const item = anyItem()
      await inCrowd((ctx) =>
        receiveGoods(ctx, {
          warehouseId: item.warehouseId,
          lines: productIds.toReversed().map((productId) => ({ productId, accepted: 1 + random(3) })),
        }),
      )
    },
    async () => {
      const orderId = pick(open)?.[0]?.orderId
      if (!orderId) return
      const item = anyItem()
      await ofOrder(orderId, async (ctx) => {
        await lockStock(ctx, { orderIds: [orderId], items: [item] })
        await releaseReservations(ctx, { orderId, as: 'moved' })
        await reserveStock(ctx, orderOf([item], orderId))
      })
    },
  ]
  const failures: unknown[] = []
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(
      Array.from({ length: 60 }, () =>
        pick(acts)().catch((error) => failures.push(error.code ?? error.message)),
      ),
    )
  }
  expect(new Set(failures).difference(new Set(['stock.not_reserved', 'stock.below_reserved']))).toEqual(
    new Set(),
  )
  expect(await broken()).toEqual([])
  expect(await deadlocks()).toBe(before)
})
