import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { MONDAY, orderOf, shelf } from './fixture.ts'
import { placeOrder, placeOrders } from './orders.ts'

const w = world()

test('one order', async () => {
  w.setNow(MONDAY)
  const { result, events } = await w.rolledBack(async (ctx) => {
    const s = await shelf(ctx, { products: 2, warehouses: 3 })
    return placeOrder(ctx, orderOf(s, { lines: s.productIds.map((productId) => ({ productId, quantity: 3 })) }))
  })
  console.log(JSON.stringify(result, null, 1), events)
})
