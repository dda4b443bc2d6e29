import { createStore } from '#web/lib/store.ts'

/**
 * The stream of what changes, one for all tabs of a browser: the tab that holds the lock reads it and passes it on.
 * Every tab knows where the stream stands, so that whoever reads next goes on there.
 */
export type Change = { what: string; type?: string; id?: string; parent?: string; mine?: boolean }
export type LiveMessage =
  | { kind: 'change'; change: Change; at: string }
  | { kind: 'presence'; data: unknown; at: null }
  /** Too much was missed: read everything again. */
  | { kind: 'reset'; at: string }
  | { kind: 'here'; at: string }
  | { kind: 'state'; isOn: boolean; at: null }
  /** A tab that has just opened asks the reading one for what it does not repeat. */
  | { kind: 'hello'; at: null }

const NAMES = ['change', 'presence', 'reset', 'here', 'bye'] as const
const SILENCE_MS = 50_000
const WATCH_MS = 10_000
const AGAIN_MIN_MS = 2_000
const AGAIN_MAX_MS = 30_000

const listeners = new Set<(message: LiveMessage) => void>()
/** Whether changes arrive; while they do, pages need not ask now and then. */
export const liveState = createStore(false)
let lastAt: string | null = null

/** Hears what arrives, whichever tab reads the stream. */
export function onLive(listener: (message: LiveMessage) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Reads the stream, or waits to do so, until the returned function is called. `ended` is told when the log-in is over. */
export function startLive(ended: () => void): () => void {
  const stopping = new AbortController()
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('nuoda.live') : null
  const hear = (message: LiveMessage) => {
    if (message.at !== null) lastAt = message.at
    if (message.kind === 'state') liveState.set(message.isOn)
    for (const listener of listeners) listener(message)
  }
  const pass = (message: LiveMessage) => {
    hear(message)
    channel?.postMessage(message)
  }
  channel?.addEventListener('message', (event: MessageEvent<LiveMessage>) => hear(event.data))
  const lead = () => readStream(pass, ended, stopping.signal)
  // Without locks (a page not from a secure origin) each tab reads for itself.
  if (navigator.locks && channel) {
    channel.postMessage({ kind: 'hello', at: null } satisfies LiveMessage)
    void navigator.locks.request('nuoda.live', { signal: stopping.signal }, lead).catch(() => undefined)
  } else void lead()
  return () => {
    stopping.abort()
    channel?.close()
    liveState.set(false)
  }
}

/** Reads until stopped. The browser mends short breaks by itself; refused or silent streams are opened anew. */
function readStream(
  pass: (message: LiveMessage) => void,
  ended: () => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((done) => {
    let source: EventSource | null = null
    let heardAt = Date.now()
    let failures = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    let isKnown = false
    const say = (isOn: boolean) => {
      if (isOn !== isKnown) pass({ kind: 'state', isOn, at: null })
      isKnown = isOn
    }
    const open = () => {
      source?.close()
      heardAt = Date.now()
      source = new EventSource(`/api/live${lastAt ? `?after=${encodeURIComponent(lastAt)}` : ''}`)
      for (const name of NAMES) source.addEventListener(name, take)
      source.addEventListener('error', broken)
    }
    const take = (event: MessageEvent<string>) => {
      heardAt = Date.now()
      failures = 0
      if (event.type === 'bye') return leave()
      const message = messageOf(event)
      if (message) pass(message)
      return say(true)
    }
    const broken = () => {
      say(false)
      if (source?.readyState !== EventSource.CLOSED) return
      failures += 1
      clearTimeout(timer)
      timer = setTimeout(open, Math.min(AGAIN_MIN_MS * 2 ** failures, AGAIN_MAX_MS) * (0.5 + Math.random()))
    }
    const leave = () => {
      stop()
      ended()
    }
    // After sleep a connection may look open and be dead.
    const watch = setInterval(() => {
      if (Date.now() - heardAt > SILENCE_MS && source?.readyState !== EventSource.CLOSED) open()
    }, WATCH_MS)
    const stop = () => {
      clearInterval(watch)
      clearTimeout(timer)
      source?.close()
      say(false)
      deaf()
      done()
    }
    const deaf = onLive((message) => {
      if (message.kind === 'hello') pass({ kind: 'state', isOn: isKnown, at: null })
    })
    signal.addEventListener('abort', stop)
    open()
  })
}

function messageOf(event: MessageEvent<string>): LiveMessage | null {
  const at = event.lastEventId
  try {
    const data: unknown = JSON.parse(event.data)
    if (event.type === 'change') return { kind: 'change', change: data as Change, at }
    if (event.type === 'presence') return { kind: 'presence', data, at: null }
    return event.type === 'reset' ? { kind: 'reset', at } : { kind: 'here', at }
  } catch {
    return null
  }
}
