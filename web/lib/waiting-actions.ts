import { createStore, useStore } from '#web/lib/store.ts'

/** An act the server has accepted and does at `dueAt` (of this machine's clock) unless it is taken back. */
export type WaitingAction = { id: string; label: string; dueAt: number }

const store = createStore<readonly WaitingAction[]>([])

export const useWaitingActions = (): readonly WaitingAction[] => useStore(store)

export function addWaiting({ id, label, leftMs }: { id: string; label: string; leftMs: number }): void {
  if (store.get().some((one) => one.id === id)) return
  store.set([...store.get(), { id, label, dueAt: Date.now() + leftMs }])
}

export function dropWaiting(id: string): void {
  store.set(store.get().filter((one) => one.id !== id))
}
