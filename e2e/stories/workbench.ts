import { identityApi } from '#modules/identity/api.ts'
import { promisesApi } from '#modules/promises/api.ts'
import { go, see, seeHeading } from '../acts.ts'
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
]
