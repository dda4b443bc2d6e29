import { describe, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { world } from '#platform/testing/world.ts'
import { recordDelivery } from './deliveries.ts'
import { brokenInvariants, exceptionsOf, factsOf, planned, promisesOf, sent, yard } from './fixture.ts'
import { getShipment } from './queries.ts'
import { recordReceipt } from './receipts.ts'
import { postEvents } from './tracking-intake.ts'

const w = world()
const WEDNESDAY = '2026-11-25T02:00:00.000Z'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('delivery with proof', () => {
  test('counted quantities reach the order; damage and missing pieces become exceptions; the name is masked', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx)
      const { shipmentId, order } = await sent(ctx, from, {
        lines: [{ productId: from.productId, quantity: 10 }],
      })
      const later = { ...ctx, now: new Date(WEDNESDAY) }
      const lineId = (await getShipment(ctx, shipmentId)).lineRows[0]?.id ?? ''
      for (const line of [
        { lineId, delivered: 11, damaged: 0 },
        { lineId, delivered: 3, damaged: 4 },
        { lineId: order.id, delivered: 1, damaged: 0 },
      ]) {
        await expect(recordDelivery(later, { shipmentId, lines: [line] })).rejects.toThrow('request.invalid')
      }
      await expect(
        recordDelivery(later, { shipmentId, at: new Date('2026-11-23T01:59:00Z') }),
      ).rejects.toThrow('shipment.delivered_before_hand_over')
      await expect(
        recordDelivery(later, { shipmentId, at: new Date('2026-11-25T02:00:01Z') }),
      ).rejects.toThrow('shipment.delivered_in_future')
      await recordDelivery(later, {
        shipmentId,
        at: new Date('2026-11-25T01:00:00Z'),
        signedBy: '王大力',
        lines: [{ lineId, delivered: 9, damaged: 2 }],
      })
      return {
        facts: await factsOf(ctx, shipmentId),
        view: await getShipment(ctx, shipmentId),
        exceptions: await exceptionsOf(ctx, shipmentId),
        promises: await promisesOf(ctx, order.id),
        broken: await brokenInvariants(ctx),
      }
    })
    expect(result.facts).toMatchObject({
      state: 'delivered',
      delivered: 9,
      damaged: 2,
      order_state: 'shipping',
    })
    expect(result.promises.deliver?.outcome).toBe('open') // one of ten is still missing
    expect(result.view.proofs).toMatchObject([{ kind: 'paper', signedBy: '王**', hasFile: false }])
    expect(result.exceptions.map((x) => [x.kind, x.reason]).toSorted()).toEqual([
      ['damage', 'damaged'],
      ['short', 'short_at_unloading'],
    ])
    expect(result.broken).toEqual([])
  })

  test('on a delivery the carrier reported it adds the proof and corrects the quantities', async () => {
    w.setNow(MONDAY)
    const { result } = await w.rolledBack(async (ctx) => {
      const from = await yard(ctx)
      const { shipmentId, waybill, order } = await sent(ctx, from, {
        lines: [{ productId: from.productId, quantity: 4 }],
      })
      const later = { ...ctx, now: new Date(WEDNESDAY) }
      await postEvents(later, [{ waybill, status: 'delivered', at: new Date('2026-11-24T09:00:00Z') }])
      const scanned = await factsOf(ctx, shipmentId)
      const lineId = (await getShipment(ctx, shipmentId)).lineRows[0]?.id ?? ''
      await recordDelivery(later, { shipmentId, code: '4711', lines: [{ lineId, delivered: 4, damaged: 1 }] })
      return {
        scanned,
        facts: await factsOf(ctx, shipmentId),
        promises: await promisesOf(ctx, order.id),
        view: await getShipment(ctx, shipmentId),
        broken: await brokenInvariants(ctx),
      }
    })
    expect(result.scanned).toMatchObject({ delivered: 4, damaged: 0 })
    expect(result.facts).toMatchObject({
      delivered: 4,
      damaged: 1,
      delivered_at: new Date('2026-11-24T09:00:00Z'),
    })
    expect(result.promises.deliver).toEqual({ outcome: 'fulfilled', at: '2026-11-24T09:00:00.000Z' })
    expect(result.view.proofs[0]).toMatchObject({ kind: 'code' })
    expect(result.broken).toEqual([])
  })

  test('not before the hand-over', async () => {
    w.setNow(MONDAY)
    await w.rolledBack(async (ctx) => {
      const { shipmentId } = await planned(ctx, await yard(ctx))
      await expect(recordDelivery(ctx, { shipmentId })).rejects.toThrow('shipment.not_handed_over')
      await expect(recordReceipt(ctx, { shipmentId, step: 'received' })).rejects.toThrow(
        'receipt.not_delivered',
      )
    })
  })
})

describe('images', () => {
  test('PNG and JPEG by their first bytes, seen only by who may see personal data, and the opening is noted', async () => {
    w.setNow(MONDAY)
    const { shipmentId } = await w.committed(async (ctx) => sent(ctx, await yard(ctx)))
    const worker = await w.user(['shipment.read', 'shipment.deliver'])
    const agent = await w.user(['shipment.read', 'personal_data.reveal', 'audit.read'])
    const foreign = await w.user(['shipment.read', 'personal_data.reveal', 'shipment.deliver'], {
      tenant: w.foreign,
    })
    const path = `/shipments/${shipmentId}/proofs`
    const png = { 'content-type': 'image/png', 'x-file-name': encodeURIComponent('签字.png') }

    const added = await w.call(
      worker,
      'POST',
      `${path}?kind=signature&signedBy=${encodeURIComponent('王大力')}`,
      PNG,
      png,
    )
    expect(added.status).toBe(200)
    expect((await w.call(worker, 'POST', path, Buffer.from('<svg onload=alert(1)>'), png)).body.code).toBe(
      'proof.not_an_image',
    )
    expect((await w.call(worker, 'POST', path, PNG, { 'content-type': 'image/svg+xml' })).status).toBe(400)
    expect((await w.call(worker, 'POST', path, Buffer.alloc(5 * 1024 * 1024 + 1), png)).status).toBe(413)
    expect((await w.call(foreign, 'POST', path, PNG, png)).status).toBe(404)

    const file = `${path}/${added.body.proofId}/file`
    expect((await w.call(worker, 'GET', file)).status).toBe(403)
    expect((await w.call(foreign, 'GET', file)).status).toBe(404)
    const opened = await w.call(agent, 'GET', file)
    expect(opened.status).toBe(200)
    expect(Buffer.compare(opened.body, PNG)).toBe(0)
    expect(
      (await w.call(agent, 'GET', `/audit?type=proof.opened&subjectId=${shipmentId}`)).body.rows,
    ).toHaveLength(1)
    expect((await w.call(worker, 'GET', `/shipments/${shipmentId}`)).body.proofs).toMatchObject([
      { kind: 'signature', signedBy: '王**', hasFile: true },
    ])
  })
})

describe('the signed receipt', () => {
  test('due seven days after the delivery by the default clause; sent, received, its promise kept; overdue is listed', async () => {
    w.setNow(MONDAY)
    const { shipmentId, order, carrierId } = await w.committed(async (ctx) => {
      const from = await yard(ctx)
      return { ...(await sent(ctx, from)), carrierId: from.carrierId }
    })
    w.setNow(WEDNESDAY)
    let user = await w.user({ role: 'manager' })
    expect(
      (await w.call(user, 'POST', `/shipments/${shipmentId}/delivery`, { signedBy: '王大力' })).status,
    ).toBe(200)
    const due = (await w.call(user, 'GET', `/shipments/${shipmentId}`)).body.receipt
    expect(due).toMatchObject({ sentAt: null, receivedAt: null, dueAt: '2026-12-02T15:59:59.999Z' })
    const listed = async (state: string) =>
      (await w.call(user, 'GET', `/receipts?state=${state}&limit=200`)).body.rows.filter(
        (r: { shipment: { id: string } }) => r.shipment.id === shipmentId,
      ).length
    expect([await listed('outstanding'), await listed('overdue'), await listed('received')]).toEqual([
      1, 0, 0,
    ])
    w.setNow('2026-12-03T02:00:00.000Z')
    user = await w.user({ role: 'manager' })
    expect(await listed('overdue')).toBe(1)
    expect((await w.call(user, 'GET', '/shipments/counts')).body.receiptsOverdue).toBeGreaterThanOrEqual(1)
    const path = `/shipments/${shipmentId}/receipt`
    expect((await w.call(user, 'POST', path, { step: 'sent' })).body.receipt.sentAt).toBe(
      '2026-12-03T02:00:00.000Z',
    )
    expect((await w.call(user, 'POST', `${path}/scan`, PNG, { 'content-type': 'image/png' })).status).toBe(
      200,
    )
    const carrier = await w.user({ role: 'carrier' }, { scopes: { carrier: [carrierId] } })
    expect((await w.call(carrier, 'GET', '/me')).body.boundTo).toEqual(['carrier'])
    expect((await w.call(carrier, 'POST', path, { step: 'sent', at: '2026-12-03T00:00:00Z' })).status).toBe(
      200,
    )
    expect((await w.call(carrier, 'POST', path, { step: 'received' })).body.code).toBe(
      'receipt.not_by_carrier',
    )
    const early = { step: 'received', at: '2026-11-24T00:00:00Z' }
    expect((await w.call(user, 'POST', path, early)).body.code).toBe('receipt.before_delivery')
    const received = await w.call(user, 'POST', path, { step: 'received', at: '2026-12-03T01:00:00Z' })
    expect(received.body.receipt).toMatchObject({ receivedAt: '2026-12-03T01:00:00.000Z', hasScan: true })
    expect((await w.call(user, 'POST', path, { step: 'received' })).body.code).toBe('receipt.received')
    const promises = await w.committed((ctx) => promisesOf(ctx, order.id))
    expect(promises.receipt_back).toEqual({ outcome: 'fulfilled', at: '2026-12-03T01:00:00.000Z' })
  })
})
