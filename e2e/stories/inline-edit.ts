import { customersApi } from '#modules/customers/api.ts'
import { go, see } from '../acts.ts'
import { makeCustomer } from '../records.ts'
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
]
