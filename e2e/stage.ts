import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import type { CallInput, Operation, ResultOf } from '#platform/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { DEMO_NAME, DEMO_TENANT, demoAccounts, demoCarriers } from '#modules/identity/demo.ts'
import { watchHands } from './keys.ts'

export type Role =
  | 'manager'
  | 'agent'
  | 'customer_manager'
  | 'coordinator'
  | 'finance'
  | 'carrier'
  | 'shipper'
/** Somebody of the demo, or an account that a story made. */
export type Person = Role | { email: string; password: string }
export type Locale = 'zh' | 'en'
/** With a keyboard alone, or as most people do. */
export type Hands = 'mouse' | 'keyboard'

/** What a story acts on: one page of one person, and the API as the same person. */
export type Stage = {
  page: Page
  context: BrowserContext
  url: string
  locale: Locale
  hands: Hands
  call: Call
  /** Requests of the page that are not answered yet, and how many there were. */
  traffic: Traffic
  /** Another window of the same person: what the first has loaded is there. */
  another: () => Promise<Stage>
  /** Another person at another screen. */
  enter: (as: Person | null, look?: Partial<Look>) => Promise<Stage>
}

export type Traffic = { open: () => number; begun: number }

export type Look = {
  locale: Locale
  theme: 'light' | 'dark'
  width: number
  height: number
  bypassCSP: boolean
  hands: Hands
}
export type Call = <O extends Operation>(operation: O, input?: CallInput<O>) => Promise<ResultOf<O>>

/** A story: who does what. `as: null` starts at the log-in page. It fails when `run` throws or the page complains. */
export type Story = {
  name: string
  as: Role | null
  look?: Partial<Look>
  /** The main job, told by keyboard alone; 'both': by mouse as well. Without it, by mouse. */
  hands?: 'keyboard' | 'both'
  /** More time than a story has by default. */
  limitMs?: number
  run: (stage: Stage) => Promise<void>
}

const WAIT_MS = 30_000
const BUSY_TRIES = 5
const DEFAULT_LOOK: Look = {
  locale: 'zh',
  theme: 'light',
  width: 1440,
  height: 900,
  bypassCSP: false,
  hands: 'mouse',
}

export type Theatre = {
  browser: Browser
  url: string
  /** Log-ins are limited by the server; one of each person serves all stories. */
  cookies: Map<string, StorageState['cookies']>
  stages: Stage[]
  complaints: string[]
}
type StorageState = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>

export const openTheatre = (browser: Browser, url: string): Theatre => ({
  browser,
  url,
  cookies: new Map(),
  stages: [],
  complaints: [],
})

/** Opens a window for one person, logged in, in the language and theme asked for. */
export async function enterStage(
  theatre: Theatre,
  as: Person | null,
  given: Partial<Look> = {},
): Promise<Stage> {
  const look = { ...DEFAULT_LOOK, ...given }
  const stored = Object.entries({ locale: look.locale, theme: look.theme }).map(([name, value]) => ({
    name: `nuoda.${name}`,
    value: JSON.stringify(value),
  }))
  const context = await theatre.browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: look.locale === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    bypassCSP: look.bypassCSP,
    acceptDownloads: true,
    storageState: {
      cookies: as ? await cookiesOf(theatre, as) : [],
      origins: [{ origin: theatre.url, localStorage: stored }],
    },
  })
  context.setDefaultTimeout(WAIT_MS)
  if (look.hands === 'keyboard') await watchHands(context)
  const call = callerOf(context, theatre.url, look.locale)
  if (as) await call(identityApi.updateMe, { body: { locale: look.locale } })
  const openWindow = async (): Promise<Stage> => {
    const page = await context.newPage()
    listen(page, theatre.complaints)
    const stage: Stage = {
      page,
      context,
      url: theatre.url,
      locale: look.locale,
      hands: look.hands,
      call,
      traffic: countTraffic(page),
      another: openWindow,
      enter: (who, l) => enterStage(theatre, who, { ...look, ...l }),
    }
    theatre.stages.push(stage)
    return stage
  }
  return openWindow()
}

/** The stream of news stays open for good and is not counted; what a page asked for that one has left is nobody's any more. */
function countTraffic(page: Page): Traffic {
  const open = new Set<Request>()
  const traffic = { open: () => open.size, begun: 0 }
  page.on('request', (request) => {
    if (request.resourceType() === 'eventsource') return
    open.add(request)
    traffic.begun += 1
  })
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  page.on('framenavigated', (frame) => frame === page.mainFrame() && open.clear())
  return traffic
}

/** Names of the demo that stay Chinese on English pages. */
export const demoNames = [
  DEMO_NAME,
  '诺达',
  '中文',
  '默认服务标准',
  ...Object.values(demoCarriers),
  ...demoAccounts.flatMap(({ name, role }) => [role.zh, name, name.slice(0, 1)]),
]

export async function clearStages(theatre: Theatre): Promise<void> {
  const contexts = new Set(theatre.stages.splice(0).map((stage) => stage.context))
  for (const context of contexts) await context.close()
  theatre.complaints.length = 0
}

async function cookiesOf(theatre: Theatre, as: Person): Promise<StorageState['cookies']> {
  const account = typeof as === 'string' ? accountOf(as) : as
  const known = theatre.cookies.get(account.email)
  if (known) return known
  const context = await theatre.browser.newContext()
  const call = callerOf(context, theatre.url, 'en')
  await call(identityApi.logIn, {
    body: { tenant: DEMO_TENANT, email: account.email, password: account.password },
  })
  const { cookies } = await context.storageState()
  await context.close()
  theatre.cookies.set(account.email, cookies)
  return cookies
}

export function accountOf(as: Role): (typeof demoAccounts)[number] {
  const account = demoAccounts.find((one) => one.key === as)
  if (!account) throw new Error(`The demo has no ${as}`)
  return account
}

/** Calls operations as the person of the context does; throws with the server's words when refused. */
function callerOf(context: BrowserContext, url: string, locale: Locale): Call {
  return async (operation, input) => {
    const {
      params = {},
      query = {},
      body,
    } = (input ?? {}) as { params?: object; query?: object; body?: unknown }
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String((params as Record<string, unknown>)[name])),
    )
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
    const headers = {
      'accept-language': locale,
      ...(operation.method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
    }
    const send = () =>
      context.request.fetch(`${url}/api${path}?${search.toString()}`, {
        method: operation.method,
        headers,
        ...(body === undefined ? {} : { data: body }),
      })
    let answer = await send()
    // A busy server asks to come again; the idempotency key makes that safe.
    for (let tries = 0; answer.status() === 503 && tries < BUSY_TRIES; tries++) answer = await send()
    if (!answer.ok())
      throw new Error(`${operation.method} ${operation.path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as never
  }
}

/** A refused call and a cut line are the page's business to show; anything else on the console is a fault of ours. */
const EXPECTED =
  /the server responded with a status of (4\d\d|503)|net::ERR_INTERNET_DISCONNECTED|the server cannot be reached/

function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text()))
      complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`))
  page.on('response', (response) => {
    // 503 is how an overloaded server says so; the page asks again.
    if (response.status() >= 500 && response.status() !== 503)
      complaints.push(`${response.status()} from ${response.url()}`)
  })
}
