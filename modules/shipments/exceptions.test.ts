import { describe, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { importOrders } from '#modules/orders/imported.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { shipmentsApi } from './api.ts'
import { rerouteShipment, revokeEvent } from './tracking-by-hand.ts'
import { recordDelivery } from './deliveries.ts'
import { brokenInvariants, exceptionsOf, planned, sent, yard } from './fixture.ts'
import { WaybillView } from './shipment-shapes.ts'
import { importShipments } from './imported.ts'
import { deleteShipments } from './tracking-store.ts'
import { getShipment } from './queries.ts'
import { postEvents } from './tracking-intake.ts'
import { watchShipments } from './watch.ts'
import { findByWaybill } from './waybills.ts'

const w = world()

describe('working on exceptions', () => {
  test('reported, listed, given to somebody, resolved; each step refuses what does not fit', async () => {
    w.setNow(MONDAY)
    const { shipmentId } = await w.committed(async (ctx) => sent(ctx, await yard(ctx)))
    const worker = await w.user(['exception.manage', 'shipment.read', 'handover.read'])
    const reader = await w.user(['shipment.read', 'handover.read', 'inside.read'])
    const foreign = await w.user(['exception.manage', 'shipment.read', 'handover.read'], {
      tenant: w.foreign,
    })
    const path = `/shipments/${shipmentId}/exceptions`
    const body = { kind: 'damage', reason: '外箱破损', liable: 'carrier' }

    expect((await w.call(reader, 'POST', path, body)).status).toBe(403)
    expect((await w.call(foreign, 'POST', path, body)).status).toBe(404)
    const { body: opened } = await w.call(worker, 'POST', path, body)
    const listed = await w.call(reader, 'GET', '/exceptions?kind=damage')
    expect(listed.body.rows).toMatchObject([
      {
        id: opened.exceptionId,
        state: 'working',
        owner: { id: worker.id },
        shipment: { id: shipmentId },
        carrier: { name: '顺达快运' },
      },
    ])
    expect((await w.call(foreign, 'GET', '/exceptions')).body.rows).toEqual([])
    expect((await w.call(worker, 'GET', '/exceptions?mine=true')).body.rows).toHaveLength(1)
    expect((await w.call(worker, 'GET', `/exceptions?ownerId=${reader.id}`)).body.rows).toHaveLength(0)

    const one = `/exceptions/${opened.exceptionId}`
    expect((await w.call(worker, 'POST', `${one}/owner`, { ownerId: newId() })).body.code).toBe(
      'exception.no_such_owner',
    )
    expect((await w.call(worker, 'POST', `${one}/owner`, { ownerId: null })).body).toMatchObject({
      state: 'open',
      owner: null,
    })
    expect((await w.call(foreign, 'POST', `${one}/owner`, { ownerId: null })).status).toBe(404)
    expect((await w.call(worker, 'POST', `${one}/resolution`, { resolution: ' ' })).status).toBe(400)
    expect(
      (await w.call(worker, 'POST', `${one}/resolution`, { resolution: '承运商已赔', liable: 'warehouse' }))
        .body,
    ).toMatchObject({ state: 'resolved', liable: 'warehouse', resolution: '承运商已赔' })
    expect((await w.call(worker, 'POST', `${one}/resolution`, { resolution: 'x' })).body.code).toBe(
      'exception.resolved',
    )
    expect((await w.call(worker, 'GET', '/exceptions?kind=damage')).body.rows).toEqual([])
    expect((await w.call(worker, 'GET', '/exceptions?kind=damage&state=resolved')).body.rows).toHaveLength(1)
  })
})

describe('lists', () => {
  test('outbound work by the time it must leave, paged without gap or double; counts agree', async () => {
    w.setNow(MONDAY)
    const from = await w.committed(async (ctx) => {
      const made = await yard(ctx, { onHand: 100 })
      for (let i = 0; i < 5; i += 1) await planned(ctx, made, { urgent: i === 3 })
      return made
    })
    const user = await w.user(['shipment.read', 'handover.read'], {
      scopes: { warehouse: [from.warehouseId] },
    })
    const seen: { id: string; shipBy: string; number: string; order: { number: string } }[] = []
    let cursor = ''
    do {
      const page = await w.call(user, 'GET', `/shipments/outbound?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.body.rows)
      cursor = page.body.next ?? ''
    } while (cursor)
    expect(new Set(seen.map((s) => s.id)).size).toBe(5)
    expect(seen.map((s) => s.shipBy)).toEqual(seen.map((s) => s.shipBy).toSorted())
    expect((await w.call(user, 'GET', '/shipments/counts')).body).toMatchObject({
      states: { planned: 5 },
      overdueToShip: 0,
    })
    w.setNow('2026-12-10T02:00:00Z')
    const later = await w.user(['shipment.read', 'handover.read'], {
      scopes: { warehouse: [from.warehouseId] },
    })
    const counted = await w.call(later, 'GET', '/shipments/counts')
    expect(counted.body.overdueToShip).toBe(5)
    // As the API document says, though no shipment is in some of the states.
    expect(shipmentsApi.countShipments.result.safeParse(counted.body).error).toBeUndefined()
    expect((await w.call(later, 'GET', '/shipments?limit=200&search=SH')).body.rows).toHaveLength(5)
    expect((await w.call(later, 'GET', '/shipments?cursor=x')).status).toBe(400)
    const [first, second] = seen
    const pasted = `${first?.number}%09${second?.order.number}%0ANO-SUCH`
    const found = (await w.call(later, 'GET', `/shipments?numbers=${pasted}&count=true`)).body
    expect(found.missing).toEqual(['NO-SUCH'])
    expect(found.total).toBe(found.rows.length)
    expect(found.rows.map((s: { number: string }) => s.number)).toEqual(
      expect.arrayContaining([first?.number, second?.number]),
    )
    const late = `/shipments?where=shipBy.between:,2026-12-09;state.in:planned&where=delivered.filled:&sort=shipBy,-number`
    expect((await w.call(later, 'GET', late)).body.rows).toHaveLength(5)
    const elsewhere = await w.user(['shipment.read', 'handover.read'], {
      scopes: { customer: [from.warehouseId] },
    })
    const foreign = await w.call(
      elsewhere,
      'GET',
      `/shipments?where=state.in:planned&where=state.not:planned`,
    )
    expect(foreign.body.rows).toEqual([])
  })
})

describe('history', () => {
  test('is taken as it was: states, statuses and quantities agree, later events go on from there, undo leaves nothing', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx)
      const batchId = newId()
      const line = { productId: from.productId, quantity: 4 }
      const placedAt = new Date('2026-11-01T00:00:00Z')
      const [a, b, c] = await importOrders(ctx, [
        {
          customerId: from.customerId,
          state: 'delivered',
          placedAt,
          deliveredAt: new Date('2026-11-05T00:00:00Z'),
          batchId,
          lines: [{ ...line, shipped: 4, delivered: 4, deliveredAt: new Date('2026-11-05T00:00:00Z') }],
        },
        {
          customerId: from.customerId,
          state: 'shipping',
          placedAt,
          batchId,
          lines: [{ ...line, shipped: 4 }],
        },
        { customerId: from.customerId, state: 'confirmed', placedAt, batchId, lines: [line] },
      ])
      const base = {
        customerId: from.customerId,
        warehouseId: from.warehouseId,
        carrierId: from.carrierId,
        currency: 'CNY',
        createdAt: placedAt,
        batchId,
      }
      const lineOf = (o: typeof a) => [{ orderLineId: o?.lineIds[0] ?? '', ...line }]
      const rows = await importShipments(ctx, [
        {
          ...base,
          orderId: a?.id ?? '',
          waybill: 'h-1',
          handedOverAt: new Date('2026-11-02T00:00:00Z'),
          deliveredAt: new Date('2026-11-05T00:00:00Z'),
          lines: lineOf(a),
        },
        {
          ...base,
          orderId: b?.id ?? '',
          waybill: 'h-2',
          handedOverAt: new Date('2026-11-02T00:00:00Z'),
          events: [{ status: 'attempt_failed', at: new Date('2026-11-04T00:00:00Z') }],
          lines: lineOf(b),
        },
        { ...base, orderId: c?.id ?? '', lines: lineOf(c) },
      ])
      const broken = await brokenInvariants(ctx)
      const [scan] = await postEvents(ctx, [
        { waybill: 'H-2', status: 'delivered', at: new Date('2026-11-06T00:00:00Z') },
      ])
      const order = await ctx.db.one(
        sql<{
          state: string
        }>`select state from sales_order where tenant_id = ${ctx.tenant.id} and id = ${b?.id}`,
      )
      const brokenLater = await brokenInvariants(ctx)
      const undone = (await deleteShipments(ctx, sql`s.batch_id = ${batchId}`)).length
      const left = await ctx.db.one(
        sql<{
          n: number
        }>`select count(*)::int as n from tracking_event where tenant_id = ${ctx.tenant.id} and source = 'import'`,
      )
      return { rows, scan, order, broken: [...broken, ...brokenLater], undone, left: left.n }
    })
    expect(result.rows.map((r) => r.state)).toEqual(['delivered', 'handed_over', 'planned'])
    expect(result.scan).toMatchObject({ outcome: 'recorded', status: 'delivered' })
    expect(result.order.state).toBe('delivered')
    expect(result.broken).toEqual([])
    expect([result.undone, result.left]).toEqual([3, 0])
  })

  test('a planted break of an invariant is listed', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const { shipmentId } = await sent(ctx, await yard(ctx))
      const before = await brokenInvariants(ctx)
      await ctx.db.run(
        sql`update shipment set state = 'delivered', last_event_at = ${new Date('2020-01-01T00:00:00Z')} where tenant_id = ${ctx.tenant.id} and id = ${shipmentId}`,
      )
      await ctx.db.run(
        sql`update shipment_line set delivered = 1 where tenant_id = ${ctx.tenant.id} and shipment_id = ${shipmentId}`,
      )
      return { before, after: await brokenInvariants(ctx) }
    })
    expect(result.before).toEqual([])
    expect(result.after).toEqual([
      'shipment.delivered_equals_lines',
      'shipment.state_follows_status',
      'shipment.last_event_is_known',
    ])
  })
})

describe('what did not happen', () => {
  test('a delivery nobody has a proof of is doubted a day later, once, where the company asks for proofs', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const [bare, proven] = [await sent(ctx, await yard(ctx)), await sent(ctx, await yard(ctx))]
      await postEvents(ctx, [{ waybill: bare.waybill, status: 'delivered', at: ctx.now }])
      await recordDelivery(ctx, { shipmentId: proven.shipmentId, signedBy: '王大力' })
      const asking = (hours: number) => ({
        ...ctx,
        tenant: { ...ctx.tenant, settings: { proofRequired: true } },
        now: new Date(ctx.now.getTime() + hours * 3_600_000),
      })
      const opened = [
        await watchShipments(asking(23)),
        await watchShipments({ ...asking(25), tenant: ctx.tenant }),
        await watchShipments(asking(25)),
        await watchShipments(asking(26)),
      ]
      return {
        opened,
        bare: await exceptionsOf(ctx, bare.shipmentId),
        proven: await exceptionsOf(ctx, proven.shipmentId),
      }
    })
    expect(result.opened).toEqual([0, 0, 1, 0])
    expect(result.bare).toEqual([{ kind: 'other', reason: 'no_proof', liable: 'carrier', state: 'open' }])
    expect(result.proven).toEqual([])
  })

  test('hours of silence are those of the mode and of the company', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const { shipmentId } = await sent(ctx, await yard(ctx))
      await ctx.db.run(
        sql`update shipment set mode = 'Ocean' where tenant_id = ${ctx.tenant.id} and id = ${shipmentId}`,
      )
      const after = async (hours: number, settings = {}) => {
        await watchShipments({
          ...ctx,
          tenant: { ...ctx.tenant, settings },
          now: new Date(ctx.now.getTime() + hours * 3_600_000),
        })
        return (await exceptionsOf(ctx, shipmentId)).length
      }
      return [await after(335), await after(24, { noMovementHours: 25 }), await after(336), await after(400)]
    })
    expect(result).toEqual([0, 0, 1, 1])
  })
})

describe('other ways', () => {
  test('a changed route is a row of its own and moves nothing', async () => {
    w.setNow(MONDAY)
    const { result, events } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx)
      const { shipmentId } = await sent(ctx, from)
      const waiting = await planned(ctx, from)
      await expect(
        rerouteShipment(ctx, { shipmentId: waiting.shipmentId, initiator: 'consignee', reason: 'x' }),
      ).rejects.toThrow('shipment.not_handed_over')
      await rerouteShipment(
        { ...ctx, now: new Date(ctx.now.getTime() + 60_000) },
        { shipmentId, initiator: 'consignee', reason: '改送仓库' },
      )
      return getShipment(ctx, shipmentId)
    })
    expect(result).toMatchObject({ status: 'picked_up', liable: 'consignee' })
    expect(result.events.at(-1)).toMatchObject({ code: 'route_changed', status: 'info', note: '改送仓库' })
    expect(events.filter((e) => e.type === 'shipment.rerouted')).toMatchObject([
      { data: { initiator: 'consignee' } },
    ])
  })

  test("our own numbers find a shipment as well: the shipment's and a parcel's", async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const { shipmentId } = await sent(ctx, await yard(ctx))
      const { number } = await getShipment(ctx, shipmentId)
      await ctx.db.run(
        sql`insert into parcel (tenant_id, id, shipment_id, number) values (${ctx.tenant.id}, ${newId()}, ${shipmentId}, 'PC1')`,
      )
      return {
        shipmentId,
        found: [(await findByWaybill(ctx, number.toLowerCase())).id, (await findByWaybill(ctx, 'pc1')).id],
      }
    })
    expect(result.found).toEqual([result.shipmentId, result.shipmentId])
  })

  test('a parcel looked up by its waybill says what its page says', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const { shipmentId, waybill } = await sent(ctx, await yard(ctx))
      const later = { ...ctx, now: new Date('2026-11-26T02:00:00Z') }
      const [scan] = await postEvents(later, [
        {
          waybill,
          status: 'attempt_failed',
          reason: 'recipient_unreachable',
          at: new Date('2026-11-24T03:00:00Z'),
          note: '"改约"',
        },
        { waybill, status: 'in_transit', at: new Date('2026-11-23T23:00:00Z'), location: '广州' },
      ])
      const eventId = scan?.outcome === 'recorded' ? (scan.eventId ?? '') : ''
      await revokeEvent(later, { shipmentId, eventId, note: '误扫' })
      return JSON.parse(
        JSON.stringify({
          found: await findByWaybill(ctx, waybill),
          page: await getShipment(ctx, shipmentId),
        }),
      ) as { found: object; page: Record<string, unknown> }
    })
    const { found, page } = result
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((key) => [key, page[key]])))
    expect(Object.keys(found)).toContain('events')
    expect(WaybillView.safeParse(found).error).toBeUndefined()
  })

  test('many handed over at once over HTTP: each row with its words', async () => {
    w.setNow(MONDAY)
    const made = await w.committed(async (ctx) => {
      const from = await yard(ctx)
      return { from, rows: [await planned(ctx, from), await planned(ctx, from)] }
    })
    const worker = await w.user(['shipment.work', 'shipment.read', 'handover.read'])
    const body = {
      whole: true,
      rows: [
        { shipmentId: made.rows[0]?.shipmentId, carrierId: made.from.carrierId },
        { shipmentId: made.rows[1]?.shipmentId },
      ],
    }
    expect(
      (await w.call(await w.user(['shipment.read', 'handover.read']), 'POST', '/shipments/hand-over', body))
        .status,
    ).toBe(403)
    const answer = await w.call(worker, 'POST', '/shipments/hand-over', body, { 'accept-language': 'en' })
    expect(answer.body.rows).toMatchObject([
      { ok: true },
      { ok: false, code: 'shipment.no_carrier', message: 'Choose the carrier' },
    ])
    expect((await w.call(worker, 'GET', '/carriers')).body.rows.map((c: { id: string }) => c.id)).toContain(
      made.from.carrierId,
    )
  })
})
