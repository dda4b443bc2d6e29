import { describe, expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { shop } from './fixture.ts'
import { reserveStock } from './stock.ts'

const w = world()
const { people, product, warehouse, stocked, reserve, eventsOf } = shop(w)

describe('receiving', () => {
  test('accepted raises stock, refused is kept with its reason', async () => {
    const [p, h] = [await product(), await warehouse()]
    const lines = [
      { productId: p.id, expected: 10, accepted: 7, refused: 3, refusalReason: 'damaged' },
      { productId: p.id, accepted: 2 },
    ]
    const { body } = await w.call(people.boss, 'POST', '/goods-receipts', {
      warehouseId: h.id,
      note: '两箱破损',
      lines,
    })
    expect(body).toMatchObject({ accepted: 9, refused: 3, lines: 2, warehouseCode: h.code })
    expect((await w.call(people.reader, 'GET', `/products/${p.id}`)).body).toMatchObject({
      onHand: 9,
      available: 9,
      stock: [{ warehouseId: h.id, onHand: 9 }],
    })
    expect((await w.call(people.reader, 'GET', `/products/${p.id}/movements`)).body.rows).toMatchObject([
      { kind: 'receipt', quantity: 2, refNumber: body.number },
      { kind: 'receipt', quantity: 7 },
    ])
    expect(
      (await w.call(people.reader, 'GET', `/goods-receipts?warehouseId=${h.id}&refused=true`)).body.rows,
    ).toHaveLength(1)
    expect(
      (await w.call(people.reader, 'GET', `/goods-receipts?warehouseId=${h.id}&refused=false`)).body.rows,
    ).toEqual([])
    expect((await w.call(people.reader, 'GET', `/goods-receipts/${body.id}`)).body.lineRows).toHaveLength(2)
    expect(await eventsOf(body.id)).toEqual(['goods.received'])
  })

  test.each([
    [{ accepted: 1, refused: 1 }, 'lines[0].refusalReason'],
    [{ accepted: 0 }, 'lines[0].accepted'],
    [{ accepted: -1 }, 'lines[0].accepted'],
    [{ accepted: 1, refused: 1, refusalReason: 'mood' }, 'lines[0].refusalReason'],
    [{ accepted: 1, productId: newId() }, 'lines[0].productId'],
  ])('%j names the field %s', async (line, path) => {
    const [p, h] = [await product(), await warehouse()]
    const answer = await w.call(people.boss, 'POST', '/goods-receipts', {
      warehouseId: h.id,
      lines: [{ productId: p.id, ...line }],
    })
    expect([answer.status, answer.body.fields[0].path]).toEqual([400, path])
    expect((await w.call(people.reader, 'GET', `/products/${p.id}`)).body.onHand).toBe(0)
  })

  test('the same receipt sent twice with one key is booked once', async () => {
    const [p, h] = [await product(), await warehouse()]
    const send = () =>
      w.call(
        people.boss,
        'POST',
        '/goods-receipts',
        { warehouseId: h.id, lines: [{ productId: p.id, accepted: 5 }] },
        { 'idempotency-key': `r-${p.id}` },
      )
    const [first, second] = [await send(), await send()]
    expect(second.body.number).toBe(first.body.number)
    expect((await w.call(people.reader, 'GET', `/products/${p.id}`)).body.onHand).toBe(5)
  })
})

describe('adjusting', () => {
  const adjust = (warehouseId: string, lines: unknown[], as = people.boss) =>
    w.call(as, 'POST', '/stock/adjustments', { warehouseId, reason: 'count', lines })

  test('never takes what is reserved, and names who has it', async () => {
    const { p, h, productId, warehouseId } = await stocked(10)
    const orderId = newId()
    await w.committed((ctx) =>
      reserveStock(ctx, [{ productId, warehouseId, quantity: 6, orderId, orderLineId: newId() }]),
    )
    const answer = await adjust(h.id, [{ productId, change: -5 }])
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'stock.below_reserved',
      details: {
        sku: p.sku,
        warehouse: h.code,
        onHand: 10,
        reserved: 6,
        after: 5,
        orders: 1,
        reservations: [{ orderId, quantity: 6 }],
      },
    })
    expect(answer.body.detail).toContain(p.sku)
    expect(answer.body.detail).not.toMatch(/[{}]/)
    expect((await adjust(h.id, [{ productId, change: -4 }])).body.lines).toEqual([
      { productId, onHand: 6, change: -4 },
    ])
    expect(
      (await w.call(people.reader, 'GET', `/products/${productId}/reservations`)).body.rows,
    ).toMatchObject([{ orderId, quantity: 6, warehouseCode: h.code }])
  })

  test('all lines or none', async () => {
    const a = await stocked(5)
    const b = await product()
    expect(
      (
        await adjust(a.warehouseId, [
          { productId: a.productId, change: 5 },
          { productId: b.id, change: -1 },
        ])
      ).status,
    ).toBe(409)
    expect((await w.call(people.reader, 'GET', `/products/${a.productId}`)).body.onHand).toBe(5)
  })

  test('a count sets the book; a count against an older book is refused; a count that agrees moves nothing', async () => {
    const { productId, warehouseId } = await stocked(10)
    expect((await adjust(warehouseId, [{ productId, counted: 8, seenOnHand: 10 }])).body.lines).toEqual([
      { productId, onHand: 8, change: -2 },
    ])
    expect((await adjust(warehouseId, [{ productId, counted: 7, seenOnHand: 10 }])).body).toMatchObject({
      code: 'stock.counted_meanwhile',
      details: { onHand: 8 },
    })
    expect((await adjust(warehouseId, [{ productId, counted: 8 }])).body.lines).toEqual([
      { productId, onHand: 8, change: 0 },
    ])
    expect(
      (await w.call(people.reader, 'GET', `/products/${productId}/movements?kind=adjustment`)).body.rows,
    ).toMatchObject([{ quantity: -2, reason: 'count' }])
  })

  test('a reason that is not on the list is refused', async () => {
    const { productId, warehouseId } = await stocked(10)
    const answer = await w.call(people.boss, 'POST', '/stock/adjustments', {
      warehouseId,
      reason: 'mood',
      lines: [{ productId, change: 1 }],
    })
    expect([answer.status, answer.body.fields[0].path]).toEqual([400, 'reason'])
  })
})

describe('stock lists', () => {
  test('filter by warehouse, product, text and what is available; totals add up over warehouses', async () => {
    const a = await stocked(10)
    const second = await warehouse()
    await w.call(people.boss, 'POST', '/goods-receipts', {
      warehouseId: second.id,
      lines: [{ productId: a.productId, accepted: 3 }],
    })
    await reserve(a.productId, second.id, 3)
    const list = async (query: string) =>
      (await w.call(people.reader, 'GET', `/stock?${query}`)).body.rows.map((row: any) => [
        row.warehouseId,
        row.onHand,
        row.reserved,
        row.available,
      ])
    expect(await list(`productId=${a.productId}`)).toEqual([
      [a.warehouseId, 10, 0, 10],
      [second.id, 3, 3, 0],
    ])
    expect(await list(`warehouseId=${second.id}`)).toEqual([[second.id, 3, 3, 0]])
    expect(await list(`search=${a.p.sku}&availability=none`)).toEqual([[second.id, 3, 3, 0]])
    expect(await list(`search=${a.p.sku}&availability=some`)).toEqual([[a.warehouseId, 10, 0, 10]])
    expect(await list(`productId=${a.productId}&availability=reserved`)).toEqual([[second.id, 3, 3, 0]])
    expect((await w.call(people.reader, 'GET', `/stock/totals?search=${a.p.sku}`)).body.rows).toMatchObject([
      { id: a.productId, warehouses: 2, onHand: 13, reserved: 3, available: 10 },
    ])
    const first = await w.call(people.reader, 'GET', `/stock?productId=${a.productId}&limit=1`)
    expect(
      (
        await w.call(
          people.reader,
          'GET',
          `/stock?productId=${a.productId}&limit=1&cursor=${first.body.next}`,
        )
      ).body,
    ).toMatchObject({ rows: [{ warehouseId: second.id }], next: null })
  })
})
