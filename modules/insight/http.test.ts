import { beforeAll, expect, test } from 'vitest'
import { type FactWorld, makeFactWorld, makeOrder } from '#platform/testing/order-facts.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { refreshRollups } from './rollups.ts'

const w = world()
let facts: FactWorld
let reader: TestUser
const NOW = '2026-03-31T04:00:00Z'

beforeAll(async () => {
  w.setNow(NOW)
  await w.committed(async (ctx) => {
    facts = await makeFactWorld(ctx)
    for (let i = 0; i < 12; i += 1) {
      const due = `2026-0${1 + (i % 3)}-10T00:00:00Z`
      await makeOrder(ctx, facts, {
        customer: facts.customers[i % 3]!,
        placed: '2026-01-01T00:00:00Z',
        class: i % 2 ? 'A' : 'B',
        mode: 'Air',
        lines: [{ due, done: i % 4 ? due : null }],
      })
    }
    await refreshRollups(ctx)
  })
  reader = await w.user(['kpi.read'])
})

test('the dashboard gives every KPI with its months, whole or for one class', async () => {
  const all = await w.call(reader, 'GET', '/kpis')
  expect(all.status).toBe(200)
  expect(all.body).toMatchObject({ from: '2025-04-01', to: '2026-03-31', asOf: '2026-03-31T04:00:00.000Z' })
  const otd = (body: any) => body.kpis.find((k: any) => k.definition.id === 'on_time_delivery')
  expect(otd(all.body)).toMatchObject({
    numerator: 9,
    denominator: 12,
    value: 0.75,
    definition: { target: 0.99, ownTarget: false },
  })
  expect(otd(all.body).months.map((m: any) => [m.key, m.n])).toEqual([
    ['2026-01', 4],
    ['2026-02', 4],
    ['2026-03', 4],
  ])
  const one = await w.call(reader, 'GET', '/kpis?dimension=class&key=A&from=2026-02-01')
  expect(otd(one.body)).toMatchObject({ n: 4 })
  expect(all.body.kpis.find((k: any) => k.definition.id === 'order_cycle_time')).toMatchObject({
    value: null,
    n: 0,
    months: [],
  })
})

test('filter values come with their names', async () => {
  expect((await w.call(reader, 'GET', '/kpi-dimensions/warehouse')).body).toEqual({
    rows: [{ key: facts.warehouses[0], label: '上海仓' }],
  })
})

test('one KPI by customer, its rows and both exports tell the same', async () => {
  const path = `/kpis/on_time_delivery`
  const query = `customer=${facts.customers[0]}&from=2026-01-01&to=2026-03-31`
  const one = await w.call(reader, 'GET', `${path}?${query}&by=month`)
  expect(one.body).toMatchObject({
    numerator: 3,
    denominator: 4,
    parts: false,
    definition: { id: 'on_time_delivery' },
  })
  const rows = await w.call(reader, 'GET', `${path}/rows?${query}`)
  expect(rows.body.rows.map((r: any) => r.numerator).reduce((a: number, b: number) => a + b)).toBe(3)
  const csv = await w.call(reader, 'GET', `${path}/export?${query}&format=csv`)
  const lines = csv.body.toString('utf8').trim().split('\r\n')
  expect(lines).toHaveLength(1 + 4)
  expect(lines.slice(1).map((l: string) => l.split(',')[1])).toEqual(
    rows.body.rows.map((r: any) => r.orderNumber),
  )
  expect(lines[0]).toContain('归期日,订单号')
  const xlsx = await w.call(reader, 'GET', `${path}/export?${query}&format=xlsx`)
  expect(xlsx.status).toBe(200)
  expect(xlsx.body.subarray(0, 2).toString()).toBe('PK')
})

test('wrong questions are answered with the field and the remedy', async () => {
  for (const [path, field] of [
    ['/kpis/on_time_delivery?by=colour', 'by'],
    ['/kpis/perfect_order?product=-', 'product'],
    ['/kpis/otif?from=2026-03-02&to=2026-03-01', 'to'],
    ['/kpis/otif?from=2026-02-30', 'from'],
    ['/kpis/otif/rows?cursor=abc', 'cursor'],
  ] as const) {
    const answer = await w.call(reader, 'GET', path)
    expect([path, answer.status]).toEqual([path, 400])
    expect(JSON.stringify(answer.body)).toContain(field)
  }
  expect((await w.call(reader, 'GET', '/kpis/nonsense')).status).toBe(404)
  expect(
    (
      await w.call(
        reader,
        'GET',
        `/kpis/on_time_delivery/rows?cursor=${Buffer.from('["x","y"]').toString('base64url')}`,
      )
    ).status,
  ).toBe(422)
})

test('a target is set by those who may, in force at once, and taken back', async () => {
  const manager = await w.user(['kpi.read', 'kpi.manage'])
  expect((await w.call(reader, 'PUT', '/kpis/otif/target', { target: 0.9 })).status).toBe(403)
  expect((await w.call(manager, 'PUT', '/kpis/otif/target', { target: 0.9 })).status).toBe(200)
  expect((await w.call(reader, 'GET', '/kpis/otif')).body.definition).toMatchObject({
    target: 0.9,
    ownTarget: true,
  })
  await w.call(manager, 'PUT', '/kpis/otif/target', { target: null })
  expect((await w.call(reader, 'GET', '/kpis/otif')).body.definition).toMatchObject({
    target: null,
    ownTarget: false,
  })
  expect((await w.call(manager, 'PUT', '/kpis/nonsense/target', { target: 1 })).status).toBe(404)
})

test('a customer’s own user sees own figures only, on the dashboard and in rows', async () => {
  const own = await w.user(['kpi.read'], { scopes: { customer: [facts.customers[1]!] } })
  const board = await w.call(own, 'GET', '/kpis')
  expect(board.body.kpis.find((k: any) => k.definition.id === 'on_time_delivery')).toMatchObject({ n: 4 })
  expect((await w.call(own, 'GET', '/kpis/on_time_delivery?by=customer')).body.groups).toHaveLength(1)
  expect(
    (await w.call(own, 'GET', `/kpis/on_time_delivery/rows?customer=${facts.customers[0]}`)).body.rows,
  ).toEqual([])
  expect(
    (await w.call(own, 'GET', `/kpis/on_time_delivery/export?format=csv`)).body
      .toString()
      .trim()
      .split('\r\n'),
  ).toHaveLength(5)
})

test('another company sees nothing of it', async () => {
  const foreign = await w.user(['kpi.read'], { tenant: w.foreign })
  expect((await w.call(foreign, 'GET', '/kpis/on_time_delivery')).body).toMatchObject({ n: 0, value: null })
})
