import { describe, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { sent, yard } from '#modules/shipments/fixture.ts'
import { postEvents } from '#modules/shipments/tracking-intake.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'

const w = world()
const CANARY = { name: '卡娜丽', phone: '13987654321', street: '秘密路77号9栋808室' }

/** An order on the road whose consignee is the canary, with a carrier that writes people into its scans. */
async function parcel() {
  w.setNow(MONDAY)
  const made = await w.committed(async (ctx) => {
    const from = await yard(ctx)
    const parcel = await sent(ctx, from, {
      consigneeName: CANARY.name,
      consigneePhone: CANARY.phone,
      address: { country: 'CN', province: '44', city: '4401', district: '440106', street: CANARY.street },
      deliveryNote: `找${CANARY.name}`,
      note: CANARY.phone,
    })
    const later = { ...ctx, now: new Date('2026-11-24T02:00:00Z') }
    await postEvents(later, [
      {
        waybill: parcel.waybill,
        status: 'arrived_hub',
        at: new Date('2026-11-23T10:00:00Z'),
        location: '广州市天河区',
        note: CANARY.name,
      },
      {
        waybill: parcel.waybill,
        status: 'out_for_delivery',
        at: new Date('2026-11-24T00:00:00Z'),
        location: `${CANARY.street}`,
        note: `${CANARY.name} ${CANARY.phone}`,
      },
    ])
    return parcel
  })
  w.setNow('2026-11-24T02:00:00.000Z')
  return made
}

async function link(orderId: string, days = 30) {
  const agent = await w.user({ role: 'agent' })
  const made = await w.call(agent, 'POST', `/orders/${orderId}/tracking-links`, { days })
  expect(made.status).toBe(200)
  return { agent, ...made.body } as { agent: typeof agent; id: string; token: string; path: string }
}

describe('the public tracking page', () => {
  test('shows where the goods are and never who gets them', async () => {
    const { order, waybill } = await parcel()
    const { token, path } = await link(order.id)
    expect(path).toBe(`/t/${token}`)
    expect(token.length).toBeGreaterThan(70)
    const answer = await w.call(null, 'GET', `/public/tracking/${token}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      company: '本公司',
      order: { number: order.number, state: 'on_the_way' },
      late: false,
      next: 'be_reachable',
      consignee: null,
      shipments: [
        {
          part: 1,
          waybill,
          carrier: '顺达快运',
          status: 'out_for_delivery',
          confidence: 'plan',
          next: 'be_reachable',
          events: [
            { status: 'out_for_delivery', place: '' },
            { status: 'arrived_hub', place: '广州市' },
            { status: 'picked_up', place: '' },
          ],
        },
      ],
    })
    expect(answer.body.promisedAt).not.toBeNull()
    const text = JSON.stringify(answer.body)
    for (const secret of [CANARY.name, '卡', CANARY.phone, '4321', '秘密路', '808', '440106', '广东'])
      expect(text).not.toContain(secret)
  })

  test('an order whose parcel came short is delivered; while more is to come it is not', async () => {
    const { order, shipmentId } = await parcel()
    const { token } = await link(order.id)
    const clerk = await w.user(['shipment.read', 'shipment.deliver'])
    const [line] = (await w.call(clerk, 'GET', `/shipments/${shipmentId}`)).body.lineRows
    const delivery = { lines: [{ lineId: line.id, delivered: line.quantity - 1 }] }
    expect((await w.call(clerk, 'POST', `/shipments/${shipmentId}/delivery`, delivery)).status).toBe(200)
    const seen = async () => (await w.call(null, 'GET', `/public/tracking/${token}`)).body
    const short = await seen()
    expect(short).toMatchObject({ order: { state: 'delivered' }, next: 'check_goods' })
    expect(short.shipments[0].deliveredAt).toBe(w.now().toISOString())
    await w.committed((ctx) =>
      ctx.db.run(sql`
        update order_line set quantity = quantity + 1 where tenant_id = ${ctx.tenant.id} and order_id = ${order.id}`),
    )
    expect(await seen()).toMatchObject({ order: { state: 'on_the_way' }, next: 'wait_for_dispatch' })
  })

  test('the tail of the phone number opens a masked name and the city, a few tries an hour', async () => {
    const { order } = await parcel()
    const { token, agent } = await link(order.id)
    const path = `/public/tracking/${token}/phone`
    const opened = await w.call(null, 'POST', path, { tail: '4321' })
    expect(opened.body.consignee).toEqual({ name: '卡**', city: '广东省广州市' })
    expect(JSON.stringify(opened.body)).not.toContain('秘密路')
    const wrong = await w.call(null, 'POST', path, { tail: '0000' }, { 'accept-language': 'zh' })
    expect(wrong).toMatchObject({ status: 409, body: { code: 'tracking_link.wrong_tail' } })
    for (let i = 0; i < 3; i += 1) await w.call(null, 'POST', path, { tail: '0000' })
    const blocked = await w.call(null, 'POST', path, { tail: '4321' })
    expect(blocked.status).toBe(429)
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0)
    expect((await w.call(null, 'POST', path, { tail: 'abcd' })).status).toBe(400)
    const timeline = await w.committed((ctx) =>
      ctx.db.all({
        compile: (q) =>
          q
            .selectFrom('event')
            .select('type')
            .where('tenant_id', '=', ctx.tenant.id)
            .where('subject_id', '=', order.id)
            .where('type', '=', 'tracking_link.unlocked')
            .compile(),
      }),
    )
    expect(timeline).toHaveLength(1)
    expect(agent.permissions).toContain('tracking_link.manage')
  })

  test('unknown, expired, revoked and foreign tokens get the same answer', async () => {
    const { order } = await parcel()
    const [revoked, expired] = [await link(order.id), await link(order.id, 1)]
    const good = await link(order.id, 90)
    expect((await w.call(revoked.agent, 'DELETE', `/tracking-links/${revoked.id}`)).status).toBe(200)
    expect((await w.call(revoked.agent, 'DELETE', `/tracking-links/${revoked.id}`)).body.code).toBe(
      'tracking_link.revoked',
    )
    w.setNow('2026-11-26T02:00:00.000Z')
    const foreign = good.token.replace(w.tenant.id.replaceAll('-', ''), w.foreign.id.replaceAll('-', ''))
    const changed = `${good.token.slice(0, -1)}${good.token.endsWith('A') ? 'B' : 'A'}`
    const answers = []
    for (const token of [revoked.token, expired.token, foreign, changed, 'nt_x', "x' or 1=1"])
      answers.push(await w.call(null, 'GET', `/public/tracking/${encodeURIComponent(token)}`))
    expect(
      new Set(answers.map((a) => JSON.stringify({ status: a.status, ...a.body, requestId: null }))).size,
    ).toBe(1)
    expect(answers[0]?.status).toBe(404)
    expect((await w.call(null, 'GET', `/public/tracking/${good.token}`)).status).toBe(200)
    const listed = await w.call(await w.user({ role: 'agent' }), 'GET', `/orders/${order.id}/tracking-links`)
    expect(listed.body.rows).toHaveLength(3)
    expect(JSON.stringify(listed.body)).not.toContain(good.token)
  })

  test('links are made only for orders one may see', async () => {
    const { order } = await parcel()
    const scoped = await w.user(['tracking_link.manage'], { scopes: { customer: [order.id] } })
    const foreign = await w.user(['tracking_link.manage'], { tenant: w.foreign })
    const reader = await w.user(['order.read'])
    for (const user of [scoped, foreign])
      expect((await w.call(user, 'POST', `/orders/${order.id}/tracking-links`, {})).status).toBe(404)
    expect((await w.call(reader, 'POST', `/orders/${order.id}/tracking-links`, {})).status).toBe(403)
  })
})
