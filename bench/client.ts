// The load generator. Sockets and a bare parser of answers, because it runs on the same cores as what it measures:
// the less it costs, the nearer the figures are to the servers' own.
import { Socket } from 'node:net'

/** One request. `head` holds further header lines, each ended by CRLF. */
export type Shot = { method?: 'GET' | 'POST'; path: string; head?: string; body?: string }

export type Load = {
  requests: number
  seconds: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p95: number
  p99: number
  failures: number
  firstFailure: string | null
}

export type LoadOptions = {
  port: number
  concurrency: number
  seconds: number
  /** Stops earlier after so many requests. */
  requests?: number
  /** The i-th request of the run. */
  shot: (i: number) => Shot
}

const SAMPLES_MAX = 2_000_000
const ANSWER_MS = 60_000

/** Keeps `concurrency` connections busy until the time or the requests are over. */
export async function load({
  port,
  concurrency,
  seconds,
  requests = Infinity,
  shot,
}: LoadOptions): Promise<Load> {
  const times: number[] = []
  const run = { next: 0, failures: 0, firstFailure: null as string | null }
  const lines = await Promise.all(Array.from({ length: concurrency }, () => connect(port)))
  const began = performance.now()
  const until = began + seconds * 1_000
  await Promise.all(
    lines.map(async (line) => {
      while (run.next < requests && performance.now() < until) {
        const wanted = textOf(shot(run.next++), port)
        const sent = performance.now()
        const answer = await line.ask(wanted)
        if (times.length < SAMPLES_MAX) times.push(performance.now() - sent)
        if (answer.status >= 200 && answer.status < 300) continue
        run.failures += 1
        run.firstFailure ??= `${answer.status} ${answer.body.toString('utf8', 0, 300)}`
      }
    }),
  )
  const took = (performance.now() - began) / 1_000
  for (const line of lines) line.close()
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  const good = sorted.length - run.failures
  return {
    requests: sorted.length,
    seconds: took,
    perSecond: good / took,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    failures: run.failures,
    firstFailure: run.firstFailure,
  }
}

/** One request on a connection of its own. */
export async function askOnce(port: number, shot: Shot): Promise<Answer> {
  const line = await connect(port)
  try {
    return await line.ask(textOf(shot, port))
  } finally {
    line.close()
  }
}

export type Answer = { status: number; body: Buffer }
type Line = { ask: (text: string) => Promise<Answer>; close: () => void }
type Waiting = { done: (answer: Answer) => void; fail: (error: Error) => void }

function textOf({ method = 'GET', path, head = '', body }: Shot, port: number): string {
  const length =
    body === undefined
      ? ''
      : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${head}${length}\r\n${body ?? ''}`
}

function connect(port: number): Promise<Line> {
  const socket = new Socket().setNoDelay(true)
  let waiting: Waiting | null = null
  let kept: Buffer[] = []
  let needed = 0
  const fail = (error: Error) => {
    waiting?.fail(error)
    waiting = null
  }
  socket.on('data', (chunk) => {
    kept.push(chunk)
    if (kept.reduce((sum, part) => sum + part.length, 0) < needed) return
    const bytes = kept.length === 1 ? chunk : Buffer.concat(kept)
    const read = readAnswer(bytes)
    if ('needed' in read) {
      kept = [bytes]
      needed = read.needed
      return
    }
    kept = []
    needed = 0
    const { done } = waiting ?? { done: () => {} }
    waiting = null
    done(read)
  })
  socket.on('close', () => fail(new Error('the server closed the connection')))
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error(`no answer within ${ANSWER_MS / 1_000} s`)))
  return new Promise((ready, refused) => {
    socket.once('error', refused)
    socket.connect(port, '127.0.0.1', () => {
      socket.removeListener('error', refused)
      socket.on('error', fail)
      ready({
        ask: (text) =>
          new Promise((done, failed) => {
            waiting = { done, fail: failed }
            socket.write(text)
          }),
        close: () => socket.destroy(),
      })
    })
  })
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** A whole answer, or how many bytes it takes. Both servers send a length; anything else is an error here. */
function readAnswer(bytes: Buffer): Answer | { needed: number } {
  const end = bytes.indexOf(HEAD_END)
  if (end < 0) return { needed: bytes.length + 1 }
  const head = bytes.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  if (status === 204) return { status, body: Buffer.alloc(0) }
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`an answer without a length: ${head.slice(0, 200)}`)
  const total = end + HEAD_END.length + Number(length)
  if (bytes.length < total) return { needed: total }
  return { status, body: bytes.subarray(end + HEAD_END.length, total) }
}
