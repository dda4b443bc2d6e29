import { describe, expect, test } from 'vitest'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { getPromise } from './queries.ts'
import {
  type NewPromise,
  breakPromise,
  fulfilPromises,
  importPromises,
  makePromises,
  pausePromise,
  promiseInsertFragment,
  repromise,
  reopenPromises,
  resumePromise,
  tellCustomer,
  withdrawPromises,
} from './promises.ts'

const w = world()
const NOW = new Date('2026-03-02T02:00:00.000Z')
const hours = (n: number) => new Date(NOW.getTime() + n * 3_600_000)

function aPromise(more: Partial<NewPromise> = {}): NewPromise & { orderId: string } {
  const orderId = newId()
  return {
    kind: 'ship',
    subjectType: 'order_line',
    subjectId: newId(),
    orderId,
    customerId: newId(),
    madeAt: NOW,
    dueAt: hours(10),
    ...more,
  } as NewPromise & { orderId: string }
}
const keyOf = (p: NewPromise & { orderId: string }) => ({
  kind: p.kind,
  orderId: p.orderId,
  subjectId: p.subjectId,
})

async function idOf(ctx: Ctx, promise: NewPromise): Promise<string> {
  const row = await ctx.db.one(
    sql<{
      id: string
    }>`select id from promise where tenant_id = ${ctx.tenant.id} and subject_id = ${promise.subjectId} and id = root_id`,
  )
  return row.id
}
const at = (ctx: Ctx, now: Date): Ctx => ({ ...ctx, now, events: ctx.events, atCommit: ctx.atCommit })

test('a promise is made with its first watch and announced once for the order', async () => {
  w.setNow(NOW)
  const ship = aPromise()
  const deliver = { ...ship, kind: 'deliver' as const, dueAt: hours(100) }
  const { result, events } = await w.rolledBack(async (ctx) => {
    await makePromises(ctx, [ship, deliver])
    return ctx.db.all(
      sql<{
        watch_at: Date
        root_id: string
        id: string
      }>`select id, root_id, watch_at from promise order by due_at`,
    )
  })
  expect(result.map((r) => r.watch_at)).toEqual([hours(8), hours(80)])
  expect(result.every((r) => r.id === r.root_id)).toBe(true)
  expect(events).toEqual([
    {
      type: 'promise.made',
      subjectId: ship.orderId,
      data: { orderId: ship.orderId, kinds: ['ship', 'deliver'], n: 2 },
    },
  ])
})

test('the insert works as the body of a CTE', async () => {
  const { result } = await w.rolledBack(async (ctx) => {
    await ctx.db.run(sql`with made as (${promiseInsertFragment(ctx, [aPromise(), aPromise()])}) select 1`)
    return ctx.db.one(sql<{ n: number }>`select count(*)::int as n from promise`)
  })
  expect(result.n).toBe(2)
})

describe('fulfilling', () => {
  test('closes open chains, says which were late, and a repeated fact changes nothing', async () => {
    const [kept, late, other] = [aPromise(), aPromise(), aPromise()]
    const { result, events } = await w.rolledBack(async (ctx) => {
      await makePromises(ctx, [kept, late, other])
      const facts = [
        { ...keyOf(kept), at: hours(10) },
        { ...keyOf(late), at: new Date(hours(10).getTime() + 1), cause: 'carrier_delay' as const },
        { ...keyOf(aPromise()), at: NOW },
      ]
      await fulfilPromises(ctx, facts)
      await fulfilPromises(ctx, facts)
      return {
        late: await getPromise(ctx, await idOf(ctx, late)),
        open: await ctx.db.all(
          sql<{ subject_id: string }>`select subject_id from promise where watch_at is not null`,
        ),
      }
    })
    const fulfilled = events.filter((e) => e.type === 'promise.fulfilled')
    expect(fulfilled.map((e) => [e.data.subjectId, e.data.late]).toSorted()).toEqual(
      [
        [kept.subjectId, false],
        [late.subjectId, true],
      ].toSorted(),
    )
    expect(result.open).toEqual([{ subject_id: other.subjectId }])
    expect(result.late).toMatchObject({ state: 'fulfilled', cause: 'carrier_delay', liable: 'carrier' })
    expect(result.late.outcomes).toHaveLength(1)
  })

  test('a revoked fact opens the chain again as a new version, and the right one closes it', async () => {
    const promise = aPromise()
    const { result, events } = await w.rolledBack(async (ctx) => {
      await makePromises(ctx, [promise])
      await fulfilPromises(ctx, [{ ...keyOf(promise), at: hours(1) }])
      await reopenPromises(ctx, [keyOf(promise)])
      await reopenPromises(ctx, [keyOf(promise)])
      const open = await getPromise(ctx, await idOf(ctx, promise))
      await fulfilPromises(ctx, [{ ...keyOf(promise), at: hours(30) }])
      return { open, ended: await getPromise(ctx, open.id) }
    })
    expect(result.open.state).toBe('open')
    expect(result.ended.outcomes.map((o) => o.outcome)).toEqual(['fulfilled', 'reopened', 'fulfilled'])
    expect(result.ended.fulfilledAt).toEqual(hours(30))
    expect(events.filter((e) => e.type === 'promise.reopened')).toHaveLength(1)
  })

  test('of a re-promised chain closes the newest row and measures against it', async () => {
    const promise = aPromise()
    const { result, events } = await w.rolledBack(async (ctx) => {
      await makePromises(ctx, [promise])
      await repromise(ctx, { ...keyOf(promise), dueAt: hours(50), reason: '缺货' })
      await fulfilPromises(ctx, [{ ...keyOf(promise), at: hours(40) }])
      return getPromise(ctx, await idOf(ctx, promise))
    })
    expect(result).toMatchObject({
      state: 'fulfilled',
      changes: 1,
      dueAt: hours(50),
      originalDueAt: hours(10),
    })
    expect(events.find((e) => e.type === 'promise.fulfilled')?.data.late).toBe(false)
  })
})

describe('re-promising', () => {
  test('adds a row, keeps the old one and what the contract said, and moves the window of tolerance', async () => {
    const promise = aPromise({ earlyAt: hours(6) })
    const { result } = await w.rolledBack(async (ctx) => {
      await makePromises(ctx, [promise])
      const id = await idOf(ctx, promise)
      await repromise(ctx, {
        promiseId: id,
        dueAt: hours(20),
        reason: '仓库积压',
        told: { channel: 'phone', recipient: '13800138000' },
      })
      await repromise(ctx, { promiseId: id, dueAt: hours(30), reason: '仍在积压' })
      return getPromise(ctx, id)
    })
    expect(result.chain.map((c) => [c.dueAt, c.contractDueAt, c.earlyAt])).toEqual([
      [hours(10).toISOString(), null, hours(6).toISOString()],
      [hours(20).toISOString(), hours(10).toISOString(), hours(16).toISOString()],
      [hours(30).toISOString(), hours(10).toISOString(), hours(26).toISOString()],
    ])
    expect(result.told.map((t) => [t.promiseId === result.chain[1]?.id, t.recipient])).toEqual([
      [true, '138****8000'],
    ])
    expect(result.toldAt).toBeNull()
  })

  test.each([
    ['promise.same_due', hours(10)],
    ['promise.due_in_past', hours(-1)],
    ['promise.due_too_far', hours(24 * 800)],
  ])('refuses %s', async (code, dueAt) => {
    const promise = aPromise()
    const attempt = w.rolledBack(async (ctx) => {
      await makePromises(ctx, [promise])
      await repromise(ctx, { ...keyOf(promise), dueAt, reason: '试' })
    })
    await expect(attempt).rejects.toMatchObject({ code })
  })
})

describe('pausing', () => {
  test('stops the clock; resuming gives the time that was left', async () => {
    const promise = aPromise()
    const { result } = await w.rolledBack(async (ctx) => {
      await makePromises(ctx, [promise])
      await pausePromise(at(ctx, hours(4)), { ...keyOf(promise), reason: '等待客户确认地址' })
      const paused = await getPromise(ctx, await idOf(ctx, promise))
      await resumePromise(at(ctx, hours(24)), keyOf(promise))
      return { paused, resumed: await getPromise(ctx, paused.id) }
    })
    expect(result.paused.state).toBe('paused')
    expect(result.resumed).toMatchObject({ state: 'open', dueAt: hours(30), originalDueAt: hours(10) })
    expect(result.resumed.pauses).toMatchObject([
      { fromAt: hours(4).toISOString(), toAt: hours(24).toISOString() },
    ])
  })

  test('is refused once late, and a fulfilment ends it', async () => {
    const promise = aPromise()
    const { result } = await w.rolledBack(async (ctx) => {
      await makePromises(ctx, [promise])
      const refused = await pausePromise(at(ctx, hours(11)), { ...keyOf(promise), reason: '晚了' }).catch(
        (e) => e.code,
      )
      await pausePromise(at(ctx, hours(4)), { ...keyOf(promise), reason: '等待' })
      await fulfilPromises(at(ctx, hours(6)), [{ ...keyOf(promise), at: hours(5) }])
      return { refused, view: await getPromise(ctx, await idOf(ctx, promise)) }
    })
    expect(result.refused).toBe('promise.overdue')
    expect(result.view).toMatchObject({ state: 'fulfilled', pausedAt: null })
    expect(result.view.pauses[0]?.toAt).toBe(hours(5).toISOString())
  })
})

test('withdrawing closes the promises of some lines of an order and counts them', async () => {
  const one = aPromise()
  const two = { ...one, subjectId: newId() }
  const { result, events } = await w.rolledBack(async (ctx) => {
    await makePromises(ctx, [one, two])
    const first = await withdrawPromises(ctx, {
      orderId: one.orderId,
      subjectIds: [one.subjectId],
      cause: 'order_amended',
    })
    const rest = await withdrawPromises(ctx, { orderId: one.orderId, cause: 'order_cancelled' })
    const again = await withdrawPromises(ctx, { orderId: one.orderId, cause: 'order_cancelled' })
    return { counts: [first, rest, again], view: await getPromise(ctx, await idOf(ctx, one)) }
  })
  expect(result.counts).toEqual([1, 1, 0])
  expect(result.view).toMatchObject({ state: 'withdrawn', cause: 'order_amended' })
  expect(events.filter((e) => e.type === 'promise.withdrawn')).toHaveLength(2)
})

test('breaking names cause and liable party; an ended promise cannot be told, moved or broken', async () => {
  const promise = aPromise()
  const { result } = await w.rolledBack(async (ctx) => {
    await makePromises(ctx, [promise])
    await breakPromise(ctx, { ...keyOf(promise), cause: 'lost_or_damaged' })
    const codes = await Promise.all([
      tellCustomer(ctx, { ...keyOf(promise), channel: 'phone', recipient: '王' }).catch((e) => e.code),
      repromise(ctx, { ...keyOf(promise), dueAt: hours(90), reason: '再试' }).catch((e) => e.code),
      breakPromise(ctx, { ...keyOf(promise), cause: 'other' }).catch((e) => e.code),
    ])
    return { codes, view: await getPromise(ctx, await idOf(ctx, promise)) }
  })
  expect(result.codes).toEqual(['promise.ended', 'promise.ended', 'promise.ended'])
  expect(result.view).toMatchObject({ state: 'broken', cause: 'lost_or_damaged', liable: 'carrier' })
})

test('history comes in with its ends: open rows are watched, ended ones are not', async () => {
  const [open, kept, gone] = [aPromise(), aPromise(), aPromise()]
  const { result, events } = await w.rolledBack(async (ctx) => {
    await importPromises(ctx, [
      open,
      { ...kept, fulfilledAt: hours(3) },
      { ...gone, withdrawn: 'out_of_stock' },
    ])
    return ctx.db.all(sql<{ subject_id: string; watched: boolean; outcome: string | null }>`
      select p.subject_id, p.watch_at is not null as watched, e.outcome from promise p left join promise_end e on e.root_id = p.id order by p.id`)
  })
  expect(result).toEqual([
    { subject_id: open.subjectId, watched: true, outcome: null },
    { subject_id: kept.subjectId, watched: false, outcome: 'fulfilled' },
    { subject_id: gone.subjectId, watched: false, outcome: 'withdrawn' },
  ])
  expect(events).toMatchObject([{ type: 'promise.imported', data: { n: 3, fulfilled: 1, withdrawn: 1 } }])
})

test('the application cannot edit what was promised, nor an end', async () => {
  const promise = aPromise()
  await w.committed((ctx) => makePromises(ctx, [promise]))
  for (const statement of [
    sql`update promise set due_at = due_at + interval '1 day'`,
    sql`update promise set kind = 'deliver'`,
    sql`delete from promise`,
    sql`update promise_outcome set fulfilled_at = now()`,
    sql`delete from promise_outcome`,
    sql`update promise_told set recipient = 'x'`,
    sql`update promise_pause set from_at = now()`,
  ]) {
    await expect(w.committed((ctx) => ctx.db.run(statement))).rejects.toMatchObject({ code: '42501' })
  }
})

test('two who act on one chain at once wait for each other: it never forks', async () => {
  const promise = aPromise()
  await w.committed((ctx) => makePromises(ctx, [promise]))
  const moves = [20, 30, 40, 50].map((h) =>
    w.committed((ctx) => repromise(ctx, { ...keyOf(promise), dueAt: hours(h), reason: '并发' })),
  )
  const fulfil = w.committed((ctx) => fulfilPromises(ctx, [{ ...keyOf(promise), at: hours(5) }]))
  const outcomes = await Promise.allSettled([...moves, fulfil])
  const refusals = outcomes.flatMap((o) => (o.status === 'rejected' ? [o.reason.code] : []))
  expect(refusals.every((code) => code === 'promise.ended')).toBe(true)
  const { result } = await w.rolledBack(async (ctx) => getPromise(ctx, await idOf(ctx, promise)))
  expect(result.state).toBe('fulfilled')
  expect(result.changes).toBe(4 - refusals.length)
})
