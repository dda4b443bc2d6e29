import { act, choose, dialog, fill, follow, go, press, row, see, seeHeading, seeNot } from '../acts.ts'
import { unique } from '../records.ts'
import type { Story } from '../stage.ts'

const NAME = '李晓红'
const PHONE = '13987654321'

export const stories: Story[] = [
  {
    name: 'customers: a new customer keeps its persons masked until somebody says why, and the audit log tells',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const company = `诺海贸易 ${unique()}`
      await go(stage, '/customers')
      await press(stage, '新建客户')
      const form = dialog(stage, '新建客户')
      await press(stage, '保存', form)
      await see(stage, '请填写', form)
      await fill(stage, '名称', company, form)
      await fill(stage, '姓名', NAME, form)
      await fill(stage, '电话', PHONE, form)
      await press(stage, '保存', form)
      await seeHeading(stage, company)

      await act(stage, stage.page.getByRole('tab', { name: '地点与联系人' }))
      await see(stage, /\*4321$/)
      await seeNot(stage, PHONE)
      await seeNot(stage, NAME)
      await press(stage, /^查看完整信息/)
      const ask = dialog(stage)
      await press(stage, '查看', ask)
      await see(stage, '请说明原因')
      await fill(stage, '原因', '客户来电，核对收货人', ask)
      await press(stage, '查看', ask)
      await see(stage, PHONE)
      await see(stage, NAME)

      await follow(stage, '审计记录')
      await seeHeading(stage, '审计记录')
      const told = row(stage, '查看完整个人信息')
      await act(stage, told.getByRole('button'))
      await see(stage, '客户来电，核对收货人')
    },
  },
  {
    name: 'customers: a hold and a class are put on record with their reasons',
    as: 'manager',
    hands: 'keyboard',
    look: { locale: 'en' },
    run: async (stage) => {
      const company = `Harbour Trading ${unique()}`
      await go(stage, '/customers')
      await press(stage, 'Add a customer')
      await fill(stage, 'Name', company, dialog(stage, 'Add a customer'))
      await press(stage, 'Save', dialog(stage, 'Add a customer'))
      await seeHeading(stage, company)
      await press(stage, 'Put on hold')
      const form = dialog(stage, 'Put on hold')
      await press(stage, 'Put on hold', form)
      await see(stage, '“Kind of hold” is required', form)
      await choose(stage, 'Kind of hold', 'Credit hold', { within: form })
      await fill(stage, 'Reason', 'Invoices past due', form)
      await press(stage, 'Put on hold', form)
      await see(stage, 'Credit hold')
      await act(stage, stage.page.getByRole('tab', { name: 'Holds' }))
      await see(stage, 'Invoices past due')
      await go(stage, '/customers?hold=any')
      await row(stage, company).waitFor()
    },
  },
]
