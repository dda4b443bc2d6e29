import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeOperations } from '../compose.ts'
import {
  type Named,
  bodiesOf,
  contentsOf,
  idsOf,
  pathFor,
  populate,
  queryFor,
} from './authorization-fixture.ts'
import { createAuthenticator } from '#modules/identity/authentication.ts'
import { refreshTenant } from '#modules/insight/jobs.ts'
import { defaultRoles, permissions } from '#modules/permissions.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

// Whoever is bound to a part of the company learns nothing of the rest, whatever he asks and however he may get there:
// through another record, a search, a count, a figure.

const w = world()
const all = composeOperations(createAuthenticator(undefined as never)).filter(
  ({ operation }) => operation.permission !== 'public',
)
const operations = all.filter(({ operation }) => operation.method === 'GET')
const { bodyFor } = bodiesOf(all)
const BODIES = 3
// A person's own things, and what the company sets for all of it.
const OWN =
  /^\/(session|me|users|roles|teams|api-keys|sandbox|views|draft|notice|print-|calendars|holiday|kpis|bulk|export|lists|imports|presence|mails|delayed)\b/
const writing = all.filter(({ operation: { method, path } }) => method !== 'GET' && !OWN.test(path))
const ofOrders = `sales_order order_line order_allocation order_hold shortage order_error reservation shipment shipment_line parcel tracking_event
  shipment_exception delivery_proof return_receipt tracking_link return_order return_line tracking_inquiry service_order promise promise_outcome
  promise_told promise_pause customer_notice purchase_order purchase_line purchase_need handover_list handover_item note attachment record_grant`
const ofCustomers = 'party site contact party_class party_hold contract'
const ofWarehouses = 'stock stock_movement goods_receipt ship_lane'
const kept = (kind: string): string[] =>
  `${ofOrders} ${kind === 'warehouse' ? ofWarehouses : ofCustomers}`.split(/\s+/)
/** What customers never open, however narrow their scope. */
const INSIDE =
  /shortages|order-errors|handover|outbound|customer-notices|delay-rule|stock|warehouses|purchase|follow-on/
const CUSTOMER = '别家客户甲'

let admin: pg.Client
let home: Named
/** What names work of others: numbers of orders, shipments and what hangs on them. */
let numbers: string[]

beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
  await w.committed(populate)
  await admin.query(`update party set name = $2 where tenant_id = $1 and 'shipper' = any(roles)`, [
    w.tenant.id,
    CUSTOMER,
  ])
  await admin.query(
    `insert into satisfaction_answer (tenant_id, id, order_id, customer_id, score, scale, answered_at)
     select tenant_id, gen_random_uuid(), id, customer_id, 1, 5, now() from sales_order where tenant_id = $1`,
    [w.tenant.id],
  )
  await admin.query(
    `insert into contract (tenant_id, id, number, name, customer_id, valid_from)
     select tenant_id, gen_random_uuid(), 'CT-1', '合同', id, now() from party where tenant_id = $1 and name = $2 limit 1`,
    [w.tenant.id, CUSTOMER],
  )
  await admin.query(
    `update purchase_order set customer_id = (select id from party where tenant_id = $1 and name = $2 limit 1) where tenant_id = $1`,
    [w.tenant.id, CUSTOMER],
  )
  await w.catchUp()
  home = await idsOf(admin, w.tenant.id)
  const { rows } = await admin.query<{ n: string }>(
    `select number as n from sales_order where tenant_id = $1 union all select number from shipment where tenant_id = $1
     union all select waybill from shipment where tenant_id = $1 and waybill is not null
     union all select number from purchase_order where tenant_id = $1 union all select number from goods_receipt where tenant_id = $1 union all select number from return_order where tenant_id = $1`,
    [w.tenant.id],
  )
  numbers = rows.map((row) => row.n)
})
afterAll(() => admin.end())

const kinds = ['customer', 'carrier', 'warehouse'] as const
const bound = (kind: string): Promise<TestUser> =>
  w.user(Object.keys(permissions), { scopes: { [kind]: [newId()] } })
/** Who is bound to a warehouse sees whose goods lie there, and so all customers. */
const hidden = (kind: string): string[] => (kind === 'warehouse' ? numbers : [...numbers, CUSTOMER])

describe.each(kinds)('bound to another %s', (kind) => {
  test('nothing that is read tells of the rest', async () => {
    const user = await bound(kind)
    const wrong: string[] = []
    for (const { id, operation } of operations) {
      const { body } = await w.call(user, 'GET', pathFor(operation, home) + queryFor(operation, home))
      const text = Buffer.isBuffer(body) ? body.toString('utf8') : JSON.stringify(body)
      const told = hidden(kind).filter((part) => text.includes(part))
      if (told.length > 0) wrong.push(`${id}: ${told.join(', ')}`)
    }
    expect(wrong).toEqual([])
  })

  test('no search finds the rest', async () => {
    const user = await bound(kind)
    for (const q of hidden(kind)) {
      const { body } = await w.call(user, 'GET', `/search?q=${encodeURIComponent(q)}`)
      expect([q, body.rows]).toEqual([q, []])
    }
  })

  test('nothing that is written changes the rest', async () => {
    const user = await bound(kind)
    const before = await contentsOf(admin, w.tenant.id)
    for (const { operation } of writing)
      for (let round = 0; round < BODIES; round += 1)
        await w.call(user, operation.method, pathFor(operation, home), bodyFor(operation, home, 30 + round))
    const after = await contentsOf(admin, w.tenant.id)
    expect(kept(kind).filter((table) => after[table] !== before[table])).toEqual([])
  })

  test('no tracking link is made, seen or revoked', async () => {
    const user = await bound(kind)
    const links = `/orders/${home['sales_order.id']}/tracking-links`
    expect((await w.call(user, 'POST', links, { days: 5 })).status).toBe(404)
    expect((await w.call(user, 'GET', links)).status).toBe(404)
    expect((await w.call(user, 'DELETE', `/tracking-links/${home['tracking_link.id']}`)).status).toBe(404)
  })
})

describe('a customer with a log-in of its own', () => {
  const NOTE = '内部记下的话'
  const rights = defaultRoles.find(({ key }) => key === 'shipper')?.permissions ?? []
  const shipper = () => w.user([...rights], { scopes: { customer: [customerId] } })

  let customerId = ''

  beforeAll(async () => {
    const order = await admin.query('select customer_id from sales_order where id = $1', [
      home['sales_order.id'],
    ])
    customerId = order.rows[0].customer_id
    const where = [w.tenant.id, NOTE]
    for (const words of [
      `insert into order_hold (tenant_id, id, order_id, kind, reason, placed_at) select tenant_id, gen_random_uuid(), id, 'manual', $2, now() from sales_order where tenant_id = $1`,
      `insert into party_hold (tenant_id, id, party_id, kind, reason, placed_at) select tenant_id, gen_random_uuid(), customer_id, 'credit', $2, now() from sales_order where tenant_id = $1 group by 1, 3`,
      `update shortage set note = $2, cause = null where tenant_id = $1`,
      `update shipment_exception set resolution = $2, state = 'resolved', resolved_at = now() where tenant_id = $1`,
      `insert into saved_view (tenant_id, id, list, name, visibility, search, position, created_at, changed_at) values ($1, gen_random_uuid(), 'orders', $2, 'global', '', 90, now(), now())`,
    ])
      await admin.query(words, where)
  })

  test('reads what is its own, and nothing of how the house works', async () => {
    const user = await shipper()
    const order = await w.call(user, 'GET', `/orders/${home['sales_order.id']}`)
    expect(order.body).toMatchObject({ number: expect.any(String), allocation: null })
    expect(order.body.holds).toMatchObject([{ kind: 'manual', reason: '' }])
    const opened: string[] = []
    const wrong: string[] = []
    for (const { id, operation } of operations) {
      const { status, body } = await w.call(user, 'GET', pathFor(operation, home) + queryFor(operation, home))
      const text = Buffer.isBuffer(body) ? body.toString('utf8') : JSON.stringify(body)
      if (status === 200 && text.includes(NOTE)) wrong.push(`${id} tells ${NOTE}`)
      if (status === 200 && /"(cost|costMinor|freightMinor|recordedBy|toldBy|ownerName)":[^n]/.test(text))
        wrong.push(`${id} tells costs or who works on it`)
      if (status === 200 && INSIDE.test(operation.path)) opened.push(id)
    }
    expect([wrong, opened]).toEqual([[], []])
  })

  test('learns what can be promised, not how much lies there and what it costs', async () => {
    const user = await shipper()
    const body = {
      customerId: customerId,
      address: { country: 'CN', province: '上海市', city: '上海市', district: '黄浦区', street: '外滩1号' },
      lines: [{ productId: home['product.id'], quantity: 1 }],
    }
    const preview = await w.call(user, 'POST', '/orders/preview', body)
    expect(preview.body.allocation).toBeNull()
    expect(preview.body.holds).toContainEqual({ kind: 'credit', reason: '' })
    expect(preview.body.holds.filter((hold: { reason: string }) => hold.reason !== '')).toEqual([])
    expect(preview.body.lines[0].available).toBeLessThanOrEqual(1)
    const buyers = await w.call(user, 'GET', '/order-entry/customers')
    expect(buyers.body.rows.map((row: { id: string }) => row.id)).toEqual([customerId])
    const print = (document: string, recordId: unknown) =>
      w.call(user, 'POST', '/print-checks', { document, recordIds: [recordId] })
    expect((await print('delivery_note', home['shipment.id'])).status).toBe(200)
    for (const [document, id] of [
      ['pick_list', 'shipment.id'],
      ['handover_list', 'handover_list.id'],
      ['purchase_order', 'purchase_order.id'],
    ] as const)
      expect([document, (await print(document, home[id])).status]).toEqual([document, 403])
  })

  test('sees the figures that the staff see for it', async () => {
    const figures = async (user: TestUser, query: string) => {
      const found: unknown[][] = []
      for (const id of ['on_time_delivery', 'perfect_order', 'stockout_frequency', 'short_ship_ppm']) {
        const { body } = await w.call(user, 'GET', `/kpis/${id}?from=2000-01-01&to=2099-01-01${query}`)
        found.push([id, body.n, body.numerator, body.denominator, body.value])
      }
      return found
    }
    const staff = await w.user(Object.keys(permissions))
    await refreshTenant(w.database, w.tenant, w.now)
    const own = await figures(await shipper(), '')
    expect(own).toEqual(await figures(staff, `&customer=${customerId}`))
    expect(own.some(([, n]) => Number(n) > 0)).toBe(true)
  })
})
