import { expect, test } from 'vitest'
import { withCtx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { emit } from '#platform/events.ts'
import { type FactWorld, makeFactWorld, makeOrder } from '#platform/testing/order-facts.ts'
import { world } from '#platform/testing/world.ts'
import { refreshTenant } from './jobs.ts'
import { readKpi } from './read-kpi.ts'
import { type Write, markEverything, refreshRollups } from './rollups.ts'

const w = world()
const NOW = '2026-03-31T04:00:00Z'

let made: FactWorld | undefined

async function place(filledFirst: number): Promise<void> {
  const facts = (made ??= await w.committed(makeFactWorld))
  await w.committed(async (ctx) => {
    const order = await makeOrder(ctx, facts, {
      customer: facts.customers[0] ?? '',
      placed: '2026-03-30T04:00:00Z',
      lines: [{ quantity: 10, due: '2026-04-02T04:00:00Z', filledFirst }],
    })
    emit(
      ctx,
      'order.placed',
      { type: 'order', id: order.id },
      { number: '', lines: 1, shortLines: 0, channel: 'web' },
    )
  })
}

const refresh = () => refreshTenant(w.database, w.tenant, w.now)
const filled = () => w.committed((ctx) => readKpi(ctx, { id: 'fill_rate_line' }))
const write: Write = (work) => withCtx(w.database, systemSeed(w.tenant, 'test', w.now()), work)

test('the transaction that counts writes nothing, so that no subscriber waits for it', async () => {
  w.setNow(NOW)
  await place(10)
  await w.catchUp()
  await refresh()
  await place(0)
  await w.catchUp()
  const { days, xid } = await w.committed(async (ctx) => {
    const { days } = await refreshRollups(ctx, { write })
    return {
      days,
      ...(await ctx.db.one(
        sql<{ xid: string | null }>`select pg_current_xact_id_if_assigned()::text as xid`,
      )),
    }
  })
  expect(xid).toBeNull()
  // The day of the order; what is due later changes nothing yet.
  expect(days).toBe(1)
  expect(await filled()).toMatchObject({ n: 2, numerator: 1 })
})

test('a refresh that is cut short is done again, with the days marked meanwhile', async () => {
  w.setNow(NOW)
  await refresh()
  const before = (await filled()).n
  await place(10)
  await w.catchUp()
  let writings = 0
  const dying: Write = async (work) => {
    writings += 1
    if (writings > 1) throw new Error('killed')
    return write(work)
  }
  await expect(w.committed((ctx) => refreshRollups(ctx, { write: dying }))).rejects.toThrow('killed')
  expect((await filled()).n).toBe(before)
  await place(10)
  await w.catchUp()
  expect(await refresh()).toMatchObject({ days: 1, rebuilt: false })
  expect((await filled()).n).toBe(before + 2)
  expect(await refresh()).toMatchObject({ days: 0 })
})

test('a stop cuts a rebuild short, and the next refresh does it whole', async () => {
  await w.committed(markEverything)
  const stopping = AbortSignal.abort()
  await expect(refreshTenant(w.database, w.tenant, w.now, { stopping })).rejects.toBe(stopping.reason)
  expect((await refresh()).rebuilt).toBe(true)
  expect((await refresh()).rebuilt).toBe(false)
})
