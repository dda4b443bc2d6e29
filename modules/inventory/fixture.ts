import { afterAll, beforeAll } from 'vitest'
import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, openDatabase, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { newId } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { PATIENT_MS, type TestUser, type World } from '#platform/testing/world.ts'
import { inventoryInvariants } from './invariants.ts'
import { createProducts } from './products.ts'
import { receiveGoods } from './receipts.ts'
import { reserveStock } from './stock.ts'
import { createWarehouses } from './warehouses.ts'

/** For tests: products, warehouses and stock made over HTTP by a manager. Call it beside `world()`. */
export function shop(w: World) {
  const people = {} as { boss: TestUser; reader: TestUser }
  let made = 0
  beforeAll(async () => {
    people.boss = await w.user({ role: 'manager' })
    people.reader = await w.user(['inventory.read'])
  })
  const post = async (path: string, body: object) => (await w.call(people.boss, 'POST', path, body)).body
  const product = (fields = {}) =>
    post('/products', { sku: `SKU-${(made += 1)}`, name: '北京烤鸭', ...fields })
  const warehouse = (fields = {}) =>
    post('/warehouses', { code: `WH-${(made += 1)}`, name: '华南仓', ...fields })
  const receive = (warehouseId: string, productId: string, accepted: number) =>
    post('/goods-receipts', { warehouseId, lines: [{ productId, accepted }] })
  const stocked = async (onHand = 10) => {
    const [p, h] = [await product(), await warehouse()]
    await receive(h.id, p.id, onHand)
    return { p, h, productId: p.id as string, warehouseId: h.id as string }
  }
  const reserve = (productId: string, warehouseId: string, quantity: number) =>
    w.committed((ctx) => reserveStock(ctx, orderOf([{ productId, warehouseId, quantity }])))
  const eventsOf = (id: string) =>
    w.committed(async (ctx) => {
      const rows = await ctx.db.all(
        sql<{ type: string }>`select type from event where subject_id = ${id} order by seq`,
      )
      return rows.map((row) => row.type)
    })
  return { people, product, warehouse, receive, stocked, reserve, eventsOf }
}

export type Item = { productId: string; warehouseId: string; quantity: number }

export const orderOf = (items: Item[], orderId = newId()) =>
  items.map((item) => ({ ...item, orderId, orderLineId: newId() }))

/** For tests: many buyers at once, each in a transaction and on a connection of its own. Call it beside `world()`. */
export function crowd(w: World, connections = 24) {
  let database: Database
  let made = 0
  beforeAll(() => {
    database = openDatabase({
      url: w.adminUrl,
      role: 'nuoda_app',
      poolSize: connections,
      connectMs: PATIENT_MS,
      interactiveMs: PATIENT_MS,
      log: silentLog,
    })
  })
  afterAll(() => database.close())
  const inCrowd = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> =>
    withCtx(database, systemSeed(w.tenant, 'buyer', w.now()), work)
  const shelf = async ({ products = 1, warehouses = 1, onHand = 50 } = {}) => {
    made += 1
    const skus = Array.from({ length: products }, (_, i) => ({ sku: `P${made}-${i}`, name: '测试商品' }))
    const codes = Array.from({ length: warehouses }, (_, i) => ({ code: `W${made}-${i}`, name: '仓' }))
    return w.committed(async (ctx) => {
      const productIds = await createProducts(ctx, skus)
      const warehouseIds = await createWarehouses(ctx, codes)
      const lines = productIds.map((productId) => ({ productId, accepted: onHand }))
      for (const warehouseId of warehouseIds) await receiveGoods(ctx, { warehouseId, lines })
      return { productIds, warehouseIds, productId: productIds[0] ?? '', warehouseId: warehouseIds[0] ?? '' }
    })
  }
  const buy = (items: Item[]) => inCrowd((ctx) => reserveStock(ctx, orderOf(items)))
  return { inCrowd, shelf, buy, bookOf: bookOf(w), broken: () => broken(w), deadlocks: () => deadlocks(w) }
}

const bookOf = (w: World) => (productId: string, warehouseId: string) =>
  w.committed((ctx) =>
    ctx.db.one(sql<{ onHand: number; reserved: number; open: number; rows: number; moved: number }>`
      select on_hand as "onHand", reserved,
        (select coalesce(sum(quantity), 0)::bigint from reservation r where r.product_id = s.product_id and r.warehouse_id = s.warehouse_id and closed_at is null) as open,
        (select count(*) from reservation r where r.product_id = s.product_id and r.warehouse_id = s.warehouse_id) as rows,
        (select sum(quantity)::bigint from stock_movement m where m.product_id = s.product_id and m.warehouse_id = s.warehouse_id) as moved
      from stock s where tenant_id = ${ctx.tenant.id} and product_id = ${productId} and warehouse_id = ${warehouseId}`),
  )

/** Names of the invariants that do not hold now. */
async function broken(w: World): Promise<string[]> {
  return w.committed(async (ctx) => {
    const names: string[] = []
    for (const { name, query } of inventoryInvariants) {
      if ((await ctx.db.all(query(ctx))).length > 0) names.push(name)
    }
    return names
  })
}

const STATISTICS_MS = 1_100

/** Deadlocks the database has seen so far; its statistics come a second late. */
async function deadlocks(w: World): Promise<number> {
  await new Promise((done) => setTimeout(done, STATISTICS_MS))
  const row = await w.committed((ctx) =>
    ctx.db.one(
      sql<{ n: number }>`select deadlocks as n from pg_stat_database where datname = current_database()`,
    ),
  )
  return row.n
}
