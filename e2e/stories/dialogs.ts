import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { go } from '../acts.ts'
import { addAxe, faultsOf } from '../axe.ts'
import { allPages } from '../pages.ts'
import { makeOwnOrder } from '../records.ts'
import type { Stage, Story } from '../stage.ts'

/** What opens over a page, by the route it opens from and the button that opens it. */
const OPENERS: readonly (readonly [route: string, button: string | RegExp])[] = [
  ['/orders', '另存为视图'],
  ['/orders', '多个单号'],
  ['/orders', '状态'],
  ['/orders', '添加条件'],
  ['/orders', '列与密度'],
  ['/orders/$id', '修改'],
  ['/orders/$id', '取消订单'],
  ['/orders/$id', '冻结'],
  ['/orders/$id', '打印'],
  ['/shipments/$id', '登记异常'],
  ['/customers', '新建客户'],
  ['/customers/$id', '修改'],
  ['/contracts', '新建合同'],
  ['/products/$id', '修改'],
  ['/warehouses/$id', '修改'],
  ['/settings/users', '新增用户'],
  ['/settings/roles', '新增角色'],
]
const PAINT_MS = 250
const OPEN_MS = 5_000

export const stories: Story[] = [
  {
    name: 'dialogs: what opens over a page is axe-clean by day and by night, and gives the focus back',
    as: 'manager',
    limitMs: 180_000,
    run: async (stage) => {
      const pages = new Map((await allPages(stage)).map(({ route, path }) => [route, path]))
      const order = await makeOwnOrder(stage, { stock: 5, quantity: 1 })
      pages.set('/orders/$id', `/orders/${order.id}`)
      const faults: string[] = []
      const walk = async (walker: Stage, how: string) => {
        await addAxe(walker.context)
        let last = ''
        for (const [route, name] of OPENERS) {
          if (route !== last) await go(walker, pages.get(route) ?? route)
          last = route
          faults.push(
            ...(await lookInto(walker, name)).map((fault) => `${route} ${String(name)} ${how}: ${fault}`),
          )
        }
      }
      await Promise.all([
        walk(stage, 'by day'),
        walk(await stage.enter('manager', { theme: 'dark' }), 'by night'),
      ])
      assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`)
    },
  },
]

/** Opens it, looks at it with axe, closes it by Escape and sees where the focus goes. */
async function lookInto(stage: Stage, name: string | RegExp): Promise<string[]> {
  const { page } = stage
  const opener = page
    .getByRole('main')
    .getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) })
    .first()
  await opener.focus()
  await page.keyboard.press('Enter')
  const box: Locator = page.getByRole('dialog').filter({ visible: true }).last()
  const isOpen = await box.waitFor({ timeout: OPEN_MS }).then(
    () => true,
    () => false,
  )
  if (!isOpen) return ['nothing opens']
  await page.waitForTimeout(PAINT_MS)
  const faults = await faultsOf(page, '[role=dialog]')
  await page.keyboard.press('Escape')
  const isShut = await box.waitFor({ state: 'hidden', timeout: OPEN_MS }).then(
    () => true,
    () => false,
  )
  if (!isShut) return [...faults, 'Escape does not close it']
  await page.waitForTimeout(PAINT_MS)
  const isBack = await opener.evaluate((element) => element === document.activeElement)
  return isBack ? faults : [...faults, 'the focus does not go back to what opened it']
}
