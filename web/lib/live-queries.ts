import type { QueryClient } from '@tanstack/react-query'
import { type Change, onLive } from '#web/lib/live.ts'
import { createStore } from '#web/lib/store.ts'

/** Reads that are told of changes of these kinds of records: counts, boards, the workbench. */
export type LiveMeta = { live?: readonly string[] }

// Changes come in bursts; all tabs of all people hear them at the same moment.
const GATHER_MS = 150
const SPREAD_MS = 350
const COUNTS_EVERY_MS = 3_000
const JUST_SENT_MS = 5_000

/** When a record on the screen was changed by somebody else, by milliseconds since the epoch. */
export const lastTouch = createStore(0)

/** Reads again what a change concerns: reads of the record itself, and reads that name its kind. */
export function followChanges(client: QueryClient): () => void {
  const records = gatherer((changes) => {
    if (changes.some((change) => !change.mine && isOnScreen(client, change))) lastTouch.set(Date.now())
    void client.invalidateQueries({
      predicate: (query) => changes.some((change) => namesRecord(query.queryKey, change)),
    })
  }, 0)
  const kinds = gatherer((changes) => {
    void client.invalidateQueries({
      predicate: ({ meta }) => changes.some((change) => followsKind(meta as LiveMeta | undefined, change)),
    })
  }, COUNTS_EVERY_MS)
  const stop = onLive((message) => {
    if (message.kind === 'reset') return void client.invalidateQueries()
    if (message.kind !== 'change') return
    // What this tab has just sent it has read again already.
    if (message.change.mine && hasJustSent(client)) return
    if (message.change.id) records.add(message.change)
    kinds.add(message.change)
  })
  return () => {
    stop()
    records.stop()
    kinds.stop()
  }
}

/** Hands over changes in batches: the first soon, the next not before `everyMs`. */
function gatherer(handle: (changes: Change[]) => void, everyMs: number) {
  let gathered: Change[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let last = 0
  const flush = () => {
    timer = null
    last = Date.now()
    handle(gathered.splice(0))
  }
  return {
    add: (change: Change) => {
      gathered.push(change)
      timer ??= setTimeout(
        flush,
        Math.max(GATHER_MS + Math.random() * SPREAD_MS, last + everyMs - Date.now()),
      )
    },
    stop: () => {
      if (timer) clearTimeout(timer)
      gathered = []
    },
  }
}

/** A query key is `[path, { params, query }]`. */
export function namesRecord(queryKey: readonly unknown[], change: Pick<Change, 'id' | 'parent'>): boolean {
  const { params } = (queryKey[1] ?? {}) as { params?: Record<string, unknown> }
  return Object.values(params ?? {}).some(
    (value) => value !== undefined && (value === change.id || value === change.parent),
  )
}

const followsKind = (meta: LiveMeta | undefined, { type }: Change): boolean =>
  meta?.live !== undefined && (type === undefined || meta.live.includes(type))

const isOnScreen = (client: QueryClient, change: Change): boolean =>
  change.id !== undefined &&
  client
    .getQueryCache()
    .findAll({ type: 'active' })
    .some((query) => namesRecord(query.queryKey, change))

const hasJustSent = (client: QueryClient): boolean =>
  client
    .getMutationCache()
    .getAll()
    .some(({ state }) => state.status === 'success' && Date.now() - state.submittedAt < JUST_SENT_MS)
