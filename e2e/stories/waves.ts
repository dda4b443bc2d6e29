import assert from 'node:assert/strict'
import { ordersApi } from '#modules/orders/api.ts'
import { dialog, fill, follow, go, press, row, rowsShown, see, seeHeading, settle } from '../acts.ts'
import { makeCustomer, makeGoods, makeOrder } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

const pickRow = (stage: Stage, number: string) =>
  row(stage, number)
    .getByRole('checkbox', { name: /选择此行|Select this row/ })
    .check()

export const stories: Story[] = [
  {
    name: 'waves: an urgent order that lacks goods gets them from one that can wait; the proposal says so before it is applied',
    as: 'manager',
    run: async (stage) => {
      // A search over everything takes its seconds: it is stopped before it ends.
      await go(stage, '/waves')
      await press(stage, '为全部未拣货的订单生成方案')
      await press(stage, '停止计算')
      await see(stage, '已放弃')
      const customer = await makeCustomer(stage)
      const goods = await makeGoods(stage, 3)
      const waiting = await makeOrder(stage, { customer, goods, quantity: 3 })
      const urgent = await makeOrder(stage, { customer, goods, quantity: 2, urgent: true })
      await go(stage, `/orders?customerId=${customer.id}`)
      for (const order of [waiting, urgent]) await pickRow(stage, order.number)
      await press(stage, '合并分配')
      await see(stage, '方案与现状')
      await see(stage, '已证明最优')
      await see(stage, /1 行增加库存，1 行减少库存/)
      for (const order of [waiting, urgent]) await see(stage, order.number)
      await press(stage, '执行方案')
      const box = dialog(stage, '执行方案')
      await fill(stage, '原因', '加急单先发', box)
      await press(stage, '执行方案', box)
      // The queue applies it, and the page follows by itself.
      await see(stage, '已调整 2 张订单，0 张保持原样。')
      await see(stage, /执行人 .+，原因：加急单先发/)
      await settle(stage)
      await follow(stage, '合并分配')
      await seeHeading(stage, '合并分配')
      const [latest] = await rowsShown(stage, '合并分配')
      assert.match((latest ?? []).join(' '), /已执行.*选定的 2 张订单.*加急单先发/)
      const [number = ''] = (latest ?? []).join(' ').match(/WV\S+/) ?? []
      await go(stage, `/waves?state=cancelled&search=${number}`)
      await see(stage, '没有符合条件')
      const { state, lines } = await stage.call(ordersApi.getOrder, { params: { id: urgent.id } })
      if (state !== 'confirmed' || lines[0]?.reserved !== 2) throw new Error('the urgent order got its goods')
    },
  },
]
