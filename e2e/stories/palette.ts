import assert from 'node:assert/strict'
import { customersApi } from '#modules/customers/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { go, press, see, seeHeading, seeNot } from '../acts.ts'
import { unique } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

const typeInto = async ({ page }: Stage, words: string) => {
  const box = page.getByRole('combobox', { name: /^输入单号/ })
  // A page that has just been drawn may not listen yet.
  for (let i = 0; i < PRESSES && !(await box.isVisible()); i += 1) {
    await page.keyboard.press('Control+k')
    await box.waitFor({ timeout: LISTENS_MS }).catch(() => {})
  }
  await box.fill(words)
}
const PRESSES = 5
const LISTENS_MS = 4_000

export const stories: Story[] = [
  {
    name: 'palette: a mistyped name is found, the open record offers its actions, and what was open comes back',
    as: 'manager',
    run: async (stage) => {
      const { page } = stage
      const name = `恒通${unique()}物流`
      await stage.call(customersApi.createCustomer, { body: { name, roles: ['shipper'] } } as never)
      await go(stage, '/')
      await typeInto(stage, name.replace('恒通', '横通'))
      const hit = page.getByRole('option', { name: new RegExp(name) })
      await hit.waitFor()
      await page.keyboard.press('Enter')
      await seeHeading(stage, name)

      const { rows } = await stage.call(ordersApi.listOrders, { query: { limit: 1 } } as never)
      const number = rows[0]?.number ?? ''
      await typeInto(stage, number)
      await page.getByRole('option', { name: new RegExp(number) }).waitFor()
      await page.keyboard.press('Enter')
      await seeHeading(stage, number)

      await page.keyboard.press('Control+k')
      await see(stage, `当前记录 ${number}`)
      assert.ok(
        (await page
          .getByRole('group', { name: /当前记录/ })
          .getByRole('option')
          .count()) > 0,
      )
      await page.getByRole('group', { name: '最近打开' }).getByRole('option', { name }).click()
      await seeHeading(stage, name)
    },
  },
  {
    name: 'palette: nothing found says what can be typed; the sheet shows the keys of the page',
    as: 'agent',
    run: async (stage) => {
      const { page } = stage
      await go(stage, '/orders')
      await typeInto(stage, 'zzqqxxjj')
      await see(stage, /没有找到。可输入/)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Shift+?')
      const sheet = page.getByRole('dialog', { name: '键盘快捷键' })
      await sheet.getByText('搜索或执行操作').waitFor()
    },
  },
  {
    name: 'first run: a look around is offered once, tells where things are, and does not come back',
    as: 'agent',
    run: async (stage) => {
      const { page } = stage
      await go(stage, '/')
      await press(stage, '带我看看')
      await see(stage, '一个框找到所有东西')
      for (const next of ['工作从这里开始', '不用鼠标也可以', '语言与外观']) {
        await page
          .getByRole('button', { name: /^下一步|Next$/ })
          .last()
          .click()
        await see(stage, next)
      }
      await page
        .getByRole('button', { name: /^结束导览|Finish$/ })
        .last()
        .click()
      await seeNot(stage, '第一次使用诺达？')
      await go(stage, '/')
      await seeHeading(stage, /您好/)
      await seeNot(stage, '第一次使用诺达？')
    },
  },
]
