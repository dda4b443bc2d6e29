import { describe, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { revokeEvent } from './tracking-by-hand.ts'
import {
  type Sent,
  type Yard,
  brokenInvariants,
  exceptionsOf,
  factsOf,
  promisesOf,
  sent,
  yard,
} from './fixture.ts'
import { getShipment } from './queries.ts'
import type { TrackingInput } from './shipment-types.ts'
import { postEvents } from './tracking-intake.ts'
import { watchShipments } from './watch.ts'

const w = world()
const at = (time: string) => new Date(`2026-11-${time}:00.000Z`)

/** A parcel on the road since Monday ten o'clock; it is now Thursday. */
async function onTheRoad(ctx: Ctx): Promise<Sent & { from: Yard }> {
  const monday = { ...ctx, now: new Date(MONDAY) }
  const from = await yard(monday)
  return { ...(await sent(monday, from)), from }
}

/** Runs on Thursday 26 November, ten o'clock. */
async function onThursday<T>(work: (ctx: Ctx) => Promise<T>) {
  w.setNow('2026-11-26T02:00:00.000Z')
  return w.rolledBack(work)
}

describe('what the events say', () => {
  const story: Omit<TrackingInput, 'waybill'>[] = [
    { status: 'arrived_hub', at: at('23T10:00'), location: '广州市' },
    { status: 'departed_hub', at: at('23T20:00') },
    { status: 'out_for_delivery', at: at('24T01:00') },
    { status: 'attempt_failed', reason: 'recipient_unreachable', at: at('24T03:00') },
    { status: 'delivered', at: at('25T04:00') },
  ]
  const orders = [
    [0, 1, 2, 3, 4],
    [4, 3, 2, 1, 0],
    [2, 4, 0, 3, 1],
    [4, 4, 1, 0, 3, 2, 2],
  ]

  test('is the same for every order, repetition and cutting into calls', async () => {
    const seen = new Set<string>()
    for (const order of orders) {
      for (const size of [1, 2, 7]) {
        const { result } = await onThursday(async (ctx) => {
          const parcel = await onTheRoad(ctx)
          const rows = order.map((i) => ({ ...story[i], waybill: parcel.waybill }) as TrackingInput)
          for (let from = 0; from < rows.length; from += size)
            await postEvents(ctx, rows.slice(from, from + size))
          const events = await ctx.db.one(
            sql<{
              n: number
            }>`select count(*)::int as n from tracking_event where tenant_id = ${ctx.tenant.id} and shipment_id = ${parcel.shipmentId}`,
          )
          return {
            facts: await factsOf(ctx, parcel.shipmentId),
            promises: await promisesOf(ctx, parcel.order.id),
            n: events.n,
            broken: await brokenInvariants(ctx),
          }
        })
        expect(result.broken).toEqual([])
        seen.add(JSON.stringify(result))
      }
    }
    expect([...seen].map((s) => JSON.parse(s))).toEqual([
      expect.objectContaining({
        n: 6, // the hand-over's own and five
        facts: expect.objectContaining({
          state: 'delivered',
          status: 'delivered',
          failed_attempts: 1,
          order_state: 'delivered',
          delivered: 1,
          line_delivered_at: '2026-11-25T04:00:00.000Z',
        }),
        promises: expect.objectContaining({
          deliver: { outcome: 'fulfilled', at: '2026-11-25T04:00:00.000Z' },
          ship: { outcome: 'fulfilled', at: MONDAY },
          receipt_back: { outcome: 'open', at: null },
        }),
      }),
    ])
  })

  test('each row tells its outcome: recorded, duplicate, problem', async () => {
    const { result } = await onThursday(async (ctx) => {
      const { waybill, from } = await onTheRoad(ctx)
      const first = await postEvents(ctx, [
        {
          waybill: ` ${waybill.toLowerCase()} `,
          carrier: from.carrierNumber,
          status: 'in_transit',
          at: at('24T02:00'),
        },
        { waybill, carrier: from.carrierId, scheme: 'kuaidi100', code: '5', at: at('24T03:00') },
        { waybill, scheme: 'kuaidi100', code: '5', at: at('24T03:00') },
        { waybill: 'NONE', status: 'delivered', at: at('24T03:00') },
        { waybill, carrier: 'OTHER', status: 'delivered', at: at('24T03:00') },
        { waybill, status: 'in_transit', at: new Date('2026-11-26T02:11:00Z') },
        { waybill, status: 'in_transit', at: new Date('2026-01-01T00:00:00Z') },
        { waybill, status: 'info', at: at('24T05:00'), revokes: '018f0000-0000-7000-8000-000000000000' },
      ])
      const again = await postEvents(ctx, [{ waybill, status: 'in_transit', at: at('24T02:00') }])
      return [...first, ...again].map((r) => (r.outcome === 'problem' ? r.code : `${r.outcome} ${r.status}`))
    })
    expect(result).toEqual([
      'recorded out_for_delivery',
      'recorded out_for_delivery',
      'duplicate out_for_delivery',
      'tracking_event.unknown_waybill',
      'tracking_event.unknown_waybill',
      'tracking_event.in_future',
      'tracking_event.before_shipment',
      'tracking_event.no_such_event',
      'duplicate out_for_delivery',
    ])
  })
})

describe('corrections', () => {
  test('a revoked delivery reopens line, order, promise and receipt; a revoked revocation brings them back', async () => {
    const { result, events } = await onThursday(async (ctx) => {
      const { shipmentId, waybill, order } = await onTheRoad(ctx)
      const look = async () => ({
        ...(await factsOf(ctx, shipmentId)),
        promises: await promisesOf(ctx, order.id),
        receipt: (await getShipment(ctx, shipmentId)).receipt,
      })
      const [scan] = await postEvents(ctx, [{ waybill, status: 'delivered', at: at('24T03:00') }])
      const delivered = await look()
      const eventId = scan?.outcome === 'recorded' ? (scan.eventId ?? '') : ''
      const [revocation] = await postEvents(ctx, [
        { waybill, status: 'info', at: at('24T06:00'), revokes: eventId },
      ])
      const revoked = await look()
      await expect(revokeEvent(ctx, { shipmentId, eventId, note: 'again' })).rejects.toThrow(
        'tracking_event.revoked',
      )
      const back = revocation?.outcome === 'recorded' ? (revocation.eventId ?? '') : ''
      await revokeEvent(ctx, { shipmentId, eventId: back, note: '查实已签收' })
      return { delivered, revoked, again: await look(), broken: await brokenInvariants(ctx) }
    })
    expect(result.delivered).toMatchObject({
      state: 'delivered',
      order_state: 'delivered',
      delivered: 1,
      promises: { deliver: { outcome: 'fulfilled' }, receipt_back: { outcome: 'open' } },
    })
    expect(result.revoked).toMatchObject({
      state: 'handed_over',
      status: 'picked_up',
      order_state: 'shipping',
      delivered: 0,
      delivered_at: null,
      line_delivered_at: null,
      receipt: null,
      promises: { deliver: { outcome: 'open' }, receipt_back: { outcome: 'withdrawn' } },
    })
    expect(result.again).toMatchObject({
      state: 'delivered',
      order_state: 'delivered',
      delivered: 1,
      promises: {
        deliver: { outcome: 'fulfilled', at: '2026-11-24T03:00:00.000Z' },
        receipt_back: { outcome: 'open' },
      },
    })
    expect(result.broken).toEqual([])
    expect(events.filter((e) => e.type === 'shipment.delivered')).toHaveLength(2)
    expect(events.filter((e) => e.type === 'shipment.delivery_revoked')).toHaveLength(1)
  })

  test('the true time of a delivery is that of its corrected event', async () => {
    const { result } = await onThursday(async (ctx) => {
      const { shipmentId, waybill, order } = await onTheRoad(ctx)
      const [scan] = await postEvents(ctx, [{ waybill, status: 'delivered', at: at('25T03:00') }])
      await postEvents(ctx, [
        {
          waybill,
          status: 'delivered',
          at: at('24T08:00'),
          revokes: scan?.outcome === 'recorded' ? (scan.eventId ?? '') : '',
        },
      ])
      return { facts: await factsOf(ctx, shipmentId), promises: await promisesOf(ctx, order.id) }
    })
    expect(result.facts.line_delivered_at?.toISOString()).toBe('2026-11-24T08:00:00.000Z')
    expect(result.promises.deliver).toEqual({ outcome: 'fulfilled', at: '2026-11-24T08:00:00.000Z' })
  })

  test('a report taken back and told again is known, and changes nothing', async () => {
    const { result } = await onThursday(async (ctx) => {
      const { shipmentId, waybill } = await onTheRoad(ctx)
      const report: TrackingInput = { waybill, status: 'delivered', at: at('25T03:00') }
      const [scan] = await postEvents(ctx, [report])
      const eventId = scan?.outcome === 'recorded' ? (scan.eventId ?? '') : ''
      await postEvents(ctx, [{ waybill, status: 'info', at: at('24T04:00'), revokes: eventId }])
      const again = await postEvents(ctx, [
        report,
        { waybill, status: 'arrived_hub', at: at('25T02:00'), location: '广州' },
        { waybill, status: 'delivered', code: 'delivered', at: at('25T03:00'), location: ' ' },
      ])
      return { again, facts: await factsOf(ctx, shipmentId), broken: await brokenInvariants(ctx) }
    })
    expect(result.again.map((r) => (r.outcome === 'problem' ? r.code : `${r.outcome} ${r.status}`))).toEqual([
      'duplicate arrived_hub',
      'recorded arrived_hub',
      'duplicate arrived_hub',
    ])
    expect(result.facts).toMatchObject({ state: 'handed_over', delivered: 0, order_state: 'shipping' })
    expect(result.broken).toEqual([])
  })

  test('an event of another shipment cannot be revoked', async () => {
    await onThursday(async (ctx) => {
      const [a, b] = [await onTheRoad(ctx), await onTheRoad(ctx)]
      const [scan] = await postEvents(ctx, [{ waybill: a.waybill, status: 'delivered', at: at('24T03:00') }])
      const eventId = scan?.outcome === 'recorded' ? (scan.eventId ?? '') : ''
      await expect(revokeEvent(ctx, { shipmentId: b.shipmentId, eventId, note: 'x' })).rejects.toThrow(
        'tracking_event.no_such_event',
      )
      expect(
        await postEvents(ctx, [{ waybill: b.waybill, status: 'info', at: at('24T04:00'), revokes: eventId }]),
      ).toMatchObject([{ outcome: 'problem', code: 'tracking_event.no_such_event' }])
    })
  })
})

describe('exceptions', () => {
  test('no attempt made: not counted as an attempt, the carrier answers (rivals, acceptance 7)', async () => {
    const { result } = await onThursday(async (ctx) => {
      const { shipmentId, waybill } = await onTheRoad(ctx)
      await postEvents(ctx, [
        { waybill, status: 'attempt_failed', reason: 'no_attempt_made', at: at('24T03:00') },
      ])
      const first = { facts: await factsOf(ctx, shipmentId), exceptions: await exceptionsOf(ctx, shipmentId) }
      await postEvents(ctx, [
        { waybill, status: 'attempt_failed', reason: 'recipient_unreachable', at: at('24T09:00') },
      ])
      return { first, facts: await factsOf(ctx, shipmentId), exceptions: await exceptionsOf(ctx, shipmentId) }
    })
    expect(result.first.facts.failed_attempts).toBe(0)
    expect(result.first.exceptions).toEqual([
      { kind: 'failed_attempt', reason: 'no_attempt_made', liable: 'carrier', state: 'open' },
    ])
    expect(result.facts.failed_attempts).toBe(1)
    expect(result.exceptions).toHaveLength(2)
  })

  test('silence fires once for a fact, ends with movement, and fires again for a new silence (rivals, acceptance 6)', async () => {
    const { result, events } = await onThursday(async (ctx) => {
      const { shipmentId, waybill } = await onTheRoad(ctx)
      const rounds = [await watchShipments(ctx), await watchShipments(ctx)]
      const open = await exceptionsOf(ctx, shipmentId)
      await postEvents(ctx, [{ waybill, status: 'in_transit', at: at('26T01:00') }])
      const moved = await exceptionsOf(ctx, shipmentId)
      rounds.push(await watchShipments(ctx))
      const later = { ...ctx, now: new Date('2026-11-28T01:00:00Z') }
      rounds.push(await watchShipments(later), await watchShipments(later))
      return { rounds, open, moved, end: await exceptionsOf(ctx, shipmentId) }
    })
    expect(result.rounds).toEqual([1, 0, 0, 1, 0])
    expect(result.open).toEqual([
      { kind: 'no_movement', reason: 'no_movement', liable: 'carrier', state: 'open' },
    ])
    expect(result.moved[0]?.state).toBe('resolved')
    expect(result.end.map((x) => x.state)).toEqual(['resolved', 'open'])
    expect(events.filter((e) => e.type === 'exception.opened')).toHaveLength(2)
  })

  test('a delivery settles attempts, not damage; a late report of trouble that is over opens nothing', async () => {
    const { result } = await onThursday(async (ctx) => {
      const { shipmentId, waybill } = await onTheRoad(ctx)
      await postEvents(ctx, [
        { waybill, status: 'attempt_failed', at: at('24T03:00') },
        { waybill, status: 'exception', reason: 'damaged', at: at('24T04:00') },
      ])
      await postEvents(ctx, [{ waybill, status: 'delivered', at: at('24T05:00') }])
      await postEvents(ctx, [{ waybill, status: 'exception', reason: 'weather', at: at('24T02:30') }])
      return exceptionsOf(ctx, shipmentId)
    })
    expect(result.map((x) => [x.kind, x.state]).toSorted()).toEqual([
      ['damage', 'open'],
      ['failed_attempt', 'resolved'],
    ])
  })

  test('what cannot be true is recorded and doubted: before the hand-over, in the future', async () => {
    const { result } = await onThursday(async (ctx) => {
      const [early, future] = [await onTheRoad(ctx), await onTheRoad(ctx)]
      await postEvents(ctx, [{ waybill: early.waybill, status: 'delivered', at: at('23T01:00') }])
      const answer = await postEvents(ctx, [
        { waybill: future.waybill, status: 'delivered', at: new Date('2026-11-27T02:00:00Z') },
      ])
      return {
        early: await exceptionsOf(ctx, early.shipmentId),
        future: await exceptionsOf(ctx, future.shipmentId),
        answer,
        state: (await factsOf(ctx, future.shipmentId)).state,
      }
    })
    expect(result.early).toEqual([
      { kind: 'false_report', reason: 'delivered_before_hand_over', liable: 'carrier', state: 'open' },
    ])
    expect(result.future).toEqual([
      { kind: 'false_report', reason: 'delivered_in_future', liable: 'carrier', state: 'open' },
    ])
    expect(result.answer).toMatchObject([{ outcome: 'problem', code: 'tracking_event.in_future' }])
    expect(result.state).toBe('handed_over')
  })
})
