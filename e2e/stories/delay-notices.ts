import { dialog, fill, follow, go, press, row, see, seeHeading } from '../acts.ts'
import { makeOwnOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'delay notices: an agent tells a customer of a delay from the order, by mail and by telephone',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 5, quantity: 2 })
      await go(stage, `/orders/${order.id}`)
      await press(stage, '通知客户延误')
      const notice = dialog(stage, '延误通知')
      await see(stage, '待发送', notice)
      await see(stage, /王\*\* w\*\*\*@example\.cn/, notice)
      await press(stage, '用邮件发送', notice)
      const form = dialog(stage, '发送延误通知')
      await fill(stage, '正文', '', form)
      await press(stage, '发送', form)
      await see(stage, '请填写', form)
      await fill(stage, '正文', `订单 ${order.number} 因暴雨晚到一天，深表歉意。`, form)
      await press(stage, '发送', form)
      await see(stage, '邮件已放入发件箱')
      await see(stage, '邮件待发出', notice)
      await see(stage, /因暴雨晚到一天/, notice)

      await go(stage, `/delay-notices?search=${order.number}`)
      await seeHeading(stage, '延误通知')
      await see(stage, '邮件待发出', row(stage, order.number))
      await go(boss, '/settings/mails')
      await row(boss, order.number).getByRole('button').first().click()
      await press(boss, '作废', dialog(boss))
      await see(boss, '已作废', row(boss, order.number))
      await go(stage, `/delay-notices?search=${order.number}&state=draft`)
      await row(stage, order.number).getByRole('button').first().click()
      await press(stage, '登记已告知', dialog(stage, '延误通知'))
      const told = dialog(stage, '登记已告知延误')
      await fill(stage, '告知对象', '采购部张经理', told)
      await press(stage, '保存', told)
      await see(stage, '已另行告知', dialog(stage, '延误通知'))
      await follow(stage, order.number, dialog(stage, '延误通知'))
      await see(stage, '告知客户')
      await see(stage, '已另行告知延误')
    },
  },
  {
    name: 'delay notices: the company says how customers are told; a wrong share is refused by its field',
    as: 'manager',
    look: { locale: 'en' },
    run: async (stage) => {
      await go(stage, '/delay-notices')
      await seeHeading(stage, 'Delay notices')
      await press(stage, 'Rule')
      await press(stage, 'Change', dialog(stage, 'Rule of delay notices'))
      const form = dialog(stage, 'Change the rule')
      await fill(stage, /Counts as predicted late/, '', form)
      await press(stage, 'Save', form)
      await see(stage, 'This is needed', form)
      await fill(stage, /Counts as predicted late/, '60', form)
      await fill(stage, 'End of English notices', 'Service hotline 400-820-0000', form)
      await press(stage, 'Save', form)
      await see(stage, 'Saved')
      const rule = dialog(stage, 'Rule of delay notices')
      await see(stage, '60.0%', rule)
      await see(stage, 'Service hotline 400-820-0000', rule)
      await see(stage, 'Changes', rule)
    },
  },
]
