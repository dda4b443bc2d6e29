import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Download, InputOf, Operation, OperationTable, ResultOf } from '#platform/api.ts'
import type { Actor, Ctx, Tenant } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { sendFile } from '#platform/download.ts'
import { Forbidden, Unauthenticated } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { receiveFile } from '#platform/files.ts'
import { type Metrics, observeRequest } from '#platform/metrics.ts'
import { publicUrl } from '#platform/public-url.ts'
import { problemOf } from '#platform/problem.ts'
import {
  type Run,
  laneOf,
  mayDo,
  mayShare,
  readTogether,
  runAs,
  runOf,
  runTogether,
} from '#platform/running.ts'
import type { Bilingual, Locale } from '#platform/text.ts'
import { type Share, sharing } from '#platform/sharing.ts'
import { type Gather, gathering } from '#platform/together.ts'
import { type Turns, takingTurns } from '#platform/turns.ts'
import { type DelayAction, UNDO_HEADER, delay, undoLabel } from '#platform/undo.ts'
import { readInput } from '#platform/validate.ts'
import { type Written, jsonOf } from '#platform/written.ts'
import type { MergedField } from '#platform/versions.ts'

export const SESSION_COOKIE = 'nuoda_session'
export const API_PREFIX = '/api'
/** JSON, percent-encoded: `MergedField[]`. */
export const MERGED_HEADER = 'nuoda-merged'
const MERGED_MAX = 30
const BODY_MAX_BYTES = 8 * 1024 * 1024
const REQUEST_MS = 60_000
/** A whole request may take this long to come in: files of the largest size over a slow line. Headers keep REQUEST_MS. */
const REQUEST_IN_MS = 300_000

/** Who stands behind a session cookie, an API key or a link. */
export type Identity = { tenant: Tenant; actor: Actor; locale: Locale }

/** What a handler may know of the request itself. Public operations get this instead of a ctx. */
export type Gate = {
  database: Database
  log: Log
  now: Date
  requestId: string
  locale: Locale
  ip: string
  userAgent: string
  demo: boolean
  /** Says with the answer which fields of somebody else a save let stand. */
  tellMerged: (fields: readonly MergedField[]) => void
  setSession: (token: string, maxAgeS: number) => void
  clearSession: () => void
}

type Handler<O extends Operation> = O['permission'] extends 'public'
  ? (gate: Gate, input: InputOf<O>) => Promise<AnswerOf<O>>
  : (ctx: Ctx, input: InputOf<O>, gate: Gate) => Promise<AnswerOf<O>>
/** An operation whose requests may be carried out many in one transaction, when they come faster than one by one. */
type Grouped<O extends Operation> = {
  one: Handler<O>
  /** Answers in the order asked; null for one that is not done here: it is then done by itself, and told why it is refused. */
  many: (ctx: Ctx, asked: { input: InputOf<O>; requestId: string }[]) => Promise<(AnswerOf<O> | null)[]>
}
type AnswerOf<O extends Operation> = O['download'] extends true
  ? Download
  : ResultOf<O> | WrittenOf<ResultOf<O>>
/** A list may answer with rows that are written already. */
type WrittenOf<T> = T extends { rows: (infer R)[] } ? Omit<T, 'rows'> & { rows: Written<R> } : never

/** Operations bound to their handlers. */
export type BoundOperation = {
  id: string
  operation: Operation
  handler: (first: Ctx & Gate, input: unknown, gate: Gate) => Promise<unknown>
  many?: (ctx: Ctx, asked: { input: unknown; requestId: string }[]) => Promise<unknown[]>
}

/** Binds a module's table of operations to its handlers, one for each row: a missing one does not compile. */
export function routes<T extends OperationTable>(
  table: T,
  handlers: { [K in keyof T]: Handler<T[K]> | Grouped<T[K]> },
): BoundOperation[] {
  return Object.entries(table).map(([id, operation]) => {
    const given = handlers[id] as unknown as BoundOperation['handler'] | Grouped<Operation>
    const bound = typeof given === 'function' ? { handler: given } : { handler: given.one, many: given.many }
    return { id, operation, ...bound } as BoundOperation
  })
}

export type ServerOptions = {
  database: Database
  operations: BoundOperation[]
  authenticate: (token: string, now: Date) => Promise<Identity | null>
  refusalTexts: Record<string, Bilingual>
  delayAction: DelayAction
  log: Log
  metrics: Metrics
  demo: boolean
  secureCookies: boolean
  trustedProxies: string[]
  clock: () => Date
}

/** The HTTP server with every operation of the tables; not listening yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_IN_MS,
    connectionTimeout: REQUEST_MS,
    trustProxy: options.trustedProxies.length > 0 ? options.trustedProxies : false,
    genReqId: () => crypto.randomUUID(),
    routerOptions: { maxParamLength: 200 },
    exposeHeadRoutes: false,
  })
  await app.register(cookie)
  const securityHeaders = options.secureCookies
    ? { ...SECURITY_HEADERS, 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    : SECURITY_HEADERS
  app.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders))
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => sendProblem(options, { request, reply, error }))
  app.addHook('onResponse', async (request, reply) =>
    observeRequest(options.metrics, options.log, request, reply),
  )
  const serving: Serving = {
    options,
    gather: gathering({ alone: runAs, together: runTogether }),
    share: sharing({ alone: runAs, together: readTogether }),
    inTurn: takingTurns(),
  }
  const isToDisk = ({ operation }: BoundOperation) => operation.upload?.toDisk === true
  for (const bound of options.operations) if (!isToDisk(bound)) addOperation(app, serving, bound)
  await app.register(async (streaming) => {
    streaming.removeAllContentTypeParsers()
    streaming.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const bound of options.operations) if (isToDisk(bound)) addOperation(streaming, serving, bound)
  })
  app.all(`${API_PREFIX}/*`, (request, reply) => sendUnknownPath(options, request, reply))
  return app
}

const CONTENT_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Of every answer. Constant: what never changes need not be worked out for each. */
const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

type Serving = { options: ServerOptions; gather: Gather<Run>; share: Share<Run>; inTurn: Turns }

function addOperation(app: FastifyInstance, serving: Serving, bound: BoundOperation): void {
  const { options } = serving
  const { operation } = bound
  const carryOut = wayOf(serving, bound)
  const path = API_PREFIX + operation.path.replace(/\{(\w+)\}/g, ':$1')
  app.route({
    method: operation.method,
    url: path,
    config: { operation: bound.id },
    ...(operation.upload ? { bodyLimit: operation.upload.maxBytes } : {}),
    handler: async (request, reply) => {
      const gate = gateOf(options, request, reply)
      refuseForeignOrigin(request)
      const identity = operation.permission === 'public' ? null : await identify(options, request, gate.now)
      if (identity) {
        gate.locale = localeOf(request) ?? identity.locale
        request.tenantSlug = identity.tenant.slug
        if (!operation.record && !mayDo(identity.actor, operation)) throw new Forbidden(operation.permission)
      }
      const stored = operation.upload?.toDisk
        ? await receiveFile(request.body as Readable, operation.upload.maxBytes)
        : null
      try {
        const input = readInput(operation, request, stored)
        if (!identity)
          return sendAnswer(reply, operation, await bound.handler(gate as Ctx & Gate, input, gate))
        const run = runOf({ database: options.database, identity, bound, gate, input }, request)
        const label = undoLabel(identity.actor, operation, request.headers[UNDO_HEADER])
        if (label !== null) {
          reply.status(202)
          const act = { bound, input, label, delayAction: options.delayAction }
          return sendAnswer(reply, operation, await delay(act, (as) => runAs({ ...run, bound: as })))
        }
        return sendAnswer(reply, operation, await carryOut(run))
      } finally {
        if (stored) await rm(stored.path, { force: true })
      }
    },
  })
}

/** How requests of an operation are carried out: by themselves, with others that come at the same time, or after them. */
function wayOf({ gather, share, inTurn }: Serving, bound: BoundOperation): (run: Run) => Promise<unknown> {
  if (mayShare(bound)) return (run) => share({ lane: run.identity.tenant.id, kind: bound.id, item: run })
  if (bound.operation.inTurn)
    return (run) => inTurn(`${run.identity.tenant.id} ${bound.id}`, () => runAs(run))
  return bound.many ? (run) => gather(laneOf(run), run) : runAs
}

function gateOf(options: ServerOptions, request: FastifyRequest, reply: FastifyReply): Gate {
  const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: options.secureCookies }
  return {
    database: options.database,
    log: options.log,
    now: options.clock(),
    requestId: request.id,
    locale: localeOf(request) ?? 'zh',
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    demo: options.demo,
    tellMerged: (fields) => {
      if (fields.length > 0)
        void reply.header(MERGED_HEADER, encodeURIComponent(JSON.stringify(fields.slice(0, MERGED_MAX))))
    },
    setSession: (token, maxAgeS) =>
      void reply.setCookie(SESSION_COOKIE, token, { ...cookieOptions, maxAge: maxAgeS }),
    clearSession: () => void reply.clearCookie(SESSION_COOKIE, cookieOptions),
  }
}

function localeOf(request: FastifyRequest): Locale | null {
  const accepted = request.headers['accept-language'] ?? ''
  if (/^\s*zh\b/i.test(accepted)) return 'zh'
  return /^\s*en\b/i.test(accepted) ? 'en' : null
}

/** Who asks, by an API key or a session cookie; Unauthenticated when nobody does. */
export async function identify(
  { authenticate }: Pick<ServerOptions, 'authenticate'>,
  request: FastifyRequest,
  now: Date,
): Promise<Identity> {
  const identity = await authenticate(tokenOf(request), now)
  if (!identity) throw new Unauthenticated()
  return identity
}

export function tokenOf(request: FastifyRequest): string {
  const token = bearerOf(request) ?? request.cookies[SESSION_COOKIE]
  if (!token) throw new Unauthenticated()
  return token
}

const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1]

/** A browser says where a request comes from. Its cookie counts only for our own pages, and only they set one: no page logs somebody in. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers
  if (!origin || request.method === 'GET' || bearerOf(request)) return
  const host = URL.canParse(origin) ? new URL(origin).host : ''
  if (!ownHosts(request).includes(host)) throw new Forbidden('same_origin')
}

/** How we are called: by the request, by a trusted proxy that asks us under another name, and by PUBLIC_URL. */
function ownHosts(request: FastifyRequest): (string | undefined)[] {
  const url = publicUrl()
  return [request.headers.host, request.host, ...(url === null ? [] : [new URL(url).host])]
}

async function sendAnswer(reply: FastifyReply, operation: Operation, answer: unknown): Promise<unknown> {
  if (operation.download) return sendFile(reply, answer as Download)
  reply.header('cache-control', 'no-store')
  if (answer === undefined || answer === null) return reply.status(204).send()
  const json =
    typeof answer === 'object' ? jsonOf(answer) : typeof answer === 'string' ? answer : JSON.stringify(answer)
  return reply.header('content-type', 'application/json; charset=utf-8').send(json)
}

function sendUnknownPath(options: ServerOptions, request: FastifyRequest, reply: FastifyReply): unknown {
  const methods = options.operations
    .filter(({ operation }) =>
      pathPattern(operation.path).test(request.url.split('?')[0]?.slice(API_PREFIX.length) ?? ''),
    )
    .map(({ operation }) => operation.method)
  if (methods.length > 0) reply.header('allow', methods.join(', ')).status(405)
  else reply.status(404)
  const detail =
    methods.length > 0
      ? { zh: '该地址不支持此方法', en: 'This path has no such method' }
      : { zh: '没有这个接口地址', en: 'There is no such path' }
  const locale = localeOf(request) ?? 'zh'
  return reply.type('application/problem+json').send(
    JSON.stringify({
      status: reply.statusCode,
      code: methods.length > 0 ? 'request.no_such_method' : 'request.no_such_path',
      detail: detail[locale],
      requestId: request.id,
    }),
  )
}

const pathPattern = (path: string): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`)

function sendProblem(
  options: ServerOptions,
  failed: { request: FastifyRequest; reply: FastifyReply; error: unknown },
): unknown {
  const { request, reply, error } = failed
  const problem = problemOf(error, localeOf(request) ?? 'zh', options.refusalTexts)
  if (problem.status >= 500)
    options.log.error(
      { requestId: request.id, route: request.routeOptions.url, error: describe(error) },
      'request failed',
    )
  if (problem.retryAfterS) reply.header('retry-after', problem.retryAfterS)
  const { retryAfterS: _, ...body } = problem
  return reply
    .status(problem.status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify({ ...body, requestId: request.id }))
}

/** For the log only: the stack, and the database's code where there is one. Never parameters or details: they hold data. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error' }
  const code = (error as { code?: string }).code
  return {
    name: error.name,
    code,
    message: error.message.slice(0, 300),
    stack: error.stack?.split('\n').slice(1, 8).join('\n'),
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    tenantSlug?: string
  }
  interface FastifyContextConfig {
    operation?: string
  }
}
