import { expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { recordDelivery } from './deliveries.ts'
import { planned, sent, yard } from './fixture.ts'

const w = world()

test('a product is followed to every customer it went to, within what the actor may see', async () => {
  w.setNow(MONDAY)
  const { goods, made } = await w.committed(async (ctx) => {
    const from = await yard(ctx, { products: 2 })
    const lines = from.productIds.map((productId, i) => ({ productId, quantity: 3 + i }))
    const left = await sent(ctx, from, { lines })
    await planned(ctx, from, { lines, notDuplicate: true })
    await recordDelivery(ctx, { shipmentId: left.shipmentId, at: ctx.now })
    return { goods: from, made: left }
  })
  const reader = await w.user(['shipment.read'])
  const ask = (query: string, as = reader) => w.call(as, 'GET', `/product-deliveries?${query}`)
  const { body } = await ask(`productId=${goods.productIds[1]}`)
  expect(body.rows).toMatchObject([
    {
      product: { id: goods.productIds[1] },
      customer: { id: goods.customerId },
      order: { id: made.order.id },
      shipment: { id: made.shipmentId },
      waybill: made.waybill,
      sent: 4,
      delivered: 4,
      damaged: 0,
      handedOverAt: MONDAY,
      deliveredAt: MONDAY,
    },
  ])
  expect((await ask(`productId=${newId()}`)).body.rows).toEqual([])
  expect((await ask(`search=${goods.skus[0]?.toLowerCase()}`)).body.rows).toMatchObject([{ sent: 3 }])
  expect((await ask('search=%25')).body.rows).toEqual([])
  for (const scopes of [{ customer: [newId()] }, { warehouse: [newId()] }, { carrier: [newId()] }] as Record<
    string,
    string[]
  >[]) {
    const other = await w.user(['shipment.read'], { scopes })
    expect((await ask(`productId=${goods.productIds[1]}`, other)).body.rows).toEqual([])
  }
  expect((await ask('', await w.user(['order.read']))).status).toBe(403)
})
