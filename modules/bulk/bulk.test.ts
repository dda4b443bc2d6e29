import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bulkActions } from '../../compose-bulk.ts'
import { composeTasks } from '../../compose.ts'
import { cancelOrder } from '#modules/orders/cancellations.ts'
import { orderOf, shelf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { BULK_TASK } from './events.ts'

const w = world()
let admin: pg.Client
beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
})
afterAll(() => admin.end())

const RIGHTS = ['order.read', 'order.amend', 'inside.read']
const reason = { by: 'us', reason: '客户不再需要' }

/** Orders of one customer; those of `gone` are cancelled already. */
async function orders(count: number, gone = 0): Promise<{ customerId: string; ids: string[] }> {
  return w.committed(async (ctx) => {
    const goods = await shelf(ctx, { onHand: 500 })
    const ids: string[] = []
    for (let i = 0; i < count; i += 1)
      ids.push((await placeOrder(ctx, orderOf(goods, { externalRef: `B${newId()}`, notDuplicate: true }))).id)
    for (const id of ids.slice(0, gone)) await cancelOrder(ctx, { id, version: null, by: 'us', reason: 'x' })
    return { customerId: goods.customerId, ids }
  })
}

const work = async (id: string, times = 1) => {
  const task = composeTasks({ database: w.database, log: silentLog, clock: w.now })[BULK_TASK]
  for (let i = 0; i < times; i += 1) await task?.(w.tenant, id, { now: 1, max: 8 })
}
const preview = (as: TestUser, wanted: object) =>
  w.call(as, 'POST', '/bulk-runs', { action: 'orders.cancel', input: reason, ...wanted })
const act = (as: TestUser, id: string, what: string) => w.call(as, 'POST', `/bulk-runs/${id}/${what}`, {})
const seen = async (as: TestUser, id: string) => (await w.call(as, 'GET', `/bulk-runs?id=${id}`)).body.rows[0]

async function statesOf(ids: string[]): Promise<string[]> {
  const { rows } = await admin.query<{ state: string }>(
    `select o.state from unnest($1::uuid[]) with ordinality n (id, i) join sales_order o using (id) order by n.i`,
    [ids],
  )
  return rows.map((row) => row.state)
}

/** A fingerprint of all the company has but the runs themselves and the log of events. */
async function contents(): Promise<string> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
     and relname not in ('migration', 'tenant', 'bulk_run', 'bulk_item', 'event', 'session')`,
  )
  const hashes = await Promise.all(
    tables.map(({ name }) =>
      admin.query(
        `select md5(string_agg(md5(t::text), '' order by md5(t::text))) as h from ${name} t where tenant_id = $1`,
        [w.tenant.id],
      ),
    ),
  )
  return JSON.stringify(hashes.map(({ rows }) => rows[0].h))
}

test('a preview says what would be refused and why, writes nothing, and only what can be done is done', async () => {
  const { ids } = await orders(4, 1)
  const user = await w.user(RIGHTS)
  const before = await contents()
  const { body: run } = await preview(user, { ids: [...ids, newId()] })
  await work(run.id)
  expect(await seen(user, run.id)).toMatchObject({ state: 'ready', total: 5, checked: 5, ok: 3, passed: 0 })
  const { refused } = await seen(user, run.id)
  expect(refused.map((item: { code: string }) => item.code)).toEqual(['order.closed', 'not_found'])
  expect(refused[0].reason).toMatch(/[一-鿿]/)
  expect(refused[0].title).toMatch(/^SO/)
  expect(await contents()).toBe(before)

  await act(user, run.id, 'confirmation')
  await work(run.id, 2)
  expect(await seen(user, run.id)).toMatchObject({ state: 'done', passed: 3, done: 3 })
  expect(await statesOf(ids)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled'])
  const file = await w.call(user, 'POST', `/bulk-runs/${run.id}/export`, { format: 'csv' })
  expect(file.body.toString('utf8')).toContain('order.closed')
})

test('what changed after the preview fails alone, the rest is done, and it can be tried again', async () => {
  const { ids } = await orders(3)
  const user = await w.user(RIGHTS)
  const { body: run } = await preview(user, { ids })
  await work(run.id)
  await w.committed((ctx) =>
    cancelOrder(ctx, { id: ids[1] ?? '', version: null, by: 'us', reason: 'meanwhile' }),
  )
  await act(user, run.id, 'confirmation')
  await work(run.id)
  expect(await seen(user, run.id)).toMatchObject({
    state: 'done',
    passed: 3,
    done: 2,
    refused: [{ recordId: ids[1] }],
  })
  const again = await act(user, run.id, 'retry')
  expect(again).toMatchObject({ status: 200, body: { state: 'checking', total: 1 } })
})

test('all that match a search are taken, as the person sees them; more than the limit is refused', async () => {
  const { customerId, ids } = await orders(3)
  const { customerId: other } = await orders(1)
  const user = await w.user(RIGHTS, { scopes: { customer: [customerId] } })
  const matching = (search: string) => preview(user, { matching: { list: 'orders', search } })
  expect((await matching('state=confirmed')).body.total).toBe(ids.length)
  expect((await matching(`customerId=${other}`)).body.code).toBe('bulk.no_records')
  expect((await preview(user, { matching: { list: 'products', search: '' } })).body.code).toBe(
    'bulk.no_such_action',
  )
})

test('without the permission, with input that does not fit, or by somebody else: refused', async () => {
  const { ids } = await orders(1)
  const user = await w.user(RIGHTS)
  expect((await preview(await w.user(['order.read']), { ids })).status).toBe(403)
  expect(await preview(user, { ids, input: { by: 'nobody' } })).toMatchObject({
    status: 400,
    body: { fields: [{ path: 'input.by' }, { path: 'input.reason' }] },
  })
  const { body: run } = await preview(user, { ids })
  expect((await act(user, run.id, 'confirmation')).body.code).toBe('bulk.not_ready')
  const other = await w.user(RIGHTS)
  expect((await act(other, run.id, 'cancellation')).status).toBe(404)
  expect(await seen(other, run.id)).toBeUndefined()
})

test('a stopped run does nothing more; one whose owner lost the right fails', async () => {
  const { ids } = await orders(2)
  const user = await w.user(RIGHTS)
  const { body: run } = await preview(user, { ids })
  await work(run.id)
  await act(user, run.id, 'confirmation')
  await act(user, run.id, 'cancellation')
  await work(run.id)
  expect(await statesOf(ids)).toEqual(['confirmed', 'confirmed'])

  const { body: second } = await preview(user, { ids })
  await w.committed((ctx) =>
    ctx.db.run(
      sql`update app_user set disabled_at = now() where tenant_id = ${ctx.tenant.id} and id = ${user.id}`,
    ),
  )
  await work(second.id)
  const { rows } = await admin.query(`select state from bulk_run where id = $1`, [second.id])
  expect([rows[0].state, await statesOf(ids)]).toEqual(['failed', ['confirmed', 'confirmed']])
})

test('every action has its own key, lists and texts, and is there for each of its lists', () => {
  const lists = new Set([
    'orders',
    'promises',
    'customers',
    'products',
    'users',
    'exceptions',
    'shipments',
    'return-receipts',
    'customer-notices',
    'purchases',
  ])
  for (const action of bulkActions.values()) {
    expect(action.lists.every((list) => lists.has(list))).toBe(true)
    expect(action.title.zh && action.title.en).toBeTruthy()
  }
  expect(bulkActions.size).toBeGreaterThanOrEqual(17)
})
