import { parseArgs } from 'node:util'
import { demoAccounts } from '#modules/identity/demo.ts'
import {
  type Json,
  type Schema,
  fileBody,
  hostileText,
  mutated,
  newRandom,
  rawBody,
  validValue,
} from './random-input.ts'
import { type OwnServer, logIn, ownServer } from './server.ts'

type Operation = {
  method: string
  path: string
  parameters: { name: string; in: string; required: boolean; schema: Schema }[]
  body: Schema | null
  /** Of the file it takes instead of JSON. */ types: string[]
}
type Finding = { status: number; method: string; path: string; detail: string; request: string }

const LANES = 6
// Operations that would end the session all calls share.
const SKIPPED = new Set(['DELETE /api/session', 'POST /api/me/password', 'POST /api/me/totp'])

/**
 * Sends malformed and hostile requests made from the OpenAPI document to a server of our own and reports every answer of 500 or above
 * and every exit. `node faults/fuzz.ts [--requests 20000] [--seed N]`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' } },
  })
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  const server = ownServer(8097, ['serve', '--demo'])
  try {
    await server.start()
    await fuzz(server, { seed, total: Number(values.requests) })
  } finally {
    await server.stop()
  }
}

async function fuzz(server: OwnServer, { seed, total }: { seed: number; total: number }): Promise<void> {
  const account = demoAccounts[0]
  if (!account) throw new Error('the demo has no accounts')
  const session = await logIn(server.url, account)
  const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as Parameters<
    typeof operationsOf
  >[0]
  const operations = operationsOf(document)
  const run = {
    seed,
    counts: new Map<number, number>(),
    read: new Map<string, boolean>(),
    findings: [] as Finding[],
    slowestMs: 0,
    ids: await someIds(session.send),
  }
  await Promise.all(
    Array.from({ length: LANES }, (_, lane) =>
      fuzzLane(server.url, session.cookie, { operations, run, lane, requests: Math.ceil(total / LANES) }),
    ),
  )
  const alive = await fetch(`${server.url}/ready`).then(
    (r) => r.ok,
    () => false,
  )
  const result = {
    requests: total,
    operations: operations.length,
    seed,
    statuses: Object.fromEntries([...run.counts].toSorted((a, b) => a[0] - b[0])),
    serverErrors: run.findings.length,
    exits: server.unexpectedExits(),
    alive,
    slowestMs: Math.round(run.slowestMs),
    neverRead: [...run.read].filter(([, isRead]) => !isRead).map(([name]) => name),
    findings: run.findings.slice(0, 20),
  }
  console.log(JSON.stringify(result, null, 2))
  process.exitCode = run.findings.length === 0 && result.exits === 0 && alive ? 0 : 1
}

function operationsOf(document: {
  paths: Record<
    string,
    Record<
      string,
      { parameters?: Operation['parameters']; requestBody?: { content: Record<string, { schema: Schema }> } }
    >
  >
}): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .map(([method, operation]) => {
        const content = operation.requestBody?.content ?? {}
        return {
          method: method.toUpperCase(),
          path,
          parameters: operation.parameters ?? [],
          body: content['application/json']?.schema ?? null,
          types: content['application/json'] ? [] : Object.keys(content),
        }
      })
      .filter((o) => !SKIPPED.has(`${o.method} ${o.path}`)),
  )
}

/** Real ids from the lists, so that requests also reach the rules behind "not found". */
async function someIds(
  send: (method: string, path: string) => Promise<{ status: number; body: unknown }>,
): Promise<string[]> {
  const lists = [
    '/orders',
    '/shipments',
    '/customers',
    '/products',
    '/warehouses',
    '/promises',
    '/users',
    '/roles',
    '/calendars',
    '/contracts',
    '/exceptions',
    '/shortages',
  ]
  const answers = await Promise.all(
    lists.map((path) => send('GET', path).catch(() => ({ status: 0, body: null }))),
  )
  return answers.flatMap(({ body }) =>
    [
      ...JSON.stringify(body ?? null).matchAll(
        /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g,
      ),
    ]
      .slice(0, 30)
      .map((m) => m[0]),
  )
}

type Run = {
  seed: number
  counts: Map<number, number>
  /** Whether any request of an operation came past validation. */
  read: Map<string, boolean>
  findings: Finding[]
  slowestMs: number
  ids: string[]
}

async function fuzzLane(
  url: string,
  cookie: string,
  { operations, run, lane, requests }: { operations: Operation[]; run: Run; lane: number; requests: number },
): Promise<void> {
  const random = newRandom(run.seed + lane * 7919)
  for (let i = 0; i < requests; i += 1) {
    const operation = operations[Math.floor(random() * operations.length)] as Operation
    const request = requestFor(operation, random, run.ids)
    const started = performance.now()
    const answer = await fetch(url + request.path, {
      method: operation.method,
      headers: { cookie, ...request.headers },
      ...(request.body === null ? {} : { body: request.body }),
    }).then(
      async (r) => ({ status: r.status, text: await r.text() }),
      (error: Error) => ({ status: 599, text: error.message }),
    )
    run.slowestMs = Math.max(run.slowestMs, performance.now() - started)
    run.counts.set(answer.status, (run.counts.get(answer.status) ?? 0) + 1)
    const name = `${operation.method} ${operation.path}`
    run.read.set(name, run.read.get(name) === true || ![400, 405, 415].includes(answer.status))
    if (answer.status >= 500)
      run.findings.push({
        status: answer.status,
        method: operation.method,
        path: request.path,
        detail: answer.text.slice(0, 300),
        request: String(request.body).slice(0, 500),
      })
  }
}

type Random = () => number

function requestFor(
  operation: Operation,
  random: Random,
  ids: string[],
): { path: string; body: string | null; headers: Record<string, string> } {
  const value = (schema: Schema): Json =>
    random() < 0.6 ? validValue(schema, random, ids) : mutated(validValue(schema, random, ids), random)
  // Lists have some twenty filters: with many of them in a question, one is always wrong.
  const share = random() < 0.5 ? 0.05 : 0.4
  const path = operation.parameters
    .filter((p) => p.in === 'path')
    .reduce(
      (at, p) =>
        at.replace(`{${p.name}}`, encodeText(random() < 0.75 ? value(p.schema) : hostileText(random))),
      operation.path,
    )
  const query = operation.parameters
    .filter((p) => p.in === 'query' && (p.required || random() < share))
    .map((p) => `${encodeURIComponent(p.name)}=${encodeText(value(p.schema))}`)
  if (random() < 0.05) query.push(`${encodeText(hostileText(random))}=1`)
  const headers: Record<string, string> = { 'accept-language': random() < 0.5 ? 'en' : 'zh' }
  if (random() < 0.1 && operation.method !== 'GET')
    headers['idempotency-key'] = `k${Math.floor(random() * 50)}`
  const bodyPart = bodyFor(operation, random, value)
  if (bodyPart.contentType) headers['content-type'] = bodyPart.contentType
  return { path: query.length > 0 ? `${path}?${query.join('&')}` : path, body: bodyPart.body, headers }
}

function bodyFor(
  operation: Operation,
  random: Random,
  value: (schema: Schema) => Json,
): { body: string | null; contentType: string } {
  if (operation.method === 'GET') return { body: null, contentType: '' }
  if (operation.types.length > 0 && random() < 0.7) return fileBody(random, operation.types)
  if (operation.types.length > 0 || random() < 0.08) return rawBody(random)
  if (!operation.body) return { body: null, contentType: '' }
  return { body: JSON.stringify(value(operation.body)), contentType: 'application/json' }
}

function encodeText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  try {
    return encodeURIComponent(text).slice(0, 3_000) || '%20'
  } catch {
    return '%ED%A0%80'
  }
}

await main()
