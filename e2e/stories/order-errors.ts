import { choose, dialog, fill, follow, go, press, row, see, seeHeading } from '../acts.ts'
import { makeOwnOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'order errors: an error is logged with its cost, found in the list, and withdrawn with the reason',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 5, quantity: 2 })
      await go(stage, `/orders/${order.id}`)
      await press(stage, '登记差错')
      const form = dialog(stage, '登记差错')
      await press(stage, '登记差错', form)
      await see(stage, '请填写', form)
      await choose(stage, '差错类型', '单证错误', { within: form })
      await fill(stage, '差错内容', '送货单少一联', form)
      await choose(stage, '责任方', '仓库', { within: form })
      await fill(stage, '损失', '86.5', form)
      await press(stage, '登记差错', form)
      await see(stage, '送货单少一联')
      await go(stage, `/order-errors?search=${order.number}`)
      await seeHeading(stage, '订单差错')
      await see(stage, /86\.50/, row(stage, order.number))
      await follow(stage, order.number)
      await press(stage, '撤销')
      await fill(stage, '原因', '另一联在司机处', dialog(stage, '撤销'))
      await press(stage, '撤销', dialog(stage, '撤销'))
      await see(stage, '已撤销：另一联在司机处')
    },
  },
]
