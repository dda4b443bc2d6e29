import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PLACES_TOLD = 3

type Violation = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }
type AxeWindow = { axe: { run: (context: object, options: object) => Promise<{ violations: Violation[] }> } }

/** Brings axe into every page of the context. The page's content policy stays as it is: this way in is the browser's own. */
export async function addAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript(SOURCE)
}

/** Rows are all made by the same code; the first ones speak for the rest. */
const MORE_ROWS = ['tbody tr:nth-child(n+7)', 'main ul > li:nth-child(n+7)', 'main ol > li:nth-child(n+7)']

/** What axe-core finds wrong on the page (or this part of it) once it is at rest, one line each. Its best practices too. */
export async function faultsOf(page: Page, part = 'html'): Promise<string[]> {
  const look = { part, exclude: MORE_ROWS }
  const violations = await page.evaluate(async ({ part, exclude }) => {
    const { axe } = window as unknown as AxeWindow
    // What moves or changes its colour comes to rest first; what turns for ever is not waited for.
    // A window behind another draws nothing.
    const frame = () =>
      new Promise((drawn) => {
        requestAnimationFrame(drawn)
        setTimeout(drawn, 200)
      })
    await frame()
    await frame()
    const moving = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().activeDuration !== Infinity)
    await Promise.all(moving.map(({ finished }) => finished.catch(() => null)))
    const { violations } = await axe.run(
      { include: [[part]], exclude: exclude.map((one) => [one]) },
      { resultTypes: ['violations'] },
    )
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      places: nodes.map(
        (node) => `${node.target.join(' ')} ${(node.failureSummary ?? '').replace(/\s+/g, ' ')}`,
      ),
    }))
  }, look)
  return violations.map(({ id, help, places }) => {
    const told = places.slice(0, PLACES_TOLD).join(' ; ')
    return `${id}: ${help} (${places.length}) ${told}`
  })
}
