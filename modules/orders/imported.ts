import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import type { ImportedLine, ImportedOrder, ImportedResult } from './order-types.ts'

/** History, set-based, in the order given: no allocation, no promises, no acknowledgement; one summary event. */
export async function importOrders(ctx: Ctx, orders: ImportedOrder[]): Promise<ImportedResult[]> {
  if (orders.length === 0) return []
  const rows = orders.map((order) => ({ order, id: newId(order.placedAt.getTime()), number: newNumber('SO', order.placedAt), lines: order.lines.map((line, i) => ({ line, id: newId(), lineNo: i + 1 })) }))
  const inserted = new Set(await insertOrders(ctx, rows))
  const fresh = rows.filter((row) => inserted.has(row.id))
  await insertLines(ctx, fresh)
  if (fresh.length > 0) emit(ctx, 'orders.imported', { type: 'import', id: newId() }, { orders: fresh.length, lines: fresh.reduce((n, row) => n + row.lines.length, 0) })
  const earlier = await findEarlier(ctx, rows.filter((row) => !inserted.has(row.id)).map((row) => row.order))
  return rows.map((row) => {
    if (inserted.has(row.id)) return { id: row.id, number: row.number, lineIds: row.lines.map((l) => l.id), existing: false }
    return earlier.get(keyOf(row.order)) ?? { id: '', number: '', lineIds: [], existing: true }
  })
}

type Row = { order: ImportedOrder; id: string; number: string; lines: { line: ImportedLine; id: string; lineNo: number }[] }

const keyOf = (order: ImportedOrder): string => `${order.customerId}/${order.externalRef ?? ''}`
const amountOf = (line: ImportedLine): number => line.amountMinor ?? (line.unitPriceMinor ?? 0) * line.quantity

/** The ids that were written; an order whose reference this customer used before is left as it is. */
async function insertOrders(ctx: Ctx, rows: Row[]): Promise<string[]> {
  const text = (pick: (order: ImportedOrder) => string | undefined) => rows.map(({ order }) => pick(order) ?? '')
  const phones = text((o) => o.consigneePhone)
  const written = await ctx.db.all(sql<{ id: string }>`
    insert into sales_order (tenant_id, channel, created_by, id, number, external_ref, customer_id, site_id, service, mode, urgent, state, placed_at, placed_basis, requested_at,
      consignee_name, consignee_phone, phone_tail, country, province, city, district, street, postcode, amount_minor, currency, note, batch_id,
      acknowledged_at, delivered_at, cancelled_at, cancelled_by, cancel_reason)
    select ${ctx.tenant.id}, 'import', ${ctx.actor.kind === 'system' ? null : ctx.actor.id}::uuid, n.* from unnest(
      ${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.number)}::text[], ${rows.map(({ order }) => order.externalRef || null)}::text[],
      ${rows.map(({ order }) => order.customerId)}::uuid[], ${rows.map(({ order }) => order.siteId ?? null)}::uuid[],
      ${rows.map(({ order }) => order.service ?? 'standard')}::text[], ${text((o) => o.mode)}::text[], ${rows.map(({ order }) => order.urgent ?? false)}::boolean[],
      ${rows.map(({ order }) => order.state)}::text[], ${rows.map(({ order }) => order.placedAt)}::timestamptz[],
      ${rows.map(({ order }) => order.placedBasis ?? 'recorded')}::text[], ${rows.map(({ order }) => order.requestedAt ?? null)}::timestamptz[],
      ${text((o) => o.consigneeName)}::text[], ${phones}::text[], ${phones.map((p) => p.replace(/\D/g, '').slice(-4))}::text[],
      ${rows.map(({ order }) => order.address?.country ?? 'CN')}::text[], ${text((o) => o.address?.province)}::text[], ${text((o) => o.address?.city)}::text[],
      ${text((o) => o.address?.district)}::text[], ${text((o) => o.address?.street)}::text[], ${text((o) => o.address?.postcode)}::text[],
      ${rows.map(({ order }) => order.lines.reduce((sum, line) => sum + amountOf(line), 0))}::bigint[],
      ${rows.map(({ order }) => order.currency ?? ctx.tenant.currency)}::text[], ${text((o) => o.note)}::text[], ${rows.map(({ order }) => order.batchId ?? null)}::uuid[],
      ${rows.map(({ order }) => order.acknowledgedAt ?? null)}::timestamptz[], ${rows.map(({ order }) => order.deliveredAt ?? null)}::timestamptz[],
      ${rows.map(({ order }) => order.cancelledAt ?? null)}::timestamptz[], ${rows.map(({ order }) => order.cancelledBy ?? null)}::text[],
      ${rows.map(({ order }) => order.cancelReason ?? null)}::text[]) as n
    on conflict (tenant_id, customer_id, external_ref) where external_ref is not null do nothing
    returning id`)
  return written.map((r) => r.id)
}

async function insertLines(ctx: Ctx, rows: Row[]): Promise<void> {
  const owned = rows.flatMap(({ id, lines }) => lines.map((l) => ({ orderId: id, ...l })))
  if (owned.length === 0) return
  await ctx.db.run(sql`
    insert into order_line (tenant_id, id, order_id, line_no, product_id, quantity, cancelled, shipped, delivered, damaged, filled_first,
      unit_price_minor, amount_minor, requested_at, external_ref, delivered_at)
    select ${ctx.tenant.id}, n.* from unnest(
      ${owned.map((l) => l.id)}::uuid[], ${owned.map((l) => l.orderId)}::uuid[], ${owned.map((l) => l.lineNo)}::integer[],
      ${owned.map(({ line }) => line.productId)}::uuid[], ${owned.map(({ line }) => line.quantity)}::bigint[], ${owned.map(({ line }) => line.cancelled ?? 0)}::bigint[],
      ${owned.map(({ line }) => line.shipped ?? 0)}::bigint[], ${owned.map(({ line }) => line.delivered ?? 0)}::bigint[], ${owned.map(({ line }) => line.damaged ?? 0)}::bigint[],
      ${owned.map(({ line }) => line.filledFirst ?? line.quantity)}::bigint[], ${owned.map(({ line }) => line.unitPriceMinor ?? 0)}::bigint[],
      ${owned.map(({ line }) => amountOf(line))}::bigint[], ${owned.map(({ line }) => line.requestedAt ?? null)}::timestamptz[],
      ${owned.map(({ line }) => line.externalRef ?? null)}::text[], ${owned.map(({ line }) => line.deliveredAt ?? null)}::timestamptz[]) as n`)
}

async function findEarlier(ctx: Ctx, orders: ImportedOrder[]): Promise<Map<string, ImportedResult>> {
  if (orders.length === 0) return new Map()
  const rows = await ctx.db.all(sql<{ customerId: string; ref: string; id: string; number: string; lineIds: string[] }>`
    select o.customer_id as "customerId", o.external_ref as ref, o.id, o.number,
      coalesce((select array_agg(l.id order by l.line_no) from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id), '{}') as "lineIds"
    from sales_order o
    join unnest(${orders.map((o) => o.customerId)}::uuid[], ${orders.map((o) => o.externalRef ?? '')}::text[]) as w (customer_id, ref)
      on w.customer_id = o.customer_id and w.ref = o.external_ref
    where o.tenant_id = ${ctx.tenant.id}`)
  return new Map(rows.map((r) => [`${r.customerId}/${r.ref}`, { id: r.id, number: r.number, lineIds: r.lineIds, existing: true }]))
}
