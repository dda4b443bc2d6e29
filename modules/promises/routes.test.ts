import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { type NewPromise, fulfilPromises, importPromises, makePromises, repromise } from './promises.ts'

const w = world()
// 10:00 in Shanghai.
const NOW = Date.parse('2026-03-02T02:00:00.000Z')
const H = 3_600_000
/** The day in Shanghai. */
const day = (h: number) => new Date(NOW + h * H + 8 * H).toISOString().slice(0, 10)
const iso = (h: number) => new Date(NOW + h * H).toISOString()

type Keyed = NewPromise & { orderId: string }
const aPromise = (more: Partial<Keyed> = {}): Keyed => ({
  kind: 'ship',
  subjectType: 'order_line',
  subjectId: newId(),
  orderId: newId(),
  customerId: newId(),
  warehouseId: newId(),
  madeAt: NOW - 10 * H,
  dueAt: NOW + 10 * H,
  ...more,
})

async function make(promise: Keyed, tenant = w.tenant): Promise<string> {
  return w.committed(async (ctx) => {
    await makePromises(ctx, [promise])
    return (
      await ctx.db.one(
        sql<{
          id: string
        }>`select id from promise where tenant_id = ${ctx.tenant.id} and subject_id = ${promise.subjectId}`,
      )
    ).id
  }, tenant)
}

let agent: TestUser
let reader: TestUser
beforeAll(async () => {
  w.setNow(new Date(NOW))
  agent = await w.user(['promise.read', 'inside.read', 'promise.manage'])
  reader = await w.user(['promise.read', 'inside.read'])
})

const bodies: Record<string, () => object> = {
  repromise: () => ({ dueAt: iso(40), reason: '仓库积压' }),
  told: () => ({ channel: 'phone', recipient: '13800138000' }),
  pause: () => ({ reason: '等待客户' }),
  resume: () => ({}),
  owner: () => ({ ownerId: null }),
  break: () => ({ cause: 'out_of_stock' }),
  outcome: () => ({ outcome: 'broken', cause: 'other' }),
}
/** What has to have happened before the act makes sense. */
const before: Record<string, string[]> = { resume: ['pause'], outcome: ['break'] }

describe.each(Object.keys(bodies))('POST /promises/{id}/%s', (act) => {
  const post = (as: TestUser, id: string, name = act) =>
    w.call(as, 'POST', `/promises/${id}/${name}`, bodies[name]?.())

  test('is done by those who may manage promises', async () => {
    const id = await make(aPromise())
    for (const first of before[act] ?? []) expect((await post(agent, id, first)).status).toBe(200)
    const answer = await post(agent, id)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    expect(answer.body.rootId).toBe(id)
  })

  test('is forbidden to readers', async () =>
    expect((await post(reader, await make(aPromise()))).status).toBe(403))

  test('finds nothing of another company, of another customer or of another warehouse', async () => {
    const mine = aPromise()
    const id = await make(mine)
    const scoped = (scopes: Record<string, string[]>) =>
      w.user(['promise.read', 'inside.read', 'promise.manage'], { scopes })
    expect((await post(agent, await make(aPromise(), w.foreign))).status).toBe(404)
    for (const stranger of [
      await scoped({ customer: [newId()] }),
      await scoped({ warehouse: [newId()] }),
      await scoped({ carrier: [newId()] }),
    ]) {
      expect((await post(stranger, id)).status).toBe(404)
    }
    if (!before[act])
      expect(
        (await post(await scoped({ customer: [mine.customerId], warehouse: [mine.warehouseId ?? ''] }), id))
          .status,
      ).toBe(200)
  })
})

describe('reading', () => {
  test('is forbidden without the permission and scoped with it', async () => {
    const clerk = await w.user(['order.read'])
    const promise = aPromise()
    const id = await make(promise)
    const owner = await w.user(['promise.read', 'inside.read'], {
      scopes: { customer: [promise.customerId] },
    })
    const stranger = await w.user(['promise.read', 'inside.read'], { scopes: { customer: [newId()] } })
    for (const path of ['/promises', '/promises/board', `/promises/${id}`])
      expect((await w.call(clerk, 'GET', path)).status, path).toBe(403)
    expect((await w.call(owner, 'GET', '/promises')).body.rows.map((r: { id: string }) => r.id)).toEqual([id])
    expect((await w.call(stranger, 'GET', '/promises')).body.rows).toEqual([])
    expect((await w.call(stranger, 'GET', `/promises/${id}`)).status).toBe(404)
    expect((await w.call(reader, 'GET', `/promises/${id}`)).body).toMatchObject({
      id,
      state: 'open',
      customerName: null,
      lateShare: null,
    })
  })
})

describe('the board', () => {
  // Own customer: the tests before left promises of others.
  const customerId = newId()
  let viewer: TestUser
  beforeAll(async () => {
    viewer = await w.user(['promise.read', 'inside.read', 'promise.manage'], {
      scopes: { customer: [customerId] },
    })
    const mine = (more: Partial<Keyed>) => aPromise({ customerId, ...more })
    const late = mine({ kind: 'deliver', dueAt: NOW - H })
    const today = mine({ dueAt: NOW + 13 * H }) // 23:00 in Shanghai
    const tomorrow = mine({ dueAt: NOW + 14.5 * H })
    const moved = mine({ dueAt: NOW + 50 * H })
    const paused = mine({ dueAt: NOW + 5 * H })
    const done = mine({ dueAt: NOW + 5 * H })
    await w.committed(async (ctx) => {
      await importPromises(ctx, [late, today, tomorrow, moved, paused, done])
      const key = (p: Keyed) => ({ kind: p.kind, orderId: p.orderId, subjectId: p.subjectId })
      await repromise(ctx, { ...key(moved), dueAt: new Date(NOW + 60 * H), reason: '改期' })
      await fulfilPromises(ctx, [{ ...key(done), at: new Date(NOW) }])
      await ctx.db.run(
        sql`update promise set risk_late = 0.7, risk_cases = 50 where subject_id = ${tomorrow.subjectId}`,
      )
      await ctx.db.run(sql`update promise set owner_id = ${agent.id} where subject_id = ${late.subjectId}`)
      return paused
    })
    const { body } = await w.call(viewer, 'GET', `/promises?orderId=${paused.orderId}`)
    await w.call(viewer, 'POST', `/promises/${body.rows[0].id}/pause`, { reason: '等待客户' })
  })

  test('counts what needs attention, by kind and owner, in the days of the company', async () => {
    const { status, body } = await w.call(viewer, 'GET', '/promises/board')
    expect(status).toBe(200)
    expect(body.total).toEqual({ late: 1, today: 1, atRisk: 1, untold: 1, paused: 1 })
    expect(body.byKind.find((k: { kind: string }) => k.kind === 'deliver')).toMatchObject({
      late: 1,
      today: 0,
    })
    expect(body.byOwner.find((o: { ownerId: string | null }) => o.ownerId === agent.id)).toMatchObject({
      ownerName: '测试员',
      late: 1,
    })
    expect(body.ahead.map((d: { day: string; due: number }) => [d.day, d.due]).slice(0, 3)).toEqual([
      ['2026-03-02', 3],
      ['2026-03-03', 1],
      ['2026-03-04', 1],
    ])
  })

  test.each([
    ['late', 1],
    ['today', 1],
    ['at_risk', 1],
    ['untold', 1],
    ['paused', 1],
    ['open', 5],
    ['ended', 1],
  ])('view %s lists as many as it counts: %i', async (view, n) => {
    const { status, body } = await w.call(viewer, 'GET', `/promises?view=${view}`)
    expect(status).toBe(200)
    expect(body.rows).toHaveLength(n)
  })

  test('all of a customer includes the ended; all of everything is refused with the remedy', async () => {
    expect(
      (await w.call(viewer, 'GET', `/promises?view=all&customerId=${customerId}`)).body.rows,
    ).toHaveLength(6)
    expect((await w.call(viewer, 'GET', '/promises?view=all')).body.fields[0].path).toBe('view')
  })

  test('pages in order of the due time, without gap or repeat', async () => {
    const all = (await w.call(viewer, 'GET', '/promises')).body.rows.map((r: { id: string }) => r.id)
    const paged: string[] = []
    let cursor = ''
    do {
      const { body } = await w.call(viewer, 'GET', `/promises?limit=2${cursor && `&cursor=${cursor}`}`)
      paged.push(...body.rows.map((r: { id: string }) => r.id))
      cursor = body.next ?? ''
    } while (cursor)
    expect(paged).toEqual(all)
  })

  test.each([
    ['kind=deliver', 1],
    ['owner=none', 4],
    ['dueTo=' + day(-24), 0],
    ['dueFrom=' + day(24), 2],
    ['kind=ship&dueTo=' + day(0), 2],
    ['where=kind.not:ship&where=due.between:' + day(24) + ',&sort=-risk,due', 3],
  ])('filters by %s', async (query, n) => {
    expect((await w.call(viewer, 'GET', `/promises?${query}`)).body.rows).toHaveLength(n)
  })
})

describe('acts', () => {
  test('re-promising with the telling of it leaves nothing untold, and the chain tells the story', async () => {
    const id = await make(aPromise())
    const { body } = await w.call(agent, 'POST', `/promises/${id}/repromise`, {
      dueAt: iso(40),
      reason: '仓库积压',
      told: { channel: 'phone', recipient: '王先生', proof: '录音 2026-03-02' },
    })
    expect(body).toMatchObject({
      rootId: id,
      changes: 1,
      state: 'open',
      dueAt: iso(40),
      originalDueAt: iso(10),
      toldAt: iso(0),
    })
    expect(body.id).not.toBe(id)
    expect(body.chain).toMatchObject([
      { id, dueAt: iso(10) },
      { id: body.id, dueAt: iso(40), reason: '仓库积压', madeBy: '测试员' },
    ])
    expect(body.told).toMatchObject([
      { promiseId: body.id, recipient: '王**', proof: '录音 2026-03-02', toldBy: '测试员' },
    ])
    expect((await w.call(agent, 'GET', `/promises/${id}`)).body.id).toBe(body.id)
  })

  test.each([
    ['repromise', { dueAt: iso(-1), reason: '过去' }, 409, 'promise.due_in_past'],
    ['repromise', { dueAt: 'tomorrow', reason: '?' }, 400, 'request.invalid'],
    ['told', { channel: 'pigeon', recipient: 'x' }, 400, 'request.invalid'],
    ['told', { channel: 'phone', recipient: 'x', toldAt: iso(1) }, 409, 'promise.told_in_future'],
    ['resume', {}, 409, 'promise.not_paused'],
    ['owner', { ownerId: newId() }, 422, 'promise.owner_unknown'],
    ['break', { cause: 'bad_luck' }, 400, 'request.invalid'],
    ['outcome', { outcome: 'reopened' }, 409, 'promise.not_ended'],
  ])('%s %j is refused with %i %s', async (act, body, status, code) => {
    const answer = await w.call(agent, 'POST', `/promises/${await make(aPromise())}/${act}`, body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('a correction is a new version; what was recorded before stays', async () => {
    const id = await make(aPromise())
    await w.call(agent, 'POST', `/promises/${id}/break`, { cause: 'carrier_delay', note: '承运商未提货' })
    const fixed = await w.call(agent, 'POST', `/promises/${id}/outcome`, {
      outcome: 'fulfilled',
      fulfilledAt: iso(-1),
      note: '签收单补到',
    })
    expect(fixed.body).toMatchObject({ state: 'fulfilled', fulfilledAt: iso(-1) })
    const again = await w.call(agent, 'POST', `/promises/${id}/outcome`, {
      outcome: 'reopened',
      note: '签收单有误',
    })
    expect(again.body.state).toBe('open')
    expect(
      again.body.outcomes.map((o: { version: number; outcome: string }) => `${o.version} ${o.outcome}`),
    ).toEqual(['1 broken', '2 fulfilled', '3 reopened'])
  })

  test('an owner is named and taken away', async () => {
    const id = await make(aPromise())
    expect((await w.call(agent, 'POST', `/promises/${id}/owner`, { ownerId: agent.id })).body.ownerName).toBe(
      '测试员',
    )
    expect((await w.call(agent, 'POST', `/promises/${id}/owner`, { ownerId: null })).body.ownerId).toBeNull()
  })
})
