import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, openDatabase, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { newId } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { world } from '#platform/testing/world.ts'
import { adjustStock } from './adjustments.ts'
import { inventoryInvariants } from './invariants.ts'
import { createProducts } from './products.ts'
import { receiveGoods } from './receipts.ts'
import { lockStock, releaseReservations, reserveStock, shipReservations } from './stock.ts'
import { createWarehouses } from './warehouses.ts'

const w = world()
const CONNECTIONS = 24
let crowd: Database

beforeAll(() => {
  crowd = openDatabase({ url: w.adminUrl, role: 'nuoda_app', poolSize: CONNECTIONS, log: silentLog })
})
afterAll(() => crowd.close())

let made = 0
const inCrowd = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  withCtx(crowd, systemSeed(w.tenant, 'buyer', w.now()), work)

async function shelf({ products = 1, warehouses = 1, onHand = 50 } = {}) {
  return w.committed(async (ctx) => {
    made += 1
    const productIds = await createProducts(
      ctx,
      Array.from({ length: products }, (_, i) => ({ sku: `P${made}-${i}`, name: '测试商品' })),
    )
    const warehouseIds = await createWarehouses(
      ctx,
      Array.from({ length: warehouses }, (_, i) => ({ code: `W${made}-${i}`, name: '仓' })),
    )
    for (const warehouseId of warehouseIds)
      await receiveGoods(ctx, {
        warehouseId,
        lines: productIds.map((productId) => ({ productId, accepted: onHand })),
      })
    return { productIds, warehouseIds, productId: productIds[0]!, warehouseId: warehouseIds[0]! }
  })
}

type Item = { productId: string; warehouseId: string; quantity: number }
const orderOf = (items: Item[], orderId = newId()) =>
  items.map((item) => ({ ...item, orderId, orderLineId: newId() }))
const buy = (items: Item[]) => inCrowd((ctx) => reserveStock(ctx, orderOf(items)))
const bookOf = (productId: string, warehouseId: string) =>
  w.committed((ctx) =>
    ctx.db.one(sql<{ onHand: number; reserved: number; open: number; rows: number; moved: number }>`
      select on_hand as "onHand", reserved,
        (select coalesce(sum(quantity), 0)::bigint from reservation r where r.product_id = s.product_id and r.warehouse_id = s.warehouse_id and closed_at is null) as open,
        (select count(*) from reservation r where r.product_id = s.product_id and r.warehouse_id = s.warehouse_id) as rows,
        (select sum(quantity)::bigint from stock_movement m where m.product_id = s.product_id and m.warehouse_id = s.warehouse_id) as moved
      from stock s where tenant_id = ${ctx.tenant.id} and product_id = ${productId} and warehouse_id = ${warehouseId}`),
  )

async function broken(): Promise<string[]> {
  return w.committed(async (ctx) => {
    const found: string[] = []
    for (const { name, query } of inventoryInvariants)
      if ((await ctx.db.all(query(ctx))).length > 0) found.push(name)
    return found
  })
}

const deadlocks = async () => {
  const { n } = await w.committed((ctx) =>
    ctx.db.one(
      sql<{ n: number }>`select deadlocks as n from pg_stat_database where datname = current_database()`,
    ),
  )
  return n
}

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
  await new Promise((done) => setTimeout(done, 1_100))
  expect(await deadlocks()).toBe(before)
})

describe('shipping', () => {
  test('a part leaves, the rest stays reserved; more than reserved is refused', async () => {
    const { productId, warehouseId } = await shelf({ onHand: 10 })
    const [line] = orderOf([{ productId, warehouseId, quantity: 7 }]) as [ReturnType<typeof orderOf>[number]]
    const shipment = { type: 'shipment', id: newId() }
    const ship = (quantity: number) =>
      inCrowd((ctx) =>
        shipReservations(
          ctx,
          [{ orderId: line.orderId, orderLineId: line.orderLineId, warehouseId, quantity }],
          shipment,
        ),
      )
    await inCrowd((ctx) => reserveStock(ctx, [line]))
    await ship(3)
    expect(await bookOf(productId, warehouseId)).toMatchObject({ onHand: 7, reserved: 4, open: 4, moved: 7 })
    await expect(ship(5)).rejects.toMatchObject({
      code: 'stock.not_reserved',
      details: { reserved: 4, quantity: 5 },
    })
    await inCrowd((ctx) =>
      shipReservations(ctx, [{ orderLineId: line.orderLineId, warehouseId, quantity: 4 }]),
    )
    expect(await bookOf(productId, warehouseId)).toMatchObject({ onHand: 3, reserved: 0, open: 0, moved: 3 })
    const rows = await w.committed((ctx) =>
      ctx.db.all(
        sql<{
          quantity: number
          closed_as: string
        }>`select quantity, closed_as from reservation where order_line_id = ${line.orderLineId} order by quantity, closed_as`,
      ),
    )
    expect(rows).toEqual([
      { quantity: 3, closed_as: 'shipped' },
      { quantity: 4, closed_as: 'shipped' },
      { quantity: 7, closed_as: 'moved' },
    ])
    expect(await broken()).toEqual([])
  })

  test('two confirmations of one handover ship once', async () => {
    const { productId, warehouseId } = await shelf({ onHand: 10 })
    const [line] = orderOf([{ productId, warehouseId, quantity: 6 }]) as [ReturnType<typeof orderOf>[number]]
    await inCrowd((ctx) => reserveStock(ctx, [line]))
    const ends = await Promise.allSettled(
      [1, 2, 3].map(() => inCrowd((ctx) => shipReservations(ctx, [{ ...line, quantity: 6 }]))),
    )
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
    expect(await bookOf(productId, warehouseId)).toMatchObject({ onHand: 4, reserved: 0 })
  })

  test('a warehouse out of scope ships nothing', async () => {
    const { productId, warehouseId } = await shelf()
    const [line] = orderOf([{ productId, warehouseId, quantity: 1 }]) as [ReturnType<typeof orderOf>[number]]
    await inCrowd((ctx) => reserveStock(ctx, [line]))
    const elsewhere = inCrowd((ctx) =>
      shipReservations({ ...ctx, actor: { ...ctx.actor, scopes: { warehouse: [newId()] } } }, [line]),
    )
    await expect(elsewhere).rejects.toMatchObject({ code: 'stock.not_reserved' })
  })
})

describe('releasing', () => {
  test('gives back once, however often it is asked at one time', async () => {
    const { productId, warehouseId } = await shelf()
    const lines = orderOf([
      { productId, warehouseId, quantity: 4 },
      { productId, warehouseId, quantity: 5 },
    ])
    const orderId = lines[0]!.orderId
    await inCrowd((ctx) => reserveStock(ctx, lines))
    const one = await inCrowd((ctx) =>
      releaseReservations(ctx, { orderId, lineIds: [lines[0]!.orderLineId] }),
    )
    expect(one).toEqual([
      { productId, warehouseId, orderId, orderLineId: lines[0]!.orderLineId, quantity: 4 },
    ])
    const given = await Promise.all(
      Array.from({ length: 10 }, () => inCrowd((ctx) => releaseReservations(ctx, { orderId }))),
    )
    expect(given.flat().map((item) => item.quantity)).toEqual([5])
    expect(await bookOf(productId, warehouseId)).toMatchObject({ reserved: 0, open: 0 })
  })

  test('and shipping of one order at once end in one of the two', async () => {
    for (let run = 0; run < 20; run += 1) {
      const { productId, warehouseId } = await shelf({ onHand: 5 })
      const [line] = orderOf([{ productId, warehouseId, quantity: 5 }]) as [
        ReturnType<typeof orderOf>[number],
      ]
      await inCrowd((ctx) => reserveStock(ctx, [line]))
      const [shipped] = await Promise.allSettled([
        inCrowd((ctx) => shipReservations(ctx, [line])),
        inCrowd((ctx) => releaseReservations(ctx, line)),
      ])
      expect(await bookOf(productId, warehouseId)).toMatchObject({
        onHand: shipped.status === 'fulfilled' ? 0 : 5,
        reserved: 0,
      })
    }
  })
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
  await new Promise((done) => setTimeout(done, 1_100))
  expect(await deadlocks()).toBe(before)
})
