import assert from 'node:assert/strict'
import { dialog, fill, go, press, row, saved, see, settle } from '../acts.ts'
import { makeCustomer, makeGoods, makeOrder } from '../records.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { refusals } from '#modules/orders/refusals.ts'
import type { Stage, Story } from '../stage.ts'

const pickRow = (stage: Stage, number: string) =>
  row(stage, number)
    .getByRole('checkbox', { name: /选择此行|Select this row/ })
    .check()

export const stories: Story[] = [
  {
    name: 'bulk: several orders are cancelled at once; the preview says which one is not, and why; the rest is done',
    as: 'manager',
    run: async (stage) => {
      const customer = await makeCustomer(stage)
      const goods = await makeGoods(stage, 50)
      const orders = []
      for (let i = 1; i <= 3; i += 1) orders.push(await makeOrder(stage, { customer, goods, quantity: i }))
      const [first, second, third] = orders
      if (!first || !second || !third) throw new Error('three orders were made')
      await stage.call(ordersApi.cancelOrder, {
        params: { id: first.id },
        body: { version: first.version, by: 'us', reason: '先行取消' },
      })
      await go(stage, `/orders?customerId=${customer.id}`)
      for (const order of orders) await pickRow(stage, order.number)
      await press(stage, '更多操作')
      await stage.page.getByRole('menuitem', { name: '取消订单', exact: true }).click()
      const box = dialog(stage, /取消订单/)
      await box.getByRole('radio', { name: '客户' }).click()
      await fill(stage, '原因', '客户改用自有库存', box)
      await press(stage, '预览', box)
      await see(stage, first.number, box)
      await see(stage, refusals['order.closed'].zh, box)
      const file = await saved(stage, () => press(stage, 'CSV', box))
      assert.match(file.text, new RegExp(first.number))
      await press(stage, '处理 2 条', box)
      await see(stage, '已处理', box)
      await press(stage, '关闭', box)
      await settle(stage)
      for (const order of orders) await row(stage, order.number).filter({ hasText: '已取消' }).waitFor()
    },
  },
]
