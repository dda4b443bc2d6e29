// What a person at a screen waits for: the built web app in Chromium, on the cores that the server runs on too.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { findChromium, HOW_TO_INSTALL, launchBrowser } from '../e2e/browser.ts'
import { type Measured, randomOf } from './bench.ts'
import type { Figure } from './figures.ts'
import { type Company, nameOf } from './house.ts'

const LIST = '[data-key]'
const DESK = { width: 1440, height: 900 }
const VIEW = { name: '已送达', search: 'state=delivered' }
const KEY_MS = 30
const ANSWER_MS = 400
const WARM_UP = 3

type Clicked = { kind: string; ms: number }

/** From a click to the rows it asks for, painted; and how long the page is busy while somebody types into a filter. */
export async function measureScreen({ bench, company }: Measured): Promise<Figure[]> {
  const chromium = findChromium()
  if (!chromium) throw new Error(HOW_TO_INSTALL)
  const browser = await launchBrowser(chromium)
  try {
    const page = await enter(browser, `http://127.0.0.1:${bench.product.port}`, company)
    const clicks = await clickAround(page, bench.size.clicks)
    return [clicksFigure(clicks, bench.size.orders), await typing(page, bench.size.clicks)]
  } finally {
    await browser.close()
  }
}

/** A page of the company's manager, logged in, with a saved view. */
async function enter(browser: Browser, url: string, { logIn }: Company): Promise<Page> {
  const context = await browser.newContext({ viewport: DESK, locale: 'zh-CN', baseURL: url })
  await send(context, '/api/session', logIn)
  await send(context, '/api/views', { list: 'orders', layout: {}, ...VIEW })
  await context.addInitScript(watch)
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

async function send(context: BrowserContext, path: string, data: object): Promise<void> {
  const answer = await context.request.post(path, {
    data,
    headers: { 'idempotency-key': crypto.randomUUID() },
  })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
}

type Busy = { longTasks: number[]; handlings: number[] }
type Watched = Busy & { painted: Promise<number> }

/** Runs in the page: the time from a press to the frame after the one in which other rows stand there. */
function watch(): void {
  const watched: Watched = { painted: Promise.resolve(0), longTasks: [], handlings: [] }
  Object.assign(window, { watched })
  const keysShown = () =>
    [...document.querySelectorAll('[data-key]')].map((row) => row.getAttribute('data-key')).join()
  const onPress = ({ timeStamp }: Event) => {
    const before = keysShown()
    watched.painted = new Promise((done) => {
      const look = () => {
        const now = keysShown()
        if (now === '' || now === before) requestAnimationFrame(look)
        else requestAnimationFrame(() => done(performance.now() - timeStamp))
      }
      requestAnimationFrame(look)
    })
  }
  addEventListener('pointerdown', onPress, true)
  new PerformanceObserver((list) => {
    watched.longTasks.push(...list.getEntries().map(({ duration }) => duration))
  }).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => {
    const entries = list.getEntries() as PerformanceEventTiming[]
    watched.handlings.push(
      ...entries.map(({ processingStart, processingEnd }) => processingEnd - processingStart),
    )
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
}

/** Opens the list from the menu, sorts it, pages, opens a saved view: each time rows that were not there before. */
async function clickAround(page: Page, rounds: number): Promise<Clicked[]> {
  const clicks: Clicked[] = []
  const press = async (kind: string, name: string | RegExp, role: 'link' | 'button') => {
    await page.getByRole(role, { name }).first().click()
    const ms = await page.evaluate(() => (window as unknown as { watched: Watched }).watched.painted)
    clicks.push({ kind, ms })
    await page.waitForLoadState('networkidle')
  }
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    if (round === WARM_UP) clicks.length = 0
    // A page of its own each time: nothing of the round before is in its cache.
    await page.goto('/')
    await page.getByRole('navigation').getByRole('link', { name: '订单', exact: true }).waitFor()
    await page.waitForLoadState('networkidle')
    await press('menu', /^订单$/, 'link')
    await press('sort', /^金额/, 'button')
    await press('next page', '下一页', 'button')
    await press('saved view', VIEW.name, 'link')
  }
  return clicks
}

function clicksFigure(clicks: readonly Clicked[], orders: number): Figure {
  const kinds = [...new Set(clicks.map(({ kind }) => kind))].map((kind) => {
    const sorted = clicks
      .filter((one) => one.kind === kind)
      .map(({ ms }) => ms)
      .toSorted((a, b) => a - b)
    const at = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
    return { kind, p50: at(0.5), p95: at(0.95) }
  })
  const list = kinds.map(({ kind, p50, p95 }) => `${kind} ${p50.toFixed(0)} / ${p95.toFixed(0)}`).join(', ')
  return {
    id: 'list_click_to_rows_p95_ms',
    value: Math.max(...kinds.map(({ p95 }) => p95)),
    unit: 'ms',
    note: `50 of ${orders} orders painted in Chromium, the slowest click; p50 / p95 of ${list}`,
  }
}

/** Types into the search and into the chooser of a customer while fifty rows are shown. */
async function typing(page: Page, rounds: number): Promise<Figure> {
  await page.goto('/orders')
  await page.locator(LIST).nth(1).waitFor()
  const busy: Busy = { longTasks: [], handlings: [] }
  const search = page.getByRole('searchbox').first()
  const customer = page.getByRole('main').getByRole('button', { name: '客户', exact: true }).first()
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    if (round === WARM_UP) busy.longTasks = busy.handlings = []
    await search.click()
    await typeWatched(page, `PO-${randomOf(1_000_000)} ${nameOf(randomOf(500))}`, busy)
    await search.fill('')
    await customer.click()
    await page.getByRole('combobox').last().focus()
    await typeWatched(page, nameOf(randomOf(500)), busy)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  }
  return {
    id: 'filter_longest_task_ms',
    value: Math.max(0, ...busy.longTasks, ...busy.handlings),
    unit: 'ms',
    note: `${busy.longTasks.length} tasks over 50 ms while typing into search and chooser ${rounds} times; else the longest handling of a key`,
  }
}

/** Nothing but keys while the page is watched: the browser's driver works in the page as well. */
async function typeWatched(page: Page, words: string, busy: Busy): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched }
    watched.longTasks.length = watched.handlings.length = 0
  })
  await page.keyboard.type(words, { delay: KEY_MS })
  await page.waitForTimeout(ANSWER_MS)
  const seen = await page.evaluate(() => (window as unknown as { watched: Watched }).watched)
  busy.longTasks = [...busy.longTasks, ...seen.longTasks]
  busy.handlings = [...busy.handlings, ...seen.handlings]
}
