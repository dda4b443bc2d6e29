import { type RefObject, useEffect, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { lastTouch } from '#web/lib/live-queries.ts'

const text = { touched: { zh: '刚刚有更新', en: 'Updated just now' } } satisfies Text

const SHOWN_MS = 8_000
const WATCHED_MS = 4_000
const MARKED = 'dd, td, .n-tag, .n-timeline-entry'

/** Says for a moment that somebody else has changed what is on the screen, and marks what became different. */
export function LiveMark({ within }: { within: RefObject<HTMLElement | null> }) {
  const t = useText(text)
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    let undo = () => {}
    const unsubscribe = lastTouch.subscribe(() => {
      undo()
      if (!within.current) return
      setShown(true)
      const stop = markChanges(within.current)
      const watched = setTimeout(stop, WATCHED_MS)
      const shown = setTimeout(() => setShown(false), SHOWN_MS)
      undo = () => {
        stop()
        clearTimeout(watched)
        clearTimeout(shown)
      }
    })
    return () => {
      undo()
      unsubscribe()
    }
  }, [within])
  return (
    <span role="status" className="n-touched">
      {isShown && t.touched}
    </span>
  )
}

/** Marks the values whose text changes, until stopped. What ticks by itself (a countdown) is left alone. */
function markChanges(root: HTMLElement): () => void {
  const observer = new MutationObserver((records) => {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement
      if (!element || element.closest('time, [role=status]')) continue
      const value = element.closest<HTMLElement>(MARKED)
      if (!value || !root.contains(value)) continue
      value.dataset['fresh'] = 'true'
      setTimeout(() => delete value.dataset['fresh'], SHOWN_MS)
    }
  })
  observer.observe(root, { subtree: true, childList: true, characterData: true })
  return () => observer.disconnect()
}
