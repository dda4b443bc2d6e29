import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import type { ImportedLine, ImportedOrder, ImportedResult } from './order-types.ts'

/** Orders of one call; the importer sends its file in such parts. */
export const IMPORT_MAX = 5_000

type Row = { order: ImportedOrder; id: string; number: string; lines: (ImportedLine & { id: string })[] }
type Existing = { customerId: string; externalRef: string; id: string; number: string; lineIds: string[] }

/** History, set-based, in the order given: no allocation, no promises, no acknowledgement; one summary event. Importing twice writes nothing. */
export async function importOrders(ctx: Ctx, orders: readonly ImportedOrder[]): Promise<ImportedResult[]> {
  if (orders.length > IMPORT_MAX) throw new Refused('request.too_large', { max: IMPORT_MAX }, 422)
  if (orders.length === 0) return []
  const existing = await findExisting(ctx, orders)
  const rows = orders.map((order) => ({
    order,
    id: newId(),
    number: newNumber('SO', order.placedAt),
    lines: order.lines.map((line) => ({ ...line, id: newId() })),
  }))
  const seen = new Map<string, Existing | Row>(
    existing.map((one) => [`${one.customerId} ${one.externalRef}`, one]),
  )
  const fresh = rows.filter((row) => {
    const key = keyOf(row.order)
    if (key === null) return true
    if (seen.has(key)) return false
    seen.set(key, row)
    return true
  })
  if (fresh.length > 0) await insertHistory(ctx, fresh)
  const written = new Set(fresh)
  return rows.map((row) => {
    if (written.has(row))
      return { id: row.id, number: row.number, lineIds: row.lines.map((line) => line.id), existing: false }
    const first = seen.get(keyOf(row.order) ?? '') as Existing | Row
    return {
      id: first.id,
      number: first.number,
      lineIds: 'lineIds' in first ? first.lineIds : first.lines.map((line) => line.id),
      existing: true,
    }
  })
}

const keyOf = ({ customerId, externalRef }: ImportedOrder): string | null =>
  externalRef ? `${customerId} ${externalRef}` : null

async function findExisting(ctx: Ctx, orders: readonly ImportedOrder[]): Promise<Existing[]> {
  const named = orders.filter((order) => order.externalRef)
  if (named.length === 0) return []
  return ctx.db.all(sql<Existing>`
    select o.customer_id as "customerId", o.external_ref as "externalRef", o.id, o.number,
      array(select l.id from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id order by l.line_no) as "lineIds"
    from unnest(${named.map((order) => order.customerId)}::uuid[], ${named.map((order) => order.externalRef)}::text[]) as n (customer_id, external_ref)
    join sales_order o on o.tenant_id = ${ctx.tenant.id} and o.customer_id = n.customer_id and o.external_ref = n.external_ref`)
}

async function insertHistory(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const lines = rows.flatMap((row) =>
    row.lines.map((line, i) => ({ ...line, orderId: row.id, lineNo: i + 1 })),
  )
  const orders = rows.map((row) => row.order)
  const address = orders.map((order) => ({
    country: 'CN',
    province: '',
    city: '',
    district: '',
    street: '',
    postcode: '',
    ...order.address,
  }))
  await ctx.db.run(sql`
    with placed as (
      insert into sales_order (tenant_id, id, number, external_ref, channel, customer_id, site_id, service, mode, urgent, state, placed_at, requested_at,
        consignee_name, consignee_phone, phone_tail, country, province, city, district, street, postcode, amount_minor, currency, note, batch_id,
        acknowledged_at, delivered_at, cancelled_at, cancelled_by, cancel_reason, placed_basis, line_count, units)
      select ${ctx.tenant.id}, n.id, n.number, n.external_ref, 'import', n.customer_id, n.site_id, n.service, n.mode, n.urgent, n.state, n.placed_at, n.requested_at,
        n.consignee_name, n.consignee_phone, n.phone_tail, n.country, n.province, n.city, n.district, n.street, n.postcode, n.amount_minor, n.currency, n.note, n.batch_id,
        n.acknowledged_at, n.delivered_at, n.cancelled_at, n.cancelled_by, n.cancel_reason, n.placed_basis, n.line_count, n.units
      from unnest(
        ${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.number)}::text[], ${orders.map((o) => o.externalRef || null)}::text[], ${orders.map((o) => o.customerId)}::uuid[],
        ${orders.map((o) => o.siteId ?? null)}::uuid[], ${orders.map((o) => o.service ?? 'standard')}::text[], ${orders.map((o) => o.mode ?? '')}::text[],
        ${orders.map((o) => o.urgent ?? false)}::boolean[], ${orders.map((o) => o.state)}::text[], ${orders.map((o) => o.placedAt)}::timestamptz[],
        ${orders.map((o) => o.requestedAt ?? null)}::timestamptz[], ${orders.map((o) => o.consigneeName ?? '')}::text[], ${orders.map((o) => o.consigneePhone ?? '')}::text[],
        ${orders.map((o) => (o.consigneePhone ?? '').replace(/\D/g, '').slice(-4))}::text[], ${address.map((a) => a.country)}::text[], ${address.map((a) => a.province)}::text[],
        ${address.map((a) => a.city)}::text[], ${address.map((a) => a.district)}::text[], ${address.map((a) => a.street)}::text[], ${address.map((a) => a.postcode)}::text[],
        ${orders.map((o) => o.lines.reduce((sum, line) => sum + amountOf(line), 0))}::bigint[], ${orders.map((o) => o.currency ?? ctx.tenant.currency)}::text[],
        ${orders.map((o) => o.note ?? '')}::text[], ${orders.map((o) => o.batchId ?? null)}::uuid[], ${orders.map((o) => o.acknowledgedAt ?? null)}::timestamptz[],
        ${orders.map((o) => o.deliveredAt ?? null)}::timestamptz[], ${orders.map((o) => o.cancelledAt ?? null)}::timestamptz[],
        ${orders.map((o) => o.cancelledBy ?? null)}::text[], ${orders.map((o) => o.cancelReason ?? null)}::text[],
        ${orders.map((o) => o.placedBasis ?? 'recorded')}::text[], ${orders.map((o) => o.lines.length)}::integer[],
        ${orders.map((o) => o.lines.reduce((sum, line) => sum + line.quantity - (line.cancelled ?? 0), 0))}::bigint[]
      ) as n (id, number, external_ref, customer_id, site_id, service, mode, urgent, state, placed_at, requested_at, consignee_name, consignee_phone, phone_tail,
        country, province, city, district, street, postcode, amount_minor, currency, note, batch_id, acknowledged_at, delivered_at, cancelled_at, cancelled_by, cancel_reason, placed_basis, line_count, units)
    )
    insert into order_line (tenant_id, id, order_id, line_no, product_id, quantity, cancelled, shipped, delivered, damaged, filled_first, unit_price_minor, amount_minor,
      requested_at, delivered_at, external_ref)
    select ${ctx.tenant.id}, n.* from unnest(
      ${lines.map((l) => l.id)}::uuid[], ${lines.map((l) => l.orderId)}::uuid[], ${lines.map((l) => l.lineNo)}::integer[], ${lines.map((l) => l.productId)}::uuid[],
      ${lines.map((l) => l.quantity)}::bigint[], ${lines.map((l) => l.cancelled ?? 0)}::bigint[], ${lines.map((l) => l.shipped ?? 0)}::bigint[],
      ${lines.map((l) => l.delivered ?? 0)}::bigint[], ${lines.map((l) => l.damaged ?? 0)}::bigint[], ${lines.map((l) => l.filledFirst ?? l.quantity)}::bigint[],
      ${lines.map((l) => l.unitPriceMinor ?? 0)}::bigint[], ${lines.map(amountOf)}::bigint[], ${lines.map((l) => l.requestedAt ?? null)}::timestamptz[],
      ${lines.map((l) => l.deliveredAt ?? null)}::timestamptz[], ${lines.map((l) => l.externalRef || null)}::text[]
    ) as n (id, order_id, line_no, product_id, quantity, cancelled, shipped, delivered, damaged, filled_first, unit_price_minor, amount_minor, requested_at, delivered_at, external_ref)`)
  emit(
    ctx,
    'orders.imported',
    { type: 'tenant', id: ctx.tenant.id },
    { orders: rows.length, lines: lines.length },
  )
}

const amountOf = (line: ImportedLine): number =>
  line.amountMinor ?? (line.unitPriceMinor ?? 0) * line.quantity
