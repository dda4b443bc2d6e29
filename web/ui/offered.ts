import { useEffect, useRef } from 'react'
import { createStore, useStore } from '#web/lib/store.ts'
import type { Action } from '#web/ui/action-button.tsx'

/** What can be done with the record whose page is open, for the command palette. */
export type Offered = { title: string; actions: readonly Action[] }

const store = createStore<Offered | null>(null)

export const useOffered = (): Offered | null => useStore(store)

/** Offers a page's actions while it is mounted. What runs is always that of the last rendering. */
export function useOffer(title: string, actions: readonly Action[]): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  const shape = actions.map(({ key, label, whyNot }) => `${key}|${label}|${whyNot ?? ''}`).join('\n')
  useEffect(() => {
    const mine = {
      title,
      actions: latest.current.map((action, index) => ({
        ...action,
        run: () => latest.current[index]?.run(),
      })),
    }
    store.set(mine)
    return () => {
      if (store.get() === mine) store.set(null)
    }
  }, [title, shape])
}
