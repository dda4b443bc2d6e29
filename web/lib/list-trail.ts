import { useQuery } from '@tanstack/react-query'
import type { Operation } from '#platform/api.ts'
import { call } from '#web/lib/api.ts'
import { createStore, useStore } from '#web/lib/store.ts'

/** The rows of a list in its order, kept when a record is opened from it, so that the record knows its neighbours. */
export type ListTrail = {
  /** The kind of record: `order`, `shipment` ... */
  type: string
  ids: readonly string[]
  /** Path of a record with `{id}` in its place. */
  path: string
  /** Where the list was, with its filters and page. */
  backTo: string
  /** How many rows come before the first of `ids`; null when nobody knows. */
  before: number | null
  /** How many rows match in all; null when nobody knows, or nobody knows yet. */
  total: number | null
  /** How to read the rows beyond: the operation, what it was asked, and the cursors of the pages beside. */
  source: {
    operation: Pick<Operation, 'method' | 'path'>
    params: unknown
    query: Record<string, unknown>
    idField: string
    next: string | null
    previous: string | null
    /** Whether it can say how many match. */
    canCount: boolean
  }
}

export type TrailPlace = {
  /** Path of the record before, or null at the beginning. */
  previous: string | null
  next: string | null
  /** From 1; null when nobody knows. */
  position: number | null
  total: number | null
  /** Path of the list as it was left. */
  backTo: string
}

const TRAIL_IDS_MAX = 2_000
const NEAR_END = 5

type Trails = Readonly<Record<string, ListTrail>>
const trails = createStore<Trails>({})

/** Outlives a reload, not the window, and is nobody else's. */
const PREFIX = 'nuoda.trails.'
let place: string | null = null

/** Takes up the trails this person left in this window before; what others left there goes. */
export function takeUpTrails(userId: string): void {
  const own = PREFIX + userId
  if (place === own) return
  const before = readTrails(own)
  forgetTrails()
  place = own
  trails.set(before)
}

export function forgetTrails(): void {
  place = null
  trails.set({})
  try {
    for (const name of Object.keys(sessionStorage))
      if (name.startsWith(PREFIX)) sessionStorage.removeItem(name)
  } catch {
    // Nothing is kept where the browser refuses storage.
  }
}

function readTrails(name: string): Trails {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? '{}') as Trails
  } catch {
    return {}
  }
}

/** Remembers the list a record of this type is opened from. */
export function leaveTrail(trail: ListTrail): void {
  const { operation } = trail.source
  const source = { ...trail.source, operation: { method: operation.method, path: operation.path } }
  trails.set({ ...trails.get(), [trail.type]: { ...trail, source } })
  try {
    if (place) sessionStorage.setItem(place, JSON.stringify(trails.get()))
  } catch {
    // A full or forbidden store only costs the way on after a reload.
  }
}

/** Where a record stands in the list it was opened from; null when it was opened in another way. */
export function useListTrail(type: string, id: string): TrailPlace | null {
  const trail = useStore(trails)[type]
  const at = trail?.ids.indexOf(id) ?? -1
  useQuery({ ...beyond(trail, 'next'), enabled: isWanted(trail, at, 'next') })
  useQuery({ ...beyond(trail, 'previous'), enabled: isWanted(trail, at, 'previous') })
  // Who opens a row at once leaves before the list has counted.
  useQuery({ ...counted(trail), enabled: at >= 0 && trail?.total === null && trail.source.canCount })
  if (!trail || at < 0) return null
  return placeIn(trail, at)
}

/** What stands before and after the row at this index. */
export function placeIn(trail: ListTrail, at: number): TrailPlace {
  const pathOf = (id: string | undefined) => (id === undefined ? null : trail.path.replace('{id}', id))
  return {
    previous: at > 0 ? pathOf(trail.ids[at - 1]) : null,
    next: pathOf(trail.ids[at + 1]),
    position: trail.before === null ? null : trail.before + at + 1,
    total: trail.total,
    backTo: trail.backTo,
  }
}

function isWanted(trail: ListTrail | undefined, at: number, side: 'next' | 'previous'): boolean {
  if (!trail || at < 0 || trail.source[side] === null || trail.ids.length >= TRAIL_IDS_MAX) return false
  return side === 'next' ? at >= trail.ids.length - NEAR_END : at < NEAR_END
}

function beyond(trail: ListTrail | undefined, side: 'next' | 'previous') {
  const cursor = trail?.source[side] ?? null
  return {
    queryKey: ['list trail', trail?.type, trail?.source.query, cursor],
    queryFn: async () => {
      if (trail && cursor) extend(trail.type, await readPage(trail, { ...trail.source.query, cursor }), side)
      return true
    },
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  }
}

/** What a list asks to learn how many match. */
export const countQuery = (query: Record<string, unknown>) => ({
  ...query,
  limit: 1,
  cursor: undefined,
  sort: undefined,
  count: 'true',
})

function counted(trail: ListTrail | undefined) {
  return {
    queryKey: ['list trail', trail?.type, trail?.source.query, 'total'],
    queryFn: async () => {
      if (trail) setTotal(trail.type, (await readPage(trail, countQuery(trail.source.query))).total ?? null)
      return true
    },
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  }
}

function setTotal(type: string, total: number | null): void {
  const trail = trails.get()[type]
  if (trail) leaveTrail({ ...trail, total })
}

type Page = {
  rows: Record<string, unknown>[]
  next: string | null
  previous?: string | null
  total?: number
}

async function readPage({ source }: ListTrail, query: Record<string, unknown>): Promise<Page> {
  const { operation, params } = source
  return (await call(operation as Operation, { params, query } as never)) as unknown as Page
}

function extend(type: string, page: Page, side: 'next' | 'previous'): void {
  const trail = trails.get()[type]
  if (trail) leaveTrail(extended(trail, page, side))
}

/** The trail with one more page at one of its ends. */
export function extended(trail: ListTrail, page: Page, side: 'next' | 'previous'): ListTrail {
  const { source } = trail
  const known = new Set(trail.ids)
  const more = page.rows.map((row) => String(row[source.idField])).filter((id) => !known.has(id))
  if (side === 'next')
    return { ...trail, ids: [...trail.ids, ...more], source: { ...source, next: page.next } }
  return {
    ...trail,
    ids: [...more, ...trail.ids],
    before: trail.before === null ? null : Math.max(0, trail.before - more.length),
    source: { ...source, previous: page.previous ?? null },
  }
}
