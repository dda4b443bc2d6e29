import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { TooMany, Unavailable } from '#platform/errors.ts'
import { API_PREFIX, type Identity, identify, tokenOf } from '#platform/http.ts'
import type { LiveClient, LiveHub } from '#platform/live.ts'

const CLIENTS_MAX = 5_000
const CLIENTS_OF_ONE_MAX = 20
/** What may wait to be sent to one client; a slower one is cut off and comes back for what it missed. */
const WAITING_MAX_BYTES = 64 * 1024
const RETRY_MIN_MS = 1_000
const RETRY_SPREAD_MS = 3_000

export type StreamOptions = {
  hub: LiveHub
  authenticate: (token: string, now: Date) => Promise<Identity | null>
  clock: () => Date
}

/**
 * GET /api/live: a stream of server-sent events. `change` names a record and what happened to it, `presence` who looks at one,
 * `reset` means that too much was missed, `here` says where the stream stands, `bye` that the log-in has ended.
 */
export function addLiveStream(app: FastifyInstance, { hub, ...options }: StreamOptions): void {
  const perActor = new Map<string, number>()
  app.get(`${API_PREFIX}/live`, async (request, reply) => {
    const identity = await identify(options, request, options.clock())
    const token = tokenOf(request)
    const actorKey = `${identity.tenant.id}:${identity.actor.id}`
    const own = perActor.get(actorKey) ?? 0
    if (hub.clients() >= CLIENTS_MAX) throw new Unavailable('too many live clients')
    if (own >= CLIENTS_OF_ONE_MAX) throw new TooMany(30)
    perActor.set(actorKey, own + 1)
    const client = openStream(request, reply, { identity, token })
    reply.raw.once('close', () => {
      hub.leave(client)
      const left = (perActor.get(actorKey) ?? 1) - 1
      if (left > 0) perActor.set(actorKey, left)
      else perActor.delete(actorKey)
    })
    hub.join(client, afterOf(request))
    return reply
  })
  app.addHook('preClose', async () => hub.stop())
}

/** The last event the client has: the browser's own header, or what another tab of it knows. */
function afterOf(request: FastifyRequest): string | null {
  const header = request.headers['last-event-id']
  const query = (request.query as { after?: unknown }).after
  return typeof header === 'string' ? header : typeof query === 'string' ? query : null
}

function openStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { identity, token }: { identity: Identity; token: string },
): LiveClient {
  reply.hijack()
  const { raw } = reply
  raw.on('error', () => {})
  request.raw.socket.setNoDelay(true)
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  // Clients of a server that went away do not come back all at once.
  raw.write(`retry: ${RETRY_MIN_MS + Math.floor(Math.random() * RETRY_SPREAD_MS)}\n\n`)
  return {
    token,
    identity,
    send: (text) => {
      if (raw.destroyed || raw.writableEnded) return
      if (raw.writableLength > WAITING_MAX_BYTES) raw.destroy()
      else raw.write(text)
    },
    close: (forGood) => {
      if (raw.destroyed || raw.writableEnded) return
      raw.end(forGood ? 'event: bye\ndata: {}\n\n' : '')
    },
  }
}
