import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeOperations } from '../compose.ts'
import { type Schema, newRandom, validValue } from '../faults/random-input.ts'
import { places } from './authorization-places.ts'
import { createAuthenticator } from '#modules/identity/authentication.ts'
import { defaultRoles, permissions } from '#modules/permissions.ts'
import { planned, sent, yard } from '#modules/shipments/fixture.ts'
import { orderOf } from '#modules/orders/fixture.ts'
import { startPrint } from '#modules/printing/prints.ts'
import { listOf } from '#modules/handovers/fixture.ts'
import { makeHandoverList } from '#modules/handovers/handovers.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import type { Operation } from '#platform/api.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { storeFile } from '#platform/files.ts'
import type { BoundOperation } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { openApiDocument } from '#platform/openapi.ts'

// Every operation × every role × { own, same company not mine, foreign company, nobody }. The operations come from the tables
// themselves; one whose path names a record that is not listed below fails.

const w = world()
const BODIES = 4
const CANARY = 'canary-of-the-foreign-company'

// A person's own things: the same answer for everybody who is logged in.
const CHANGES_SELF = new Set(['logOut', 'changePassword', 'startTotp', 'confirmTotp', 'removeTotp'])

const operations: BoundOperation[] = composeOperations(createAuthenticator(undefined as never))
const guarded = operations.filter(({ operation }) => operation.permission !== 'public')
const document = openApiDocument(operations, 'test') as {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
}

let admin: pg.Client
let home: Record<string, string>
let foreign: Record<string, string>

beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
  await w.committed(populate)
  await w.committed(populate, w.foreign)
  await admin.query(`update sales_order set note = $2, delivery_note = $2 where tenant_id = $1`, [
    w.foreign.id,
    CANARY,
  ])
  await admin.query(`update party set name = $2 where tenant_id = $1`, [w.foreign.id, CANARY])
  await admin.query(`update product set name = $2 where tenant_id = $1`, [w.foreign.id, CANARY])
  await admin.query(`update app_user set name = $2 where tenant_id = $1`, [w.foreign.id, CANARY])
  home = await idsOf(w.tenant.id)
  foreign = await idsOf(w.foreign.id)
})
afterAll(() => admin.end())

describe('nobody', () => {
  test.each(guarded.map((b) => [b.id, b] as const))('%s asks for a log-in', async (_id, { operation }) => {
    const { status } = await w.call(
      null,
      operation.method,
      pathFor(operation, home),
      bodyFor(operation, home, 1),
    )
    expect(status).toBe(401)
  })
})

describe('roles', () => {
  test.each(defaultRoles.map((r) => [r.key, r] as const))(
    '%s may do exactly what its permissions say',
    async (key, role) => {
      const user = await w.user({ role: key })
      const wrong: string[] = []
      for (const { id, operation } of guarded) {
        if (operation.permission === 'signed_in') continue
        if (operation.method !== 'GET' && (role.permissions as string[]).includes(operation.permission))
          continue
        const { status } = await w.call(
          user,
          operation.method,
          pathFor(operation, home),
          bodyFor(operation, home, 2),
        )
        const isAllowed = (role.permissions as string[]).includes(operation.permission)
        if ((status === 403) === isAllowed) wrong.push(`${id}: ${status}`)
      }
      expect(wrong).toEqual([])
    },
  )

  test('reading one’s own records succeeds with just the permission of the operation', async () => {
    const wrong: string[] = []
    for (const { id, operation } of guarded.filter((b) => b.operation.method === 'GET')) {
      const user = await w.user([
        ...(operation.permission === 'signed_in' ? [] : [operation.permission]),
        ...ofAnyRecord(operation),
      ])
      const { status } = await w.call(user, 'GET', pathFor(operation, home) + queryFor(operation))
      if (status !== 200) wrong.push(`${id}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('every permission is asked for by an operation, and every one an operation asks for has a name', () => {
    const asked = new Set(guarded.map((b) => b.operation.permission).filter((p) => p !== 'signed_in'))
    expect([...asked].filter((p) => !(p in permissions))).toEqual([])
    expect(Object.keys(permissions).filter((p) => !asked.has(p as never))).toEqual([])
  })
})

describe('the foreign company', () => {
  test.each(guarded.map((b) => [b.id, b] as const))(
    '%s neither shows nor changes it',
    async (id, { operation }) => {
      const manager = await w.user({ role: 'manager' })
      const before = await contentsOf(w.foreign.id)
      for (let round = 0; round < BODIES; round += 1) {
        const paths = [
          pathFor(operation, foreign),
          ...(namesRecord(operation) ? [] : [pathFor(operation, home)]),
        ]
        for (const path of paths) {
          const answer = await w.call(
            manager,
            operation.method,
            path + (operation.method === 'GET' ? queryFor(operation) : ''),
            bodyFor(operation, foreign, 10 + round),
          )
          expect(JSON.stringify(answer.body), `${id} showed the foreign company`).not.toContain(CANARY)
          expect(answer.status, `${id} ${JSON.stringify(answer.body)}`).toBeLessThan(500)
          if (namesRecord(operation) && operation.method === 'GET' && !isSearch(operation))
            expect(answer.status).toBe(404)
          if (namesRecord(operation) && operation.method !== 'GET' && !isUpsert(operation))
            expect(answer.status).toBeGreaterThanOrEqual(400)
        }
        if (CHANGES_SELF.has(id) || !bodySchema(operation)) break
      }
      expect(await contentsOf(w.foreign.id)).toEqual(before)
    },
  )
})

describe('the same company, not mine', () => {
  test('who is bound to one customer finds no other customer’s records', async () => {
    const scopes = { customer: [newId()] }
    const user = await w.user(Object.keys(permissions), { scopes })
    const wrong: string[] = []
    for (const { id, operation } of guarded.filter((b) => b.operation.method === 'GET')) {
      if (
        !/^\/(customers|orders|promises|shipments|shortages|exceptions|records|attachments)\//.test(
          operation.path,
        ) ||
        !namesRecord(operation)
      )
        continue
      const { status } = await w.call(user, 'GET', pathFor(operation, home))
      if (status !== 404) wrong.push(`${id}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('their lists are empty for him', async () => {
    const user = await w.user(Object.keys(permissions), { scopes: { customer: [newId()] } })
    for (const path of ['/orders', '/shipments', '/promises', '/customers', '/shortages', '/exceptions']) {
      const { status, body } = await w.call(user, 'GET', path)
      expect([path, status, body.rows]).toEqual([path, 200, []])
    }
  })
})

/** One of everything a path can name. */
async function populate(ctx: Ctx): Promise<void> {
  const goods = await yard(ctx, { products: 2, warehouses: 2 })
  const shipped = await sent(ctx, goods)
  await planned(ctx, goods)
  await placeOrder(
    ctx,
    orderOf(goods, { lines: [{ productId: goods.productId, quantity: 5_000 }], notDuplicate: true }),
  )
  await makeHandoverList(ctx, listOf(ctx, goods))
  const t = ctx.tenant.id
  const id = () => newId()
  await ctx.db.run(
    sql`insert into site (tenant_id, id, party_id, name) values (${t}, ${id()}, ${goods.customerId}, 'A')`,
  )
  await ctx.db.run(
    sql`insert into contact (tenant_id, id, party_id, name, phone) values (${t}, ${id()}, ${goods.customerId}, '张三', '13800000000')`,
  )
  await ctx.db.run(
    sql`insert into party_hold (tenant_id, id, party_id, kind, reason, placed_at) values (${t}, ${id()}, ${goods.carrierId}, 'manual', 'x', now())`,
  )
  await ctx.db.run(sql`insert into team (tenant_id, id, name) values (${t}, ${id()}, 'T')`)
  await ctx.db.run(
    sql`insert into shipment_exception (tenant_id, id, shipment_id, kind, state, opened_at, fact_key) values (${t}, ${id()}, ${shipped.shipmentId}, 'other', 'open', now(), 'k')`,
  )
  const file = await storeFile(ctx, { name: 'a.png', contentType: 'image/png', bytes: Buffer.from('png') })
  await ctx.db.run(
    sql`insert into delivery_proof (tenant_id, id, shipment_id, kind, at, file_id) values (${t}, ${id()}, ${shipped.shipmentId}, 'photo', now(), ${file})`,
  )
  await startPrint(ctx, {
    document: 'waybill',
    recordIds: [shipped.shipmentId],
    format: 'pdf',
    copies: 1,
    isFull: false,
  })
  await ctx.db.run(
    sql`insert into print_logo (tenant_id, id, file_id, width, height, created_at) values (${t}, ${id()}, ${file}, 1, 1, now())`,
  )
  await ctx.db.run(
    sql`insert into tracking_link (tenant_id, id, order_id, token_hash, created_at, expires_at) values (${t}, ${id()}, ${shipped.order.id}, 'x', now(), now() + interval '1 day')`,
  )
  await ctx.db.run(
    sql`insert into saved_view (tenant_id, id, list, name, visibility, created_at, changed_at) values (${t}, ${id()}, 'orders', 'v', 'global', now(), now())`,
  )
  await ctx.db.run(
    sql`insert into attachment (tenant_id, id, record_type, record_id, audience, file_id, name, content_type, bytes, added_at, added_by) values (${t}, ${id()}, 'order', ${shipped.order.id}, 'internal', ${file}, 'a.png', 'image/png', 3, now(), ${id()})`,
  )
  await ctx.db.run(
    sql`insert into note (tenant_id, id, record_type, record_id, audience, body, created_at, created_by) values (${t}, ${id()}, 'order', ${shipped.order.id}, 'internal', 'x', now(), ${id()})`,
  )
  const batch = id()
  await ctx.db.run(
    sql`insert into import_batch (tenant_id, id, kind, file_name, state, created_at, columns, mapping) values (${t}, ${batch}, 'orders', 'a.csv', 'checked', now(), '{sku}', '{"sha256": "", "fields": {}, "constants": {}, "preview": null, "duplicates": "skip"}')`,
  )
  await ctx.db.run(
    sql`insert into import_row (tenant_id, batch_id, row_no, raw, outcome, problems) values (${t}, ${batch}, 2, '["x"]', 'rejected', '[{"column": "sku", "field": "sku", "code": "import.needed", "message": {"zh": "缺", "en": "missing"}}]')`,
  )
  await ctx.db.run(
    sql`insert into mail (tenant_id, id, key, to_address, subject, body_text, queued_at) values (${t}, ${id()}, 'k', 'a@b.example', 'S', 'T', now())`,
  )
  const user = id()
  await ctx.db.run(
    sql`insert into app_user (tenant_id, id, email, name, password_hash) values (${t}, ${user}, 'x@x.example', 'X', 'none')`,
  )
  await ctx.db.run(
    sql`insert into delayed_action (tenant_id, id, user_id, operation, label, locale, state, made_at, due_at) values (${t}, ${id()}, ${user}, 'cancelOrder', 'x', 'zh', 'done', now(), now())`,
  )
  await ctx.db.run(
    sql`insert into export_schedule (tenant_id, id, view_id, owner_id, format, every, time, recipient_ids, next_at, created_at) select ${t}, ${id()}, v.id, ${user}, 'csv', 'day', '08:00', '{}', now() + interval '1 day', now() from saved_view v where v.tenant_id = ${t} limit 1`,
  )
  await ctx.db.run(
    sql`insert into bulk_run (tenant_id, id, action, input, state, total, actor_id, locale, created_at) values (${t}, ${id()}, 'orders.cancel', '{}', 'ready', 0, ${user}, 'zh', now())`,
  )
  await ctx.db.run(
    sql`insert into wave (tenant_id, id, number, state, actor_id, created_at) values (${t}, ${id()}, 'WV-1', 'planning', ${user}, now())`,
  )
  await ctx.db.run(
    sql`insert into return_order (tenant_id, id, number, order_id, customer_id, warehouse_id, reason, state, announced_at)
      select ${t}, ${id()}, 'RT-1', o.id, o.customer_id, s.warehouse_id, 'damaged', 'announced', now()
      from sales_order o join shipment s on s.tenant_id = o.tenant_id and s.order_id = o.id where o.tenant_id = ${t} and o.id = ${shipped.order.id} limit 1`,
  )
  await ctx.db.run(
    sql`insert into tracking_inquiry (tenant_id, id, number, order_id, customer_id, channel, question, asked_at, due_at, state)
      select ${t}, ${id()}, 'TI-1', id, customer_id, 'phone', 'x', now(), now(), 'open' from sales_order where tenant_id = ${t} and id = ${shipped.order.id}`,
  )
  await ctx.db.run(
    sql`insert into purchase_order (tenant_id, id, number, supplier_id, warehouse_id, state, drafted_at) values (${t}, ${id()}, 'PO-1', ${goods.carrierId}, ${goods.warehouseId}, 'draft', now())`,
  )
  await ctx.db.run(
    sql`insert into purchase_line (tenant_id, id, purchase_id, line_no, product_id, quantity, wanted_on)
      select ${t}, ${id()}, o.id, 1, ${goods.productId}, 5, '2026-12-01' from purchase_order o where o.tenant_id = ${t}`,
  )
  await ctx.db.run(
    sql`insert into service_order (tenant_id, id, number, order_id, customer_id, kind, channel, request, requested_at, answer_by, state)
      select ${t}, ${id()}, 'SV-1', id, customer_id, 'repair', 'phone', 'x', now(), now(), 'requested' from sales_order where tenant_id = ${t} and id = ${shipped.order.id}`,
  )
  await ctx.db.run(
    sql`insert into order_error (tenant_id, id, order_id, kind, description, found_at, logged_at) values (${t}, ${id()}, ${shipped.order.id}, 'goods', 'x', now(), now())`,
  )
  await ctx.db.run(
    sql`insert into customer_notice (tenant_id, id, order_id, customer_id, reason, due_at, channel, locale, subject, body, state, made_at)
      select ${t}, ${id()}, ${shipped.order.id}, customer_id, 'late', now(), 'phone', 'zh', 's', 'b', 'draft', now() from sales_order where tenant_id = ${t} and id = ${shipped.order.id}`,
  )
  await ctx.db.run(
    sql`insert into customer_notice_promise (tenant_id, notice_id, promise_id)
      select ${t}, n.id, p.id from customer_notice n join promise p on p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.kind = 'deliver' where n.tenant_id = ${t}`,
  )
  await ctx.db.run(
    sql`insert into record_grant (tenant_id, record_type, record_id, user_id, granted_at, granted_by) values (${t}, 'order', ${shipped.order.id}, ${user}, now(), ${user})`,
  )
  await ctx.db.run(
    sql`insert into session (tenant_id, id, user_id, token_hash, created_at, last_seen_at, expires_at) values (${t}, ${id()}, ${user}, 'y', now(), now(), now() + interval '1 day')`,
  )
  await ctx.db.run(
    sql`insert into api_key (tenant_id, id, name, token_hash, token_hint, permissions, created_at, created_by, expires_at) values (${t}, ${id()}, 'k', 'z', 'zzzz', '{}', now(), ${user}, now() + interval '1 day')`,
  )
}

async function idsOf(tenantId: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const { table, column = 'id' } of places) {
    if (!table) continue
    // A shipment that was handed over has a waybill, events and a proof; a customer has sites.
    const preferred =
      table === 'shipment'
        ? `order by waybill nulls last`
        : table === 'party'
          ? `order by ('shipper' = any(roles)) desc`
          : table === 'promise'
            ? `order by (watch_at is null)`
            : ''
    const { rows } = await admin.query(
      `select ${column} as value from ${table} where tenant_id = $1 ${preferred} limit 1`,
      [tenantId],
    )
    if (rows[0]) found[`${table}.${column}`] = String(rows[0].value)
  }
  return found
}

// What hangs on a record of any kind is read by who may read the record: orders, here; internal files by our own people.
const ofAnyRecord = (operation: Operation): string[] =>
  /^\/(records|attachments)\//.test(operation.path) ? ['order.read', 'activity.read'] : []

const namesRecord = (operation: Operation): boolean => placesIn(operation).some((p) => p.table !== undefined)
// PUT of a team's id makes it when it is new: ids are chosen by the caller there.
// By then the company has a team of its own under that id.
const isUpsert = (operation: Operation): boolean => operation.path.startsWith('/teams/{id}')
// A search by code finds nothing where another would say there is none.
const isSearch = (operation: Operation): boolean => operation.path === '/product-codes/{code}'

function placesIn(operation: Operation) {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((m) => m[0])
  return names.map((name) => {
    const listed = places.find(
      (p) => p.path.test(operation.path) && p.path.source.includes(`\\{${name.slice(1, -1)}\\}`),
    )
    if (!listed)
      throw new Error(
        `${operation.method} ${operation.path}: say in modules/authorization-places.ts what ${name} names`,
      )
    return { name, ...listed }
  })
}

function pathFor(operation: Operation, ids: Record<string, string>): string {
  return placesIn(operation).reduce(
    (path, p) =>
      path.replace(p.name, encodeURIComponent(p.literal ?? ids[`${p.table}.${p.column ?? 'id'}`] ?? newId())),
    operation.path,
  )
}

/** What an operation must be told to answer at all. */
function queryFor(operation: Operation): string {
  const needed: Record<string, string> = {
    '/kpis/{id}/export': '?format=csv',
    '/search': '?q=SO',
    '/draft': '?form=x',
    '/handover-candidates': `?warehouseId=${home['warehouse.id']}&carrierId=${home['party.id']}`,
    '/clauses/preview': `?customerId=${home['party.id']}&country=CN&province=44`,
  }
  return needed[operation.path] ?? ''
}

function bodySchema(operation: Operation): Schema | undefined {
  return document.paths[`/api${operation.path}`]?.[operation.method.toLowerCase()]?.requestBody?.content[
    'application/json'
  ]?.schema
}

/** A body that fits the schema, every id in it one of `ids`. */
function bodyFor(operation: Operation, ids: Record<string, string>, seed: number): unknown {
  const schema = bodySchema(operation)
  return schema
    ? validValue(
        schema,
        newRandom(seed * 7_919),
        Object.values(ids).filter((v) => /^[0-9a-f-]{36}$/.test(v)),
      )
    : operation.method === 'GET'
      ? undefined
      : {}
}

/** A fingerprint of all a company has. */
async function contentsOf(tenantId: string): Promise<Record<string, string>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ('migration', 'tenant')`,
  )
  const text = tables
    .map(
      ({ name }) =>
        `select '${name}' as name, coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from ${name} t where tenant_id = $1`,
    )
    .join(' union all ')
  const { rows } = await admin.query<{ name: string; hash: string }>(text, [tenantId])
  return Object.fromEntries(rows.map((r) => [r.name, r.hash]))
}
