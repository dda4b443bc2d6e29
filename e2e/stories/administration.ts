import { customersApi } from '#modules/customers/api.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { choose, dialog, fill, follow, go, press, row, see, seeHeading } from '../acts.ts'
import { makeCustomer, unique } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'administration: settings are found by the words people use, on their page and in the palette',
    as: 'manager',
    run: async (stage) => {
      await go(stage, '/settings')
      await fill(stage, '搜索设置', '放假')
      await see(stage, '找到 1 项设置')
      await see(stage, '节假日与调休')
      await follow(stage, '工作日历', stage.page.getByRole('main'))
      await seeHeading(stage, '工作日历')
      await stage.page.keyboard.press('Control+k')
      const box = stage.page.getByRole('combobox', { name: /^输入单号/ })
      await box.fill('双因素')
      await stage.page.getByRole('option', { name: /两步验证/ }).click()
      await seeHeading(stage, '个人设置')
    },
  },
  {
    name: 'administration: a clause is tried on the last 30 days before it binds, copied, and given up with who and when',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const name = `试算合同 ${unique()}`
      const contract = await stage.call(contractsApi.createContract, {
        body: { name, customerId: null, validFrom: '2020-01-01', validTo: null },
      })
      await go(stage, `/contracts/${contract.id}/clauses/new`)
      await choose(stage, '承诺', '送达')
      await choose(stage, '计时方式', '自然日')
      await fill(stage, '数量', '1')
      await press(stage, '保存为草稿')
      await seeHeading(stage, '送达 v1')
      await see(stage, '最近 30 天')
      await press(stage, '试算')
      await see(stage, /最近 30 天有 [\d,]+ 条承诺符合条件|没有符合条件的历史承诺/)
      await press(stage, '复制')
      await seeHeading(stage, '复制条款')
      await see(stage, /送达：.*1 个自然日/)
      await stage.page.goBack()
      await press(stage, '作废草稿')
      const ask = dialog(stage, '作废草稿')
      await fill(stage, '原因', '只为试算', ask)
      await press(stage, '作废草稿', ask)
      await see(stage, '已作废')
      await see(stage, '停用条款')
      await see(stage, /只为试算/)
    },
  },
  {
    name: 'administration: the audit log says in words who changed what, from what to what, and leads there',
    as: 'manager',
    run: async (stage) => {
      const customer = await makeCustomer(stage)
      const { version } = await stage.call(customersApi.getCustomer, { params: { id: customer.id } })
      const name = `${customer.name} 新名`
      await stage.call(customersApi.updateCustomer, { params: { id: customer.id }, body: { version, name } })
      await go(stage, `/settings/audit?subjectId=${customer.id}`)
      await see(stage, '建立客户档案')
      const changed = row(stage, '修改基本信息')
      await see(stage, `名称: ${customer.name} → ${name}`, changed)
      await changed.getByText('修改基本信息').click()
      const drawer = dialog(stage, '修改基本信息')
      await see(stage, name, drawer)
      await follow(stage, new RegExp(name), drawer)
      await seeHeading(stage, new RegExp(name))
      await go(stage, '/settings/audit')
      await press(stage, '导出')
      await see(stage, /CSV/)
    },
  },
]
