import assert from 'node:assert/strict'
import { menu } from '#web/menu.ts'
import { paths } from '#web/paths.ts'
import { settle } from '../acts.ts'
import type { Role, Stage, Story } from '../stage.ts'

/** Everybody of the demo but the manager, whom the walk of all pages is told of. */
const people: readonly Role[] = ['agent', 'customer_manager', 'coordinator', 'finance', 'carrier']
const REFUSED = /您没有权限查看|You may not see this/

export const stories: Story[] = [
  {
    name: 'roles: each page of the menu has one name, in both languages',
    as: 'manager',
    limitMs: 120_000,
    run: async (stage) => {
      const faults = await openMenu(stage)
      faults.push(...(await openMenu(await stage.enter('manager', { locale: 'en' }))))
      assert.deepEqual(faults, [])
    },
  },
  {
    name: 'roles: everybody of the demo may see what their menu offers',
    as: 'agent',
    limitMs: 180_000,
    run: async (stage) => {
      const faults: string[] = []
      for (const person of people) {
        const theirs = await stage.enter(person)
        faults.push(...(await openMenu(theirs)).map((fault) => `${person}: ${fault}`))
        await theirs.context.close()
      }
      assert.deepEqual(faults, [])
    },
  },
]

/** Opens each page of the menu by its row; what is wrong with them. */
async function openMenu(stage: Stage): Promise<string[]> {
  const { page, locale } = stage
  const faults: string[] = []
  await page.goto(stage.url)
  await settle(stage)
  for (const { path, text } of menu) {
    if (path === paths.workbench) continue
    const link = page.locator(`nav a[href="${path}"]`).first()
    if ((await link.count()) === 0) continue
    await link.click()
    await page.waitForURL((url) => url.pathname === path)
    await settle(stage)
    const title = (await page.locator('main h1').first().innerText()).trim()
    if (title !== text[locale]) faults.push(`${path}: ${text[locale]} is called ${title}`)
    if (REFUSED.test(await page.locator('main').innerText())) faults.push(`${path}: refused`)
  }
  return faults
}
