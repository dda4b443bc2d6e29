import assert from 'node:assert/strict'
import { choose, dialog, fill, go, press, see, seeHeading } from '../acts.ts'
import { makeOwnOrder, sendOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'tracking: a link opens the public page without log-in and tells no name, phone or street',
    as: 'agent',
    hands: 'keyboard',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 5, quantity: 1 })
      await go(stage, `/orders/${order.id}`)
      await press(stage, '生成链接')
      const link = await (await see(stage, /\/t\/[\w-]{20,}/)).innerText()
      const visitor = await stage.enter(null, { width: 390, height: 844 })
      await go(visitor, new URL(link).pathname)
      await see(visitor, `订单 ${order.number}`)
      await seeHeading(visitor, /正在备货|正在路上/)
      const words = await visitor.page.locator('body').innerText()
      for (const secret of ['王小明', '13812345678', '科技园', '5678']) {
        assert.ok(!words.includes(secret), `the public page says ${secret}`)
      }
      await fill(visitor, '手机号后四位', '13812340000')
      await see(visitor, '只需后四位，请删去前面的数字')
      await fill(visitor, '手机号后四位', '0000')
      await press(visitor, '核对')
      await visitor.page.getByRole('alert').waitFor()
      await fill(visitor, '手机号后四位', '5678')
      await press(visitor, '核对')
      await see(visitor, /王\*/)
      await go(visitor, '/t/not-a-token-at-all-000000')
      await seeHeading(visitor, '链接无效或已过期')
    },
  },
  {
    name: 'tracking: what a carrier tells by telephone is reported on its shipment, with the reason; without a status nothing is lost',
    as: 'coordinator',
    hands: 'keyboard',
    run: async (stage) => {
      const { shipmentId } = await sendOrder(await stage.enter('manager'))
      await go(stage, `/shipments/${shipmentId}`)
      await press(stage, '登记轨迹')
      const form = dialog(stage, '登记轨迹')
      await fill(stage, '地点', '广州天河站', form)
      await press(stage, '保存', form)
      await see(stage, '请填写', form)
      await choose(stage, '状态', '派送未成功', { within: form })
      await choose(stage, '原因', '无法联系收件人', { typed: '联系', within: form })
      await press(stage, '保存', form)
      await form.waitFor({ state: 'hidden' })
      await see(stage, /广州天河站 · 无法联系收件人/)
      await see(stage, '派送失败次数')
    },
  },
]
