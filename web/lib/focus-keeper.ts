/**
 * Who works without a mouse must never find the focus nowhere: when what has it is taken away, it goes to what is left around it,
 * else to where it was before, else to the page itself. What the parts do themselves comes first.
 */

const PLACES_MAX = 8
const SETTLED_MS = 80
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
    if (last && (!last.element.isConnected || isOff(last.element))) recoverIn(SETTLED_MS)
  }).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden'],
  })
  addEventListener('keydown', leaveOpenList, true)
}

let timer = 0
function recoverIn(ms: number): void {
  window.clearTimeout(timer)
  timer = window.setTimeout(recover, ms)
}

function remember(element: HTMLElement): void {
  const around: HTMLElement[] = []
  for (let one = element.parentElement; one && !one.matches(ABOVE_ALL); one = one.parentElement)
    around.push(one)
  places = [{ element, around }, ...places.filter((place) => place.element !== element)].slice(0, PLACES_MAX)
}

let waitedMs = 0
function recover(): void {
  const [last] = places
  if (document.activeElement !== document.body || !last) return
  // A button is off while its work is done, and takes the focus back after it.
  if (last.element.isConnected && isOff(last.element) && waitedMs < OFF_MS) {
    waitedMs += SETTLED_MS
    return recoverIn(SETTLED_MS)
  }
  waitedMs = 0
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
