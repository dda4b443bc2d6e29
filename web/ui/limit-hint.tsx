import { useEffect, useEffectEvent, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Text } from '#platform/text.ts'
import { type Strings, fill, useText } from '#web/lib/i18n.ts'
import '#web/ui/limit-hint.css'

const text = {
  left: { zh: '还可输入 {n} 字', en: '{n} {n:character|characters} left' },
  full: { zh: '已到上限 {max} 字', en: 'The limit of {max} characters is reached' },
  over: {
    zh: '超出 {n} 字（上限 {max} 字）。内容已全部保留，请删减后再保存',
    en: '{n} {n:character|characters} over the limit of {max}. All of it was kept: shorten it, then save',
  },
} satisfies Text

type Field = HTMLInputElement | HTMLTextAreaElement
type Limit = { max: number; length: number }
type Hint = Limit & { top: number; left: number }

/** Said from this part of the limit on. */
const NEAR = 0.8
/** Shorter fields, as for codes and times, show by themselves that they are full. */
const SHORT = 10

const fieldOf = (target: EventTarget | null): Field | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null

/** The limit of a field, also while it is lifted for a text that was pasted. */
const maxOf = (field: Field): number => Number(field.dataset['max'] ?? field.maxLength)

function limitOf(field: Field): Limit | null {
  const [max, { length }] = [maxOf(field), field.value]
  const isOver = length > max
  // A field without a limit has the limit -1.
  return max < 0 || (!isOver && (max < SHORT || length < max * NEAR)) ? null : { max, length }
}

function hintOf(field: Field): Hint | null {
  const found = limitOf(field)
  const { bottom, left } = field.getBoundingClientRect()
  return found && { ...found, top: bottom, left }
}

/** A browser would cut off the end of what is pasted without a word: the limit is lifted until the text is short enough. */
function keepWhole(event: ClipboardEvent): void {
  const field = fieldOf(event.target)
  if (!field || field.maxLength < 0) return
  const pasted = event.clipboardData?.getData('text/plain') ?? ''
  const marked = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0)
  if (field.value.length - marked + pasted.length <= field.maxLength) return
  lift(field)
}

/** The same for what is dragged into a field. */
function keepDropped(event: InputEvent): void {
  const field = fieldOf(event.target)
  if (event.inputType === 'insertFromDrop' && field && field.maxLength >= 0) lift(field)
}

function lift(field: Field): void {
  field.dataset['max'] = String(field.maxLength)
  field.removeAttribute('maxlength')
}

function putBack(field: Field): void {
  const max = maxOf(field)
  if (field.dataset['max'] === undefined || field.value.length > max) return
  delete field.dataset['max']
  field.maxLength = max
}

/** Under the field one types into: how much room is left when there is little, and that a text is too long. */
export function LimitHint() {
  const t = useText(text)
  const [hint, setHint] = useState<Hint | null>(null)
  const look = useEffectEvent(() => {
    const field = fieldOf(document.activeElement)
    if (field) putBack(field)
    const now = field && hintOf(field)
    if (now || hint) setHint(now)
  })
  useEffect(() => {
    // When all others have heard of it: to draw in between would make a field forget the letter just typed.
    const see = () => void setTimeout(look)
    const names = ['input', 'focusin', 'focusout', 'scroll'] as const
    document.addEventListener('paste', keepWhole, true)
    document.addEventListener('beforeinput', keepDropped, true)
    for (const name of names) document.addEventListener(name, see, true)
    return () => {
      document.removeEventListener('paste', keepWhole, true)
      document.removeEventListener('beforeinput', keepDropped, true)
      for (const name of names) document.removeEventListener(name, see, true)
    }
  }, [])
  return createPortal(
    <div
      className="n-limit"
      role="status"
      data-over={hint !== null && hint.length > hint.max}
      hidden={hint === null}
      style={hint ? { top: hint.top, left: hint.left } : {}}
    >
      {hint && sayHint(hint, t)}
    </div>,
    document.body,
  )
}

function sayHint({ length, max }: Hint, t: Strings<typeof text>): string {
  if (length > max) return fill(t.over, { n: length - max, max })
  return length === max ? fill(t.full, { max }) : fill(t.left, { n: max - length })
}
