import { useEffect, useSyncExternalStore } from 'react'
import { presenceApi } from '#modules/presence/api.ts'
import { isRecordType } from '#modules/record-types.ts'
import type { PresenceState, Person } from '#platform/presence-state.ts'
import type { RecordRef, RecordType } from '#platform/records.ts'
import { urlOf } from '#web/lib/api.ts'
import { onLive } from '#web/lib/live.ts'
import { recordOfPath } from '#web/lib/records.ts'
import { createStore } from '#web/lib/store.ts'

/** Who else has a record open, by `type:id`. */
const people = createStore<ReadonlyMap<string, readonly Person[]>>(new Map())
const RECORDS_MAX = 2_000
const NOBODY: readonly Person[] = []

/** The people at a record, oneself too. */
export const usePeopleAt = (type: string | undefined, id: string): readonly Person[] =>
  useSyncExternalStore(people.subscribe, () => people.get().get(`${type}:${id}`) ?? NOBODY)

/** How many forms of this page hold what is not saved. */
const unsavedForms = createStore(0)

/** Counts a form as edited while it holds what is not saved: others at the record see it. */
export function useEditing(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return
    unsavedForms.set(unsavedForms.get() + 1)
    return () => unsavedForms.set(unsavedForms.get() - 1)
  }, [isDirty])
}

const AGAIN_MS = 60_000
const IDLE_MS = 180_000
const clientId = crypto.randomUUID?.() ?? null

type Shown = { record: RecordRef | null; state: PresenceState }

/** Hears who is where, and says where this page is, until stopped. `pathOf` tells the path the page shows now. */
export function startPresence(
  pathOf: () => string,
  onPath: (listener: () => void) => () => void,
): () => void {
  let said: Shown = { record: null, state: 'viewing' }
  let saidAt = 0
  let activeAt = Date.now()
  // A page that closes becomes hidden after it has said good-bye.
  let isGone = false
  const stateNow = (): PresenceState => {
    if (document.hidden || Date.now() - activeAt > IDLE_MS) return 'idle'
    return unsavedForms.get() > 0 ? 'editing' : 'viewing'
  }
  const look = () => {
    if (isGone) return
    const shown: Shown = { record: recordOfPath(pathOf()), state: stateNow() }
    const isSame = shown.state === said.state && keyOf(shown.record) === keyOf(said.record)
    const isWanted = shown.record !== null && Date.now() - saidAt > AGAIN_MS
    if ((isSame || (!shown.record && !said.record)) && !isWanted) return
    said = shown
    saidAt = Date.now()
    tell(shown)
  }
  const active = () => {
    const wasIdle = Date.now() - activeAt > IDLE_MS
    activeAt = Date.now()
    if (wasIdle) look()
  }
  const leave = () => {
    isGone = true
    if (said.record) tell({ record: null, state: 'viewing' })
    said = { record: null, state: 'viewing' }
  }
  const comeBack = () => {
    isGone = false
    look()
  }
  const stops = [onLive(hear), onPath(look), unsavedForms.subscribe(look)]
  const timer = setInterval(look, AGAIN_MS / 4)
  document.addEventListener('visibilitychange', look)
  for (const name of ['pointerdown', 'keydown'] as const) addEventListener(name, active, { passive: true })
  addEventListener('pagehide', leave)
  addEventListener('pageshow', comeBack)
  look()
  return () => {
    leave()
    clearInterval(timer)
    for (const stop of stops) stop()
    document.removeEventListener('visibilitychange', look)
    for (const name of ['pointerdown', 'keydown'] as const) removeEventListener(name, active)
    removeEventListener('pagehide', leave)
    removeEventListener('pageshow', comeBack)
    people.set(new Map())
  }
}

const keyOf = (record: RecordRef | null): string => (record ? `${record.type}:${record.id}` : '')

function hear(message: Parameters<Parameters<typeof onLive>[0]>[0]): void {
  if (message.kind !== 'presence') return
  const { type, id, people: there } = message.data as { type: RecordType; id: string; people: Person[] }
  if (!isRecordType(type)) return
  const next = new Map(people.get())
  if (there.length === 0) next.delete(`${type}:${id}`)
  else if (next.size < RECORDS_MAX) next.set(`${type}:${id}`, there)
  people.set(next)
}

/** Sent on its own: no key to remember it by, nothing read again after it, and it may outlive the page. */
function tell({ record, state }: Shown): void {
  if (!clientId) return
  void fetch(urlOf(presenceApi.setPresence, {} as never), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId, record, state }),
    credentials: 'same-origin',
    keepalive: true,
  })
    .then((answer) => answer.text())
    .catch(() => undefined)
}
