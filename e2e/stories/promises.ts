import { act, dialog, fill, choose, go, press, see, seeHeading } from '../acts.ts'
import { makeOwnOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'promises: a late promise gets a new date with its reason and the proof that the customer knows',
    as: 'agent',
    hands: 'keyboard',
    run: async (stage) => {
      await go(stage, '/promises?view=late')
      await seeHeading(stage, /已逾期/)
      const first = stage.page
        .getByRole('table', { name: /已逾期/ })
        .getByRole('row')
        .nth(1)
        .getByRole('button')
        .first()
      await act(stage, first)
      await press(stage, '重新承诺', dialog(stage))
      const form = dialog(stage, '重新承诺')
      await press(stage, '确认新日期', form)
      await see(stage, '请填写', form)
      await press(stage, '3 天后', form)
      await press(stage, '恶劣天气', form)
      await act(stage, form.getByRole('switch', { name: '客户已被告知新日期' }))
      await choose(stage, '渠道', '电话', { within: form })
      await fill(stage, '告知对象', '采购部张经理', form)
      await fill(stage, '凭据', '通话录音 0417', form)
      await press(stage, '确认新日期', form)
      await see(stage, '已记录新的承诺')
      await see(stage, /改为 .*（原为/)
      await see(stage, /告知客户 .*电话，采/)
      await see(stage, '通话录音 0417')
    },
  },
  {
    name: 'promises: the board shows what falls due and an order’s chain of promises',
    as: 'manager',
    hands: 'keyboard',
    look: { locale: 'en' },
    run: async (stage) => {
      const order = await makeOwnOrder(stage, { stock: 5, quantity: 2 })
      await go(stage, `/promises?orderId=${order.id}`)
      await seeHeading(stage, /Promise board/)
      await see(stage, new RegExp(`Deliver.*${order.number}`))
      await press(stage, new RegExp(`Deliver.*${order.number}`))
      await see(stage, /^Promised /)
      await press(stage, 'I take it')
      await see(stage, /It is yours already|林诺/)
    },
  },
]
