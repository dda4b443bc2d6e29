import assert from 'node:assert/strict'
import { menu } from '#web/menu.ts'
import { paths } from '#web/paths.ts'
import { settle } from '../acts.ts'
import type { Role, Stage, Story } from '../stage.ts'

/** Those of the demo who may least; the manager walks through all pages. */
const people: readonly Role[] = ['finance', 'carrier', 'shipper']
const REFUSED = /您没有权限查看/

export const stories: Story[] = [
  {
    name: 'roles: who may least may see all of what their menu offers',
    as: 'agent',
    limitMs: 180_000,
    run: async (stage) => {
      const faults = await Promise.all(
        people.map(async (person) => {
          const theirs = await stage.enter(person)
          const refused = await openMenu(theirs)
          await theirs.context.close()
          return refused.map((path) => `${person}: ${path}`)
        }),
      )
      assert.deepEqual(faults.flat(), [])
    },
  },
]

/** Opens each page of the menu by its row; what is refused there. */
async function openMenu(stage: Stage): Promise<string[]> {
  const { page } = stage
  const faults: string[] = []
  await page.goto(stage.url)
  await settle(stage)
  for (const { path, text } of menu) {
    const link = page.locator(`nav a[href="${path}"]`).first()
    if (path === paths.workbench || (await link.count()) === 0) continue
    await link.click()
    await page.getByRole('heading', { level: 1, name: text.zh, exact: true }).waitFor()
    await settle(stage)
    if (REFUSED.test(await page.locator('main').innerText())) faults.push(path)
  }
  return faults
}
