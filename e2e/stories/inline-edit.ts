import { customersApi } from '#modules/customers/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { go, press, see, seeNot } from '../acts.ts'
import { makeCustomer, makeOwnOrder } from '../records.ts'
import type { Stage, Story } from '../stage.ts'
import assert from 'node:assert/strict'

const cellOf = (stage: Stage, words: string | RegExp) =>
  stage.page.getByRole('table').getByRole('button', { name: words }).first()

export const stories: Story[] = [
  {
    name: 'inline edit: a customer’s channel is changed in the list by keyboard, and not by who may not',
    as: 'manager',
    run: async (stage) => {
      const { id, name } = await makeCustomer(stage)
      await go(stage, `/customers?search=${encodeURIComponent(name)}`)
      const row = stage.page.getByRole('table').getByRole('row').nth(1)
      await row.focus()
      await stage.page.keyboard.press('F2')
      await stage.page.keyboard.press('Enter')
      await stage.page.keyboard.press('Escape')
      await stage.page.locator('.n-edit:focus').waitFor()
      await stage.page.keyboard.press('F2')
      await Promise.all([
        stage.page.waitForResponse((answer) => answer.request().method() === 'PATCH'),
        stage.page.getByText('微信', { exact: true }).filter({ visible: true }).last().click(),
      ])
      await see(stage, '微信', row)
      const saved = await stage.call(customersApi.getCustomer, { params: { id } })
      assert.equal(saved.preferredChannel, 'wechat')
      const mate = await stage.enter('coordinator')
      await go(mate, `/customers?search=${encodeURIComponent(name)}`)
      await cellOf(mate, '微信').hover()
      await see(mate, '您没有修改的权限')
      assert.equal(await cellOf(mate, '微信').getAttribute('aria-disabled'), 'true')
    },
  },
  {
    name: 'inline edit: an order is made urgent and noted in the list; refused, what was shown at once is taken back',
    as: 'agent',
    run: async (stage) => {
      const boss = await stage.enter('manager')
      const order = await makeOwnOrder(boss, { stock: 10, quantity: 3 })
      const { keyboard } = stage.page
      await go(stage, `/orders?search=${order.number}`)
      const row = stage.page.getByRole('table').getByRole('row').nth(1)
      await row.focus()
      await keyboard.press('F2')
      await keyboard.press('F2')
      await stage.page.getByText('加急', { exact: true }).filter({ visible: true }).last().click()
      await see(stage, '加急', row)
      await row.focus()
      await keyboard.press('F2')
      await keyboard.press('F2')
      await keyboard.press('Tab')
      await keyboard.type('先电话预约')
      await keyboard.press('Enter')
      await see(stage, '先电话预约', row)
      const stored = async () => boss.call(ordersApi.getOrder, { params: { id: order.id } })
      await until(stage, async () => (await stored()).note === '先电话预约')
      assert.equal((await stored()).urgent, true)

      const { version } = await stored()
      await stage.page.route('**/amendment', async (route) => {
        // Somebody was faster while it was on its way.
        await see(stage, '不再需要', row)
        await boss.call(ordersApi.cancelOrder, {
          params: { id: order.id },
          body: { version, by: 'customer', reason: '客户项目暂停' },
        })
        await route.continue()
      })
      await cellOf(stage, '先电话预约').dblclick()
      await keyboard.press('Control+a')
      await keyboard.type('不再需要')
      await keyboard.press('Enter')
      await see(stage, /未保存，已恢复原值：/)
      await seeNot(stage, '不再需要', row)
      await see(stage, '先电话预约', row)
    },
  },
  {
    name: 'inline edit: an exception is taken over at once on the screen, and given back when the server refuses',
    as: 'agent',
    run: async (stage) => {
      const { rows } = await stage.call(shipmentsApi.listExceptions, {
        query: { limit: 1, state: 'open' },
      } as never)
      const [exception] = rows
      assert.ok(exception, 'the demo has an open exception')
      await go(stage, `/shipments/${exception.shipment.id}`)
      const mine = stage.page.getByText(/负责人: 陈晓/)
      await stage.page.route('**/exceptions/*/owner', async (route) => {
        // Somebody was faster while it was on its way.
        await mine.waitFor()
        await stage.call(shipmentsApi.resolveException, {
          params: { id: exception.id },
          body: { resolution: '承运商已改派' },
        })
        await route.continue()
      })
      await press(stage, '我来处理')
      await see(stage, '该异常已处理完毕')
      await mine.waitFor({ state: 'detached' })
    },
  },
]

async function until(stage: Stage, isSo: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100 && !(await isSo()); i++) await stage.page.waitForTimeout(50)
}
