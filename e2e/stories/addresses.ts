import assert from 'node:assert/strict'
import { ordersApi } from '#modules/orders/api.ts'
import { go, seeHeading, see, follow } from '../acts.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'addresses: one that names no record says so and leads to its list; the way on outlives a reload, and a list left before it has counted',
    as: 'manager',
    run: async (stage) => {
      await go(stage, '/orders/01a2-cut-off')
      await seeHeading(stage, '找不到这条记录')
      assert.equal(await stage.page.locator('h1').count(), 1)
      const { rows } = await stage.call(ordersApi.listOrders, { query: { limit: 2 } } as never)
      // The list's count comes when its second row is open already.
      const { promise: isOpen, resolve: open } = Promise.withResolvers<void>()
      await stage.page.route(/count=true/, async (route) => {
        await isOpen
        await route.continue()
      })
      await follow(stage, '回到订单')
      await seeHeading(stage, '订单')
      await follow(stage, rows[1]?.number ?? '')
      await seeHeading(stage, rows[1]?.number ?? '')
      open()
      await see(stage, /^第 2 条，共 [\d,]+ 条$/)
      await stage.page.reload()
      await see(stage, /^第 2 条，共 [\d,]+ 条$/)
    },
  },
]
