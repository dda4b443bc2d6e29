import { describe, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import type { Ctx } from '#platform/ctx.ts'
import { world } from '#platform/testing/world.ts'
import { revokeEvent } from './tracking-by-hand.ts'
import { type Sent, type Yard, brokenInvariants, planned, sent, yard } from './fixture.ts'
import { postEvents } from './tracking-intake.ts'
import { roadStateOf } from './tracking-state.ts'
import { lockForTracking, readHistories } from './tracking-store.ts'

const w = world()
const TUESDAY = '2026-11-24T02:00:00.000Z'
const at = (time: string) => new Date(`2026-11-${time}:00.000Z`)

/** A parcel on the road since Monday ten o'clock. */
async function onTheRoad(ctx: Ctx): Promise<Sent & { from: Yard }> {
  const from = await yard(ctx)
  return { ...(await sent(ctx, from)), from }
}

describe('at the same time', () => {
  test('overlapping batches with the same and other reports leave the status of all events, each once', async () => {
    w.setNow(MONDAY)
    const parcels = await w.committed(async (ctx) => {
      const from = await yard(ctx)
      const made: Sent[] = []
      for (let i = 0; i < 6; i += 1) made.push(await sent(ctx, from))
      return made
    })
    w.setNow('2026-11-26T02:00:00.000Z')
    const reports = parcels.flatMap(({ waybill }, p) =>
      (['arrived_hub', 'out_for_delivery', 'attempt_failed', 'in_transit', 'delivered'] as const).map(
        (status, i) => ({ waybill, status, at: at(`2${4 + (i > 2 ? 1 : 0)}T0${(i * 3 + p) % 10}:00`) }),
      ),
    )
    const batches = Array.from({ length: 12 }, (_, b) =>
      reports.filter((_r, i) => (i * 7 + b) % 3 === 0 || i % 12 === b).toSorted(() => (b % 2 ? 1 : -1)),
    )
    const results = await Promise.all(batches.map((rows) => w.committed((ctx) => postEvents(ctx, rows))))
    expect(results.flat().filter((r) => r.outcome === 'recorded')).toHaveLength(
      new Set(batches.flat().map((r) => `${r.waybill}${r.status}`)).size,
    )
    await w.committed(async (ctx) => {
      const histories = await readHistories(
        ctx,
        parcels.map((p) => p.shipmentId),
      )
      for (const { id, road } of await lockForTracking(
        ctx,
        parcels.map((p) => p.shipmentId),
      ))
        expect(road).toEqual(roadStateOf(histories.get(id) ?? []))
      expect(await brokenInvariants(ctx)).toEqual([])
    })
  })
})

describe('a correction and reports at the same time', () => {
  async function moving() {
    w.setNow(MONDAY)
    const parcel = await w.committed(onTheRoad)
    w.setNow('2026-11-26T02:00:00.000Z')
    const { waybill } = parcel
    const [latest] = await w.committed((ctx) =>
      postEvents(ctx, [{ waybill, status: 'out_for_delivery', at: at('24T09:00') }]),
    )
    const eventId = latest?.outcome === 'recorded' ? (latest.eventId ?? '') : ''
    const late = [{ waybill, status: 'arrived_hub' as const, at: at('24T05:00') }]
    const statusNow = () =>
      w.committed(async (ctx) => (await lockForTracking(ctx, [parcel.shipmentId]))[0]?.road.status)
    return { ...parcel, eventId, late, statusNow }
  }

  test('a late scan that changed nothing counts when the event before which it was told is taken back meanwhile', async () => {
    const { shipmentId, eventId, late, statusNow } = await moving()
    const revoke = () => w.committed((ctx) => revokeEvent(ctx, { shipmentId, eventId, note: 'Wrong parcel' }))
    let revoked: Promise<void> = Promise.resolve()
    await w.committed(async (ctx) => {
      await postEvents(ctx, late)
      revoked = revoke()
      await new Promise((done) => setTimeout(done, 100))
    })
    await revoked
    expect(await statusNow()).toBe('arrived_hub')
  })

  test('a scan told while a correction is made waits for it', async () => {
    const { shipmentId, eventId, late, statusNow } = await moving()
    let told: Promise<unknown> = Promise.resolve()
    await w.committed(async (ctx) => {
      await revokeEvent(ctx, { shipmentId, eventId, note: 'Wrong parcel' })
      told = w.committed((other) => postEvents(other, late))
      await new Promise((done) => setTimeout(done, 100))
    })
    await told
    expect(await statusNow()).toBe('arrived_hub')
  })
})

describe('over HTTP', () => {
  test('a report in a scheme or with a code that nobody knows is kept, and the sender is told', async () => {
    w.setNow(MONDAY)
    const { waybill } = await w.committed(onTheRoad)
    w.setNow(TUESDAY)
    const user = await w.user(['tracking.write', 'shipment.read'])
    const report = (scheme: string, code: string) => ({ waybill, scheme, code, at: '2026-11-23T12:00:00Z' })
    const body = { events: [report('KUAIDI100', '5'), report('kuaidi', '3'), report('kuaidi100', '77')] }
    const answer = await w.call(user, 'POST', '/tracking/events', body, { 'accept-language': 'en' })
    expect(answer.body).toMatchObject({ recorded: 3, problems: 0, unread: 2 })
    expect(answer.body.rows.map((r: { unread: string | null }) => r.unread)).toEqual([null, 'scheme', 'code'])
    expect(answer.body.rows[1].message).toMatch(/The scheme "kuaidi" is not known: .*kuaidi100, kdniao/)
    expect(answer.body.rows[2]).toMatchObject({ status: 'out_for_delivery' })
    const again = await w.call(user, 'POST', '/tracking/events', body, { 'accept-language': 'zh' })
    expect(again.body).toMatchObject({ recorded: 0, duplicates: 3, unread: 2 })
    expect(again.body.rows[2].message).toBe('代码体系中没有代码“77”，仅作为信息保存；请核对代码，或改填状态')
  })

  test('a carrier settles what happened on the road, not whether its reports are true nor who answers', async () => {
    w.setNow(MONDAY)
    const { waybill, shipmentId, from } = await w.committed(onTheRoad)
    w.setNow(TUESDAY)
    const carrier = await w.user({ role: 'carrier' }, { scopes: { carrier: [from.carrierId] } })
    const event = (status: string, at: string) => ({ waybill, status, at })
    await w.call(carrier, 'POST', '/tracking/events', {
      events: [event('delivered', '2026-11-23T12:00:00Z'), event('in_transit', '2026-11-23T14:00:00Z')],
    })
    const damage = { kind: 'damage', reason: 'Box wet', liable: 'carrier' }
    await w.call(carrier, 'POST', `/shipments/${shipmentId}/exceptions`, damage)
    const { rows } = (await w.call(carrier, 'GET', '/exceptions?limit=50')).body
    const settle = async (kind: string, body: object, by = carrier) => {
      const { id } = rows.find((r: { kind: string }) => r.kind === kind)
      const { status, body: said } = await w.call(by, 'POST', `/exceptions/${id}/resolution`, body)
      return said.code ?? status
    }
    expect(await settle('false_report', { resolution: 'Signed for' })).toBe('exception.doubt_is_ours')
    expect(await settle('damage', { resolution: 'Rain', liable: 'force_majeure' })).toBe(
      'exception.liable_is_ours',
    )
    expect(await settle('damage', { resolution: 'Repacked', liable: 'carrier' })).toBe(200)
    const manager = await w.user({ role: 'manager' })
    expect(await settle('false_report', { resolution: 'Asked', liable: 'carrier' }, manager)).toBe(200)
  })

  test('a carrier sees and writes only its own parcels; others and strangers do not exist for it', async () => {
    w.setNow(MONDAY)
    const { own, other } = await w.committed(async (ctx) => ({
      own: await onTheRoad(ctx),
      other: await onTheRoad(ctx),
    }))
    w.setNow(TUESDAY)
    const carrier = await w.user(['tracking.write', 'shipment.read'], {
      scopes: { carrier: [own.from.carrierId] },
    })
    const reader = await w.user(['shipment.read'])
    const foreign = await w.user(['tracking.write', 'shipment.read'], { tenant: w.foreign })
    const body = {
      events: [own, other].map((p) => ({
        waybill: p.waybill,
        status: 'in_transit',
        at: '2026-11-23T12:00:00Z',
      })),
    }

    expect((await w.call(reader, 'POST', '/tracking/events', body)).status).toBe(403)
    const answer = await w.call(carrier, 'POST', '/tracking/events', body, { 'accept-language': 'en' })
    expect(answer.body).toMatchObject({
      recorded: 1,
      duplicates: 0,
      problems: 1,
      rows: [
        { outcome: 'recorded' },
        { code: 'tracking_event.unknown_waybill', message: 'No shipment has this waybill' },
      ],
    })
    expect((await w.call(foreign, 'POST', '/tracking/events', body)).body).toMatchObject({
      recorded: 0,
      problems: 2,
    })
    expect(
      (await w.call(carrier, 'GET', `/shipments/by-waybill/${own.waybill.toLowerCase()}`)).body,
    ).toMatchObject({
      id: own.shipmentId,
      status: 'in_transit',
      events: [{ status: 'picked_up' }, { status: 'in_transit', revoked: false }],
    })
    for (const path of [`/shipments/by-waybill/${other.waybill}`, `/shipments/${other.shipmentId}`])
      expect((await w.call(carrier, 'GET', path)).status).toBe(404)
    expect((await w.call(foreign, 'GET', `/shipments/${own.shipmentId}`)).status).toBe(404)
    const many = await w.call(carrier, 'POST', '/shipments/by-waybills', {
      waybills: [other.waybill, own.waybill],
    })
    expect(many.body.rows.map((r: { shipments: unknown[] }) => r.shipments.length)).toEqual([0, 1])
    const list = await w.call(carrier, 'GET', '/shipments')
    expect(list.body.rows.map((r: { id: string }) => r.id)).toEqual([own.shipmentId])
  })

  test('a person reports one event; what the intake would set aside is refused in words, and who is bound to carriers speaks for them', async () => {
    w.setNow(MONDAY)
    const { own, other, inside } = await w.committed(async (ctx) => {
      const parcel = await onTheRoad(ctx)
      return { own: parcel, other: await onTheRoad(ctx), inside: await planned(ctx, parcel.from) }
    })
    w.setNow(TUESDAY)
    const carrier = await w.user(['tracking.write'], { scopes: { carrier: [own.from.carrierId] } })
    const desk = await w.user(['tracking.write'])
    const report = (as: typeof desk, id: string, over: object = {}) =>
      w.call(as, 'POST', `/shipments/${id}/events`, {
        status: 'attempt_failed',
        reason: 'recipient_unreachable',
        at: '2026-11-23T12:00:00Z',
        location: '广州',
        ...over,
      })
    expect((await report(carrier, own.shipmentId)).body).toMatchObject({
      status: 'attempt_failed',
      failedAttempts: 1,
      events: [{ status: 'picked_up' }, { status: 'attempt_failed', location: '广州', source: 'api' }],
    })
    expect((await report(desk, other.shipmentId, { status: 'in_transit' })).body.events.at(-1)).toMatchObject(
      {
        source: 'desk',
      },
    )
    const refusals = await Promise.all([
      report(carrier, own.shipmentId),
      report(carrier, own.shipmentId, { at: '2026-12-24T12:00:00Z' }),
      report(desk, inside.shipmentId),
      report(carrier, other.shipmentId),
    ])
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'tracking_event.known'],
      [422, 'tracking_event.in_future'],
      [409, 'shipment.not_handed_over'],
      [404, 'not_found'],
    ])
  })

  test('readings of several people that come at once are answered each within its own scope and in its own language', async () => {
    w.setNow(MONDAY)
    const { own, other } = await w.committed(async (ctx) => ({
      own: await onTheRoad(ctx),
      other: await onTheRoad(ctx),
    }))
    const carrier = await w.user(['shipment.read'], { scopes: { carrier: [own.from.carrierId] } })
    const reader = await w.user(['shipment.read'])
    const nobody = await w.user([])
    const foreign = await w.user(['shipment.read'], { tenant: w.foreign })
    const ask = async (who: Parameters<typeof w.call>[0], waybill: string, language = 'zh') => {
      const answer = await w.call(who, 'GET', `/shipments/by-waybill/${waybill}`, undefined, {
        'accept-language': language,
      })
      return answer.status === 200 ? answer.body.id : `${answer.status} ${answer.body.detail}`
    }
    const rounds = Array.from({ length: 12 }, (_, i) => [
      ask(carrier, own.waybill),
      ask(carrier, other.waybill, i % 2 ? 'en' : 'zh'),
      ask(reader, other.waybill),
      ask(nobody, own.waybill),
      ask(foreign, own.waybill),
      ask(reader, own.waybill),
    ])
    const [first, second, ...answers] = await Promise.all(rounds.map((round) => Promise.all(round)))
    const unknown = expect.stringMatching(/^404 找不到/)
    expect(first).toEqual([
      own.shipmentId,
      unknown,
      other.shipmentId,
      expect.stringMatching(/^403 /),
      unknown,
      own.shipmentId,
    ])
    expect(second?.[1]).toMatch(/^404 [A-Z]/)
    for (const [i, answer] of answers.entries()) expect(answer).toEqual(i % 2 ? second : first)
  })

  test('bad rows name their fields', async () => {
    const writer = await w.user(['tracking.write'])
    const answer = await w.call(writer, 'POST', '/tracking/events', {
      events: [
        { waybill: 'A', status: 'delivered', at: 'soon' },
        { waybill: 'A', at: MONDAY },
      ],
    })
    expect(answer.status).toBe(400)
    expect([...new Set(answer.body.fields.map((f: { path: string }) => f.path))].toSorted()).toEqual([
      'events[0].at',
      'events[1].code',
    ])
    expect((await w.call(writer, 'POST', '/tracking/events', { events: [] })).status).toBe(400)
  })
})
