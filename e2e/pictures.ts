// node e2e/pictures.ts : draws the pictures of docs/ux.md anew, each in both languages, on a fresh demo.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { insightApi } from '#modules/insight/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { go, settle } from './acts.ts'
import { findChromium, launchBrowser } from './browser.ts'
import { ensureWeb, startHouse } from './house.ts'
import { makeOwnOrder } from './records.ts'
import {
  type Locale,
  type Look,
  type Role,
  type Stage,
  type Theatre,
  clearStages,
  enterStage,
  openTheatre,
} from './stage.ts'

const FOLDER = join(import.meta.dirname, '../docs/ux')
const QUALITY = 62
const LAPTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
const PAINT_MS = 700
const LOCALES: readonly Locale[] = ['zh', 'en']

type Picture = { name: string; as: Role; look?: Partial<Look>; show: (stage: Stage) => Promise<void> }

const say = (stage: Stage, zh: string, en: string) => (stage.locale === 'zh' ? zh : en)
const button = (stage: Stage, zh: string, en: string) =>
  stage.page.getByRole('button', { name: say(stage, zh, en) }).first()
const at = (path: string) => (stage: Stage) => go(stage, path)

async function openOrder(stage: Stage): Promise<void> {
  const { rows } = await stage.call(ordersApi.listOrders, { query: { limit: 1, state: 'held' } } as never)
  await go(stage, `/orders/${rows[0]?.id ?? ''}`)
}

async function freshOrder(stage: Stage) {
  return makeOwnOrder(stage, { stock: 10, quantity: 3 })
}

export const pictures: readonly Picture[] = [
  { name: 'workbench', as: 'manager', show: at('/') },
  {
    name: 'palette',
    as: 'manager',
    show: async (stage) => {
      await openOrder(stage)
      await button(stage, '搜索或执行操作', 'Search or run a command').click()
    },
  },
  {
    name: 'keys',
    as: 'manager',
    show: async (stage) => {
      await go(stage, '/orders')
      await stage.page.getByRole('row').nth(2).waitFor()
      await stage.page.keyboard.press('Shift+?')
    },
  },
  {
    name: 'list',
    as: 'manager',
    show: at('/orders?where=state.in:confirmed,short;amount.between:1000,&sort=-amount,placed'),
  },
  { name: 'views', as: 'manager', show: at('/promises') },
  {
    name: 'bulk',
    as: 'manager',
    show: async (stage) => {
      await go(stage, '/orders')
      const boxes = stage.page.getByRole('checkbox', { name: say(stage, '选择此行', 'Select this row') })
      for (const i of [0, 1, 2]) await boxes.nth(i).check()
    },
  },
  { name: 'record', as: 'manager', show: openOrder },
  {
    name: 'amend',
    as: 'agent',
    show: async (stage) => {
      const order = await freshOrder(await stage.enter('manager'))
      await go(stage, `/orders/${order.id}`)
      await button(stage, '修改', 'Amend').click()
    },
  },
  {
    name: 'presence',
    as: 'manager',
    show: async (stage) => {
      const order = await freshOrder(stage)
      const mate = await stage.enter('agent')
      await go(mate, `/orders/${order.id}`)
      await go(stage, `/orders/${order.id}`)
    },
  },
  { name: 'notifications', as: 'manager', show: at('/notices/settings') },
  { name: 'import', as: 'manager', show: at('/imports/new') },
  { name: 'printing', as: 'manager', show: at('/settings/printing') },
  { name: 'bench', as: 'coordinator', show: at('/shipments/outbound') },
  { name: 'promises', as: 'agent', show: at('/promises') },
  {
    name: 'kpi',
    as: 'manager',
    show: async (stage) => {
      const { kpis } = await stage.call(insightApi.listKpis, {} as never)
      await go(stage, `/kpis/${kpis[0]?.definition.id ?? ''}`)
    },
  },
  { name: 'shortage', as: 'manager', show: at('/shortages') },
  { name: 'clause', as: 'manager', show: at('/contracts') },
  { name: 'dark', as: 'manager', look: { theme: 'dark' }, show: openOrder },
  { name: 'phone', as: 'manager', look: PHONE, show: at('/orders') },
  { name: 'phone-record', as: 'manager', look: { ...PHONE, theme: 'dark' }, show: openOrder },
]

async function draw(): Promise<void> {
  const chromium = findChromium()
  if (!chromium) throw new Error('Chromium is needed')
  ensureWeb()
  mkdirSync(FOLDER, { recursive: true })
  const wanted = process.argv.slice(2)
  const house = await startHouse()
  const browser = await launchBrowser(chromium)
  const theatre = openTheatre(browser, house.url)
  const chosen = pictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  try {
    for (const picture of chosen) for (const locale of LOCALES) await drawOne(theatre, picture, locale)
  } finally {
    await browser.close()
    await house.stop()
  }
}

async function drawOne(theatre: Theatre, picture: Picture, locale: Locale): Promise<void> {
  const stage = await enterStage(theatre, picture.as, { ...LAPTOP, ...picture.look, locale })
  await picture.show(stage)
  await settle(stage)
  await stage.page.waitForTimeout(PAINT_MS)
  const path = join(FOLDER, `${picture.name}-${locale}.jpg`)
  await stage.page.screenshot({ path, type: 'jpeg', quality: QUALITY })
  console.log(`${picture.name}-${locale}`)
  await clearStages(theatre)
}

if (import.meta.main) await draw()
