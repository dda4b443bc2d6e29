import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import { subscribers } from '../../compose.ts'
import { buildServer } from '../../server.ts'
import { hashPassword } from '#modules/identity/password.ts'
import { createTenant } from '#modules/identity/tenants.ts'
import { openSession } from '#modules/identity/sessions.ts'
import { type Ctx, type Tenant, flush, withCtx } from '#platform/ctx.ts'
import { type Database, openDatabase, sql } from '#platform/db.ts'
import { catchUp, systemSeed } from '#platform/dispatcher.ts'
import { SESSION_COOKIE } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { testConfig } from '#platform/testing/config.ts'
import { useInstanceKey } from '#platform/secrets.ts'
import { useFileStore } from '#platform/files.ts'
import { cloneTemplate, ensureTemplate, startTestCluster } from './cluster.ts'

// The machine may be busy with other tests: what is tested is not how long a statement waits.
export const PATIENT_MS = 30_000

class RolledBack extends Error {}

export type World = {
  database: Database
  app: FastifyInstance
  /** Two companies; `tenant` is the one tests act in, `foreign` must never be seen from it. */
  tenant: Tenant
  foreign: Tenant
  /** The clock of the server and of verbs; set it with `setNow`. */
  now: () => Date
  setNow: (at: Date | string) => void
  /** A URL as superuser, for looking at what no role of ours may see. */
  adminUrl: string
  /** Runs a verb as the house itself and rolls back; `events` are the events it announced. */
  rolledBack: <T>(
    work: (ctx: Ctx) => Promise<T>,
  ) => Promise<{ result: T; events: { type: string; subjectId: string; data: Record<string, unknown> }[] }>
  /** Runs a verb as the house itself and commits. */
  committed: <T>(work: (ctx: Ctx) => Promise<T>, tenant?: Tenant) => Promise<T>
  /** Makes a user with these permissions (or a default role by key) and logs in; give the result to `call`. */
  user: (
    permissions: string[] | { role: string },
    options?: { scopes?: Record<string, string[]>; tenant?: Tenant },
  ) => Promise<TestUser>
  /** One HTTP call; body and answer are JSON. */
  call: (
    as: TestUser | null,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: any; headers: Record<string, unknown> }>
  /** Brings all subscribers up to date. */
  catchUp: (tenant?: Tenant) => Promise<void>
}
export type TestUser = { id: string; cookie: string; permissions: string[] }

/**
 * A private database (a copy of the migrated template), two companies and the whole server in process.
 * Call it at the top of a test file: `const w = world()`; its fields are there from beforeAll on.
 */
export function world(): World {
  const w = {} as World
  let close = async () => {}
  beforeAll(async () => {
    close = await open(w)
  })
  afterAll(() => close())
  return w
}

async function open(w: World): Promise<() => Promise<void>> {
  const cluster = await startTestCluster()
  const copy = await cloneTemplate(cluster, await ensureTemplate(cluster))
  const scratch = `${process.env.TMPDIR ?? '/tmp'}/nuoda-test-files`
  useInstanceKey(scratch)
  useFileStore(`${scratch}/files`)
  const isGiven = cluster.superuser === 'given'
  const database = openDatabase({
    url: cluster.urlOf('nuoda_app', copy.name),
    ...(isGiven ? { role: 'nuoda_app' } : {}),
    poolSize: 8,
    connectMs: PATIENT_MS,
    interactiveMs: PATIENT_MS,
    log: silentLog,
  })
  let at: Date | null = null
  const now = () => at ?? new Date()
  const server = await buildServer({
    database,
    config: testConfig,
    log: silentLog,
    clock: now,
  })
  Object.assign(w, {
    database,
    app: server.app,
    adminUrl: cluster.urlOf(cluster.superuser, copy.name),
    tenant: await createTenant(database, { slug: 'home', name: '本公司' }, now()),
    foreign: await createTenant(database, { slug: 'foreign', name: '别的公司' }, now()),
    now,
    setNow: (value: Date | string) => void (at = new Date(value)),
    rolledBack: <T>(work: (ctx: Ctx) => Promise<T>) => rolledBack(w, work),
    committed: <T>(work: (ctx: Ctx) => Promise<T>, tenant = w.tenant) =>
      withCtx(database, systemSeed(tenant, 'test', now()), work),
    user: (permissions: string[] | { role: string }, options = {}) => makeUser(w, permissions, options),
    call: (
      as: TestUser | null,
      ...rest: Parameters<typeof inject> extends [World, unknown, ...infer R] ? R : never
    ) => inject(w, as, ...rest),
    catchUp: (tenant = w.tenant) => catchUpFully(database, tenant, now),
  } satisfies World)
  return async () => {
    await server.app.close()
    await database.close()
    await copy.drop()
    await cluster.stop()
  }
}

const CATCH_UP_TRIES = 500

/** Other test files may share the server: their open transactions hide our newest events for a moment. */
async function catchUpFully(database: Database, tenant: Tenant, now: () => Date): Promise<void> {
  for (let attempt = 0; attempt < CATCH_UP_TRIES; attempt += 1) {
    await catchUp(database, tenant, subscribers, now)
    const hidden = await database.transaction(tenant.id, (db) =>
      db.maybe(sql`
      select 1 from event where tenant_id = ${tenant.id} and xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`),
    )
    if (!hidden) return
    await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error('the subscribers did not catch up')
}

async function rolledBack<T>(w: World, work: (ctx: Ctx) => Promise<T>) {
  let outcome:
    | { result: T; events: { type: string; subjectId: string; data: Record<string, unknown> }[] }
    | undefined
  const run = withCtx(w.database, systemSeed(w.tenant, 'test', w.now()), async (ctx) => {
    const result = await work(ctx)
    const events = ctx.events.map((e) => ({
      type: e.type as string,
      subjectId: e.subject.id,
      data: e.data as Record<string, unknown>,
    }))
    await flush(ctx)
    outcome = { result, events }
    throw new RolledBack()
  })
  await run.catch((error) => {
    if (!(error instanceof RolledBack)) throw error
  })
  if (!outcome) throw new Error('the verb did not end')
  return outcome
}

let hash: Promise<string> | null = null
// One hash for all: hashing for every user would take the suite's time.
const someHash = (): Promise<string> => (hash ??= hashPassword(newId()))

async function makeUser(
  w: World,
  wanted: string[] | { role: string },
  { scopes = {}, tenant = w.tenant }: { scopes?: Record<string, string[]>; tenant?: Tenant },
): Promise<TestUser> {
  return w.committed(async (ctx) => {
    const id = newId()
    const role = Array.isArray(wanted)
      ? await makeRole(ctx, wanted)
      : await ctx.db.one(
          sql<{
            id: string
            permissions: string[]
          }>`select id, permissions from role where tenant_id = ${tenant.id} and key = ${wanted.role}`,
        )
    await ctx.db.run(
      sql`insert into app_user (tenant_id, id, email, name, password_hash, created_at) values (${tenant.id}, ${id}, ${`${id}@test.example`}, '测试员', ${await someHash()}, ${ctx.now})`,
    )
    await ctx.db.run(
      sql`insert into user_role (tenant_id, user_id, role_id) values (${tenant.id}, ${id}, ${role.id})`,
    )
    for (const [kind, ids] of Object.entries(scopes)) {
      await ctx.db.run(
        sql`insert into user_scope (tenant_id, user_id, kind, ref_id) select ${tenant.id}, ${id}, ${kind}, r from unnest(${ids}::uuid[]) r`,
      )
    }
    return {
      id,
      cookie: await openSession(ctx, id, { ip: '127.0.0.1', userAgent: 'test' }),
      permissions: role.permissions,
    }
  }, tenant)
}

async function makeRole(ctx: Ctx, permissions: string[]): Promise<{ id: string; permissions: string[] }> {
  const id = newId()
  await ctx.db.run(
    sql`insert into role (tenant_id, id, key, name_zh, name_en, permissions) values (${ctx.tenant.id}, ${id}, ${`t_${id}`}, '测试', 'Test', ${permissions}::text[])`,
  )
  return { id, permissions }
}

async function inject(
  w: World,
  as: TestUser | null,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const isBytes = Buffer.isBuffer(body)
  const answer = await w.app.inject({
    method,
    url: `/api${path}`,
    headers: {
      ...(as ? { cookie: `${SESSION_COOKIE}=${as.cookie}` } : {}),
      ...(body !== undefined && !isBytes ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: isBytes ? body : JSON.stringify(body) }),
  })
  const isJson = String(answer.headers['content-type'] ?? '').includes('json')
  return {
    status: answer.statusCode,
    body: isJson ? JSON.parse(answer.body || 'null') : answer.rawPayload,
    headers: answer.headers,
  }
}
