import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { go, press, seeHeading, settle } from '../acts.ts'
import { type Story, accountOf } from '../stage.ts'

const LOG_IN_BYTES = 300_000
const FIRST_PAGE_BYTES = 1_000_000

export const stories: Story[] = [
  {
    name: 'budget: the log-in page loads under 300 KB of compressed JavaScript, the first working page under 1 MB',
    as: null,
    run: async (stage) => {
      const count = countScripts(stage.page)
      await go(stage, '/log-in')
      await seeHeading(stage, '登录')
      const atLogIn = await count()
      assert.ok(atLogIn > 10_000, `nothing was counted: ${atLogIn}`)
      assert.ok(atLogIn < LOG_IN_BYTES, `the log-in page loads ${atLogIn} bytes of JavaScript`)
      await press(stage, accountOf('manager').role.zh)
      await seeHeading(stage, /您好/)
      await settle(stage)
      const atWork = await count()
      assert.ok(atWork < FIRST_PAGE_BYTES, `the first working page has loaded ${atWork} bytes of JavaScript`)
      console.log(
        `     log-in page ${Math.round(atLogIn / 1000)} KB, workbench ${Math.round(atWork / 1000)} KB`,
      )
    },
  },
]

/** Sums the bodies of all scripts as they come over the wire. */
function countScripts(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') sizes.push(request.sizes().then((size) => size.responseBodySize))
  })
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
