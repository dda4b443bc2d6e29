import assert from 'node:assert/strict'
import type { BrowserContext, Locator } from 'playwright-core'
import type { Stage } from './stage.ts'

/** How somebody without a mouse reaches and works a control. What is not reached, not seen or lost on the way is a fault. */

const STEPS = 160
const SEEN_MS = 600
const KEPT_MS = 1_000
const HERE_MS = 30_000

/** Complains of a pointer, and of a field that was filled without a key. */
const WATCH = `{
  let keyAt = 0
  addEventListener('pointerdown', (event) => { if (event.isTrusted) console.error('a pointer was used') }, true)
  addEventListener('keydown', (event) => { if (event.key !== 'Tab') keyAt = event.timeStamp }, true)
  addEventListener('input', (event) => {
    if (event.isTrusted && event.target.type !== 'file' && event.timeStamp - keyAt > 1000) console.error('a field was filled without a key')
  }, true)
}`

export async function watchHands(context: BrowserContext): Promise<void> {
  await context.addInitScript(WATCH)
}

/** Goes to a control with Tab, Shift+Tab and arrows, and sees that it shows the focus. */
export async function reach(stage: Stage, wanted: Locator): Promise<void> {
  const target = wanted.first()
  await target.waitFor({ state: 'attached', timeout: HERE_MS })
  // What has the focus already shows it in a way of its own.
  const before = (await target.evaluate((element) => element === document.activeElement))
    ? null
    : await target.evaluate(looksOf)
  await seeKept(stage, wanted)
  await skipMenu(stage, target)
  await walkTo(stage, target)
  await seeFocus(stage, target, before)
}

async function walkTo({ page }: Stage, target: Locator): Promise<void> {
  let last = ''
  let found = await target.elementHandle()
  for (let step = 0; step < STEPS; step++) {
    const next = await found?.evaluate(nextKey)
    if (!next || !next.isHere) {
      // It was drawn anew.
      found = await target.elementHandle()
      continue
    }
    if (next.key === null) return
    // A part with keys of its own that does not move on by them is left like anything else.
    const isStuck = next.key.startsWith('Arrow') && next.place === last
    last = next.place
    await page.keyboard.press(isStuck ? 'Tab' : next.key)
  }
  assert.fail(`${String(target)} is not reached in ${STEPS} steps; the last was ${last}`)
}

async function seeKept({ page }: Stage, wanted: Locator): Promise<void> {
  let lost = await page.evaluate(lostFocus)
  for (const until = Date.now() + KEPT_MS; lost && Date.now() < until; lost = await page.evaluate(lostFocus))
    await page.waitForTimeout(20)
  assert.equal(lost, null, `on the way to ${String(wanted)}`)
}

/** A page has a way past its menu; the first Tab finds it. */
async function skipMenu({ page }: Stage, target: Locator): Promise<void> {
  const isAbove = await target.evaluate(
    (element) =>
      (document.activeElement === document.body || !document.activeElement) &&
      element.closest('main') !== null &&
      document.querySelector('.n-skip') !== null,
  )
  if (!isAbove) return
  await page.keyboard.press('Tab')
  assert.equal(
    await page.evaluate(() => document.activeElement?.className),
    'n-skip',
    'the first stop of a page',
  )
  await page.keyboard.press('Enter')
}

async function seeFocus({ page }: Stage, target: Locator, before: string | null): Promise<void> {
  for (const until = Date.now() + SEEN_MS; before && Date.now() < until; await page.waitForTimeout(20))
    if ((await target.evaluate(looksOf)) !== before) return
  const hasRing = await target.evaluate((element) => {
    for (let one: Element | null = element, i = 0; one && i < 3; one = one.parentElement, i++) {
      const style = getComputedStyle(one)
      if (style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && style.outlineWidth !== '0px'))
        return true
    }
    return false
  })
  assert.ok(hasRing, `${String(target)} does not show that it has the focus`)
}

/** Enter for what opens, Space for what is ticked or turned. */
export async function activate(stage: Stage, wanted: Locator): Promise<void> {
  await reach(stage, wanted)
  const how = await wanted.first().evaluate((element) => ({
    isTicked: element.matches('[type=checkbox], [type=radio], [role=switch], [role=checkbox], [role=radio]'),
    isChosen: element.matches('[type=radio]:checked'),
  }))
  if (how.isChosen) return
  await stage.page.keyboard.press(how.isTicked ? 'Space' : 'Enter')
}

/** Takes the place of what a field holds. Words of several lines come from the clipboard, as Tab and Enter mean other things. */
export async function typeInto(stage: Stage, wanted: Locator, words: string): Promise<void> {
  await reach(stage, wanted)
  const { keyboard } = stage.page
  await keyboard.press('Control+a')
  if (words === '') await keyboard.press('Delete')
  else if (/[\n\t]/.test(words)) await paste(stage, words)
  else await keyboard.type(words)
}

export async function paste({ page, context }: Stage, words: string): Promise<void> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((text) => navigator.clipboard.writeText(text), words)
  await page.keyboard.press('Control+v')
}

/** Opens a list, narrows it by typing and goes down to the one wanted. */
export async function chooseFrom(
  stage: Stage,
  box: Locator,
  option: string | RegExp,
  typed: string,
): Promise<void> {
  await reach(stage, box)
  const { keyboard } = stage.page
  if (typed) await keyboard.type(typed)
  else await keyboard.press('ArrowDown')
  const offered = stage.page
    .locator('.ant-select-item-option')
    .filter({ visible: true })
    .filter({ hasText: option })
  await offered.last().waitFor()
  const isOn = async () =>
    await offered.evaluateAll((found) => found.some((one) => one.matches('.ant-select-item-option-active')))
  for (let step = 0; !(await isOn()); step++) {
    assert.ok(step < STEPS, `${String(option)} is not come to by arrows`)
    await keyboard.press('ArrowDown')
  }
  await keyboard.press('Enter')
}

/** Everything about the control and what is right around it that could show where the focus is. */
function looksOf(element: Element): string {
  const around = [element, element.nextElementSibling, element.previousElementSibling]
  for (let one = element.parentElement, i = 0; one && i < 3; one = one.parentElement, i++) around.push(one)
  return around
    .flatMap((one) => (one ? [null, '::before', '::after'].map((part) => getComputedStyle(one, part)) : []))
    .map((s) => [s.outline, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine].join(' '))
    .join('\n')
}

/** Where the focus should not be: nowhere, though the page has had it, or behind an open dialog. */
function lostFocus(): string | null {
  const now = document.activeElement
  const isNowhere = !now || now === document.body
  const dialogs = [...document.querySelectorAll('[role=dialog][aria-modal=true]')].filter(
    (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0,
  )
  const top = dialogs.at(-1)
  if (top && !top.contains(now) && !now?.contains(top))
    return `the focus is not in the open dialog but at ${now?.outerHTML.slice(0, 160)}`
  const had = (window as { nHadFocus?: boolean }).nHadFocus === true
  if (!isNowhere) (window as { nHadFocus?: boolean }).nHadFocus = true
  return isNowhere && had ? 'the focus was lost: it is nowhere on the page' : null
}

/** The key that leads towards the control, null when it is there. */
function nextKey(target: Element): { key: string | null; place: string; isHere: boolean } {
  const now = document.activeElement
  const place = now ? `${now.outerHTML.slice(0, 200)}` : ''
  const to = (key: string | null) => ({ key, place, isHere: target.isConnected })
  if (now === target) return to(null)
  if (!now || now === document.body) return to('Tab')
  const isAfter = (now.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING) === 0
  const group = (element: Element): unknown =>
    element.matches('[type=radio]')
      ? `radio ${element.getAttribute('name')}`
      : (element.closest('[role=tablist], [role=menu], [role=radiogroup]') ?? element)
  if (group(now) === group(target)) {
    const isAcross = now.closest('[role=tablist]') !== null
    if (isAcross) return to(isAfter ? 'ArrowRight' : 'ArrowLeft')
    return to(isAfter ? 'ArrowDown' : 'ArrowUp')
  }
  // A menu that has just opened takes the first arrow.
  if (target.closest('[role=menu]') && !now.closest('[role=menu]')) return to('ArrowDown')
  const row = target.closest('tbody tr')
  const at = now.closest('tbody tr')
  if (row && at && now === at && row !== at && row.parentElement === at.parentElement)
    return to(isAfter ? 'ArrowDown' : 'ArrowUp')
  return to(isAfter ? 'Tab' : 'Shift+Tab')
}
