import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { shop } from './fixture.ts'
import { inventoryInvariants } from './invariants.ts'
import { destinationsOf, pickLane } from './lane.ts'
import {
  createProducts,
  createWarehouses,
  importStock,
  lanesFragment,
  productIdsOfSkus,
  productsFragment,
  setLanes,
  stockFragment,
  warehousesFragment,
} from './stock.ts'

const w = world()
const { people, stocked, reserve } = shop(w)

describe('a person of one warehouse', () => {
  test('sees and changes that warehouse only', async () => {
    const [mine, other] = [await stocked(10), await stocked(20)]
    await w.call(people.boss, 'POST', '/goods-receipts', {
      warehouseId: mine.warehouseId,
      lines: [{ productId: other.productId, accepted: 1 }],
    })
    const clerk = await w.user(['inventory.read', 'inventory.manage', 'stock.receive', 'stock.adjust'], {
      scopes: { warehouse: [mine.warehouseId] },
    })
    const get = async (path: string) => w.call(clerk, 'GET', path)
    expect((await get('/warehouses')).body.rows.map((row: any) => row.id)).toEqual([mine.warehouseId])
    expect((await get('/stock')).body.rows.every((row: any) => row.warehouseId === mine.warehouseId)).toBe(
      true,
    )
    expect((await get(`/products/${other.productId}`)).body).toMatchObject({
      onHand: 1,
      stock: [{ warehouseId: mine.warehouseId }],
    })
    expect((await get(`/stock/totals?search=${other.p.sku}`)).body.rows).toMatchObject([{ onHand: 1 }])
    expect((await get(`/products/${other.productId}/movements`)).body.rows).toHaveLength(1)
    expect(
      (await get(`/products/${other.productId}/reservations?warehouseId=${other.warehouseId}`)).body.rows,
    ).toEqual([])
    expect(
      (await get('/goods-receipts')).body.rows.every((row: any) => row.warehouseId === mine.warehouseId),
    ).toBe(true)
    const theirs = (await w.call(people.boss, 'GET', `/goods-receipts?warehouseId=${other.warehouseId}`)).body
      .rows[0].id
    const denied = [
      await get(`/warehouses/${other.warehouseId}`),
      await get(`/goods-receipts/${theirs}`),
      await w.call(clerk, 'PUT', `/warehouses/${other.warehouseId}`, { code: 'Q', name: 'q', version: 1 }),
      await w.call(clerk, 'PUT', `/warehouses/${other.warehouseId}/lanes`, { lanes: [], version: 1 }),
      await w.call(clerk, 'POST', `/warehouses/${other.warehouseId}/archived`, {
        archived: true,
        version: 1,
      }),
      await w.call(clerk, 'POST', '/goods-receipts', {
        warehouseId: other.warehouseId,
        lines: [{ productId: mine.productId, accepted: 1 }],
      }),
      await w.call(clerk, 'POST', '/stock/adjustments', {
        warehouseId: other.warehouseId,
        reason: 'lost',
        lines: [{ productId: other.productId, change: -1 }],
      }),
    ]
    expect(denied.map((answer) => answer.status)).toEqual([404, 404, 404, 404, 404, 404, 404])
    expect((await w.call(clerk, 'POST', '/warehouses', { code: 'Q', name: 'q' })).status).toBe(403)
    expect(
      (
        await w.call(clerk, 'POST', '/stock/adjustments', {
          warehouseId: mine.warehouseId,
          reason: 'lost',
          lines: [{ productId: mine.productId, change: -1 }],
        })
      ).status,
    ).toBe(200)
  })
})

test('another company sees none of it', async () => {
  const { productId, warehouseId } = await stocked()
  const stranger = await w.user({ role: 'manager' }, { tenant: w.foreign })
  for (const path of [
    `/products/${productId}`,
    `/warehouses/${warehouseId}`,
    `/products/${productId}/movements`,
  ])
    expect((await w.call(stranger, 'GET', path)).status).toBe(404)
  for (const path of ['/products', '/warehouses', '/stock', '/goods-receipts', '/stock/totals'])
    expect((await w.call(stranger, 'GET', path)).body.rows).toEqual([])
  const receipt = { warehouseId, lines: [{ productId, accepted: 1 }] }
  expect((await w.call(stranger, 'POST', '/goods-receipts', receipt)).status).toBe(404)
})

test('order intake reads products, stock, warehouses and lanes in one statement', async () => {
  const sku = `F-${newId()}`
  const [a, b] = (await w.committed((ctx) =>
    createProducts(ctx, [
      { sku, name: '甲', priceMinor: 990, weightG: 500 },
      { sku: `${sku}-B`, name: '乙' },
    ]),
  )) as [string, string]
  const [near, far, empty] = (await w.committed((ctx) =>
    createWarehouses(ctx, [
      { code: `${sku}-1`, name: '近', province: '440000' },
      { code: `${sku}-2`, name: '远' },
      { code: `${sku}-3`, name: '空' },
    ]),
  )) as [string, string, string]
  await w.committed(async (ctx) => {
    await importStock(ctx, [
      { warehouseId: near, productId: a, quantity: 5 },
      { warehouseId: far, productId: a, quantity: 7 },
      { warehouseId: far, productId: b, quantity: 2 },
    ])
    await setLanes(ctx, [
      { warehouseId: near, destination: 'CN-44', transitHours: 12, fixedCostMinor: 800 },
      { warehouseId: near, destination: 'CN', transitHours: 48 },
      { warehouseId: far, destination: '*', transitHours: 96 },
      { warehouseId: empty, destination: 'CN-44', transitHours: 1 },
    ])
    await setLanes(ctx, [{ warehouseId: far, destination: '*', transitHours: 90 }])
  })
  await reserve(a, near, 5)
  const place = { country: 'CN', province: '440000' }
  const { result } = await w.rolledBack((ctx) => {
    const ids = productIdsOfSkus(ctx, [sku])
    return ctx.db.one(sql<{
      products: any[]
      stock: any[]
      all: any[]
      holding: any[]
      lanes: any[]
    }>`select ${productsFragment(ctx, ids)} as products, ${stockFragment(ctx, ids)} as stock,
      ${warehousesFragment(ctx)} as "all", ${warehousesFragment(ctx, ids)} as holding, ${lanesFragment(ctx, destinationsOf(place), [a])} as lanes`)
  })
  expect(result.products).toEqual([
    { id: a, sku, name: '甲', unit: 'pcs', priceMinor: 990, weightG: 500, archived: false, substitutes: [] },
  ])
  expect(result.stock).toEqual([{ warehouseId: far, productId: a, available: 7 }])
  expect(result.all.map((row) => row.id)).toEqual(expect.arrayContaining([near, far, empty]))
  expect(result.holding).toMatchObject([{ id: far, cutoff: '16:00', calendarId: null }])
  expect(pickLane(result.lanes, far, place)).toMatchObject({ transitHours: 90 })
  expect(pickLane(result.lanes, near, place)).toBeNull()
})

describe('invariants', () => {
  const broken = (plant: ReturnType<typeof sql>) =>
    w.rolledBack(async (ctx) => {
      await ctx.db.run(plant)
      const names: string[] = []
      for (const { name, query } of inventoryInvariants)
        if ((await ctx.db.all(query(ctx))).length > 0) names.push(name)
      return names
    })

  test('hold after all of the above, and each planted break is listed', async () => {
    const { productId, warehouseId } = await stocked()
    const row = sql`tenant_id = ${w.tenant.id} and product_id = ${productId} and warehouse_id = ${warehouseId}`
    expect((await broken(sql`select 1`)).result).toEqual([])
    expect((await broken(sql`update stock set on_hand = on_hand + 1 where ${row}`)).result).toEqual([
      'stock.on_hand_equals_movements',
    ])
    expect((await broken(sql`update stock set reserved = reserved + 1 where ${row}`)).result).toEqual([
      'stock.reserved_equals_reservations',
    ])
    expect(
      (
        await broken(sql`
      insert into stock_movement (tenant_id, id, warehouse_id, product_id, quantity, kind, ref_type, ref_id, at)
      select tenant_id, ${newId()}, warehouse_id, product_id, 1, 'receipt', 'goods_receipt', ref_id, at from stock_movement where ${row}`)
      ).result,
    ).toEqual(['stock.on_hand_equals_movements', 'receipt.accepted_equals_movements'])
  })

  test('the database itself refuses to oversell', async () => {
    const { productId, warehouseId } = await stocked()
    const oversell = broken(
      sql`update stock set reserved = on_hand + 1 where tenant_id = ${w.tenant.id} and product_id = ${productId} and warehouse_id = ${warehouseId}`,
    )
    await expect(oversell).rejects.toMatchObject({ constraint: 'stock_never_oversold' })
  })
})
