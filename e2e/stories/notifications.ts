import assert from 'node:assert/strict'
import { activityApi } from '#modules/activity/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { choose, follow, go, press, see, seeHeading, seeNot } from '../acts.ts'
import { makeOwnOrder } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

const orderOf = async (stage: Stage) => makeOwnOrder(stage, { stock: 5, quantity: 2 })

const bell = (stage: Stage) => stage.page.getByRole('button', { name: /^(消息|Notifications)/ }).first()

export const stories: Story[] = [
  {
    name: 'notifications: a mention rings the bell at once and leads to the record',
    as: 'agent',
    run: async (stage) => {
      const manager = await stage.enter('manager')
      const order = await orderOf(manager)
      const me = await stage.call(identityApi.getMe)
      await go(stage, '/orders')
      await manager.call(activityApi.addNote, {
        params: { type: 'order', id: order.id },
        body: {
          body: `@${me.user.name} 请联系客户`,
          audience: 'internal',
          mentions: [{ kind: 'user', id: me.user.id }],
        },
      } as never)
      await stage.page.getByRole('button', { name: /^消息，\d+\+? 条未读/ }).waitFor()
      await bell(stage).click()
      await see(stage, '提到了您')
      await stage.page.getByRole('button', { name: new RegExp(`订单 ${order.number}`) }).click()
      await seeHeading(stage, new RegExp(order.number))
      await go(stage, '/notices')
      await seeNot(stage, order.number)
      await stage.page.getByRole('tab', { name: '全部' }).click()
      await see(stage, order.number)
      await press(stage, `稍后提醒 ${order.number}`)
      await see(stage, /^1 小时后/)
      await stage.page.getByText(/^1 小时后/).click()
      await seeNot(stage, order.number)
      await stage.page.getByRole('tab', { name: '稍后提醒' }).click()
      await see(stage, order.number)
    },
  },
  {
    name: 'notifications: a person chooses what reaches them, and an administrator sees the outbox',
    as: 'manager',
    look: { locale: 'en' },
    run: async (stage) => {
      await go(stage, '/')
      await bell(stage).click()
      await follow(stage, 'Settings')
      await seeHeading(stage, 'Notification settings')
      await choose(stage, 'Somebody mentions me Mail', 'Daily digest')
      await stage.page.getByText('Not between').click()
      await press(stage, 'Save')
      await see(stage, 'Saved')
      await stage.page.reload()
      await see(stage, 'Daily digest')
      assert.equal(await stage.page.getByLabel('From').inputValue(), '22:00')
      await go(stage, '/settings/mails')
      await see(stage, 'No mail server is configured')
    },
  },
]
