import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Yard, sent, yard } from '#modules/shipments/fixture.ts'
import { SESSION_COOKIE } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { peopleOf } from '#platform/presence-state.ts'
import { type LiveServer, startLiveServer } from '#platform/testing/live-server.ts'
import { type Stream, openEventStream } from '#platform/testing/stream.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

const w = world()
let servers: LiveServer[] = []
let goods: Yard
let orderId = ''
const streams: Stream[] = []

beforeAll(async () => {
  servers = [await startLiveServer(w.database), await startLiveServer(w.database)]
  goods = await w.committed((ctx) => yard(ctx, { products: 1, warehouses: 1 }))
  orderId = await w.committed(async (ctx) => (await sent(ctx, goods)).order.id)
})
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close()
})
afterAll(() => Promise.all(servers.map((server) => server.stop())))

async function listen(user: TestUser, server = 0): Promise<Stream> {
  const stream = await openEventStream(servers[server]?.url ?? '', {
    cookie: `${SESSION_COOKIE}=${user.cookie}`,
  })
  streams.push(stream)
  await until(() => stream.heard.some((one) => one.event === 'here'))
  return stream
}

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (what()) return
    await new Promise((done) => setTimeout(done, 10))
  }
  throw new Error('it did not come to pass')
}

const say = (user: TestUser, clientId: string, state: string, id: string | null = orderId) =>
  w.call(user, 'POST', '/presence', { clientId, record: id ? { type: 'order', id } : null, state })

const statesIn = (stream: Stream, id = orderId) => {
  const last = stream.heard.findLast((one) => one.event === 'presence' && one.data['id'] === id)
  return ((last?.data['people'] ?? []) as { id: string; state: string }[]).map((one) => [one.id, one.state])
}

test('a colleague who begins to edit is seen within a second on every process, and gone when they leave', async () => {
  const [editor, viewer] = [await w.user({ role: 'agent' }), await w.user({ role: 'agent' })]
  const [near, far] = [await listen(viewer, 0), await listen(viewer, 1)]
  const page = newId()
  expect((await say(editor, page, 'viewing')).status).toBe(200)
  await until(() => statesIn(near).length === 1 && statesIn(far).length === 1)
  const began = performance.now()
  await say(editor, page, 'editing')
  const isEditing = (stream: Stream) => statesIn(stream)[0]?.[1] === 'editing'
  await until(() => isEditing(near) && isEditing(far))
  expect(performance.now() - began).toBeLessThan(1_000)
  const late = await listen(await w.user({ role: 'agent' }), 1)
  await until(() => isEditing(late))
  await say(editor, page, 'viewing', null)
  await until(() => [near, far, late].every((stream) => statesIn(stream).length === 0))
})

test('who may not read the record hears nothing of it, and cannot say to be there', async () => {
  const [editor, all] = [await w.user({ role: 'agent' }), await w.user({ role: 'agent' })]
  const outside = await w.user({ role: 'agent' }, { scopes: { customer: [newId()] } })
  const foreign = await w.user({ role: 'agent' }, { tenant: w.foreign })
  const [open, shut, other] = [await listen(all), await listen(outside), await listen(foreign)]
  const shipper = await listen(await w.user({ role: 'shipper' }))
  await say(editor, newId(), 'editing')
  await until(() => statesIn(open).length === 1)
  await new Promise((done) => setTimeout(done, 100))
  expect(shut.heard.filter((one) => one.event === 'presence')).toEqual([])
  expect(other.heard.filter((one) => one.event === 'presence')).toEqual([])
  // A customer may read the order; which of our people look at it is our own matter.
  expect(shipper.heard.filter((one) => one.event === 'presence')).toEqual([])
  expect((await say(outside, newId(), 'viewing')).status).toBe(404)
  expect((await say(foreign, newId(), 'viewing')).status).toBe(404)
})

test('a page that was not heard of for long counts no more', async () => {
  const [gone, there, viewer] = await Promise.all([1, 2, 3].map(() => w.user({ role: 'agent' })))
  await say(gone!, newId(), 'viewing')
  await say(there!, newId(), 'viewing')
  const admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
  await admin.query(`update presence set seen_at = now() - interval '151 seconds' where user_id = $1`, [
    gone!.id,
  ])
  await admin.query(`update presence set seen_at = now() - interval '100 seconds' where user_id = $1`, [
    there!.id,
  ])
  await admin.end()
  const late = await startLiveServer(w.database)
  const stream = await openEventStream(late.url, { cookie: `${SESSION_COOKIE}=${viewer!.cookie}` })
  streams.push(stream)
  await until(() => statesIn(stream).some(([id]) => id === there!.id))
  expect(statesIn(stream).map(([id]) => id)).not.toContain(gone!.id)
  await late.stop()
})

test('one’s page is one’s own: another cannot move it', async () => {
  const [one, two] = [await w.user({ role: 'agent' }), await w.user({ role: 'agent' })]
  const stream = await listen(await w.user({ role: 'agent' }))
  const page = newId()
  await say(one, page, 'editing')
  await until(() => statesIn(stream).some(([id]) => id === one.id))
  await say(two, page, 'viewing', null)
  await new Promise((done) => setTimeout(done, 300))
  expect(statesIn(stream)).toContainEqual([one.id, 'editing'])
})

test('people are shown once, the busiest first', () => {
  const person = (id: string, state: 'viewing' | 'editing' | 'idle') => ({ id, name: id, state })
  expect(
    peopleOf([person('b', 'viewing'), person('a', 'idle'), person('a', 'editing'), person('c', 'idle')]),
  ).toEqual([person('a', 'editing'), person('b', 'viewing'), person('c', 'idle')])
  expect(peopleOf(Array.from({ length: 30 }, (_, i) => person(`p${i}`, 'viewing')))).toHaveLength(20)
})
