import { beforeAll, describe, expect, test } from 'vitest'
import { type Yard, planned, yard } from '#modules/shipments/fixture.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { MERGED_HEADER } from '#platform/http.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

// Two people open the same record; both save. Told for every record that people edit, on a real database over HTTP.

const w = world()
let first: TestUser
let second: TestUser
let goods: Yard
type Place = {
  path: string
  method: 'PUT' | 'PATCH' | 'POST'
  base: Record<string, unknown>
  version: number
}

beforeAll(async () => {
  first = await w.user({ role: 'manager' })
  second = await w.user({ role: 'manager' })
  goods = await w.committed((ctx) => yard(ctx, { products: 2, warehouses: 2 }))
})

const post = async (path: string, body: unknown) => {
  const { status, body: made } = await w.call(first, 'POST', path, body)
  expect(status, JSON.stringify(made)).toBe(200)
  return made
}

const customer = () => post('/customers', { name: '原名', roles: ['shipper'] })
const site = { name: '总仓', province: '44', city: '4401', district: '440106', street: '天河路123号' }

/** A record, how it is saved, and two fields of it with a value that the first and one that the second person wants. */
const kinds: Record<
  string,
  { open: () => Promise<Place>; a: () => [string, unknown, unknown]; b: [string, unknown] }
> = {
  customer: {
    open: async () => ({
      path: `/customers/${(await customer()).id}`,
      method: 'PATCH',
      base: {},
      version: 1,
    }),
    a: () => ['name', '甲名', '乙名'],
    b: ['note', '备注'],
  },
  contact: {
    open: async () => {
      const { id } = await customer()
      const contact = await post(`/customers/${id}/contacts`, { name: '林诺', phone: '13812345678' })
      return { path: `/customers/${id}/contacts/${contact.id}`, method: 'PATCH', base: {}, version: 1 }
    },
    a: () => ['phone', '13700001111', '13700002222'],
    b: ['position', '经理'],
  },
  site: {
    open: async () => {
      const { id } = await customer()
      const made = await post(`/customers/${id}/sites`, site)
      return { path: `/customers/${id}/sites/${made.id}`, method: 'PATCH', base: {}, version: 1 }
    },
    a: () => ['street', '天河路9号5栋1203室', '天河路8号6栋1室'],
    b: ['postcode', '510000'],
  },
  product: {
    open: async () => {
      const base = { sku: `S-${newId()}`, name: '原名', category: 'A' }
      const { id } = await post('/products', base)
      return { path: `/products/${id}`, method: 'PUT', base, version: 1 }
    },
    a: () => ['name', '甲名', '乙名'],
    b: ['category', 'B'],
  },
  'purchase order': {
    open: async () => {
      const supplier = await post('/customers', { name: '供应商', roles: ['supplier'] })
      const base = {
        supplierId: supplier.id,
        warehouseId: goods.warehouseId,
        customerId: goods.customerId,
        lines: [{ productId: goods.productId, quantity: 1, wantedOn: '2099-01-01' }],
      }
      const { id } = await post('/purchase-orders', base)
      return { path: `/purchase-orders/${id}`, method: 'PUT', base, version: 1 }
    },
    a: () => ['note', '甲', '乙'],
    b: ['customerRef', 'KH-5'],
  },
  warehouse: {
    open: async () => {
      const base = { code: `W${newId().slice(-8).toUpperCase()}`, name: '原名', city: 'A', cutoff: '16:00' }
      const { id } = await post('/warehouses', base)
      return { path: `/warehouses/${id}`, method: 'PUT', base, version: 1 }
    },
    a: () => ['name', '甲名', '乙名'],
    b: ['cutoff', '17:30'],
  },
  contract: {
    open: async () => {
      const base = { name: '原名', customerId: goods.customerId, validFrom: '2030-01-01', validTo: null }
      const { id } = await post('/contracts', base)
      return { path: `/contracts/${id}`, method: 'PATCH', base: {}, version: 1 }
    },
    a: () => ['name', '甲名', '乙名'],
    b: ['validTo', '2031-01-01'],
  },
  clause: {
    open: async () => {
      const contract = await post('/contracts', {
        name: '合同',
        customerId: goods.customerId,
        validFrom: '2030-01-01',
      })
      const content = { target: { unit: 'days', amount: 5 }, note: '' }
      const made = await post(`/contracts/${contract.id}/clauses`, { kind: 'deliver', ...content })
      return {
        path: `/clauses/${made.id}/versions`,
        method: 'POST',
        base: content,
        version: 1,
      }
    },
    a: () => ['target', { unit: 'days', amount: 4 }, { unit: 'days', amount: 3 }],
    b: ['note', '备注'],
  },
  calendar: {
    open: async () => {
      const base = {
        name: '原名',
        zone: 'Asia/Shanghai',
        week: { 1: [{ from: '09:00', to: '18:00' }], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] },
        holidaySet: 'cn',
        exceptions: [],
      }
      const made = await post('/calendars', { key: `k${newId().slice(-10).replaceAll('-', '')}`, ...base })
      return { path: `/calendars/${made.id}`, method: 'PUT', base: { ...base, week: made.week }, version: 1 }
    },
    a: () => ['name', '甲名', '乙名'],
    b: ['holidaySet', null],
  },
  role: {
    open: async () => {
      const base = { zh: '原名', en: 'Old', permissions: ['order.read', 'customer.read'] }
      const made = await post('/roles', { key: `r${newId().slice(-10)}`.replaceAll('-', ''), ...base })
      return { path: `/roles/${made.id}`, method: 'PUT', base, version: 1 }
    },
    a: () => ['permissions', ['order.read'], ['customer.read']],
    b: ['en', 'New'],
  },
  user: {
    open: async () => {
      const base = { name: '原名', roleIds: [], teamIds: [] }
      const made = await post('/users', {
        ...base,
        email: `${newId()}@test.example`,
        password: 'Long enough 4711!',
      })
      return { path: `/users/${made.id}`, method: 'PUT', base, version: 1 }
    },
    a: () => ['name', '甲名', '乙名'],
    b: ['scopes', { warehouse: [newId()] }],
  },
  team: {
    open: async () => {
      const path = `/teams/${newId()}`
      const base = { name: `队 ${newId()}`, memberIds: [first.id] }
      expect((await w.call(first, 'PUT', path, base)).body.version).toBe(1)
      return { path, method: 'PUT', base, version: 1 }
    },
    a: () => ['name', `甲队 ${newId()}`, `乙队 ${newId()}`],
    b: ['memberIds', []],
  },
  order: {
    open: async () => {
      const { order } = await w.committed((ctx) => planned(ctx, goods))
      const { body } = await w.call(first, 'GET', `/orders/${order.id}`)
      return {
        path: `/orders/${order.id}/amendment`,
        method: 'POST',
        base: { reason: '客户来电' },
        version: body.version,
      }
    },
    a: () => ['consigneeName', '王先生', '李女士'],
    b: ['note', '备注'],
  },
}

const save = (
  as: TestUser,
  { path, method, base, version }: Place,
  change: object,
  seen: number | null = version,
) => w.call(as, method, path, { ...base, ...change, ...(seen === null ? {} : { version: seen }) })

describe.each(Object.entries(kinds))('%s', (_, { open, a, b: [also, value] }) => {
  test('both changed the same: the later is refused with the difference; choosing again saves', async () => {
    const place = await open()
    const [field, one, other] = a()
    expect((await save(first, place, { [field]: one })).status).toBe(200)
    const { status, body } = await save(second, place, { [field]: other })
    expect([status, body.code]).toEqual([409, 'request.stale'])
    expect(body.details.conflicts).toHaveLength(1)
    const [conflict] = body.details.conflicts
    expect(conflict.field.endsWith(field)).toBe(true)
    expect(conflict.by).toBe('测试员')
    expect(Math.abs(Date.parse(conflict.at) - w.now().getTime())).toBeLessThan(60_000)
    if (conflict.isMasked) {
      expect(JSON.stringify(body)).not.toContain(String(one))
      expect(JSON.stringify(body)).not.toContain(String(other))
    } else expect([conflict.now, conflict.mine]).toMatchObject([one, other])
    const again = await save(second, place, { [field]: other }, body.details.version)
    expect(again.status, JSON.stringify(again.body)).toBe(200)
  })

  test('each changed something else: both stand, and the later is told', async () => {
    const place = await open()
    const [field, one, other] = a()
    expect((await save(first, place, { [field]: one })).status).toBe(200)
    const { status, headers, body } = await save(second, place, { [also]: value })
    expect(status, JSON.stringify(body)).toBe(200)
    const told = JSON.parse(decodeURIComponent(String(headers[MERGED_HEADER])))
    expect(told).toMatchObject([{ by: '测试员' }])
    expect(told[0].field.endsWith(field)).toBe(true)
    // The first person's value is still there: changing it from what they started from would be a conflict.
    const third = await save(first, place, { [field]: other })
    expect(third.body.details.conflicts.map((c: { now: unknown }) => c.now)).toHaveLength(1)
  })

  test('who leaves the version out writes last; a version nobody has given is refused', async () => {
    const place = await open()
    const [field, one, other] = a()
    expect((await save(first, place, { [field]: one })).status).toBe(200)
    expect((await save(second, place, { [field]: other }, null)).status).toBe(200)
    const { status, body } = await save(second, place, { [field]: one }, 99)
    expect([status, body.code]).toEqual([409, 'request.stale'])
  })
})

test('lanes of a warehouse and the target of a KPI have versions too', async () => {
  const lane = (hours: number) => ({ destination: 'CN-44', transitHours: hours })
  const { body: made } = await w.call(first, 'POST', '/warehouses', {
    code: `W${newId().slice(-8).toUpperCase()}`,
    name: '仓',
  })
  const lanes = (hours: number, version: number) =>
    w.call(second, 'PUT', `/warehouses/${made.id}/lanes`, { lanes: [lane(hours)], version })
  expect((await lanes(24, 1)).status).toBe(200)
  expect((await lanes(48, 1)).body).toMatchObject({
    code: 'request.stale',
    details: { conflicts: [{ field: 'lanes' }] },
  })

  const target = (value: number | null, version: number) =>
    w.call(second, 'PUT', '/kpis/on_time_delivery/target', { target: value, version })
  expect((await target(0.9, 0)).status).toBe(200)
  expect((await target(0.8, 0)).body.details.conflicts).toMatchObject([{ now: 0.9, mine: 0.8 }])
  expect((await target(null, 1)).status).toBe(200)
})

test('what is remembered of a change holds personal data only as the pages show them', async () => {
  const { id } = await customer()
  const contact = await post(`/customers/${id}/contacts`, { name: '林诺', phone: '13812345678' })
  await w.call(first, 'PATCH', `/customers/${id}/contacts/${contact.id}`, {
    phone: '13700001111',
    name: '林承诺',
  })
  const kept = await w.committed((ctx) =>
    ctx.db.one(sql<{ changes: object }>`
      select changes from record_change where tenant_id = ${w.tenant.id} and subject_id = ${contact.id}`),
  )
  expect(kept.changes).toEqual({
    phone: { before: '1******5678', after: '1******1111' },
    name: { before: '林*', after: '林**' },
  })
})
