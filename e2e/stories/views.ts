import assert from 'node:assert/strict'
import { dialog, fill, go, press, row, see, seeNot, settle } from '../acts.ts'
import type { Stage, Story } from '../stage.ts'

const bar = (stage: Stage) => stage.page.getByRole('navigation', { name: /^(视图|Views)$/ })
const viewLink = (stage: Stage, name: string) => bar(stage).getByRole('link', { name: new RegExp(name) })
const pick = (stage: Stage, name: string) => stage.page.getByRole('menuitem', { name, exact: true }).click()

export const stories: Story[] = [
  {
    name: 'views: a list is saved under a name, shared, opened by a colleague, changed and deleted with a way back',
    as: 'manager',
    run: async (stage) => {
      const name = `急单 ${Date.now() % 100_000}`
      await go(stage, '/orders?urgent=true&sort=number')
      await press(stage, '另存为视图')
      await fill(stage, '视图名称', name, dialog(stage))
      await dialog(stage).getByRole('radio', { name: '全公司' }).click()
      await press(stage, '保存', dialog(stage))
      await bar(stage).locator('[aria-current]').filter({ hasText: name }).waitFor()

      const mate = await stage.enter('agent')
      await go(mate, '/orders')
      await viewLink(mate, name).click()
      await mate.page.waitForURL(/urgent=true/)
      assert.match(mate.page.url(), /sort=number/)

      await press(stage, /移除筛选/)
      await see(stage, '已修改', bar(stage))
      await press(stage, '保存视图', bar(stage))
      await see(stage, '视图已保存')
      await seeNot(stage, '已修改', bar(stage))

      await press(stage, '管理视图', bar(stage))
      await pick(stage, '删除视图')
      await viewLink(stage, name).waitFor({ state: 'detached' })
      await press(stage, '撤销')
      await viewLink(stage, name).waitFor()
      await viewLink(stage, name).click()
      await press(stage, '管理视图', bar(stage))
      await pick(stage, '删除视图')
      await viewLink(stage, name).waitFor({ state: 'detached' })
    },
  },
  {
    name: 'views: the company’s views stand ready with counts; one can be what the list opens with',
    as: 'agent',
    look: { locale: 'en' },
    run: async (stage) => {
      await go(stage, '/orders')
      const waiting = viewLink(stage, 'Waiting for stock')
      await waiting.locator('.n-views-count').waitFor()
      const counted = Number(await waiting.locator('.n-views-count').innerText())
      await waiting.click()
      await row(stage, 'Short').waitFor()
      await settle(stage)
      const rows = stage.page.locator('.n-table tbody tr')
      await rows.nth(counted).waitFor({ state: 'detached' })
      assert.equal(await rows.count(), counted)
      await press(stage, 'Manage the view', bar(stage))
      await pick(stage, 'Open this list with it')
      await settle(stage)
      await go(stage, '/orders')
      await stage.page.waitForURL(/state=short/)
      await press(stage, 'Manage the view', bar(stage))
      await pick(stage, 'No longer open with it')
      await settle(stage)
    },
  },
  {
    name: 'views: a view is sent by mail every week, paused and taken off',
    as: 'manager',
    run: async (stage) => {
      await go(stage, '/orders')
      await viewLink(stage, '冻结待放行').click()
      await press(stage, '管理视图', bar(stage))
      await pick(stage, '定时发送')
      const panel = dialog(stage, /定时发送/)
      await panel.getByRole('radio', { name: '每周' }).click()
      await press(stage, '添加定时发送', panel)
      await see(stage, /每周 周一 08:00 XLSX/, panel)
      await press(stage, '暂停', panel)
      await see(stage, '已暂停', panel)
      await press(stage, '删除', panel)
      await see(stage, '还没有定时发送', panel)
    },
  },
]
