import { type RefObject, useLayoutEffect } from 'react'
import { useLocale } from '#web/lib/i18n.ts'

/** Drawn tighter and tighter. */
const STEPS = [undefined, 'some', 'more'] as const

/**
 * Marks a table's box while its columns have no room side by side, so that the table draws itself tighter: less air and headings on
 * two lines; where that is not enough, moments too. Looked for anew when the width, the language or the columns change. Other rows
 * only make it tighter: a page of them is laid out once, and the columns stand still.
 */
export function useRoom(box: RefObject<HTMLElement | null>, rows: unknown, columns: unknown): void {
  const locale = useLocale()
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    let width = element.clientWidth
    loosen(element)
    const watcher = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      requestAnimationFrame(() => {
        loosen(element)
        tighten(element)
      })
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [box, columns, locale])
  useLayoutEffect(() => {
    if (box.current) tighten(box.current)
  }, [box, rows, columns, locale])
}

const loosen = (element: HTMLElement): void => void delete element.dataset['tight']

function tighten(element: HTMLElement): void {
  const now = STEPS.findIndex((step) => step === element.dataset['tight'])
  for (const step of STEPS.slice(now + 1)) {
    if (element.scrollWidth <= element.clientWidth) return
    element.dataset['tight'] = step
  }
}
