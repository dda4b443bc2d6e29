import { dialog, fill, go, press, row, see, seeHeading } from '../acts.ts'
import { sendOrder } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'inquiries: a customer asks where the goods are; it is followed up, answered in time and closed',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const { order } = await sendOrder(boss)
      await go(stage, `/orders/${order.id}`)
      await press(stage, '登记查询')
      const form = dialog(stage, '登记查询')
      await press(stage, '登记查询', form)
      await see(stage, '请填写', form)
      await fill(stage, '查询内容', '货到哪里了，明天能到吗？', form)
      await press(stage, '登记查询', form)
      await see(stage, /登记时：.*→ 广东省深圳市/)
      await press(stage, '跟进')
      await fill(stage, '跟进情况', '司机已到深圳，明早派送', dialog(stage, '跟进'))
      await press(stage, '保存', dialog(stage, '跟进'))
      await see(stage, /已向承运商跟进/)
      await press(stage, '答复客户')
      await fill(stage, '答复内容', '明早派送，已电话说明', dialog(stage, '答复客户'))
      await press(stage, '答复客户', dialog(stage, '答复客户'))
      await see(stage, /答复：明早派送/)
      await press(stage, '结束')
      await press(stage, '没有，结束', dialog(stage))
      await see(stage, '已结束')
      await go(stage, `/tracking-inquiries?search=${order.number}`)
      await seeHeading(stage, '跟踪查询')
      await see(stage, '已结束', row(stage, order.number))
    },
  },
]
