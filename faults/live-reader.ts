import { type ClientRequest, request } from 'node:http'

export type LiveReader = {
  isHere: () => boolean
  /** Breaks the connection; it comes back as a browser does, saying what it had. */
  cut: () => void
  /** Delays of what was announced before count as resumed. */
  markRestart: () => void
  close: () => void
  /** Milliseconds from announced to heard, of what came over an unbroken connection. */
  delays: () => number[]
  resumed: () => number
  lost: () => number
  foreign: () => number
  doubled: () => number
  resets: () => number
}

type Options = {
  cookie: string
  /** Must hear nothing. */ isBound: boolean
  /** When each event of the company was announced. */ sent: ReadonlyMap<string, number>
}

const BACK_MS = 200

/** One browser, as cheaply as it can be played. */
export function openReader(url: string, { cookie, isBound, sent }: Options): LiveReader {
  const heard = new Map<string, number>()
  const delays: number[] = []
  const counts = { foreign: 0, doubled: 0, resets: 0, resumed: 0 }
  let lastId = ''
  let isHere = false
  let isOver = false
  let connectedAt = 0
  let call: ClientRequest | null = null
  const take = (event: string, id: string, data: string) => {
    if (id) lastId = id
    if (event === 'here') isHere = true
    if (event === 'reset') counts.resets += 1
    if (event !== 'change') return
    const subject = (JSON.parse(data) as { id?: string }).id ?? ''
    hear(subject)
  }
  const hear = (subject: string, tries = 0) => {
    const at = sent.get(subject)
    // The event may arrive before the one who announced it has noted the time.
    if (at === undefined && tries < 20) return void setTimeout(() => hear(subject, tries + 1), 25)
    if (at === undefined || isBound) return void (counts.foreign += 1)
    if (heard.has(subject)) return void (counts.doubled += 1)
    heard.set(subject, at)
    if (at < connectedAt) counts.resumed += 1
    else delays.push(Math.max(0, performance.now() - at - tries * 25))
  }
  const connect = () => {
    if (isOver) return
    let text = ''
    const headers = { cookie, ...(lastId ? { 'last-event-id': lastId } : {}) }
    call = request(`${url}/api/live`, { headers, agent: false }, (answer) => {
      connectedAt = performance.now()
      answer.setEncoding('latin1')
      answer.on('data', (chunk: string) => {
        text += chunk
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const fields = Object.fromEntries(
            text
              .slice(0, end)
              .split('\n')
              .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
          ) as Record<string, string>
          text = text.slice(end + 2)
          take(fields['event'] ?? '', fields['id'] ?? '', fields['data'] ?? '')
        }
      })
      answer.on('error', () => {})
    })
    call.on('error', () => {})
    call.on('close', () => setTimeout(connect, BACK_MS + Math.random() * BACK_MS).unref())
    call.end()
  }
  connect()
  return {
    isHere: () => isHere,
    cut: () => call?.destroy(),
    markRestart: () => void (connectedAt = performance.now()),
    close: () => {
      isOver = true
      call?.destroy()
    },
    delays: () => delays,
    resumed: () => counts.resumed,
    lost: () => (isBound ? 0 : [...sent.keys()].filter((id) => !heard.has(id)).length),
    foreign: () => counts.foreign,
    doubled: () => counts.doubled,
    resets: () => counts.resets,
  }
}
