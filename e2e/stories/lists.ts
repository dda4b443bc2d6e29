import assert from 'node:assert/strict'
import { ordersApi } from '#modules/orders/api.ts'
import { choose, dialog, follow, go, press, row, rowsShown, see, seeHeading, settle } from '../acts.ts'
import type { Stage, Story } from '../stage.ts'

/** Rows without the box that picks them. */
const listed = async (stage: Stage) =>
  (await rowsShown(stage, '订单')).map((cells) => (cells[0] === '' ? cells.slice(1) : cells))

/** What has the focus goes away on a page that never comes to rest: the focus is found again all the same. */
async function loseFocusAmidNews({ page }: Stage): Promise<void> {
  await page.evaluate(() => {
    const lost = document.createElement('button')
    document.querySelector('main h1')?.after(lost)
    lost.focus()
    setInterval(() => document.body.append(document.createElement('i')), 20)
    lost.remove()
  })
  await page.waitForFunction(() => document.activeElement !== document.body, null, { timeout: FOUND_MS })
}
const FOUND_MS = 5_000

const focused = (stage: Stage) =>
  stage.page.evaluate(
    () => (document.activeElement as HTMLElement | null)?.innerText.trim().split(/\s/)[0] ?? '',
  )

export const stories: Story[] = [
  {
    name: 'lists: conditions joined by and, groups by or, are chips that can be changed and stand in the URL',
    as: 'manager',
    run: async (stage) => {
      const { page } = stage
      await go(stage, '/orders')
      await press(stage, '状态')
      await dialog(stage, '状态').getByRole('checkbox', { name: '已签收' }).check()
      await page.keyboard.press('Escape')
      await settle(stage)
      await press(stage, '添加条件')
      await press(stage, '金额', dialog(stage, '添加条件'))
      await dialog(stage, '添加条件').getByRole('spinbutton', { name: '从' }).fill('100000')
      await press(stage, '确定', dialog(stage, '添加条件'))
      await settle(stage)
      for (const cells of await listed(stage)) assert.match(cells.join(' '), /已签收/)
      await press(stage, '或满足另一组条件')
      const second = page.getByRole('group', { name: '条件组 2' })
      await press(stage, '添加条件', second)
      await press(stage, '加急', dialog(stage, '添加条件'))
      await dialog(stage, '添加条件').getByText('是', { exact: true }).last().click()
      await settle(stage)
      await see(stage, /加急/, second)
      const where = new URL(page.url()).searchParams.getAll('where')
      assert.deepEqual(where, ['state.in:delivered;amount.between:10000000,', 'urgent.in:true'])
      for (const cells of await listed(stage)) assert.match(cells.join(' '), /已签收|加急/)
      await page.reload()
      await see(stage, /加急/, page.getByRole('group', { name: '条件组 2' }))
      await press(stage, '移除条件组 2')
      await settle(stage)
      assert.equal(new URL(page.url()).searchParams.get('state'), 'delivered')
      await press(stage, '清除全部筛选')
      await page.waitForURL((url) => url.search === '')
    },
  },
  {
    name: 'lists: a country is picked and told by its name',
    as: 'manager',
    run: async (stage) => {
      const { page } = stage
      await go(stage, '/orders')
      await press(stage, '添加条件')
      await press(stage, '国家/地区', dialog(stage, '添加条件'))
      const within = dialog(stage, '添加条件')
      await choose(stage, '国家/地区', '尼日利亚', { typed: 'nigeria', within, isMany: true })
      await press(stage, '确定', dialog(stage, '添加条件'))
      await page.waitForURL((url) => url.searchParams.get('country') === 'NG')
      await settle(stage)
      await see(stage, '尼日利亚', page.getByRole('button', { name: /国家\/地区/ }))
      for (const cells of await listed(stage)) assert.match(cells.join(' '), /尼日利亚|NG/)
    },
  },
  {
    name: 'lists: sorted by several columns, walked by keyboard, and left at the row one comes back to',
    as: 'manager',
    run: async (stage) => {
      const { page } = stage
      await go(stage, '/orders?state=delivered')
      const amount = page.getByRole('button', { name: /^金额/ }).last()
      await page.getByRole('button', { name: '状态', exact: true }).last().click()
      await amount.click({ modifiers: ['Shift'] })
      await page.waitForURL((url) => url.searchParams.get('sort') === '-state,-amount')
      await see(stage, '第 2 排序，降序')
      await settle(stage)
      const { rows } = await stage.call(ordersApi.listOrders, {
        query: { state: 'delivered', sort: '-state,-amount', limit: 50 },
      })
      assert.deepEqual(
        (await listed(stage)).map(([number]) => number),
        rows.map((order) => order.number),
      )
      await page.locator('body').press('j')
      for (let i = 0; i < 30; i++) await page.keyboard.press('j')
      const at = await focused(stage)
      assert.equal(at, rows[30]?.number)
      const scroll = await page.evaluate(() => scrollY)
      await page.keyboard.press('Enter')
      await seeHeading(stage, rows[30]?.number ?? '')
      await page.goBack()
      await row(stage, at).waitFor()
      await page.waitForFunction((number) => document.activeElement?.textContent?.includes(number), at)
      assert.ok(Math.abs((await page.evaluate(() => scrollY)) - scroll) < 60)
      await page.keyboard.press(']')
      await see(stage, /^第 51–100 条/)
      await page.keyboard.press('/')
      await page.keyboard.type('j[')
      assert.equal(await page.getByRole('searchbox').last().inputValue(), 'j[')
      await page.keyboard.press('Escape')
      await page.keyboard.press('[')
      await see(stage, /^第 1–50 条/)
      await loseFocusAmidNews(stage)
    },
  },
  {
    name: 'lists: fifty numbers pasted from a sheet find their orders and name those that are not there',
    as: 'agent',
    run: async (stage) => {
      const { rows } = await stage.call(ordersApi.listOrders, { query: { limit: 3 } })
      const [a, b, c] = rows.map((order) => order.number)
      await go(stage, '/orders')
      await press(stage, '多个单号')
      const box = dialog(stage, '多个单号').getByRole('textbox')
      await box.fill(Array.from({ length: 51 }, (_, i) => `NO-${i}`).join('\n'))
      await see(stage, '共 51 个，最多 50 个，请分批查询')
      await box.fill(`${a}\t${b}\n${c}，NO-SUCH-1、NO-SUCH-2`)
      await see(stage, '已识别 5 个')
      await press(stage, '查询', dialog(stage, '多个单号'))
      await see(stage, '2 个单号没有找到')
      await see(stage, 'NO-SUCH-1, NO-SUCH-2')
      await settle(stage)
      assert.deepEqual((await listed(stage)).map(([number]) => number).toSorted(), [a, b, c].toSorted())
    },
  },
  {
    name: 'lists: columns are chosen, moved and made wider by keyboard, and stay that way',
    as: 'manager',
    run: async (stage) => {
      const { page } = stage
      const heads = () => page.getByRole('columnheader').allInnerTexts()
      await go(stage, '/orders')
      await page.getByRole('columnheader').first().waitFor()
      const before = await heads()
      await press(stage, '列与密度')
      await dialog(stage, '列与密度').getByRole('checkbox', { name: '来源' }).check()
      const grip = page.getByRole('button', { name: /^移动“来源”/ })
      await grip.press('ArrowUp')
      await grip.press('ArrowRight')
      await page.reload()
      await page.getByRole('columnheader').first().waitFor()
      const after = await heads()
      assert.equal(after.length, before.length + 1)
      assert.equal(after.at(-2)?.trim(), '来源')
      await press(stage, '列与密度')
      await press(stage, '恢复默认')
      assert.deepEqual(await heads(), before)
      await follow(stage, /^SO/)
    },
  },
]
