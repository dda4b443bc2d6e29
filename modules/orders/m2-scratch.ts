import { readFileSync, readdirSync } from 'node:fs'
import { ensureDefaultClauses } from '#modules/contracts/default-clauses.ts'
import { createTenant } from '#modules/identity/tenants.ts'
import { openSession } from '#modules/identity/sessions.ts'
import { withCtx } from '#platform/ctx.ts'
import { openDatabase, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { SESSION_COOKIE } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { cloneTemplate, ensureTemplate, startTestCluster } from '#platform/testing/cluster.ts'
import { buildServer } from '../../server.ts'
import { orderOf, shelf } from './fixture.ts'
import { placeOrder, placeOrders } from './orders.ts'

/** CPU milliseconds of all PostgreSQL processes of one database. */
function postgresCpu(name: string): number {
  let ticks = 0
  for (const pid of readdirSync('/proc').filter((p) => /^\d+$/.test(p))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name)) continue
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // it ended meanwhile
    }
  }
  return ticks * 10
}

const ORDERS = Number(process.argv[2] ?? 2_000)
const WAREHOUSES = Number(process.argv[3] ?? 3)
const cluster = await startTestCluster()
const copy = await cloneTemplate(cluster, await ensureTemplate(cluster))
const database = openDatabase({ url: cluster.urlOf('nuoda_app', copy.name), poolSize: 1, log: silentLog })
try {
  const tenant = await createTenant(database, { slug: 'measure', name: 'M' }, new Date())
  const seed = () => systemSeed(tenant, 'measure', new Date())
  const s = await withCtx(database, seed(), async (ctx) => {
    const made = await shelf(ctx, { products: 20, warehouses: WAREHOUSES, onHand: 10_000_000 })
    await ensureDefaultClauses(ctx)
    return made
  })
  const one = (i: number) => orderOf(s, { externalRef: `M-${i}-${newId()}`, lines: [0, 1, 2].map((k) => ({ productId: s.productIds[(i + k * 7) % 20] ?? '', quantity: 2 })) })
  const timed = async (what: string, n: number, work: (i: number) => Promise<unknown>, concurrency = 1) => {
    for (let i = 0; i < 50; i += 1) await work(i)
    const [cpu, pgCpu, start] = [process.cpuUsage(), postgresCpu(copy.name), performance.now()]
    const times: number[] = []
    let next = 0
    await Promise.all(Array.from({ length: concurrency }, async () => {
      while (next < n) {
        const i = next++
        const t = performance.now()
        await work(i)
        times.push(performance.now() - t)
      }
    }))
    const wall = performance.now() - start
    const used = process.cpuUsage(cpu)
    times.sort((a, b) => a - b)
    console.log(what.padEnd(34), `p50 ${(times[Math.floor(n / 2)] ?? 0).toFixed(2)} ms`, `${(n / wall * 1000).toFixed(0)}/s`, `node ${((used.user + used.system) / 1000 / n).toFixed(3)} ms`, `pg ${((postgresCpu(copy.name) - pgCpu) / n).toFixed(3)} ms`)
  }
  await timed('empty transaction, 3 x select 1', 100, () => withCtx(database, seed(), async (ctx) => {
    for (let k = 0; k < 3; k += 1) await ctx.db.run(sql`select 1`)
  }))
  console.log('PGPID', (await withCtx(database, seed(), (ctx) => ctx.db.one(sql<{ p: number }>`select pg_backend_pid() as p`))).p)
  await timed('withCtx', ORDERS, (i) => withCtx(database, seed(), (ctx) => placeOrder(ctx, one(i))))
} finally {
  await database.close()
  if (!process.env.KEEP) await copy.drop()
  else console.log(copy.name, cluster.urlOf(cluster.superuser, copy.name))
  await cluster.stop()
}
