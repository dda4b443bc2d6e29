import { customersApi } from '#modules/customers/api.ts'
import { dialog, follow, go, press, row, see, seeHeading } from '../acts.ts'
import { makeCustomer } from '../records.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
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
