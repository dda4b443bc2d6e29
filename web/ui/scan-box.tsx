import { Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { beep } from '#web/lib/beep.ts'
import { isTyping } from '#web/lib/shortcuts.ts'
import { createStore, useStore } from '#web/lib/store.ts'
import { Icon } from '#web/ui/icons.tsx'
import '#web/ui/scan-box.css'

const text = {
  ready: { zh: '可以扫描', en: 'Ready to scan' },
  away: { zh: '扫描框未激活，点这里或直接扫描', en: 'Not in the scan field: click here, or just scan' },
  wrong: { zh: '扫描有误，请看提示', en: 'Wrong scan: see the message' },
  soundOn: { zh: '提示音：开', en: 'Sound: on' },
  soundOff: { zh: '提示音：关', en: 'Sound: off' },
} satisfies Text

type ScanBoxProps = {
  label: string
  value?: string
  onChange?: (code: string) => void
  /** Answers (in time) whether the code was right; nothing: it cannot be told. */
  onScan: (code: string) => void | Promise<boolean | undefined>
  /** The code stays in the field. */
  isKept?: boolean
}

const soundStore = createStore(true, 'scan.sound')
const FLASH_MS = 1_500
/** More than any code of ours: a longer one is refused as it is, not cut to one that may be another's. */
const SCAN_MAX = 400

/**
 * The one field for barcode scanners. It has the focus when it appears and gets it back after clicks elsewhere, dialogs, errors and
 * other windows; what a scanner types while something else has it goes in here all the same. Who leaves it with Tab, or works in another
 * field or a dialog, is let go. It says in words, colour and sound whether it listens and how a scan went.
 */
export function ScanBox({ label, value, onChange, onScan, isKept = false }: ScanBoxProps) {
  const t = useText(text)
  const input = useRef<InputRef>(null)
  const [own, setOwn] = useState('')
  const typed = value ?? own
  const set = onChange ?? setOwn
  const isReady = useKeptFocus(input)
  const { outcome, tell } = useOutcome()
  const hasSound = useStore(soundStore)

  const scan = async () => {
    const code = typed.trim()
    if (code === '') return
    if (!isKept) set('')
    tell((await onScan(code)) ?? null)
  }
  const state = outcome === false ? 'wrong' : isReady ? 'ready' : 'away'
  return (
    <div className="n-scan" data-state={state} data-flash={outcome === true}>
      <Input
        ref={input}
        size="large"
        value={typed}
        maxLength={SCAN_MAX}
        onChange={(event) => set(event.target.value)}
        onPressEnter={(event) => {
          event.preventDefault()
          void scan()
        }}
        prefix={<Icon name="barcode" size={18} />}
        placeholder={label}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
      />
      <div className="n-scan-foot">
        <button type="button" tabIndex={-1} className="n-scan-state" onClick={() => input.current?.focus()}>
          <Icon name={state === 'ready' ? 'check' : 'alert'} size={15} /> {t[state]}
        </button>
        <Button
          type="text"
          size="small"
          aria-pressed={hasSound}
          icon={<Icon name={hasSound ? 'sound' : 'mute'} size={15} />}
          onClick={() => soundStore.set(!hasSound)}
        >
          {hasSound ? t.soundOn : t.soundOff}
        </Button>
      </div>
    </div>
  )
}

/** Shows a scan's outcome for a moment and lets it be heard; null: nothing to tell. */
function useOutcome() {
  const [outcome, setOutcome] = useState<boolean | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const tell = (isRight: boolean | null) => {
    clearTimeout(timer.current)
    setOutcome(isRight)
    if (isRight === null) return
    if (soundStore.get()) beep(isRight)
    timer.current = setTimeout(() => setOutcome(null), FLASH_MS)
  }
  return { outcome, tell }
}

/** Keeps the focus in the field; says whether it is there. */
function useKeptFocus(input: React.RefObject<InputRef | null>): boolean {
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    const field = input.current?.input
    if (!field) return
    let isLeaving = false
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const take = () => field.focus({ preventScroll: true })
    const see = () => setReady(document.activeElement === field)
    // After a click or a dialog has run its course: nothing that is typed into and no open dialog loses the focus to us.
    const takeLater = (tries = SETTLE_TRIES) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        const isClosing = isOverlayOpen()
        if (!isLeaving && !isClosing && !isTypedInto(document.activeElement)) take()
        if (isClosing && tries > 0) takeLater(tries - 1)
        see()
      }, SETTLE_MS)
      timers.add(timer)
    }
    const press = (event: KeyboardEvent) => {
      isLeaving = event.key === 'Tab'
      const isCharacter = event.key.length === 1 && event.key !== ' '
      if (!isCharacter || event.ctrlKey || event.metaKey || event.altKey) return
      if (document.activeElement === field || isTypedInto(event.target) || isOverlayOpen()) return
      take()
      // The character goes into the field and means nothing else.
      event.stopPropagation()
    }
    const release = () => {
      isLeaving = false
      takeLater()
    }
    take()
    see()
    const places = [
      [field, 'focus', see],
      [field, 'blur', () => takeLater()],
      [document, 'pointerup', release],
      [document, 'focusin', see],
      [window, 'focus', release],
    ] as const
    for (const [target, name, run] of places) target.addEventListener(name, run)
    window.addEventListener('keydown', press, true)
    return () => {
      for (const [target, name, run] of places) target.removeEventListener(name, run)
      window.removeEventListener('keydown', press, true)
      for (const timer of timers) clearTimeout(timer)
    }
  }, [input])
  return isReady
}

// As long as menus and drawers take to close, and some more.
const SETTLE_MS = 120
const SETTLE_TRIES = 8

/** A choice that only opens a menu has a read-only field: nothing is typed into it. */
const isTypedInto = (place: EventTarget | null): boolean =>
  isTyping(place) && !(place instanceof HTMLInputElement && place.readOnly)

const isOverlayOpen = (): boolean =>
  [
    ...document.querySelectorAll(
      '[aria-modal=true], [role=dialog], .ant-select-dropdown, .ant-picker-dropdown, .ant-dropdown',
    ),
  ].some((one) => one.checkVisibility())
