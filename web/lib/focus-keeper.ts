/**
 * Who works without a mouse must never find the focus nowhere: when what has it is taken away, it goes to what is left around it,
 * else to where it was before, else to the page itself. What the parts do themselves comes first.
 */

const PLACES_MAX = 8
const SETTLED_MS = 80
const UNSETTLED_MAX_MS = 400
const OFF_MS = 600
/** What pops up stands in these: they are not what was around it. */
const ABOVE_ALL = 'html, body, #root, .n-app, .n-shell, main, header'
const BY_ITSELF = 'a[href], button, input, select, textarea, summary, [tabindex]'

/** What had the focus, and what was around it then, from the inside. */
type Place = { element: HTMLElement; around: HTMLElement[] }
let places: Place[] = []

export function keepFocus(): void {
  document.addEventListener('focusin', ({ target }) => target instanceof HTMLElement && remember(target))
  // A click on nothing gives the focus up on purpose.
  document.addEventListener('pointerdown', () => (places = []), true)
  new MutationObserver(() => {
    const [last] = places
    if (last && (!last.element.isConnected || isOff(last.element))) recoverSoon()
  }).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden'],
  })
  addEventListener('keydown', leaveOpenList, true)
}

let timer = 0
let waitingSince = 0
/** Once the page has settled, which a page with constant news never does: it waits so long and no longer. */
function recoverSoon(): void {
  if (timer === 0) waitingSince = Date.now()
  window.clearTimeout(timer)
  const leftMs = waitingSince + UNSETTLED_MAX_MS - Date.now()
  timer = window.setTimeout(recover, Math.max(0, Math.min(SETTLED_MS, leftMs)))
}

function remember(element: HTMLElement): void {
  const around: HTMLElement[] = []
  for (let one = element.parentElement; one && !one.matches(ABOVE_ALL); one = one.parentElement)
    around.push(one)
  places = [{ element, around }, ...places.filter((place) => place.element !== element)].slice(0, PLACES_MAX)
}

let offSince = 0
function recover(): void {
  timer = 0
  const [last] = places
  if (document.activeElement !== document.body || !last) return void (offSince = 0)
  // A button is off while its work is done, and takes the focus back after it.
  if (last.element.isConnected && isOff(last.element)) {
    offSince ||= Date.now()
    if (Date.now() - offSince < OFF_MS) return recoverSoon()
  }
  offSince = 0
  for (const { element, around } of places) {
    const left = [element, ...around].find(canHold)
    if (left) return give(left)
  }
  const page = document.querySelector<HTMLElement>('main')
  if (page) give(page)
}

const isOff = (element: HTMLElement): boolean => element.matches(':disabled, [hidden]')

const canHold = (element: HTMLElement): boolean =>
  element.isConnected && element.checkVisibility() && !isOff(element)

function give(element: HTMLElement): void {
  if (!element.matches(BY_ITSELF)) {
    element.tabIndex = -1
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true })
  }
  element.focus({ preventScroll: true })
}

/** Tab leaves a list of many that is open; the library would tick one entry after another with it and never let go. */
function leaveOpenList(event: KeyboardEvent): void {
  const { key, target } = event
  if (key !== 'Tab' || !(target instanceof HTMLElement)) return
  if (target.matches('.ant-select-multiple [role=combobox][aria-expanded=true]')) event.stopPropagation()
}
