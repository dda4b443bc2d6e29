import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listSources } from '../../compose-lists.ts'
import { orderOf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { yard } from '#modules/shipments/fixture.ts'
import { queryOfValues, readValues } from '#platform/list.ts'
import { namesTaken } from '#platform/list-names.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { demoViews } from './demo.ts'
import { namesLost } from './view.ts'
import { saveCompanyView } from './views.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

const w = world()
const READ = ['activity.read', 'order.read']
const place = { zone: 'Asia/Shanghai', now: new Date() }

const save = async (as: TestUser, name: string, search = 'state=held') =>
  (await w.call(as, 'POST', '/views', { list: 'orders', name, search, layout: { density: 'dense' } })).body
const namesFor = async (as: TestUser): Promise<string[]> =>
  (await w.call(as, 'GET', '/views?list=orders')).body.rows.map((v: { name: string }) => v.name)

async function teamOf(...users: TestUser[]): Promise<string> {
  const id = newId()
  await w.committed(async (ctx) => {
    await ctx.db.run(
      sql`insert into team (tenant_id, id, name) values (${ctx.tenant.id}, ${id}, ${`T ${id}`})`,
    )
    await ctx.db.run(
      sql`insert into team_member (tenant_id, team_id, user_id) select ${ctx.tenant.id}, ${id}, u from unnest(${users.map((u) => u.id)}::uuid[]) u`,
    )
  })
  return id
}

test('a view is its maker’s until shared; teams see theirs, everybody sees what is for all, no other company anything', async () => {
  const maker = await w.user([...READ, 'view.share'])
  const mate = await w.user(READ)
  const other = await w.user(READ)
  const stranger = await w.user(READ, { tenant: w.foreign })
  const teamId = await teamOf(maker, mate)
  const view = await save(maker, '只看冻结')
  const share = (visibility: string, team: string | null = null) =>
    w.call(maker, 'PUT', `/views/${view.id}/sharing`, { visibility, teamId: team })
  expect([await namesFor(maker), await namesFor(mate)]).toEqual([['只看冻结'], []])
  await share('team', teamId)
  expect([await namesFor(mate), await namesFor(other)]).toEqual([['只看冻结'], []])
  await share('global')
  expect([await namesFor(other), await namesFor(stranger)]).toEqual([['只看冻结'], []])
  await share('personal')
  expect([await namesFor(other), await namesFor(mate)]).toEqual([[], []])
  expect((await w.call(other, 'DELETE', `/views/${view.id}`)).status).toBe(404)
})

test('a shared view is changed by its maker and by who may share, not by others; a stale change is refused', async () => {
  const maker = await w.user([...READ, 'view.share'])
  const reader = await w.user(READ)
  const sharer = await w.user([...READ, 'view.share'])
  const view = await save(maker, 'A')
  const shared = (
    await w.call(maker, 'PUT', `/views/${view.id}/sharing`, { visibility: 'global', teamId: null })
  ).body
  const patch = (as: TestUser, version: number, name: string) =>
    w.call(as, 'PATCH', `/views/${view.id}`, { version, name })
  expect(await patch(reader, shared.version, 'B')).toMatchObject({
    status: 409,
    body: { code: 'view.not_yours' },
  })
  expect(await patch(sharer, shared.version, 'C')).toMatchObject({ status: 200, body: { name: 'C' } })
  expect(await patch(maker, shared.version, 'D')).toMatchObject({
    status: 409,
    body: { code: 'request.stale' },
  })
  expect(
    (await w.call(maker, 'PUT', `/views/${view.id}/sharing`, { visibility: 'team', teamId: newId() })).body
      .code,
  ).toBe('view.not_your_team')
  await w.call(maker, 'DELETE', `/views/${view.id}`)
  expect(await namesFor(sharer)).not.toContain('C')
})

test('deleting can be undone; order and default are kept', async () => {
  const user = await w.user(READ)
  const [a, b] = [await save(user, 'a'), await save(user, 'b')]
  await w.call(user, 'PUT', '/views/order', { list: 'orders', ids: [b.id, a.id] })
  expect((await namesFor(user)).filter((n) => 'ab'.includes(n))).toEqual(['b', 'a'])
  await w.call(user, 'PUT', '/views/default', { list: 'orders', viewId: a.id })
  const { rows } = (await w.call(user, 'GET', '/views?list=orders')).body
  expect(rows.filter((v: { isDefault: boolean }) => v.isDefault).map((v: { id: string }) => v.id)).toEqual([
    a.id,
  ])
  await w.call(user, 'DELETE', `/views/${a.id}`)
  expect(await namesFor(user)).not.toContain('a')
  await w.call(user, 'POST', `/views/${a.id}/restoration`)
  expect(await namesFor(user)).toContain('a')
  expect((await w.call(user, 'PUT', '/views/default', { list: 'orders', viewId: newId() })).status).toBe(404)
  expect(
    (await w.call(user, 'POST', '/views', { list: 'nonsense', name: 'x', search: '', layout: {} })).body.code,
  ).toBe('view.no_such_list')
})

test('counts are made with the person’s own eyes, and only of lists he may read', async () => {
  const { customerId } = await w.committed(async (ctx) => {
    const goods = await yard(ctx, { products: 1, warehouses: 1 })
    await placeOrder(ctx, orderOf(goods, { notDuplicate: true }))
    return goods
  })
  const counted = async (as: TestUser) => {
    await save(as, 'all', `customerId=${customerId}&gone=1`)
    return (await w.call(as, 'GET', '/views/counts?list=orders')).body.rows
      .filter((r: { count: number }) => r.count !== 0)
      .map((r: { count: number; isMore: boolean }) => [r.count, r.isMore])
  }
  expect(await counted(await w.user(READ))).toEqual([[1, false]])
  expect(await counted(await w.user(READ, { scopes: { customer: [newId()] } }))).toEqual([])
  expect(await counted(await w.user([]))).toEqual([])
})

test('every list’s search becomes a query its operation takes; what it does not know is left out', () => {
  for (const source of listSources) {
    const names = namesTaken(source.operation)
    const search = [...names.map((name) => `${name}=%00`), 'nonsense=1', 'cursor=x'].join('&')
    expect(queryOfValues(source, readValues(search), place)).not.toHaveProperty('nonsense')
  }
  const orders = listSources.find((source) => source.name === 'orders')
  if (!orders) throw new Error('no list of orders')
  expect(
    queryOfValues(orders, readValues('state=held&state=short&urgent=true&sort=-number&from=x'), place),
  ).toEqual({
    state: ['held', 'short'],
    urgent: 'true',
    sort: '-number',
  })
})

test('the demo’s views name only what their lists take', () => {
  for (const { list, name, search } of demoViews) {
    const source = listSources.find((one) => one.name === list)
    if (!source) throw new Error(`no list ${list}`)
    expect([name.zh, namesLost(search, namesTaken(source.operation))]).toEqual([name.zh, []])
    const asked = new Set(new URLSearchParams(search).keys())
    expect(Object.keys(queryOfValues(source, readValues(search), place))).toEqual(
      expect.arrayContaining([...asked]),
    )
  }
})

test('every list page is a list that views, exports and bulk actions know', () => {
  const root = join(import.meta.dirname, '../../web/features')
  const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.tsx'),
  )
  const names = pages.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/<ListPage\b[^>]*?\bname="([^"]+)"/gs)].map(
      (m) => m[1] ?? '',
    ),
  )
  expect(names.toSorted()).toEqual(listSources.map((source) => source.name).toSorted())
})

test('a view says what each change of it was, to those who see it', async () => {
  const boss = await w.user({ role: 'manager' })
  const body = { list: 'orders', name: '急单', search: 'urgent=true', layout: {} }
  const { id } = (await w.call(boss, 'POST', '/views', body)).body
  await w.call(boss, 'PATCH', `/views/${id}`, { version: 1, name: '加急', search: 'state=held&urgent=true' })
  await w.call(boss, 'PUT', `/views/${id}/sharing`, { visibility: 'global', teamId: null })
  const { rows } = (await w.call(boss, 'GET', `/records/view/${id}/activity?limit=10`)).body
  expect(rows.map((row: { type: string; changes: unknown }) => [row.type, row.changes])).toEqual([
    ['view.shared', [{ field: 'visibility', label: null, before: 'personal', after: 'global' }]],
    [
      'view.changed',
      expect.arrayContaining([
        { field: 'name', label: null, before: '急单', after: '加急' },
        expect.objectContaining({ field: 'search', before: expect.anything(), after: expect.anything() }),
      ]),
    ],
    ['view.saved', null],
  ])
  const other = (await w.call(boss, 'POST', '/views', body)).body.id
  const mate = await w.user({ role: 'agent' })
  expect((await w.call(mate, 'GET', `/records/view/${other}/activity`)).status).toBe(404)
  const listed = (await w.call(boss, 'GET', '/views')).body.rows
  expect(listed).toContainEqual(
    expect.objectContaining({ id, listTitle: { zh: '订单', en: 'Orders' }, listPath: '/orders' }),
  )
})

test('a view of the company is named in the reader’s language until somebody renames it', async () => {
  await w.committed((ctx) =>
    saveCompanyView(ctx, {
      list: 'waves',
      name: { zh: '待确认', en: 'To confirm' },
      search: '',
      position: 0,
    }),
  )
  const boss = await w.user({ role: 'manager' })
  const shown = async (locale: 'zh' | 'en') => {
    const { body } = await w.call(boss, 'GET', '/views?list=waves', undefined, { 'accept-language': locale })
    return body.rows[0] as { id: string; name: string; version: number }
  }
  const { id, name } = await shown('zh')
  expect([name, (await shown('en')).name]).toEqual(['待确认', 'To confirm'])
  const rename = (to: string, version: number) =>
    w.call(boss, 'PATCH', `/views/${id}`, { version, name: to }, { 'accept-language': 'en' })
  // Saved with the name as it stood there: both names stay.
  await rename('To confirm', 1)
  expect((await shown('zh')).name).toBe('待确认')
  await rename('Soon', 2)
  expect([(await shown('zh')).name, (await shown('en')).name]).toEqual(['Soon', 'Soon'])
})
