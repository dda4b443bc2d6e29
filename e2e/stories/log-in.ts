import assert from 'node:assert/strict'
import { act, field, fill, follow, go, press, see, seeHeading, settle } from '../acts.ts'
import { type Stage, type Story, accountOf } from '../stage.ts'

const agent = accountOf('agent')

/** What an earlier story left: the language goes with the account. */
const inChinese = async (stage: Stage) => void (await stage.enter('agent', { locale: 'zh' }))

export const stories: Story[] = [
  {
    name: 'log-in: a wrong password is said clearly and what was typed stays',
    as: null,
    hands: 'keyboard',
    run: async (stage) => {
      await inChinese(stage)
      await go(stage, '/kpis')
      await seeHeading(stage, '登录')
      await press(stage, '登录')
      await see(stage, '请填写公司代码')
      await fill(stage, '公司代码', agent.tenant)
      await fill(stage, '邮箱', agent.email)
      await fill(stage, '密码', 'not-the-password')
      await press(stage, '登录')
      const alert = stage.page.getByRole('alert')
      await alert.waitFor()
      assert.match(await alert.innerText(), /密码|不正确|不对/)
      assert.equal(await field(stage, '邮箱').inputValue(), agent.email)
      assert.equal(await field(stage, '公司代码').inputValue(), agent.tenant)
      await fill(stage, '密码', agent.password)
      await press(stage, '登录')
      await seeHeading(stage, '指标看板')
    },
  },
  {
    name: 'log-in: a demo account goes in with one click, changes language and theme, and leaves',
    as: null,
    hands: 'keyboard',
    run: async (stage) => {
      await inChinese(stage)
      await go(stage, '/')
      await press(stage, 'English')
      await seeHeading(stage, 'Log in')
      await press(stage, '中文')
      await press(stage, agent.role.zh)
      await seeHeading(stage, /您好/)
      await press(stage, 'English')
      await follow(stage, 'Customers')
      await seeHeading(stage, 'Customers')
      assert.equal(await stage.page.getAttribute('html', 'lang'), 'en')
      await press(stage, /^Theme: Light/)
      assert.equal(await stage.page.getAttribute('html', 'data-theme'), 'dark')
      await stage.page.reload()
      await seeHeading(stage, 'Customers')
      assert.equal(await stage.page.getAttribute('html', 'data-theme'), 'dark')
      await press(stage, '中文')
      await settle(stage)
      await press(stage, /^用户菜单/)
      await act(stage, stage.page.getByRole('menuitem', { name: '退出登录' }))
      await stage.page.waitForURL(`${stage.url}/log-in`)
      await seeHeading(stage, '登录')
      await go(stage, '/customers')
      await seeHeading(stage, '登录')
    },
  },
]
