import assert from 'node:assert/strict'
import { DEMO_TENANT } from '#modules/identity/demo.ts'
import { choose, dialog, fill, follow, go, press, see, seeHeading, seeNot, settle, tick } from '../acts.ts'
import { COLLEAGUE, makeColleague, unique } from '../records.ts'
import type { Story } from '../stage.ts'

const PASSWORD = 'quiet-harbour-77'

export const stories: Story[] = [
  {
    name: 'users: the language chosen in one window leaves another open window in its own; a reload takes the last choice',
    as: 'agent',
    run: async (stage) => {
      await go(stage, '/account')
      await seeHeading(stage, '个人设置')
      const other = await stage.another()
      await go(other, '/orders')
      await press(other, 'English')
      await seeHeading(other, 'Orders')
      await settle(other)
      await press(stage, '保存')
      await see(stage, '已保存')
      await seeHeading(stage, '个人设置')
      await follow(stage, '订单')
      await seeHeading(stage, '订单')
      await seeHeading(other, 'Orders')
      await stage.page.reload()
      await seeHeading(stage, 'Orders')
      await press(other, '中文')
      await settle(other)
    },
  },
  {
    name: 'users: a role without a permission hides the menu and refuses the address',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const mark = unique().toLowerCase()
      await go(stage, '/settings/roles')
      await press(stage, '新增角色')
      const roleForm = dialog(stage, '新增角色')
      await press(stage, '保存', roleForm)
      await see(stage, '请填写', roleForm)
      await fill(stage, '标识', `desk_${mark}`, roleForm)
      await fill(stage, '中文名称', `前台 ${mark}`, roleForm)
      await fill(stage, '英文名称', `Front desk ${mark}`, roleForm)
      await tick(stage, '查看客户', roleForm)
      await press(stage, '保存', roleForm)
      await see(stage, `前台 ${mark}`)

      await go(stage, '/settings/users')
      await press(stage, '新增用户')
      const userForm = dialog(stage, '新增用户')
      await fill(stage, '邮箱', 'not an address', userForm)
      await press(stage, '保存', userForm)
      await see(stage, '邮箱格式不正确', userForm)
      const email = `front-${mark}@demo.nuoda`
      await fill(stage, '邮箱', email, userForm)
      await fill(stage, '初始密码', PASSWORD, userForm)
      await fill(stage, '姓名', '前台小周', userForm)
      await choose(stage, '角色', `前台 ${mark}`, { within: userForm, typed: mark, isMany: true })
      await press(stage, '保存', userForm)
      await see(stage, email)

      const desk = await stage.enter(null)
      await go(desk, '/')
      await fill(desk, '公司代码', DEMO_TENANT)
      await fill(desk, '邮箱', email)
      await fill(desk, '密码', PASSWORD)
      await press(desk, '登录')
      await seeHeading(desk, /您好/)
      await see(desk, '客户')
      await seeNot(desk, '角色与权限')
      await seeNot(desk, '指标看板')
      await go(desk, '/settings/users')
      await see(desk, '您没有权限查看')
      await see(desk, /查看用户与团队/)
      await go(desk, '/customers')
      await seeHeading(desk, '客户')
      assert.equal(await desk.page.getByRole('button', { name: '新建客户' }).count(), 0)
    },
  },
  {
    name: 'users: a lost password is set anew by a manager and opens the product',
    as: 'manager',
    run: async (stage) => {
      const { email } = await makeColleague(stage)
      await go(stage, `/settings/users?search=${email}`)
      await press(stage, COLLEAGUE)
      await press(stage, '重置密码')
      const form = dialog(stage, `重置 ${COLLEAGUE} 的密码`)
      await press(stage, '重置密码', form)
      await fill(stage, '新密码', '短短短', form)
      await press(stage, '重置密码', form)
      await see(stage, '还差 7 个字符', form)
      await fill(stage, '新密码', PASSWORD, form)
      await press(stage, '重置密码', form)
      await see(stage, '密码已重置')
      const there = await stage.enter({ email, password: PASSWORD })
      await go(there, '/')
      await seeHeading(there, /您好/)
    },
  },
]
