import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeOperations } from '../compose.ts'
import { listSources } from '../compose-lists.ts'
import { type Named, idsOf, pathFor, populate, queryFor } from './authorization-fixture.ts'
import { createAuthenticator } from '#modules/identity/authentication.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

// Every name, phone and address of a person is a canary; nobody who has not asked to reveal one finds what a mask hides of it.

const w = world()
const PERSON = {
  name: '卡娜丽王',
  phone: '13987654321',
  street: '秘密路77号9栋808室',
  mail: 'kanali@secret.example',
}
const HIDDEN = ['娜丽', '9876543', '808室', 'kanali']
const operations = composeOperations(createAuthenticator(undefined as never))

let admin: pg.Client
let home: Named
let manager: TestUser

beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
  await w.committed(populate)
  const set = (table: string, values: Record<string, string>) =>
    admin.query(
      `update ${table} set ${Object.keys(values)
        .map((column, i) => `${column} = $${i + 2}`)
        .join(', ')} where tenant_id = $1`,
      [w.tenant.id, ...Object.values(values)],
    )
  const { name, phone, street, mail } = PERSON
  await set('party', { kind: 'person', name })
  await set('contact', { name, phone, email: mail, wechat: mail })
  await set('site', { street })
  await set('sales_order', { consignee_name: name, consignee_phone: phone, street })
  await set('delivery_proof', { signed_by: name })
  await set('handover_list', { driver_name: name })
  await set('mail', { to_address: mail })
  home = await idsOf(admin, w.tenant.id)
  manager = await w.user({ role: 'manager' })
})
afterAll(() => admin.end())

// The text of a letter goes to the person it is addressed to, by name.
const LETTERS = new Set(['getPurchaseLetter'])
const isReading = ({ id, operation: { method, permission } }: (typeof operations)[number]) =>
  !LETTERS.has(id) && method === 'GET' && permission !== 'public'

test.each(operations.filter(isReading).map((bound) => [bound.id, bound] as const))(
  '%s shows persons masked',
  async (_id, { operation }) => {
    const answer = await w.call(manager, 'GET', pathFor(operation, home) + queryFor(operation, home))
    expect(answer.status).toBe(200)
    expectMasked(answer.body)
  },
)

test.each(listSources.map((list) => [list.name]))(
  'the list %s is given out with persons masked',
  async (name) => {
    const answer = await w.call(manager, 'POST', `/lists/${name}/export`, {
      format: 'csv',
      search: '',
      columns: [],
    })
    if (answer.status === 200) expectMasked(answer.body)
    else expect(answer.body.fields?.[0]?.path).toBe('view')
  },
)

test('what is looked up by number shows persons masked', async () => {
  const { rows } = await admin.query<{ waybill: string }>(
    `select waybill from shipment where tenant_id = $1 and waybill is not null limit 1`,
    [w.tenant.id],
  )
  const found = await w.call(manager, 'POST', '/shipments/by-waybills', { waybills: [rows[0]?.waybill] })
  expect(found.body.rows[0].shipments).toHaveLength(1)
  expectMasked(found.body)
})

test('what happened is told without persons: events, changes, kept answers', async () => {
  const { name, phone, street, mail } = PERSON
  const done = async (method: 'POST' | 'PATCH', path: string, body: object) => {
    const answer = await w.call(manager, method, path, body, { 'idempotency-key': newId() })
    expect([path, answer.status, answer.body]).toEqual([path, 200, expect.anything()])
    return answer.body
  }
  const address = { country: 'CN', province: '44', city: '4401', district: '440106', street }
  const customer = await done('POST', '/customers', {
    name,
    kind: 'person',
    roles: ['shipper'],
    contacts: [{ name, phone, email: mail, wechat: mail }],
    sites: [{ name: '家', ...address }],
  })
  await done('PATCH', `/customers/${customer.id}`, { name: `${name}娜丽` })
  const contact = `/customers/${customer.id}/contacts/${customer.contacts[0].id}`
  await done('PATCH', contact, {
    name: `王${name}`,
    phone: '13987654322',
    email: `x${mail}`,
    wechat: `x${mail}`,
  })
  await done('PATCH', `/customers/${customer.id}/sites/${customer.sites[0].id}`, { street: `${street}甲` })
  const order = await done('POST', '/orders', {
    customerId: customer.id,
    consigneeName: name,
    consigneePhone: phone,
    address,
    lines: [{ productId: home['product.id'], quantity: 1 }],
  })
  await done('POST', `/orders/${order.id}/amendment`, {
    reason: '更正',
    consigneeName: `王${name}`,
    consigneePhone: '13987654322',
    address: { street: `${street}甲` },
    lines: [],
    addLines: [],
  })
  await w.catchUp()
  for (const table of ['event', 'record_change', 'idempotency_key', 'notification', 'promise'])
    expectMasked(
      (await admin.query(`select to_jsonb(t) from ${table} t where tenant_id = $1`, [w.tenant.id])).rows,
    )
})

function expectMasked(body: unknown): void {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : JSON.stringify(body)
  expect(HIDDEN.filter((part) => text.includes(part))).toEqual([])
}
