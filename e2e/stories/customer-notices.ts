import { ordersApi } from '#modules/orders/api.ts'
import { dialog, fill, follow, go, press, row, see, seeHeading, seeNot } from '../acts.ts'
import { makeOwnOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'customer notices: an agent tells a customer of a delay from the order, by mail and by telephone',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 5, quantity: 2 })
      await go(stage, `/orders/${order.id}`)
      await press(stage, '通知客户延误')
      const notice = dialog(stage, '客户通知')
      await see(stage, '待发送', notice)
      await see(stage, /王\*\* w\*\*\*@example\.cn/, notice)
      await press(stage, '用邮件发送', notice)
      const form = dialog(stage, '发送客户通知')
      await fill(stage, '正文', '', form)
      await press(stage, '发送', form)
      await see(stage, '请填写', form)
      await fill(stage, '正文', `订单 ${order.number} 因暴雨晚到一天，深表歉意。`, form)
      await press(stage, '发送', form)
      await see(stage, '邮件已放入发件箱')
      await see(stage, '邮件待发出', notice)
      await see(stage, /因暴雨晚到一天/, notice)

      await go(stage, `/customer-notices?search=${order.number}`)
      await seeHeading(stage, '客户通知')
      await see(stage, '邮件待发出', row(stage, order.number))
      await go(boss, '/settings/mails')
      await row(boss, order.number).getByRole('button').first().click()
      await press(boss, '作废', dialog(boss))
      await see(boss, '已作废', row(boss, order.number))
      await go(stage, `/customer-notices?search=${order.number}&state=draft`)
      await row(stage, order.number).getByRole('button').first().click()
      await press(stage, '登记已告知', dialog(stage, '客户通知'))
      const told = dialog(stage, '登记已告知客户')
      await fill(stage, '告知对象', '采购部张经理', told)
      await press(stage, '保存', told)
      await see(stage, '已另行告知', dialog(stage, '客户通知'))
      await follow(stage, order.number, dialog(stage, '客户通知'))
      await see(stage, '告知客户')
      await see(stage, '已另行告知延误')
    },
  },
  {
    name: 'customer notices: an agent tells a customer that the order is accepted, with its dates; why an order is held is not told',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 5, quantity: 2 })
      await go(stage, `/orders/${order.id}`)
      await press(stage, '通知受理情况')
      const notice = dialog(stage, '客户通知')
      await see(stage, '已受理', notice)
      await see(stage, /× 2：.* 前发出，.* 前送达/, notice)
      await press(stage, '用邮件发送', notice)
      await press(stage, '发送', dialog(stage, '发送客户通知'))
      await see(stage, '邮件待发出', notice)

      const held = await makeOwnOrder(boss, { stock: 5, quantity: 2 })
      await boss.call(ordersApi.holdOrder, {
        params: { id: held.id },
        body: { version: held.version, kind: 'manual', reason: '内部：等财务核对' },
      })
      await go(stage, `/orders/${held.id}`)
      await press(stage, '通知受理情况')
      await see(stage, '暂缓', dialog(stage, '客户通知'))
      await see(stage, /有事项需要与您核对/, dialog(stage, '客户通知'))
      await seeNot(stage, /等财务核对/, dialog(stage, '客户通知'))
      await go(stage, `/customer-notices?search=${order.number}&kind=order`)
      await see(stage, '邮件待发出', row(stage, order.number))
    },
  },
  {
    name: 'customer notices: the company says how customers are told; a wrong share is refused by its field',
    as: 'manager',
    look: { locale: 'en' },
    run: async (stage) => {
      await go(stage, '/customer-notices')
      await seeHeading(stage, 'Notices to customers')
      await press(stage, 'Rule')
      await press(stage, 'Change', dialog(stage, 'Rule of notices to customers'))
      const form = dialog(stage, 'Change the rule')
      await fill(stage, /Counts as predicted late/, '', form)
      await press(stage, 'Save', form)
      await see(stage, /Counts as predicted late.*is required/, form)
      await fill(stage, /Counts as predicted late/, '60', form)
      await form
        .getByRole('radio', { name: /^By itself: customers reached by mail get it five minutes/ })
        .check()
      await fill(stage, 'End of English notices', 'Service hotline 400-820-0000', form)
      await press(stage, 'Save', form)
      await see(stage, 'Saved')
      const rule = dialog(stage, 'Rule of notices to customers')
      await see(stage, 'Sent automatically', rule)
      await see(stage, '60.0%', rule)
      await see(stage, 'Service hotline 400-820-0000', rule)
      await see(stage, 'Changes', rule)
    },
  },
]
