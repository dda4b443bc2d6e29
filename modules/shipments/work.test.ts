import { describe, expect, test } from 'vitest'
import { cancelOrder } from '#modules/orders/cancellations.ts'
import { MONDAY } from '#modules/orders/fixture.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { brokenInvariants, exceptionsOf, factsOf, planned, promisesOf, yard } from './fixture.ts'
import { handOver, handOverShipments } from './handover.ts'
import { planShipments } from './planning.ts'
import { getShipment } from './queries.ts'
import { packShipment, pickShipment, unpackShipment } from './work.ts'

const w = world()

describe('planning', () => {
  test('one shipment for each warehouse, with carrier lane and the promised hour; again changes nothing', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx, { warehouses: 2, onHand: 3 })
      const { order, shipmentIds } = await planned(ctx, from, {
        lines: [{ productId: from.productId, quantity: 5 }],
      })
      await planShipments(ctx, [order.id])
      const rows = await Promise.all(shipmentIds.map((id) => getShipment(ctx, id)))
      return { rows, warehouses: from.warehouseIds }
    })
    expect(result.rows.map((r) => r.quantity).toSorted()).toEqual([2, 3])
    expect(result.rows.map((r) => r.warehouse.id).toSorted()).toEqual(result.warehouses.toSorted())
    expect(result.rows.every((r) => r.state === 'planned' && r.shipBy !== null)).toBe(true)
  })

  test('the subscriber plans a placed order and drops a cancelled one', async () => {
    w.setNow(MONDAY)
    const from = await w.committed((ctx) => yard(ctx))
    const user = await w.user({ role: 'manager' })
    const placed = await w.call(user, 'POST', '/orders', {
      customerId: from.customerId,
      address: { country: 'CN', province: '44', city: '4401', district: '440106', street: '天河路1号' },
      consigneeName: '李小明',
      consigneePhone: '13812345678',
      lines: [{ productId: from.productId, quantity: 2 }],
    })
    expect(placed.status).toBe(200)
    await w.catchUp()
    const list = await w.call(user, 'GET', `/shipments?orderId=${placed.body.id}`)
    expect(list.body.rows).toHaveLength(1)
    expect(list.body.rows[0]).toMatchObject({ state: 'planned', quantity: 2, order: { id: placed.body.id } })
    await w.committed((ctx) =>
      cancelOrder(ctx, { id: placed.body.id, by: 'customer', reason: '改买别的', version: null }),
    )
    await w.catchUp()
    const after = await w.call(user, 'GET', `/shipments/${list.body.rows[0].id}`)
    expect(after.body.state).toBe('cancelled')
  })
})

describe('the bench', () => {
  test('pick by scan, pack, unpack, pack, hand over', async () => {
    w.setNow(MONDAY)
    const { result, events } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx)
      const { order, shipmentId } = await planned(ctx, from, {
        lines: [{ productId: from.productId, quantity: 3 }],
      })
      const sku = from.skus[0] ?? ''
      await pickShipment(ctx, {
        id: shipmentId,
        scans: [
          { code: sku, quantity: 1 },
          { code: sku.toLowerCase(), quantity: 1 },
        ],
      })
      const half = await getShipment(ctx, shipmentId)
      await expect(
        pickShipment(ctx, { id: shipmentId, scans: [{ code: sku, quantity: 2 }] }),
      ).rejects.toThrow('shipment.picked_in_full')
      await expect(
        pickShipment(ctx, { id: shipmentId, scans: [{ code: 'WRONG', quantity: 1 }] }),
      ).rejects.toThrow('shipment.not_on_it')
      await expect(pickShipment(ctx, { id: shipmentId, version: 1, scans: [] })).rejects.toThrow(
        'request.stale',
      )
      await pickShipment(ctx, { id: shipmentId, lines: [{ lineId: half.lineRows[0]?.id ?? '', picked: 3 }] })
      await packShipment(ctx, { id: shipmentId, parcels: [{ weightG: 900 }, {}] })
      await expect(
        pickShipment(ctx, { id: shipmentId, scans: [{ code: sku, quantity: 1 }] }),
      ).rejects.toThrow('shipment.already_packed')
      await unpackShipment(ctx, { id: shipmentId })
      await packShipment(ctx, { id: shipmentId, parcels: [{}] })
      await handOver(ctx, { shipmentId, carrierId: from.carrierId, waybill: ' sf-77 ' })
      const stock = await ctx.db.one(sql<{ on_hand: number; reserved: number }>`
        select on_hand, reserved from stock where tenant_id = ${ctx.tenant.id} and product_id = ${from.productId}`)
      return {
        half,
        view: await getShipment(ctx, shipmentId),
        facts: await factsOf(ctx, shipmentId),
        promises: await promisesOf(ctx, order.id),
        stock,
        broken: await brokenInvariants(ctx),
      }
    })
    expect(result.half).toMatchObject({ state: 'picking', lineRows: [{ picked: 2, quantity: 3 }] })
    expect(result.view).toMatchObject({
      state: 'handed_over',
      status: 'picked_up',
      waybill: 'SF-77',
      parcels: [{}],
      lineRows: [{ picked: 3, packed: 3, shortLoaded: 0 }],
    })
    expect(result.view.expectedAt).not.toBeNull()
    expect(result.facts).toMatchObject({ order_state: 'shipping', shipped: 3 })
    expect(result.promises.ship).toEqual({ outcome: 'fulfilled', at: MONDAY })
    expect(result.promises.deliver?.outcome).toBe('open')
    expect(result.stock).toEqual({ on_hand: 47, reserved: 0 })
    expect(result.broken).toEqual([])
    expect(events.map((e) => e.type)).toEqual(
      expect.arrayContaining([
        'shipment.planned',
        'shipment.picked',
        'shipment.packed',
        'shipment.unpacked',
        'shipment.handed_over',
      ]),
    )
  })
})

describe('handing over', () => {
  test('short at loading: the rest is planned again, an exception asks why, the promise stays open', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx)
      const { order, shipmentId } = await planned(ctx, from, {
        lines: [{ productId: from.productId, quantity: 5 }],
      })
      const lineId = (await getShipment(ctx, shipmentId)).lineRows[0]?.id ?? ''
      await handOver(
        ctx,
        { shipmentId, carrierId: from.carrierId, lines: [{ lineId, loaded: 3 }] },
        { whole: true },
      )
      const rest = await ctx.db.all(sql<{ state: string; quantity: number }>`
        select s.state, l.quantity from shipment s join shipment_line l on l.tenant_id = s.tenant_id and l.shipment_id = s.id
        where s.tenant_id = ${ctx.tenant.id} and s.order_id = ${order.id} order by s.id`)
      return {
        first: await getShipment(ctx, shipmentId),
        rest,
        exceptions: await exceptionsOf(ctx, shipmentId),
        promises: await promisesOf(ctx, order.id),
        broken: await brokenInvariants(ctx),
      }
    })
    expect(result.first.lineRows[0]).toMatchObject({ quantity: 5, packed: 3, shortLoaded: 2 })
    expect(result.rest).toEqual([
      { state: 'handed_over', quantity: 5 },
      { state: 'planned', quantity: 2 },
    ])
    expect(result.exceptions).toEqual([
      { kind: 'short', reason: 'short_at_loading', liable: 'warehouse', state: 'open' },
    ])
    expect(result.promises.ship?.outcome).toBe('open')
    expect(result.broken).toEqual([])
  })

  test('each row of many says why it cannot go; the others go', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx)
      const a = await planned(ctx, from)
      const b = await planned(ctx, from)
      const c = await planned(ctx, from)
      const nobody = '018f0000-0000-7000-8000-000000000000'
      const options = { whole: true }
      const rows = await handOverShipments(
        ctx,
        [
          { shipmentId: a.shipmentId, carrierId: from.carrierId, waybill: 'X1' },
          { shipmentId: b.shipmentId, carrierId: from.carrierId, waybill: 'x1' },
          { shipmentId: c.shipmentId },
          { shipmentId: nobody },
          { shipmentId: a.shipmentId, carrierId: from.carrierId },
        ],
        options,
      )
      const again = await handOverShipments(
        ctx,
        [{ shipmentId: a.shipmentId, carrierId: from.carrierId }],
        options,
      )
      const unpacked = await handOverShipments(ctx, [{ shipmentId: b.shipmentId, carrierId: from.carrierId }])
      const notCarrier = await handOverShipments(
        ctx,
        [{ shipmentId: b.shipmentId, carrierId: from.customerId }],
        options,
      )
      const future = await handOverShipments(ctx, [{ shipmentId: b.shipmentId, carrierId: from.carrierId }], {
        whole: true,
        at: new Date(ctx.now.getTime() + 1),
      })
      return [...rows, ...again, ...unpacked, ...notCarrier, ...future].map((r) => (r.ok ? 'ok' : r.code))
    })
    expect(result).toEqual([
      'ok',
      'shipment.waybill_taken',
      'shipment.no_carrier',
      'shipment.not_found',
      'shipment.not_found',
      'shipment.already_handed_over',
      'shipment.not_packed',
      'shipment.not_a_carrier',
      'shipment.handed_over_in_future',
    ])
  })

  test('a split line keeps its promise to ship when its last part leaves, at that time', async () => {
    w.setNow('2026-11-23T08:00:00.000Z')
    const { result } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx, { warehouses: 2, onHand: 3 })
      const { order, shipmentIds } = await planned(ctx, from, {
        lines: [{ productId: from.productId, quantity: 5 }],
      })
      await handOver(
        ctx,
        { shipmentId: shipmentIds[0] ?? '', carrierId: from.carrierId },
        { whole: true, at: new Date('2026-11-23T07:00:00Z') },
      )
      const half = await promisesOf(ctx, order.id)
      await handOver(
        ctx,
        { shipmentId: shipmentIds[1] ?? '', carrierId: from.carrierId },
        { whole: true, at: new Date('2026-11-23T06:00:00Z') },
      )
      return { half, whole: await promisesOf(ctx, order.id) }
    })
    expect(result.half.ship?.outcome).toBe('open')
    expect(result.whole.ship).toEqual({ outcome: 'fulfilled', at: '2026-11-23T07:00:00.000Z' })
  })
})
