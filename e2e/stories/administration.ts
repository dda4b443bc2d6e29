import { randomUUID } from 'node:crypto'
import { customersApi } from '#modules/customers/api.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { viewsApi } from '#modules/views/api.ts'
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
  {
    name: 'administration: a role is copied, changed, switched off for a reason, and says who has it and who changed it',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const { rows } = await stage.call(identityApi.listRoles)
      const agent = rows.find(({ key }) => key === 'agent')
      await go(stage, `/settings/roles?role=${agent?.id ?? ''}`)
      const standard = dialog(stage, '客服专员')
      await see(stage, '陈晓', standard)
      await see(stage, /与标准角色一致/, standard)
      await press(stage, '复制', standard)
      const name = `夜班客服 ${unique()}`
      const copy = dialog(stage, '复制角色')
      await fill(stage, '标识', `night_${unique().toLowerCase()}`, copy)
      await fill(stage, '中文名称', name, copy)
      await press(stage, '保存', copy)
      await press(stage, '关闭', standard)
      await follow(stage, name, stage.page.getByRole('main'))
      const role = dialog(stage, name)
      await see(stage, '还没有用到', role)
      await press(stage, '停用', role)
      const ask = dialog(stage, `停用“${name}”？`)
      await fill(stage, '原因', '夜班取消', ask)
      await press(stage, '停用', ask)
      await see(stage, '已停用', role)
      await see(stage, '停用角色', role)
      await see(stage, /夜班取消/, role)
      await press(stage, '启用', role)
      await see(stage, `启用“${name}”？`)
    },
  },
  {
    name: 'administration: a team is switched off for a reason; nothing is shared with it anew, and it comes back',
    as: 'manager',
    run: async (stage) => {
      const name = `夜班组 ${unique()}`
      const id = randomUUID()
      await stage.call(identityApi.saveTeam, { params: { id }, body: { name, memberIds: [] } } as never)
      await go(stage, `/settings/teams?team=${id}`)
      const team = dialog(stage, name)
      await press(stage, '停用', team)
      const ask = dialog(stage, `停用“${name}”？`)
      await fill(stage, '原因', '夜班取消', ask)
      await press(stage, '停用', ask)
      await see(stage, '已停用', team)
      await see(stage, '停用团队', team)
      await press(stage, '启用', team)
      const again = dialog(stage, `启用“${name}”？`)
      await fill(stage, '原因', '夜班恢复', again)
      await press(stage, '启用', again)
      await see(stage, '启用团队', team)
    },
  },
  {
    name: 'administration: a contract is copied with its clauses as drafts, ended, and resumed',
    as: 'manager',
    run: async (stage) => {
      const name = `年度合同 ${unique()}`
      const { id } = await stage.call(contractsApi.createContract, {
        body: { name, customerId: (await makeCustomer(stage)).id, validFrom: '2026-01-01', validTo: null },
      })
      const clause = await stage.call(contractsApi.draftClause, {
        params: { id },
        body: { kind: 'deliver', target: { unit: 'days', amount: 2 } },
      } as never)
      await stage.call(contractsApi.publishClause, { params: { id: clause.id } })
      await go(stage, `/contracts/${id}`)
      await press(stage, '复制')
      const copy = dialog(stage, '复制合同')
      await see(stage, /^1 条生效条款/, copy)
      await copy.getByRole('radio', { name: /所有客户/ }).check()
      await press(stage, '保存', copy)
      await seeHeading(stage, `${name} 副本`)
      await see(stage, '草稿')
      await go(stage, `/contracts/${id}`)
      await press(stage, '终止合同')
      const end = dialog(stage, /^终止合同/)
      await fill(stage, '原因', '客户停运', end)
      await press(stage, '终止合同', end)
      await see(stage, '已终止')
      await press(stage, '恢复')
      const resume = dialog(stage, /^恢复合同/)
      await fill(stage, '原因', '客户复运', resume)
      await press(stage, '恢复', resume)
      await see(stage, '有效')
      await see(stage, '恢复合同')
    },
  },
  {
    name: 'administration: the views of all lists say what they match, and are copied',
    as: 'manager',
    run: async (stage) => {
      const name = `急单 ${unique()}`
      await stage.call(viewsApi.saveView, {
        body: { list: 'orders', name, search: 'urgent=true', layout: {} },
      })
      await go(stage, '/settings/views')
      await press(stage, name)
      const view = dialog(stage, name)
      await see(stage, /^[\d,]+\+? 条$/, view)
      await press(stage, '复制', view)
      await see(stage, '已复制为您自己的视图')
      await press(stage, '重命名', view)
      await fill(stage, '视图名称', `${name} 新名`, dialog(stage, '重命名'))
      await press(stage, '保存', dialog(stage, '重命名'))
      const renamed = dialog(stage, `${name} 新名`)
      await see(stage, '修改视图', renamed)
      await see(stage, name, renamed)
      await follow(stage, /条$/, renamed)
      await seeHeading(stage, '订单')
    },
  },
]
