import { servicesApi } from '#modules/services/api.ts'
import { choose, dialog, fill, follow, go, press, row, see, seeHeading } from '../acts.ts'
import { sendOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'services: broken goods are exchanged; the replacement is an order of its own kind, free of charge',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const { order, goods } = await sendOrder(boss)
      await go(stage, `/orders/${order.id}`)
      await press(stage, '登记服务请求')
      const form = dialog(stage, '登记服务请求')
      await choose(stage, '服务类型', '换货', { within: form })
      await press(stage, '登记服务请求', form)
      await see(stage, '请填写', form)
      await fill(stage, '请求内容', '到货时外壳破裂，要求换一台', form)
      await press(stage, '登记服务请求', form)
      await seeHeading(stage, /^SV/)
      await see(stage, '待答复')
      await press(stage, '受理')
      const accept = dialog(stage, /^受理/)
      await fill(stage, `补发 ${goods.sku}`, '1', accept)
      await press(stage, '受理', accept)
      await see(stage, '已受理')
      const { rows } = await stage.call(servicesApi.listServices, { query: { orderId: order.id, limit: 1 } })
      await follow(stage, rows[0]?.replacement?.number ?? 'none')
      await seeHeading(stage, /^SO/)
      await see(stage, /换货补发/)
      await go(stage, `/service-orders?search=${order.number}`)
      await seeHeading(stage, '服务单')
      await see(stage, '已受理', row(stage, order.number))
      await go(stage, '/orders?kind=replacement')
      await seeHeading(stage, '订单')
      await see(stage, order.customer.name, row(stage, order.customer.name))
    },
  },
  {
    name: 'services: a product is followed to the customers it went to',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const { order, goods } = await sendOrder(boss)
      await go(stage, `/products/${goods.productId}`)
      await follow(stage, '查看商品去向')
      await seeHeading(stage, '商品去向')
      await see(stage, order.customer.name, row(stage, order.number))
    },
  },
]
