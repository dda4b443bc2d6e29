import assert from 'node:assert/strict'
import { ordersApi } from '#modules/orders/api.ts'
import { go, seeHeading, see, follow, settle } from '../acts.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'addresses: one that names no record says so and leads to its list; the way on outlives a reload',
    as: 'manager',
    run: async (stage) => {
      await go(stage, '/orders/01a2-cut-off')
      await seeHeading(stage, '找不到这条记录')
      assert.equal(await stage.page.locator('h1').count(), 1)
      await follow(stage, '回到订单')
      await seeHeading(stage, '订单')
      const { rows } = await stage.call(ordersApi.listOrders, { query: { limit: 2 } } as never)
      await follow(stage, rows[1]?.number ?? '')
      await see(stage, /^2 \/|第 2/)
      await stage.page.reload()
      await settle(stage)
      await see(stage, /^2 \/|第 2/)
    },
  },
]
