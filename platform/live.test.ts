import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Yard, sent, yard } from '#modules/shipments/fixture.ts'
import { revokeSessions } from '#modules/identity/sessions.ts'
import { type Ctx, type Tenant } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { SESSION_COOKIE } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { NEWS_MAX, positionOf } from '#platform/live-feed.ts'
import { startLiveServer } from '#platform/testing/live-server.ts'
import { type Stream, openEventStream } from '#platform/testing/stream.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

const w = world()
let server: Awaited<ReturnType<typeof start>>
let goods: Yard
let other: Yard
let orderId = ''
let otherOrderId = ''
const streams: Stream[] = []

beforeAll(async () => {
  server = await start()
  goods = await w.committed((ctx) => yard(ctx, { products: 1, warehouses: 1 }))
  other = await w.committed((ctx) => yard(ctx, { products: 1, warehouses: 1 }))
  orderId = await w.committed(async (ctx) => (await sent(ctx, goods)).order.id)
  otherOrderId = await w.committed(async (ctx) => (await sent(ctx, other)).order.id)
  await untilRead()
})
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close()
})
afterAll(() => server.stop())

const start = () => startLiveServer(w.database)

async function listen(user: TestUser, after?: string, url = server.url): Promise<Stream> {
  const stream = await openEventStream(url, {
    cookie: `${SESSION_COOKIE}=${user.cookie}`,
    ...(after ? { after } : {}),
  })
  streams.push(stream)
  if (stream.status === 200) await until(() => stream.heard.some((one) => one.event === 'here'))
  return stream
}

/** What was announced so far is behind the reader: another file's transaction may have hidden it from him. */
async function untilRead(): Promise<void> {
  const stream = await listen(await w.user({ role: 'manager' }))
  const id = newId()
  await w.committed(async (ctx) => emit(ctx, 'user.changed', { type: 'user', id }, { fields: [] }))
  await until(() => stream.changes().some((one) => one['id'] === id))
}

const heardOf = (stream: Stream) => stream.changes().filter((one) => /^orders?\./.test(String(one['what'])))

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (what()) return
    await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error('it did not come to pass')
}

const announce = (id: string, n = 1, tenant: Tenant = w.tenant) =>
  w.committed(async (ctx: Ctx) => {
    for (let i = 0; i < n; i += 1)
      emit(ctx, 'order.released', { type: 'order', id }, { kind: 'manual', reason: `secret ${i}` })
  }, tenant)

test('who may read a record hears of it: kind, id, what happened, and nothing else', async () => {
  const user = await w.user({ role: 'agent' })
  const stream = await listen(user)
  await announce(orderId)
  await until(() => heardOf(stream).length > 0)
  expect(heardOf(stream)).toEqual([{ what: 'order.released', type: 'order', id: orderId }])
  expect(JSON.stringify(stream.heard)).not.toContain('secret')
})

test('one’s own doings are told as such', async () => {
  const user = await w.user({ role: 'agent' })
  const colleague = await w.user({ role: 'agent' })
  const [mine, theirs] = [await listen(user), await listen(colleague)]
  const { status } = await w.call(user, 'PATCH', '/me', { name: '张三' })
  expect(status).toBe(200)
  await w.database.transaction(w.tenant.id, (db) =>
    db.run(sql`
      insert into event (tenant_id, type, subject_type, subject_id, actor_kind, actor_id, at)
      values (${w.tenant.id}, 'order.released', 'order', ${orderId}, 'user', ${user.id}, now())`),
  )
  await until(() => heardOf(mine).length > 0 && heardOf(theirs).length > 0)
  expect(heardOf(mine)).toEqual([{ what: 'order.released', type: 'order', id: orderId, mine: true }])
  expect(heardOf(theirs)).toEqual([{ what: 'order.released', type: 'order', id: orderId }])
})

test('another company, a missing permission and another scope hear nothing', async () => {
  const manager = await listen(await w.user({ role: 'manager' }, { tenant: w.foreign }))
  const nobody = await listen(await w.user([]))
  const scopes = { customer: [goods.customerId] }
  const inside = await listen(await w.user({ role: 'agent' }, { scopes }))
  const all = await listen(await w.user({ role: 'agent' }))
  await announce(otherOrderId)
  await announce(orderId)
  await w.committed(async (ctx) =>
    emit(ctx, 'orders.undone', { type: 'tenant', id: ctx.tenant.id }, { orders: 1, batchId: newId() }),
  )
  await until(() => heardOf(all).length === 3 && heardOf(inside).length > 0)
  await new Promise((done) => setTimeout(done, 200))
  expect(heardOf(all).map((one) => one['id'])).toEqual([otherOrderId, orderId, undefined])
  expect(heardOf(inside).map((one) => one['id'])).toEqual([orderId])
  expect(heardOf(nobody).filter((one) => one['type'])).toEqual([])
  expect(heardOf(manager)).toEqual([])
})

test('who comes back gets what was missed, once and in order', async () => {
  const user = await w.user({ role: 'agent' })
  const first = await listen(user)
  await announce(orderId, 2)
  await until(() => heardOf(first).length === 2)
  first.close()
  const after = first.lastId()
  await announce(otherOrderId, 3)
  const second = await listen(user, after)
  await announce(orderId)
  await until(() => heardOf(second).length === 4)
  expect(heardOf(second).map((one) => one['id'])).toEqual([otherOrderId, otherOrderId, otherOrderId, orderId])
  expect(second.heard.some((one) => one.event === 'reset')).toBe(false)
})

test('a server that was started anew goes on where the other ended', async () => {
  const user = await w.user({ role: 'agent' })
  const first = await listen(user)
  await announce(orderId)
  await until(() => heardOf(first).length === 1)
  const next = await start()
  try {
    await announce(otherOrderId)
    const second = await listen(user, first.heard.findLast((one) => one.event === 'change')?.id, next.url)
    await until(() => heardOf(second).length === 1)
    expect(heardOf(second)[0]).toMatchObject({ id: otherOrderId })
  } finally {
    await next.stop()
  }
})

test('who missed too much, or is told too much at once, reads everything again', async () => {
  const user = await w.user({ role: 'agent' })
  const first = await listen(user)
  const after = first.lastId()
  await announce(orderId, NEWS_MAX + 1)
  await until(() => first.heard.some((one) => one.event === 'reset'))
  expect(heardOf(first)).toEqual([])
  await announce(orderId)
  const late = await listen(user, after)
  await until(() => late.heard.some((one) => one.event === 'reset'))
  await until(() => heardOf(first).length === 1)
})

test('a new password ends the streams of the log-ins it ended', async () => {
  const user = await w.user({ role: 'agent' })
  const stream = await listen(user)
  await w.committed(async (ctx) => {
    await ctx.db.run(
      sql`update session set revoked_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and user_id = ${user.id}`,
    )
    emit(ctx, 'user.password_changed', { type: 'user', id: user.id }, {})
  })
  await until(() => stream.isEnded())
  expect(stream.heard.at(-1)?.event).toBe('bye')
})

test('a log-in that has ended ends the stream, and opens none', async () => {
  const user = await w.user({ role: 'agent' })
  const stream = await listen(user)
  await w.committed((ctx) => revokeSessions(ctx, { userId: user.id }))
  await until(() => stream.isEnded())
  expect(stream.heard.at(-1)?.event).toBe('bye')
  await new Promise((done) => setTimeout(done, 2_100)) // as long as another process may believe in it
  expect((await listen(user)).status).toBe(401)
})

test('who loses a permission hears no more of it', async () => {
  const user = await w.user({ role: 'agent' })
  const stream = await listen(user)
  const manager = await w.user({ role: 'manager' })
  await w.committed((ctx) =>
    ctx.db.run(sql`delete from user_role where tenant_id = ${ctx.tenant.id} and user_id = ${user.id}`),
  )
  const other = await listen(manager)
  await w.committed(async (ctx) => emit(ctx, 'user.changed', { type: 'user', id: user.id }, { fields: [] }))
  await until(() => other.changes().some((one) => one['id'] === user.id))
  await announce(orderId)
  await until(() => heardOf(other).some((one) => one['id'] === orderId))
  await new Promise((done) => setTimeout(done, 200))
  expect(heardOf(stream).filter((one) => one['id'] === orderId)).toEqual([])
})

test('a server that stops lets its clients go', async () => {
  const one = await start()
  const stream = await listen(await w.user({ role: 'agent' }), undefined, one.url)
  await one.stop()
  await until(() => stream.isEnded())
  expect(stream.heard.some((said) => said.event === 'bye')).toBe(false)
})

test('only positions of our own form are read', () => {
  expect(positionOf('12.3')).toEqual({ xid: 12n, seq: 3 })
  for (const wrong of ['', '12', 'a.b', '1.2.3', "1';--", null]) expect(positionOf(wrong)).toBe(null)
})
