import assert from 'node:assert/strict'
import { contractsApi } from '#modules/contracts/api.ts'
import { customersApi } from '#modules/customers/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { notificationsApi } from '#modules/notifications/api.ts'
import { schedulingApi } from '#modules/scheduling/api.ts'
import { settle } from '../acts.ts'
import { addAxe, faultsOf } from '../axe.ts'
import { type Light, otherLight, turnTo } from '../looks.ts'
import { type PageAt, allPages } from '../pages.ts'
import { makeColleague } from '../records.ts'
import { type Locale, type Stage, type Story, demoNames } from '../stage.ts'
import { menu } from '#web/menu.ts'
import { paths } from '#web/paths.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }

export const stories: Story[] = [
  {
    name: 'walk: every page is axe-clean in both languages and themes, and on a phone',
    as: 'manager',
    limitMs: 400_000,
    run: async (stage) => {
      const pages = await allPages(stage)
      const names = await namesOfRecords(stage)
      const faults: string[] = []
      // Two people walk: while one waits for a page the other's is looked at, and each turns a language of their own.
      // A page is opened in the light the one before was left in.
      const walk = async (walker: Stage) => {
        await addAxe(walker.context)
        let light: Light = 'day'
        for (let page = pages.shift(); page; page = pages.shift(), light = otherLight(light))
          faults.push(
            ...(await walkPage({ stage: walker, page, names, light }).catch((error: Error) => [
              `${page?.route}: ${error.message}`,
            ])),
          )
      }
      await Promise.all([walk(stage), walk(await stage.enter(await makeColleague(stage)))])
      assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`)
    },
  },
]

type Walk = { stage: Stage; page: PageAt; names: readonly string[]; light: Light }

/** At a desk in Chinese by day and on a phone in English by night: one look of axe for each theme, and nothing loaded twice. */
async function walkPage({ stage, page: { route, path }, names, light }: Walk): Promise<string[]> {
  const { page } = stage
  const faults: string[] = []
  const told = (how: string) => (fault: string) => `${route} ${how}: ${fault}`
  const look = async (by: Light) => {
    await page.setViewportSize(DESK)
    await turnTo(stage, by)
    await settle(stage)
    faults.push(...(await misnamed(stage, { path, locale: by === 'day' ? 'zh' : 'en' })))
    if (by === 'day') return void faults.push(...(await faultsOf(page)).map(told('in Chinese by day')))
    faults.push(...(await untranslated(stage, names)).map(told('not in English')))
    await page.setViewportSize(PHONE)
    faults.push(...(await faultsOf(page)).map(told('in English by night on a phone')))
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (beyond > 0) faults.push(`${route}: scrolls ${beyond} px sideways on a phone`)
  }
  await page.setViewportSize(DESK)
  await page.goto(stage.url + path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await settle(stage)
  await look(light)
  await look(otherLight(light))
  return faults
}

/** A page of the menu is called as its row is. */
async function misnamed(
  { page }: Stage,
  { path, locale }: { path: string; locale: Locale },
): Promise<string[]> {
  const row = menu.find((one) => one.path === path)
  if (!row || path === paths.workbench) return []
  const title = (await page.getByRole('heading', { level: 1 }).first().innerText()).trim()
  return title === row.text[locale] ? [] : [`${path}: ${row.text[locale]} is called ${title}`]
}

/** What people called their records, which no language changes. Longer names first: one may be part of another. */
async function namesOfRecords({ call }: Stage): Promise<string[]> {
  const query = { limit: NAMES_MAX } as never
  const lists = await Promise.all([
    call(customersApi.listCustomers, { query }),
    call(contractsApi.listContracts, { query }),
    call(inventoryApi.listProducts, { query }),
    call(inventoryApi.listWarehouses, { query }),
    call(identityApi.listUsers, { query }),
    call(identityApi.listTeams),
    call(schedulingApi.listCalendars),
  ])
  const named = lists.flatMap(({ rows }) => rows as { name: string }[]).map(({ name }) => name)
  // A mail is written in the language of who gets it.
  const mails = await call(notificationsApi.listMails, { query })
  const subjects = mails.rows.map(({ subject }) => subject)
  return [...new Set([...named, ...subjects, ...demoNames])].sort((a, b) => b.length - a.length)
}
const NAMES_MAX = 100

/** Chinese words on the chrome of an English page: headings, buttons, labels, column titles. Records keep their own language. */
async function untranslated({ page }: Stage, names: readonly string[]): Promise<string[]> {
  if ((await page.getAttribute('html', 'lang')) !== 'en') return []
  const chrome = page.locator('h1, h2, button, nav a, label, th, dt, [role=tab], legend')
  const words = await chrome.evaluateAll((found) => found.map((one) => (one as HTMLElement).innerText ?? ''))
  return [...new Set(words)].filter((one) =>
    /\p{Script=Han}/u.test(names.reduce((rest, name) => rest.replaceAll(name, ''), one)),
  )
}
