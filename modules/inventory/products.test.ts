import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { inventoryApi } from './api.ts'
import { shop } from './fixture.ts'
import { createProducts } from './stock.ts'

const w = world()
const { people, product, warehouse, stocked, reserve, eventsOf } = shop(w)

const party = (roles: string[]) =>
  w.committed(async (ctx) => {
    const id = newId()
    await ctx.db.run(sql`
      insert into party (tenant_id, id, number, name, roles)
      values (${ctx.tenant.id}, ${id}, ${`P-${id}`}, '顺达物流', ${roles}::text[])`)
    return id
  })

describe('permissions', () => {
  const id = newId()
  const bodies: Record<string, unknown> = {
    createProduct: { sku: 'X', name: 'X' },
    updateProduct: { sku: 'X', name: 'X', version: 1 },
    setProductArchived: { archived: true, version: 1 },
    setSubstitutes: { substituteIds: [], version: 1 },
    createWarehouse: { code: 'X', name: 'X' },
    updateWarehouse: { code: 'X', name: 'X', version: 1 },
    setWarehouseArchived: { archived: true, version: 1 },
    replaceLanes: { lanes: [], version: 1 },
    receiveGoods: { warehouseId: id, lines: [{ productId: id, accepted: 1 }] },
    adjustStock: { warehouseId: id, reason: 'count', lines: [{ productId: id, change: 1 }] },
  }
  test.each(Object.entries(inventoryApi))(
    '%s asks for its permission, and finds nothing that is not there',
    async (name, operation) => {
      const path = operation.path.replace('{id}', id).replace('{code}', 'NOPE')
      const nobody = await w.user([])
      expect((await w.call(nobody, operation.method, path, bodies[name])).status).toBe(403)
      expect((await w.call(null, operation.method, path, bodies[name])).status).toBe(401)
      const able = await w.user([operation.permission])
      const isList = operation.method === 'GET' && !path.includes(id)
      const isCreation = name === 'createProduct' || name === 'createWarehouse'
      expect((await w.call(able, operation.method, path, bodies[name])).status).toBe(
        isList || isCreation ? 200 : 404,
      )
    },
  )
})

describe('products', () => {
  test('are found by SKU, name, pinyin, initials and barcode', async () => {
    const p = await product({ sku: 'DUCK-88', name: '全聚德 Duck', barcode: '6901234567892' })
    for (const search of ['duck-8', '全聚', 'quanjude', 'quanju', 'qjd', '6901234567892', 'Duck']) {
      const { body } = await w.call(people.reader, 'GET', `/products?search=${encodeURIComponent(search)}`)
      expect(
        body.rows.map((row: { id: string }) => row.id),
        search,
      ).toContain(p.id)
    }
    expect((await w.call(people.reader, 'GET', '/products?search=%25')).body.rows).toEqual([])
    for (const code of ['DUCK-88', '6901234567892'])
      expect((await w.call(people.reader, 'GET', `/product-codes/${code}`)).body.rows).toMatchObject([
        { id: p.id },
      ])
  })

  test('pages do not repeat or skip', async () => {
    await w.committed((ctx) =>
      createProducts(
        ctx,
        Array.from({ length: 25 }, (_, i) => ({ sku: `PAGE-${String(i).padStart(2, '0')}`, name: 'x' })),
      ),
    )
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const { body } = await w.call(
        people.reader,
        'GET',
        `/products?search=PAGE-&limit=10${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...body.rows.map((row: { sku: string }) => row.sku))
      if (!body.next) break
      cursor = body.next
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `PAGE-${String(i).padStart(2, '0')}`))
  })

  test('a SKU or a barcode is taken once', async () => {
    await product({ sku: 'ONE', barcode: 'B-1' })
    expect((await w.call(people.boss, 'POST', '/products', { sku: 'ONE', name: 'x' })).body).toMatchObject({
      code: 'product.sku_taken',
      status: 409,
    })
    expect(
      (await w.call(people.boss, 'POST', '/products', { sku: 'TWO', name: 'x', barcode: 'B-1' })).body,
    ).toMatchObject({ code: 'product.barcode_taken' })
    const twice = w.committed((ctx) =>
      createProducts(ctx, [
        { sku: 'S', name: 'a' },
        { sku: 'S', name: 'b' },
      ]),
    )
    await expect(twice).rejects.toMatchObject({ code: 'product.sku_taken', details: { skus: 'S' } })
  })

  test('a save over a newer version is refused where both changed the same, and told the difference', async () => {
    const p = await product()
    const save = (version: number, name: string) =>
      w.call(people.boss, 'PUT', `/products/${p.id}`, { sku: p.sku, name, version })
    expect((await save(1, '新名')).body).toMatchObject({ name: '新名', version: 2 })
    expect((await save(1, '别名')).body).toMatchObject({
      code: 'request.stale',
      status: 409,
      details: {
        version: 2,
        conflicts: [{ field: 'name', before: p.name, now: '新名', mine: '别名', by: '测试员' }],
      },
    })
    expect(await eventsOf(p.id)).toEqual(['product.created', 'product.changed'])
  })

  test('with reserved units cannot be archived; without, it leaves the list and comes back', async () => {
    const { p, productId, warehouseId } = await stocked()
    await reserve(productId, warehouseId, 4)
    const archive = (id: string, archived: boolean, version: number) =>
      w.call(people.boss, 'POST', `/products/${id}/archived`, { archived, version })
    expect((await archive(p.id, true, 1)).body).toMatchObject({
      code: 'product.reserved',
      details: { reserved: 4 },
    })
    const free = await product()
    expect((await archive(free.id, true, 1)).body.archivedAt).not.toBeNull()
    expect((await w.call(people.reader, 'GET', `/products?search=${free.sku}`)).body.rows).toEqual([])
    expect(
      (await w.call(people.reader, 'GET', `/products?search=${free.sku}&archived=true`)).body.rows,
    ).toHaveLength(1)
    expect((await archive(free.id, false, 2)).body.archivedAt).toBeNull()
  })

  test('substitutes keep their order; a product is not its own', async () => {
    const [a, b, c] = [await product(), await product(), await product()]
    const set = (substituteIds: string[], version: number) =>
      w.call(people.boss, 'PUT', `/products/${a.id}/substitutes`, { substituteIds, version })
    expect((await set([c.id, b.id, c.id], 1)).body.substitutes.map((s: { id: string }) => s.id)).toEqual([
      c.id,
      b.id,
    ])
    expect((await set([a.id], 2)).body).toMatchObject({ code: 'product.own_substitute', status: 422 })
    expect((await set([newId()], 2)).body.fields[0].path).toBe('substituteIds')
    expect((await set([b.id], 2)).body.substitutes).toHaveLength(1)
  })
})

describe('warehouses and lanes', () => {
  test('a supplier of the warehouse must be a supplier, a carrier of a lane a carrier', async () => {
    const [supplier, carrier] = [await party(['supplier']), await party(['carrier'])]
    const wrong = await w.call(people.boss, 'POST', '/warehouses', {
      code: 'X1',
      name: 'x',
      kind: 'supplier',
      supplierId: carrier,
    })
    expect(wrong.body.fields).toMatchObject([{ path: 'supplierId' }])
    const h = await warehouse({ kind: 'supplier', supplierId: supplier, cutoff: '09:30', province: '440000' })
    expect(h).toMatchObject({ supplierName: '顺达物流', cutoff: '09:30' })
    const lanes = [
      {
        destination: 'CN-44',
        transitHours: 12,
        fixedCostMinor: 500,
        unitCostMinor: 20,
        carrierId: carrier,
        mode: 'truck',
      },
      { destination: '*', transitHours: 96 },
    ]
    const saved = await w.call(people.boss, 'PUT', `/warehouses/${h.id}/lanes`, { lanes, version: 1 })
    expect(saved.body).toMatchObject({
      version: 2,
      lanes: 2,
      laneRows: [
        { destination: 'CN-44', carrierName: '顺达物流' },
        { destination: '*', fixedCostMinor: 0 },
      ],
    })
    const save = (changed: unknown[], version = 2) =>
      w.call(people.boss, 'PUT', `/warehouses/${h.id}/lanes`, { lanes: changed, version })
    expect(
      (await save([{ destination: '*', transitHours: 1, carrierId: supplier }])).body.fields,
    ).toMatchObject([{ path: 'lanes[0].carrierId' }])
    expect((await save([...lanes, lanes[1]])).body.fields).toMatchObject([{ path: 'lanes[2].destination' }])
    expect((await save([{ destination: 'Guangdong', transitHours: 1 }])).body.fields).toMatchObject([
      { path: 'lanes[0].destination' },
    ])
    expect((await save([{ destination: '*', transitHours: 1 }], 1)).body.code).toBe('request.stale')
    expect((await save([])).body.laneRows).toEqual([])
    expect(await eventsOf(h.id)).toEqual(['warehouse.created', 'warehouse.lanes_set', 'warehouse.lanes_set'])
  })

  test('with stock cannot be closed; closed, it receives nothing', async () => {
    const { p, h } = await stocked()
    const close = (id: string) =>
      w.call(people.boss, 'POST', `/warehouses/${id}/archived`, { archived: true, version: 1 })
    expect((await close(h.id)).body).toMatchObject({ code: 'warehouse.holds_stock', details: { onHand: 10 } })
    const empty = await warehouse()
    expect((await close(empty.id)).status).toBe(200)
    expect(
      (
        await w.call(people.boss, 'POST', '/goods-receipts', {
          warehouseId: empty.id,
          lines: [{ productId: p.id, accepted: 1 }],
        })
      ).body.code,
    ).toBe('warehouse.archived')
  })

  test('a code is taken once, an update may keep its own', async () => {
    const h = await warehouse({ code: 'DUP' })
    expect((await w.call(people.boss, 'POST', '/warehouses', { code: 'DUP', name: 'x' })).body.code).toBe(
      'warehouse.code_taken',
    )
    expect(
      (await w.call(people.boss, 'PUT', `/warehouses/${h.id}`, { code: 'DUP', name: '新名', version: 1 }))
        .body,
    ).toMatchObject({ name: '新名', version: 2 })
  })
})
