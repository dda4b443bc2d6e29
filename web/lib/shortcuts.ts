import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Bilingual } from '#platform/text.ts'

/**
 * One thing the keyboard does on this page. Keys are written as `j`, `/`, `?`, `Enter`, `Space`, `ArrowDown`, `Shift+ArrowDown`
 * or `Mod+a`; `Mod` is Ctrl, and Command on a Mac. Shift is left out for characters that need it (`?`).
 */
export type Shortcut = {
  /** The keys that do it, the one to show first. */
  keys: readonly string[]
  text: Bilingual
  /** Under which heading the keyboard sheet shows it. */
  group: Bilingual
  /** Answering `false` leaves the key to the browser. */
  run: (event: KeyboardEvent) => unknown
  /** Works while somebody types or a dialog is open: only for keys with `Mod` and for `Escape`. */
  isEverywhere?: boolean
}

/** Whether `Mod` is Command here. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

const registered = new Set<readonly Shortcut[]>()
const listeners = new Set<() => void>()
let shown: readonly Shortcut[] = []

function changed(): void {
  shown = [...registered].flat()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What the keyboard does on the page as it stands, in the order in which it was registered. */
export const useRegisteredShortcuts = (): readonly Shortcut[] => useSyncExternalStore(subscribe, () => shown)

/** Registers shortcuts while the component is mounted. The component mounted last wins a key. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  const shape = shortcuts.map((one) => `${one.keys.join(' ')}|${one.text.en}`).join('\n')
  // Only what is shown registers anew; what runs is always that of the last rendering.
  useEffect(() => {
    const mine = latest.current.map((one, index) => ({
      ...one,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }))
    registered.add(mine)
    changed()
    return () => {
      registered.delete(mine)
      changed()
    }
  }, [shape])
}

const OVERLAY = '[role=dialog], [role=menu], [role=listbox], .ant-modal-wrap, .ant-drawer'
const CONTROL =
  'a, button, input, select, textarea, summary, [role=button], [role=tab], [role=radio], [role=slider]'
const KEYS_OF_CONTROLS = new Set([
  'Enter',
  'Space',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
])
const NOT_TYPED_INTO = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file'])

/** Whether keys pressed here are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.has(target.type)
  return target.isContentEditable || target.matches('textarea, select, [role=combobox]')
}

/** The name of a pressed key, as in `Shortcut.keys`. */
export function keyOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const key = event.key === ' ' ? 'Space' : event.key
  const isCharacter = key.length === 1
  return [
    event.ctrlKey || event.metaKey ? 'Mod+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey && (!isCharacter || /[a-z]/i.test(key)) ? 'Shift+' : '',
    isCharacter ? key.toLowerCase() : key,
  ].join('')
}

/** The shortcut a key press means, if it means one and nobody is typing. */
function meant(event: KeyboardEvent): Shortcut | undefined {
  const key = keyOf(event)
  const found = shown.findLast((one) => one.keys.includes(key))
  if (!found || found.isEverywhere) return found
  const { target } = event
  if (isTyping(target)) return undefined
  const place = target instanceof Element ? target : null
  if (place?.closest(OVERLAY) || isDialogOpen()) return undefined
  if (KEYS_OF_CONTROLS.has(key) && place?.closest(CONTROL)) return undefined
  return found
}

const isDialogOpen = (): boolean =>
  [...document.querySelectorAll('[aria-modal=true]')].some((dialog) => dialog.checkVisibility())

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const shortcut = meant(event)
  if (shortcut && shortcut.run(event) !== false) event.preventDefault()
}

if (typeof window !== 'undefined') window.addEventListener('keydown', press)
