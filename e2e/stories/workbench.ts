import { identityApi } from '#modules/identity/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { promisesApi } from '#modules/promises/api.ts'
import { go, see, seeHeading, settle } from '../acts.ts'
import { makeOwnOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'workbench: what is given to me appears while I look, with its deadline, and a click opens it',
    as: 'agent',
    run: async (stage) => {
      const manager = await stage.enter('manager')
      const order = await makeOwnOrder(manager, { stock: 5, quantity: 2 })
      const me = await stage.call(identityApi.getMe)
      await go(stage, '/')
      await seeHeading(stage, '等我处理')
      const { rows } = await manager.call(promisesApi.listPromises, { query: { orderId: order.id } } as never)
      const promise = rows.find((row) => row.kind === 'deliver')
      await manager.call(promisesApi.assignPromise, {
        params: { id: promise?.id ?? '' },
        body: { ownerId: me.user.id },
      } as never)
      const item = stage.page.getByRole('link', { name: new RegExp(`送达.*${order.number}.*还剩`) })
      await item.waitFor()
      await item.click()
      await see(stage, order.number)
      await go(manager, '/?view=team')
      await manager.page.getByRole('table', { name: '团队手上的承诺' }).waitFor()
      await see(manager, '无人负责')
    },
  },
  {
    name: 'workbench: an order on hold waits for those who may release it, and for nobody else',
    as: 'manager',
    run: async (stage) => {
      const order = await makeOwnOrder(stage, { stock: 5, quantity: 2 })
      await stage.call(ordersApi.holdOrder, {
        params: { id: order.id },
        body: { version: order.version, kind: 'manual', reason: '等财务核对' },
      })
      const agent = await stage.enter('agent')
      await go(agent, '/')
      await seeHeading(agent, '等我处理')
      await settle(agent)
      const item = (at: typeof stage) =>
        at.page.getByRole('link', { name: new RegExp(`冻结待放行.*${order.number}`) })
      if ((await item(agent).count()) > 0) throw new Error('an agent releases no holds')
      await go(stage, '/')
      await item(stage).click()
      await seeHeading(stage, order.number)
      await see(stage, '等财务核对')
    },
  },
]
