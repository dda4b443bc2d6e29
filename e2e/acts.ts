import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { activate, chooseFrom, reach, typeInto } from './keys.ts'
import type { Stage } from './stage.ts'

/** What people do and see, by role and visible text only. `within` narrows it to a part of the page. */
type Place = Page | Locator
type Words = string | RegExp

const placeOf = (stage: Stage, within?: Locator): Place => within ?? stage.page

export async function go(stage: Stage, path: string): Promise<void> {
  await stage.page.goto(stage.url + path)
  // Nothing may be on its way while the page's own code has not begun yet.
  await stage.page.locator('h1, main h2').first().waitFor()
  await settle(stage)
}

const QUIET_MS = 100
const SETTLE_MS = 10_000

/** Waits until nothing is being fetched and drawn any more: no request is open, none begins, and the page has nothing to do. */
export async function settle({ page, traffic }: Stage): Promise<void> {
  for (const until = Date.now() + SETTLE_MS; Date.now() < until;) {
    const { begun } = traffic
    await page.evaluate(() => new Promise((turn) => setTimeout(turn)))
    await page.waitForTimeout(QUIET_MS)
    if (traffic.open() === 0 && traffic.begun === begun) return
  }
}

export async function press(stage: Stage, name: Words, within?: Locator): Promise<void> {
  await act(stage, placeOf(stage, within).getByRole('button', nameOf(name)))
}

export async function follow(stage: Stage, name: Words, within?: Locator): Promise<void> {
  await act(stage, placeOf(stage, within).getByRole('link', nameOf(name)))
}

/** Clicks it, or goes to it and presses the key that works it. */
export async function act(stage: Stage, control: Locator): Promise<void> {
  if (stage.hands === 'keyboard') await activate(stage, control)
  else await control.first().click()
}

export async function tick(stage: Stage, name: Words, within?: Locator): Promise<void> {
  const place = placeOf(stage, within)
  await act(stage, place.getByRole('checkbox', nameOf(name)).or(place.getByRole('radio', nameOf(name))))
}

/** What a control says of itself when one comes to it. */
export async function pointAt(stage: Stage, control: Locator): Promise<void> {
  if (stage.hands === 'keyboard') await reach(stage, control)
  else await control.first().hover()
}

/** Gives a file to an input, through the window in which people choose one. */
export async function attach(
  stage: Stage,
  input: Locator,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  if (stage.hands === 'mouse') return input.first().setInputFiles(file)
  const [chooser] = await Promise.all([stage.page.waitForEvent('filechooser'), activate(stage, input)])
  await chooser.setFiles(file)
}

export async function fill(stage: Stage, label: Words, value: string, within?: Locator): Promise<void> {
  await fillIn(stage, field(stage, label, within), value)
}

export async function fillIn(stage: Stage, input: Locator, value: string): Promise<void> {
  if (stage.hands === 'keyboard') await typeInto(stage, input, value)
  else await input.first().fill(value)
}

/** Fills a field and presses Enter in it. */
export async function enter(stage: Stage, label: Words, value: string, within?: Locator): Promise<void> {
  await fill(stage, label, value, within)
  await stage.page.keyboard.press('Enter')
}

export function field(
  stage: Stage,
  label: Words,
  within?: Locator,
  role?: 'combobox' | 'spinbutton',
): Locator {
  const place = placeOf(stage, within)
  const labelled = place.getByLabel(label, typeof label === 'string' ? { exact: true } : {})
  return (role ? labelled.and(place.getByRole(role)) : labelled).first()
}

/** Chooses from a list that opens; `typed` narrows it first, as people do with long ones. */
export async function choose(
  stage: Stage,
  label: Words,
  option: Words,
  { typed = '', within, isMany = false }: { typed?: string; within?: Locator; isMany?: boolean } = {},
): Promise<void> {
  // By its label: the star of a required field is part of its accessible name.
  const box = field(stage, label, within, 'combobox')
  if (stage.hands === 'keyboard') {
    await chooseFrom(stage, box, option, typed)
    if (isMany) await stage.page.keyboard.press('Tab')
    return
  }
  await box.click()
  if (typed) await box.pressSequentially(typed)
  await stage.page
    .getByText(option, typeof option === 'string' ? { exact: true } : {})
    .filter({ visible: true })
    .last()
    .click()
  // A list of many stays open for the next choice.
  if (isMany) await box.blur()
}

export async function see(stage: Stage, words: Words, within?: Locator): Promise<Locator> {
  const seen = placeOf(stage, within).getByText(words).filter({ visible: true }).first()
  await seen.waitFor()
  return seen
}

const VALUE_MS = 10_000

/** Waits until the field holds this. */
export async function seeValue(stage: Stage, label: Words, value: string, within?: Locator): Promise<void> {
  const input = field(stage, label, within)
  for (const until = Date.now() + VALUE_MS; Date.now() < until; await stage.page.waitForTimeout(50))
    if ((await input.inputValue()) === value) return
  assert.equal(await input.inputValue(), value)
}

export async function seeHeading(stage: Stage, words: Words): Promise<void> {
  await stage.page.getByRole('heading', nameOf(words)).first().waitFor()
}

export async function seeNot(stage: Stage, words: Words, within?: Locator): Promise<void> {
  await placeOf(stage, within)
    .getByText(words)
    .filter({ visible: true })
    .first()
    .waitFor({ state: 'detached' })
}

export const dialog = (stage: Stage, name?: Words): Locator =>
  stage.page
    .getByRole('dialog', name === undefined ? {} : nameOf(name))
    .filter({ visible: true })
    .last()

/** The row of a table that shows these words. */
export const row = (stage: Stage, words: Words, within?: Locator): Locator =>
  placeOf(stage, within).getByRole('row').filter({ hasText: words }).first()

/** Rows of the table's body as the words of their cells. */
export async function rowsShown(stage: Stage, table: Words): Promise<string[][]> {
  const rows = stage.page.getByRole('table', nameOf(table)).getByRole('row')
  await rows.nth(1).waitFor()
  const all = await rows.evaluateAll((found) =>
    found.map((one) => [...one.querySelectorAll('td')].map((cell) => (cell.innerText ?? '').trim())),
  )
  return all.filter((cells) => cells.length > 0)
}

/** What is saved to disk by an act, as text. */
export async function saved(stage: Stage, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([stage.page.waitForEvent('download'), act()])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

function nameOf(name: Words): { name: Words; exact?: boolean } {
  return typeof name === 'string' ? { name, exact: true } : { name }
}

/** Opens an order and the form that changes it. */
export async function amend(stage: Stage, { id, number }: { id: string; number: string }): Promise<Locator> {
  await go(stage, `/orders/${id}`)
  await press(stage, '修改')
  return dialog(stage, `修改订单 ${number}`)
}
