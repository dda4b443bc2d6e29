import { createHash } from 'node:crypto'
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import pg from 'pg'
import type { DB } from '#db/types.ts'
import { arrayText } from '#platform/array-text.ts'
import { NotFound, Unavailable } from '#platform/errors.ts'
import { isId } from '#platform/ids.ts'
import type { Log } from '#platform/log.ts'

export { sql } from 'kysely'

/** Builds typed statements; it has no connection. Give what it builds to `ctx.db`. */
export const q = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

// What the builder and the sql template have in common. The parameter is the template's; the builder ignores it.
export type Query<R> = { compile(executor: typeof q): CompiledQuery<R> }

/** An open transaction of one tenant. */
export type Db = {
  all<R>(query: Query<R>): Promise<R[]>
  /** The first row; NotFound(what) when there is none. */
  one<R>(query: Query<R>, what?: string): Promise<R>
  maybe<R>(query: Query<R>): Promise<R | undefined>
  /** How many rows the statement touched. */
  run(query: Query<unknown>): Promise<number>
}

export type TransactionOptions = {
  /** Whole seconds a statement may take; interactive work keeps the default. */
  statementMs?: number
  /** Nothing is written, and PostgreSQL refuses a write: each round of questions is a transaction of its own (readInRounds). */
  isReading?: boolean
  /** Statements are planned once for a connection, for any values. */
  isPlannedOnce?: boolean
  /** Lets the dispatcher see which tenants have news (events and due promises only). */
  dispatcher?: boolean
  /** Statements that go out together with the commit, asked for when the work is done. */
  last?: () => Query<unknown>[]
}

export type Database = {
  transaction<T>(
    tenantId: string | null,
    work: (db: Db, attempt: number) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  ping(): Promise<void>
  stats(): { total: number; idle: number; waiting: number }
  /** How it was opened, for a thread of this process that opens it for itself. */
  settings: DatabaseSettings
  /** A pool of its own for the queue's library (platform/queue.ts), which speaks to its own schema only. Who opens it ends it. */
  queuePool(size: number): pg.Pool
  close(): Promise<void>
}

export type DatabaseOptions = {
  url: string
  role?: string
  poolSize?: number
  applicationName?: string
  /** How long a request waits for a connection, and a statement for its end; tests on a busy machine are more patient. */
  connectMs?: number
  interactiveMs?: number
  pipeline?: boolean
  log: Log
}
/** Plain data, which can be told to a thread. */
export type DatabaseSettings = Omit<DatabaseOptions, 'log'>

const INTERACTIVE_MS = 2_500
const CONNECT_MS = 2_000
/** Nobody sits before the queue: it waits for a database that is busy or starts again. */
const QUEUE_CONNECT_MS = 30_000
const RETRIES = 4
const NAMED_STATEMENTS_MAX = 2_000

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => toSafeInteger(text))
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
const parseAnyInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => parseInstant(text))

/** Our connections speak UTC, and a page of fifty rows has some two hundred instants: read by the engine's own parser. */
function parseInstant(text: string): unknown {
  const isPlain = text.length >= 22 && text[10] === ' ' && text.endsWith('+00')
  return isPlain ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : parseAnyInstant(text)
}

function toSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer out of range: ${text}`)
  return value
}

/** Opens the pool. It stays private to this file: everything else works inside `transaction`. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options)
  const { log: _, ...settings } = options
  const interactiveMs = options.interactiveMs ?? INTERACTIVE_MS
  return {
    settings,
    transaction: (tenantId, work, transactionOptions = {}) =>
      retrying((attempt) => {
        const once = transactionOptions.isReading ? readInRounds : transactOnce
        return once({ pool, interactiveMs }, tenantId, (db) => work(db, attempt), transactionOptions)
      }),
    async ping() {
      await transactOnce({ pool, interactiveMs }, null, (db) => db.run({ compile: () => PING }), {})
    },
    queuePool: (poolSize) =>
      openPool({
        ...options,
        poolSize,
        applicationName: 'nuoda-queue',
        pipeline: false,
        connectMs: QUEUE_CONNECT_MS,
      }),
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  }
}

const PING: CompiledQuery<unknown> = {
  sql: 'select 1',
  parameters: [],
  query: undefined as never,
  queryId: undefined as never,
}

function openPool(options: DatabaseOptions): pg.Pool {
  const { url, role, poolSize = 20, applicationName = 'nuoda', pipeline = true, log } = options
  const { connectMs = CONNECT_MS, interactiveMs = INTERACTIVE_MS } = options
  const settings = [
    `statement_timeout=${interactiveMs}`,
    `lock_timeout=${interactiveMs - 500}`,
    'idle_in_transaction_session_timeout=15000',
    'timezone=UTC',
    // Compiling a large statement (a rebuild of figures) takes PostgreSQL minutes where running it takes a second.
    'jit=off',
  ]
  if (role) settings.push(`role=${role}`)
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 60_000,
    application_name: applicationName,
    options: settings.map((s) => `-c ${s}`).join(' '),
    pipeline,
  } as pg.PoolConfig)
  // A connection that dies while checked out is the transaction's error; without a listener it would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ error: error.message }, 'database connection lost')),
  )
  pool.on('error', (error) => log.warn({ error: error.message }, 'idle database connection lost'))
  return pool
}

async function retrying<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt > RETRIES || !isRetryable(error)) throw error
      await new Promise((done) => setTimeout(done, Math.random() * 10 * attempt))
    }
  }
}

/** Deadlock, serialization failure (`as_planned` among them), or a random public number that was taken: the same work may succeed next time. */
function isRetryable(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  if (error.code === '40P01' || error.code === '40001') return true
  return error.code === '23505' && (error.constraint ?? '').endsWith('_number_key')
}

type Source = { pool: pg.Pool; interactiveMs: number }

async function transactOnce<T>(
  { pool, interactiveMs }: Source,
  tenantId: string | null,
  work: (db: Db) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const client = await connect(pool)
  const state: ClientState = { open: true, timeoutMs: (options.statementMs ?? interactiveMs) + 300 }
  const say = (text: string) => client.query({ text, query_timeout: state.timeoutMs } as pg.QueryConfig)
  let broken: Error | undefined
  try {
    hold(client)
    const begun = say(beginText(tenantId, options))
    begun.catch(() => {}) // the first statement reports it; the pipeline goes on meanwhile
    const db = openDb(client, state)
    const working = work(db)
    send(client)
    const result = await working
    hold(client)
    // Sent without waiting for each other: locks are held one trip less. A failed one turns the commit into a rollback.
    const last = (options.last?.() ?? []).map((query) => db.run(query))
    state.open = false
    const commit = say('commit')
    send(client)
    await allOrFirstError([...last, commit])
    const committed = await commit
    await begun
    if (committed.command !== 'COMMIT')
      throw new Error('the transaction had failed: a statement error was swallowed')
    return result
  } catch (error) {
    state.open = false
    broken = isConnectionError(error) ? (error as Error) : undefined
    const undone = broken ? null : say('rollback').catch((e: Error) => (broken = e))
    send(client)
    await undone
    throw broken && isConnectionError(error) ? new Unavailable(broken.message) : error
  } finally {
    client.release(broken)
  }
}

/**
 * Reads in rounds: what is asked in one moment goes out in one packet with the begin before and the commit behind it, so that most readings are
 * one packet there and nobody waits for an end. Every statement sees what was committed when it began, in one transaction or in several.
 */
async function readInRounds<T>(
  { pool, interactiveMs }: Source,
  tenantId: string | null,
  work: (db: Db) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const client = await connect(pool)
  const timeoutMs = (options.statementMs ?? interactiveMs) + 300
  const say = (text: string) => client.query({ text, query_timeout: timeoutMs } as pg.QueryConfig)
  let ended: Promise<unknown> | null = null
  let isBegun = false
  const end = () => {
    isBegun = false
    ended = say('commit').catch(() => {}) // a connection that fails says so to whoever uses it next
    send(client)
  }
  const begin = () => {
    if (isBegun) return
    isBegun = true
    hold(client)
    say(beginText(tenantId, options)).catch(() => {}) // the statement behind it reports it
    queueMicrotask(end)
  }
  const state: ClientState = { open: true, timeoutMs, begin }
  let broken: Error | undefined
  try {
    const result = await work(openDb(client, state))
    if (options.last?.().length) throw new Error('a reading has nothing to write')
    return result
  } catch (error) {
    state.open = false
    broken = isConnectionError(error) ? (error as Error) : undefined
    if (broken) throw new Unavailable(broken.message)
    await ended // what was asked beside the failed statement is not left to the next who gets the connection
    throw error
  } finally {
    state.open = false
    client.release(broken)
  }
}

type Stream = { cork(): void; uncork(): void; writableCorked: number }
const streamOf = (client: pg.PoolClient) =>
  (client as unknown as { connection: { stream: Stream } }).connection.stream

/** What is said to the server from here to `send` leaves in one packet: a call of the system costs more than what it carries. */
function hold(client: pg.PoolClient): void {
  const stream = streamOf(client)
  if (stream.writableCorked === 0) stream.cork()
}

function send(client: pg.PoolClient): void {
  const stream = streamOf(client)
  if (stream.writableCorked > 0) stream.uncork()
}

/** Waits for all, so that nothing is under way any more, then throws what failed first. */
async function allOrFirstError(sent: Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(sent)
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw new Unavailable((error as Error).message)
  }
}

function beginText(
  tenantId: string | null,
  { statementMs, dispatcher, isReading, isPlannedOnce }: TransactionOptions,
): string {
  if (tenantId !== null && !isId(tenantId)) throw new RangeError('a tenant is named by its id')
  const parts = [isReading ? 'begin read only' : 'begin']
  if (tenantId !== null) parts.push(`set local app.tenant = '${tenantId}'`)
  if (isPlannedOnce) parts.push('set local plan_cache_mode = force_generic_plan')
  if (dispatcher) parts.push(`set local app.dispatcher = 'on'`)
  if (statementMs)
    parts.push(
      `set local statement_timeout = ${Math.trunc(statementMs)}; set local lock_timeout = ${Math.trunc(statementMs)}`,
    )
  return parts.join('; ')
}

type ClientState = {
  open: boolean
  timeoutMs: number
  /** Called before each statement. */ begin?: () => void
}

function openDb(client: pg.PoolClient, state: ClientState): Db {
  const send = async <R>(query: Query<R>): Promise<pg.QueryResult> => {
    if (!state.open) throw new Error('query after the transaction ended')
    const { sql, parameters } = query.compile(q)
    state.begin?.()
    return client.query({
      text: sql,
      values: parameters.map((value) => (Array.isArray(value) ? arrayText(value) : value)),
      name: statementName(sql),
      query_timeout: state.timeoutMs,
    } as pg.QueryConfig)
  }
  return {
    all: async (query) => (await send(query)).rows,
    one: async (query, what = 'record') => {
      const row = (await send(query)).rows[0]
      if (row === undefined) throw new NotFound(what)
      return row
    },
    maybe: async (query) => (await send(query)).rows[0],
    run: async (query) => (await send(query)).rowCount ?? 0,
  }
}

const statementNames = new Map<string, string | null>()

/** A name lets the server keep the plan. Given on second use, so one-off texts do not fill its memory. */
function statementName(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known) return known
  if (statementNames.size >= NAMED_STATEMENTS_MAX) return undefined
  if (known === undefined) {
    statementNames.set(text, null)
    return undefined
  }
  const name = 'n' + createHash('sha1').update(text).digest('hex').slice(0, 16)
  statementNames.set(text, name)
  return name
}

const DOWN_CODES = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
  '25P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
])

/** The connection or the server failed, not the statement. A statement that ran out of time counts too. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: string }).code
  if (code && DOWN_CODES.has(code)) return true
  return /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
    error.message,
  )
}
