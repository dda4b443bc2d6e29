import { type RefObject, useLayoutEffect } from 'react'
import { useLocale } from '#web/lib/i18n.ts'

const STEPS = ['some', 'more'] as const

/**
 * Marks a table's box while its columns have no room side by side, so that the table draws itself tighter: less air and headings on
 * two lines; where that is not enough, moments too. Looked for anew when the width, the language or what is drawn changes.
 */
export function useRoom(box: RefObject<HTMLElement | null>, rows: unknown, columns: unknown): void {
  const locale = useLocale()
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    let width = element.clientWidth
    fit(element)
    const watcher = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      requestAnimationFrame(() => fit(element))
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [box, rows, columns, locale])
}

function fit(element: HTMLElement): void {
  delete element.dataset['tight']
  for (const step of STEPS) {
    if (element.scrollWidth <= element.clientWidth) return
    element.dataset['tight'] = step
  }
}
