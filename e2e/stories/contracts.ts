import { contractsApi } from '#modules/contracts/api.ts'
import { choose, dialog, fill, follow, go, press, see, seeHeading } from '../acts.ts'
import { makeCustomer } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'contracts: a clause is written, tried on past orders, published, and then promised by',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const customer = await makeCustomer(stage)
      const contract = await stage.call(contractsApi.createContract, {
        body: {
          name: `${customer.name} 年度合同`,
          customerId: customer.id,
          validFrom: '2020-01-01',
          validTo: null,
        },
      })
      await go(stage, `/contracts/${contract.id}`)
      await press(stage, '新增条款')
      await seeHeading(stage, '新增条款')
      await choose(stage, '承诺', '送达')
      await choose(stage, '计时方式', '自然日')
      await fill(stage, '数量', '')
      await press(stage, '保存为草稿')
      await see(stage, '请填写')
      await fill(stage, '数量', '-3')
      await see(stage, '请填写 0 至 366 的整数')
      await see(stage, '数量填对后，这里显示条款原文。')
      await fill(stage, '数量', '9')
      await see(stage, /送达：之后第 9 个自然日/)
      await press(stage, '试算')
      await see(stage, '没有符合条件的历史承诺，无法试算。')
      await press(stage, '保存为草稿')
      await see(stage, '草稿')
      await press(stage, '发布')
      await press(stage, '发布', dialog(stage, '发布这条条款？'))
      await see(stage, '已发布')
      await press(stage, '修改（新版本）')
      await seeHeading(stage, '修改条款（新版本 v2）')
      await fill(stage, '数量', '8')
      await press(stage, '保存为草稿')
      await seeHeading(stage, / v2$/)
      await press(stage, '发布')
      await press(stage, '发布', dialog(stage, '发布这条条款？'))
      await see(stage, '已发布')
      await follow(stage, contract.name)
      await see(stage, 'v2')
      await see(stage, '显示历史版本（1）')
    },
  },
]
