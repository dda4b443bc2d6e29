import assert from 'node:assert/strict'
import { ordersApi } from '#modules/orders/api.ts'
import { choose, dialog, field, fill, go, press, see, seeHeading } from '../acts.ts'
import { makeGoods, makeOwnOrder } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'own orders: a customer orders without naming itself, amends and cancels while nothing is picked',
    as: 'shipper',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const goods = await makeGoods(boss, 20)
      const order = await placeOne(stage, goods.sku)
      await press(stage, '修改')
      const form = dialog(stage, /^修改订单/)
      await form.getByRole('spinbutton').first().fill('2')
      await fill(stage, '收货人', '新收货人', form)
      await fill(stage, '城市', 'Butare', form)
      await fill(stage, '原因', '少要一件，改送分院', form)
      await press(stage, '保存', form)
      await see(stage, '换了地区，请填写详细地址', form)
      await fill(stage, '详细地址', 'KN 5 Ave', form)
      await press(stage, '保存', form)
      await see(stage, '已保存')
      await see(stage, '修改订单')
      const amended = await stage.call(ordersApi.getOrder, { params: { id: order } })
      assert.deepEqual(
        [amended.lines[0]?.quantity, amended.address.city, amended.address.country],
        [2, 'Butare', 'RW'],
      )
      await press(stage, '取消订单')
      const cancel = dialog(stage, /^取消订单/)
      assert.equal(await cancel.getByText('由谁取消').count(), 0)
      await fill(stage, '原因', '项目暂停', cancel)
      await press(stage, '取消订单', cancel)
      await see(stage, '客户取消：项目暂停')
      assert.equal(await stage.page.getByRole('button', { name: /^冻结/ }).count(), 0)
    },
  },
  {
    name: 'own orders: an amendment brings another product and another address',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const [order, more] = [await makeOwnOrder(boss, { stock: 10, quantity: 3 }), await makeGoods(boss, 8)]
      await go(stage, `/orders/${order.id}`)
      await press(stage, '修改')
      const form = dialog(stage, /^修改订单/)
      await press(stage, '加一行', form)
      await choose(stage, '第 2 行 商品', new RegExp(more.sku), { typed: more.sku, within: form })
      await fill(stage, '数量 2', '4', form)
      await fill(stage, '详细地址', '科技园北路 9 号', form)
      await fill(stage, '原因', '客户加订', form)
      await press(stage, '保存', form)
      await see(stage, '已保存')
      const amended = await stage.call(ordersApi.getOrder, { params: { id: order.id } })
      assert.deepEqual(
        amended.lines.map(({ sku, quantity, reserved }) => [sku === more.sku, quantity, reserved]),
        [
          [false, 3, 3],
          [true, 4, 4],
        ],
      )
      assert.match(amended.address.street, /^科技园北路/)
    },
  },
]

/** Fills the form as a customer with one company does: what it orders and where to. */
async function placeOne(stage: Stage, sku: string): Promise<string> {
  await go(stage, '/orders/new')
  await seeHeading(stage, '新建订单')
  await see(stage, /107-RW-T30/)
  await choose(stage, '第 1 行 商品', new RegExp(sku), { typed: sku })
  await fill(stage, '数量 1', '3')
  await choose(stage, '国家或地区', /卢旺达/, { typed: 'RW' })
  await field(stage, '城市').fill('Kigali')
  await fill(stage, '详细地址', 'KN 3 Rd')
  await press(stage, '下单')
  await stage.page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  await see(stage, '已受理')
  return new URL(stage.page.url()).pathname.split('/').at(-1) ?? ''
}
