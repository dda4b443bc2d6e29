import { type Schema, newRandom, validValue } from '../faults/random-input.ts'
import { places } from './authorization-places.ts'
import { listOf } from '#modules/handovers/fixture.ts'
import { makeHandoverList } from '#modules/handovers/handovers.ts'
import { orderOf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { startPrint } from '#modules/printing/prints.ts'
import { planned, sent, yard } from '#modules/shipments/fixture.ts'
import type { Operation } from '#platform/api.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { storeFile } from '#platform/files.ts'
import type { BoundOperation } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { openApiDocument } from '#platform/openapi.ts'

/** Ids and the like of one record of every table, as `table.column`. */
export type Named = Record<string, string>

/** One of everything a path can name. */
export async function populate(ctx: Ctx): Promise<void> {
  const goods = await yard(ctx, { products: 2, warehouses: 2 })
  const shipped = await sent(ctx, goods)
  await planned(ctx, goods)
  await placeOrder(
    ctx,
    orderOf(goods, { lines: [{ productId: goods.productId, quantity: 5_000 }], notDuplicate: true }),
  )
  await makeHandoverList(ctx, listOf(ctx, goods))
  const user = newId()
  const at: At = { t: ctx.tenant.id, id: () => newId(), goods, shipped, user }
  await keepWithRecords(ctx, at)
  await workInOffice(ctx, at)
  await followOrders(ctx, at)
  await giveRights(ctx, at)
}

type At = {
  t: string
  id: () => string
  goods: Awaited<ReturnType<typeof yard>>
  shipped: Awaited<ReturnType<typeof sent>>
  user: string
}

async function keepWithRecords(ctx: Ctx, at: At): Promise<void> {
  const { goods, shipped, id, t } = at
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
}

async function workInOffice(ctx: Ctx, at: At): Promise<void> {
  const { user, id, t } = at
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
  await ctx.db.run(
    sql`insert into app_user (tenant_id, id, email, name, password_hash) values (${t}, ${user}, 'x@x.example', 'X', 'none')`,
  )
  await ctx.db.run(
    sql`insert into delayed_action (tenant_id, id, user_id, operation, label, locale, state, made_at, due_at) values (${t}, ${id()}, ${user}, 'cancelOrder', 'x', 'zh', 'done', now(), now())`,
  )
  await ctx.db.run(
    sql`insert into export_schedule (tenant_id, id, view_id, view_version, owner_id, format, every, time, recipient_ids, next_at, created_at) select ${t}, ${id()}, v.id, v.version, ${user}, 'csv', 'day', '08:00', '{}', now() + interval '1 day', now() from saved_view v where v.tenant_id = ${t} limit 1`,
  )
  await ctx.db.run(
    sql`insert into bulk_run (tenant_id, id, action, input, state, total, actor_id, locale, created_at) values (${t}, ${id()}, 'orders.cancel', '{}', 'ready', 0, ${user}, 'zh', now())`,
  )
  await ctx.db.run(
    sql`insert into wave (tenant_id, id, number, state, actor_id, created_at) values (${t}, ${id()}, 'WV-1', 'planning', ${user}, now())`,
  )
}

async function followOrders(ctx: Ctx, at: At): Promise<void> {
  const { goods, shipped, id, t } = at
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
}

async function giveRights(ctx: Ctx, at: At): Promise<void> {
  const { shipped, user, id, t } = at
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

type Admin = { query: <R extends object>(text: string, values?: unknown[]) => Promise<{ rows: R[] }> }

/** What paths of this company can name. */
export async function idsOf(admin: Admin, tenantId: string): Promise<Named> {
  const found: Named = {}
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
    const { rows } = await admin.query<{ value: unknown }>(
      `select ${column} as value from ${table} where tenant_id = $1 ${preferred} limit 1`,
      [tenantId],
    )
    if (rows[0]) found[`${table}.${column}`] = String(rows[0].value)
  }
  return found
}

export const namesRecord = (operation: Operation): boolean =>
  placesIn(operation).some((p) => p.table !== undefined)

export function placesIn(operation: Operation) {
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

export function pathFor(operation: Operation, ids: Named): string {
  return placesIn(operation).reduce(
    (path, p) =>
      path.replace(p.name, encodeURIComponent(p.literal ?? ids[`${p.table}.${p.column ?? 'id'}`] ?? newId())),
    operation.path,
  )
}

/** What an operation must be told to answer at all. */
export function queryFor(operation: Operation, ids: Named): string {
  const needed: Record<string, string> = {
    '/kpis/{id}/export': '?format=csv',
    '/search': '?q=SO',
    '/draft': '?form=x',
    '/handover-candidates': `?warehouseId=${ids['warehouse.id']}&carrierId=${ids['party.id']}`,
    '/clauses/preview': `?customerId=${ids['party.id']}&country=CN&province=44`,
  }
  return needed[operation.path] ?? ''
}

type Body = { requestBody?: { content: Record<string, { schema: Schema }> } }

/** Bodies that fit the schemas of these operations. */
export function bodiesOf(operations: BoundOperation[]) {
  const { paths } = openApiDocument(operations, 'test') as { paths: Record<string, Record<string, Body>> }
  const bodySchema = ({ path, method }: Operation): Schema | undefined =>
    paths[`/api${path}`]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.schema
  return {
    bodySchema,
    /** Every id in it is one of `ids`. */
    bodyFor(operation: Operation, ids: Named, seed: number): unknown {
      const schema = bodySchema(operation)
      const known = Object.values(ids).filter((v) => /^[0-9a-f-]{36}$/.test(v))
      if (schema) return validValue(schema, newRandom(seed * 7_919), known)
      return operation.method === 'GET' ? undefined : {}
    },
  }
}

/** A fingerprint of all a company has, table by table. */
export async function contentsOf(admin: Admin, tenantId: string): Promise<Record<string, string>> {
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
