import type { Query, QueryClient } from '@tanstack/react-query'
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
  let gathered: Change[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = () => {
    timer = null
    const changes = gathered.splice(0)
    const others = changes.filter((change) => !change.mine)
    if (others.some((change) => isOnScreen(client, change))) lastTouch.set(Date.now())
    void client.invalidateQueries({ predicate: (query) => changes.some((change) => concerns(query, change)) })
  }
  const stop = onLive((message) => {
    if (message.kind === 'reset') return void client.invalidateQueries()
    if (message.kind !== 'change') return
    // What this tab has just sent it has read again already.
    if (message.change.mine && hasJustSent(client)) return
    gathered.push(message.change)
    timer ??= setTimeout(flush, GATHER_MS + Math.random() * SPREAD_MS)
  })
  return () => {
    if (timer) clearTimeout(timer)
    stop()
  }
}

/** A query key is `[path, { params, query }]`. */
export function namesRecord(queryKey: readonly unknown[], change: Pick<Change, 'id' | 'parent'>): boolean {
  const { params } = (queryKey[1] ?? {}) as { params?: Record<string, unknown> }
  return Object.values(params ?? {}).some(
    (value) => value !== undefined && (value === change.id || value === change.parent),
  )
}

function concerns(query: Query, change: Change): boolean {
  if (change.id && namesRecord(query.queryKey, change)) return true
  const live = (query.meta as LiveMeta | undefined)?.live
  if (!live || (change.type && !live.includes(change.type))) return false
  return Date.now() - query.state.dataUpdatedAt > COUNTS_EVERY_MS
}

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
