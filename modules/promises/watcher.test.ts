import { beforeEach, expect, test } from 'vitest'
import type { Tenant } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { type NewPromise, makePromises, pausePromise, reopenPromises, fulfilPromises } from './promises.ts'
import { WATCH_BATCH, watchTenant, watcherJob } from './watcher.ts'

const w = world()
const NOW = Date.parse('2026-03-02T02:00:00.000Z')
const hour = (n: number) => new Date(NOW + n * 3_600_000)

function aPromise(): NewPromise & { orderId: string; kind: 'ship' } {
  return {
    kind: 'ship',
    subjectType: 'order_line',
    subjectId: newId(),
    orderId: newId(),
    customerId: newId(),
    madeAt: hour(0),
    dueAt: hour(10),
  }
}
const make = (promises: NewPromise[], tenant: Tenant = w.tenant) =>
  w.committed((ctx) => makePromises(ctx, promises), tenant)

/** What was announced of the promises since the last call, oldest first. */
let seen = 0
async function announced(tenant = w.tenant): Promise<string[]> {
  return w.committed(async (ctx) => {
    const rows = await ctx.db.all(sql<{ seq: number; type: string; level: number }>`
      select seq, type, (data->>'level')::int as level from event
      where tenant_id = ${ctx.tenant.id} and type in ('promise.warned', 'promise.overdue') and seq > ${seen} order by seq`)
    seen = rows.at(-1)?.seq ?? seen
    return rows.map((r) => `${r.type.slice(8)} ${r.level}`)
  }, tenant)
}
const watch = (at: Date, tenant = w.tenant) => watchTenant(w.database, tenant, at)

beforeEach(async () => {
  w.setNow(hour(0))
  // Whatever an earlier test left open is ended for the watcher.
  await w.committed((ctx) =>
    ctx.db.run(sql`update promise set watch_at = null where tenant_id = ${ctx.tenant.id}`),
  )
  await announced()
})

test('each rung is announced once, when its time has come', async () => {
  await make([aPromise()])
  const steps: [number, string[]][] = [
    [7.9, []],
    [8, ['warned 2']],
    [9, []],
    [10, ['overdue 3']],
    [34, ['overdue 4']],
    [82, ['overdue 5']],
    [5_000, []],
  ]
  for (const [h, expected] of steps) {
    await watch(hour(h))
    expect(await announced(), `at hour ${h}`).toEqual(expected)
  }
})

test('after a late start only the newest rung missed is announced', async () => {
  await make([aPromise()])
  await watch(hour(40))
  expect(await announced()).toEqual(['overdue 4'])
  await watch(hour(40))
  expect(await announced()).toEqual([])
})

test('two watchers at once announce nothing twice and leave nothing out', async () => {
  await make(Array.from({ length: 2 * WATCH_BATCH + 50 }, aPromise))
  const drain = async () => {
    while ((await watch(hour(11))) > 0);
  }
  await Promise.all([drain(), drain(), drain()])
  await drain()
  expect(await announced()).toEqual(Array.from({ length: 2 * WATCH_BATCH + 50 }, () => 'overdue 3'))
})

test('a paused promise is left alone; an ended one too; one opened again is looked at at once', async () => {
  const [paused, ended] = [aPromise(), aPromise()]
  await make([paused, ended])
  await w.committed((ctx) => pausePromise({ ...ctx, now: hour(1) }, { ...paused, reason: '等待客户' }))
  await w.committed((ctx) => fulfilPromises(ctx, [{ ...ended, at: hour(2) }]))
  expect(await watch(hour(11))).toBe(0)
  w.setNow(hour(12))
  await w.committed((ctx) => reopenPromises(ctx, [ended]))
  expect(await watch(hour(12))).toBe(1)
  expect(await announced()).toEqual(['overdue 3'])
})

test('the job finds every tenant with something due, and says when there is more', async () => {
  await make(Array.from({ length: WATCH_BATCH + 1 }, aPromise))
  await make([aPromise()], w.foreign)
  const job = watcherJob(w.database, () => hour(11))
  expect(await job.run()).toBe(true)
  expect(await job.run()).toBe(false)
  expect(await job.run()).toBe(false)
  expect((await announced()).length).toBe(WATCH_BATCH + 1)
  seen = 0
  expect(await announced(w.foreign)).toEqual(['overdue 3'])
})
