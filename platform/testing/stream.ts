import { request } from 'node:http'

export type Heard = { event: string; id: string; data: Record<string, unknown> }
export type Stream = {
  status: number
  heard: Heard[]
  changes: () => Record<string, unknown>[]
  lastId: () => string
  isEnded: () => boolean
  close: () => void
}

/** Reads server-sent events, as a browser does, from a server that listens on loopback. */
export async function openEventStream(
  url: string,
  { cookie, after }: { cookie: string; after?: string },
): Promise<Stream> {
  const heard: Heard[] = []
  let ended = false
  return new Promise((done, fail) => {
    const asked = request(
      url,
      { headers: { cookie, ...(after ? { 'last-event-id': after } : {}) }, agent: false },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => {
          text += chunk
          for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
            const one = readBlock(text.slice(0, at))
            if (one) heard.push(one)
            text = text.slice(at + 2)
          }
        })
        answer.on('close', () => (ended = true))
        answer.on('error', () => (ended = true))
        done({
          status: answer.statusCode ?? 0,
          heard,
          changes: () => heard.filter((one) => one.event === 'change').map((one) => one.data),
          lastId: () => heard.findLast((one) => one.id !== '')?.id ?? '',
          isEnded: () => ended,
          close: () => asked.destroy(),
        })
      },
    )
    asked.on('error', (error) => (ended ? undefined : fail(error)))
    asked.end()
  })
}

function readBlock(text: string): Heard | null {
  const fields = Object.fromEntries(
    text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  if (!fields['data']) return null
  return { event: fields['event'] ?? 'message', id: fields['id'] ?? '', data: JSON.parse(fields['data']) }
}
