import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openSession } from '#modules/identity/sessions.ts'
import { createTenant } from '#modules/identity/tenants.ts'
import { type Tenant, withCtx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { type House, openHouse } from '#platform/house.ts'
import { readConfig } from '#platform/config.ts'
import { SESSION_COOKIE } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { useInstanceKey } from '#platform/secrets.ts'
import { type LiveReader, openReader } from './live-reader.ts'
import { ownServer } from './server.ts'

// Live updates under load: clients of many companies, an event of each company every second, connections cut all the time and
// the server started anew in the middle. Each client must hear each event of its company once, and nothing else.

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '2000' },
    tenants: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '60' },
    port: { type: 'string', default: '18432' },
  },
})
const CLIENTS = Number(values.clients)
const TENANTS = Number(values.tenants)
const SECONDS = Number(values.seconds)
const USERS = 10
/** One user in ten sees one customer only: nobody's orders here, so they must hear nothing. */
const BOUND_USERS = 1
const CUT_SHARE = 0.01
const DRAIN_MS = 15_000
const OPEN_AT_ONCE = 50

type Company = { tenant: Tenant; cookies: { cookie: string; isBound: boolean }[]; sent: Map<string, number> }

const server = ownServer(Number(values.port))
process.env['NUODA_DATA'] = server.dataDir
useInstanceKey(server.dataDir)
const house = await openHouse(readConfig(), silentLog)
const companies: Company[] = []
for (let i = 0; i < TENANTS; i += 1) companies.push(await makeCompany(house, i))
await server.start()

const idleKb = rssKb(server.pid())
const readers: LiveReader[] = []
for (let i = 0; i < CLIENTS; i += 1) {
  const company = companies[i % TENANTS]
  const user = company?.cookies[Math.floor(i / TENANTS) % USERS]
  if (!company || !user) throw new Error('no company')
  readers.push(openReader(server.url, { ...user, sent: company.sent }))
  if (i % OPEN_AT_ONCE === OPEN_AT_ONCE - 1) await settled(readers, 60_000)
}
await settled(readers, 60_000)
const fullKb = rssKb(server.pid())

let cuts = 0
let stall = 0
for (let second = 0; second < SECONDS; second += 1) {
  const began = performance.now()
  await Promise.all(companies.map(announce))
  for (const reader of readers) {
    if (Math.random() >= CUT_SHARE) continue
    reader.cut()
    cuts += 1
  }
  if (second === Math.floor(SECONDS / 2)) {
    const at = performance.now()
    await server.kill()
    await server.start()
    stall = performance.now() - at
    for (const reader of readers) reader.markRestart()
  }
  await new Promise((done) => setTimeout(done, Math.max(0, 1_000 - (performance.now() - began))))
}
await drained(readers, DRAIN_MS)
report()
for (const reader of readers) reader.close()
await server.kill()
await house.close()
await server.stop()

async function makeCompany(home: House, index: number): Promise<Company> {
  const now = new Date()
  const tenant = await createTenant(home.database, { slug: `live-${index}`, name: `Live ${index}` }, now)
  const cookies = await withCtx(home.database, systemSeed(tenant, 'live', now), async (ctx) => {
    const role = await ctx.db.one(
      sql<{ id: string }>`select id from role where tenant_id = ${tenant.id} and key = 'agent'`,
    )
    const made = []
    for (let i = 0; i < USERS; i += 1) {
      const id = newId()
      const isBound = i < BOUND_USERS
      await ctx.db.run(sql`
        insert into app_user (tenant_id, id, email, name, password_hash, created_at) values (${tenant.id}, ${id}, ${`${id}@live.example`}, 'Live', 'none', ${now})`)
      await ctx.db.run(
        sql`insert into user_role (tenant_id, user_id, role_id) values (${tenant.id}, ${id}, ${role.id})`,
      )
      if (isBound)
        await ctx.db.run(
          sql`insert into user_scope (tenant_id, user_id, kind, ref_id) values (${tenant.id}, ${id}, 'customer', ${newId()})`,
        )
      const token = await openSession(ctx, id, { ip: '127.0.0.1', userAgent: 'live' })
      made.push({ cookie: `${SESSION_COOKIE}=${token}`, isBound })
    }
    return made
  })
  return { tenant, cookies, sent: new Map() }
}

/** One event of one company; its subject is told apart by its id. */
async function announce({ tenant, sent }: Company): Promise<void> {
  const id = randomUUID()
  await house.database.transaction(tenant.id, (db) =>
    db.run(sql`
      insert into event (tenant_id, type, subject_type, subject_id, actor_kind, at)
      values (${tenant.id}, 'order.released', 'order', ${id}, 'system', now())`),
  )
  sent.set(id, performance.now())
}

async function settled(all: LiveReader[], limitMs: number): Promise<void> {
  const until = performance.now() + limitMs
  while (all.some((reader) => !reader.isHere())) {
    if (performance.now() > until) throw new Error('clients could not connect')
    await new Promise((done) => setTimeout(done, 20))
  }
}

async function drained(all: LiveReader[], limitMs: number): Promise<void> {
  const until = performance.now() + limitMs
  while (performance.now() < until && all.some((reader) => reader.lost() > 0))
    await new Promise((done) => setTimeout(done, 100))
}

function report(): void {
  const sum = (of: (reader: LiveReader) => number) => readers.reduce((n, reader) => n + of(reader), 0)
  const delays = readers.flatMap((reader) => reader.delays()).toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(delays[Math.floor(delays.length * share)] ?? 0)
  const result = {
    clients: CLIENTS,
    tenants: TENANTS,
    seconds: SECONDS,
    events: companies.reduce((n, company) => n + company.sent.size, 0),
    heard: delays.length + sum((reader) => reader.resumed()),
    resumed: sum((reader) => reader.resumed()),
    lost: sum((reader) => reader.lost()),
    foreign: sum((reader) => reader.foreign()),
    doubled: sum((reader) => reader.doubled()),
    resets: sum((reader) => reader.resets()),
    cuts,
    restartMs: Math.round(stall),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(0.9999),
    kbPerClient: Math.round((fullKb - idleKb) / CLIENTS),
  }
  console.log(JSON.stringify(result, null, 2))
  const isGood = result.lost + result.foreign + result.doubled + result.resets === 0
  process.exitCode = isGood && result.kbPerClient <= 60 && result.p99Ms <= 1_000 ? 0 : 1
}

/** Resident memory of a process. */
function rssKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}
