import { useLocation } from '@tanstack/react-router'
import { type RefObject, useEffect } from 'react'
import { focusRow } from '#web/ui/data-table.tsx'

const PLACES_MAX = 30

/** Where a list was left: the row last used and how far it was scrolled, by its URL. */
const places = new Map<string, { key: string; scroll: number }>()

/** Comes back to the row a record was opened from, at the same height of the screen. */
export function useListPlace(page: RefObject<HTMLElement | null>, isReady: boolean): void {
  const href = useLocation({ select: (location) => location.href })
  useEffect(() => {
    const place = isReady ? places.get(href) : undefined
    if (!place) return
    places.delete(href)
    const row = page.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(place.key)}"]`)
    if (!row) return
    // After the router has put its own idea of the place.
    requestAnimationFrame(() => {
      if (row instanceof HTMLTableRowElement) focusRow(row, { preventScroll: true })
      window.scrollTo({ top: place.scroll })
    })
  }, [href, isReady, page])
  useEffect(() => {
    const node = page.current
    const leave = (event: Event) => {
      const row = (event.target as Element).closest<HTMLElement>('[data-key]')
      const key = row?.dataset['key']
      if (key === undefined) return
      places.delete(href)
      places.set(href, { key, scroll: window.scrollY })
      for (const old of [...places.keys()].slice(0, -PLACES_MAX)) places.delete(old)
    }
    // Whatever is used last in a row: a click on it or a key that opens it.
    node?.addEventListener('click', leave, true)
    node?.addEventListener('keydown', leave, true)
    return () => {
      node?.removeEventListener('click', leave, true)
      node?.removeEventListener('keydown', leave, true)
    }
  }, [href, page])
}
