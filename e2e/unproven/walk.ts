import assert from 'node:assert/strict'
import { press, settle } from '../acts.ts'
import { type Rules, addAxe, faultsOf } from '../axe.ts'
import { type PageAt, allPages } from '../pages.ts'
import { type Stage, type Story, demoNames } from '../stage.ts'

const PHONE = { width: 390, height: 844 }
const PAINT_MS = 200
const DESK = { width: 1440, height: 900 }

export const stories: Story[] = [
  {
    name: 'walk: every page is axe-clean in both languages and themes, and on a phone',
    as: 'manager',
    limitMs: 400_000,
    run: async (stage) => {
      const pages = await allPages(stage)
      const faults: string[] = []
      // Two walkers: while one waits for its page the other is looked at.
      const walk = async (walker: Stage) => {
        await addAxe(walker.context)
        for (let page = pages.shift(); page; page = pages.shift())
          faults.push(
            ...(await walkPage(walker, page).catch((error: Error) => [`${page?.route}: ${error.message}`])),
          )
      }
      await Promise.all([walk(stage), walk(await stage.enter('manager'))])
      assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`)
    },
  },
]

/** Both languages and both themes on a desk, then the last of them on a phone. */
async function walkPage(stage: Stage, { route, path }: PageAt): Promise<string[]> {
  const { page } = stage
  const faults: string[] = []
  const check = async (how: string, rules: Rules) => {
    const language = await page.getAttribute('html', 'lang')
    faults.push(...(await faultsOf(page, rules)).map((fault) => `${route} ${language} ${how}: ${fault}`))
  }
  await page.setViewportSize(DESK)
  await page.goto(stage.url + path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await settle(stage)
  await turnTheme(stage, 'light')
  await check('light', 'all')
  await turnTheme(stage, 'dark')
  await check('dark', 'colours')
  await press(stage, /^(English|中文)$/)
  await settle(stage)
  faults.push(...(await untranslated(stage)).map((words) => `${route}: not in English: ${words}`))
  await page.setViewportSize(PHONE)
  await check('dark on a phone', 'all')
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  if (beyond > 0) faults.push(`${route}: scrolls ${beyond} px sideways on a phone`)
  await page.setViewportSize(DESK)
  await turnTheme(stage, 'light')
  await check('light', 'words')
  return faults
}

async function turnTheme({ page }: Stage, theme: 'light' | 'dark'): Promise<void> {
  for (let i = 0; i < 3; i++) {
    if ((await page.getAttribute('html', 'data-theme')) === theme) return
    await page.getByRole('button', { name: /^(Theme|外观)/ }).click()
    // Colours change a frame or two after the attribute does.
    await page.waitForTimeout(PAINT_MS)
  }
  throw new Error(`The theme does not turn ${theme}`)
}

/** Chinese words on the chrome of an English page: headings, buttons, labels, column titles. Records keep their own language. */
async function untranslated({ page }: Stage): Promise<string[]> {
  if ((await page.getAttribute('html', 'lang')) !== 'en') return []
  const chrome = page.locator('h1, h2, button, nav a, label, th, dt, [role=tab], legend')
  const words = await chrome.evaluateAll((found) => found.map((one) => (one as HTMLElement).innerText ?? ''))
  return [...new Set(words)].filter((one) =>
    /\p{Script=Han}/u.test(demoNames.reduce((rest, name) => rest.replaceAll(name, ''), one)),
  )
}
