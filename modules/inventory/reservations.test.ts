import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { crowd, orderOf } from './fixture.ts'
import { releaseReservations, reserveStock, shipReservations } from './stock.ts'

const w = world()
const { inCrowd, shelf, bookOf, broken } = crowd(w)

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
