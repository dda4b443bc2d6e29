import { useSyncExternalStore } from 'react'

/** A value outside React that components can read; kept in the browser when it has a name. */
export type Store<T> = {
  get: () => T
  set: (next: T) => void
  subscribe: (listener: () => void) => () => void
}

export function createStore<T>(initial: T, name?: string): Store<T> {
  let value = name ? (readStored<T>(name) ?? initial) : initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      value = next
      if (name) writeStored(name, next)
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}

/** A stored value, or null when there is none or the browser refuses storage. */
export function readStored<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(`nuoda.${name}`) ?? 'null') as T | null
  } catch {
    return null
  }
}

export function writeStored(name: string, value: unknown): void {
  try {
    localStorage.setItem(`nuoda.${name}`, JSON.stringify(value))
  } catch {
    // A full or forbidden store only costs the comfort of remembering.
  }
}
