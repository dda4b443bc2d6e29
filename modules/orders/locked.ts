import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import type { Address, Decision, HoldKind, OrderState } from './order-types.ts'
import { type OrderEvent, whyNot } from './order.ts'
import { visible } from './queries.ts'

export type LockedLine = {
  id: string
  lineNo: number
  productId: string
  quantity: number
  cancelled: number
  shipped: number
  delivered: number
  /** Open reservations. */
  reserved: number
  unitPriceMinor: number
  requestedAt: string | null
}
export type OpenShortage = {
  id: string
  orderLineId: string
  productId: string
  quantity: number
  detectedAt: string
  decision: Decision | null
  backorderUntil: string | null
}

/** An order as the verbs that change it see it; its row is locked until the transaction ends. */
export type LockedOrder = Address & {
  id: string
  number: string
  customerId: string
  siteId: string | null
  state: OrderState
  version: number
  service: string
  urgent: boolean
  placedAt: Date
  requestedAt: Date | null
  acknowledgedAt: Date | null
  consigneeName: string
  consigneePhone: string
  deliveryNote: string
  note: string
  shipComplete: boolean
  lines: LockedLine[]
  holds: { id: string; kind: HoldKind }[]
  shortages: OpenShortage[]
}

/** Locks orders in one order of ids and reads them; those out of sight are left out. */
export async function lockOrders(ctx: Ctx, ids: readonly string[]): Promise<LockedOrder[]> {
  if (ids.length === 0) return []
  // Locked first, read afterwards: what is read is what others committed before we got the lock.
  const locked = await ctx.db.all(sql<{ id: string }>`
    select o.id from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) and ${visible(ctx)} order by o.id for update of o`)
  return readOrders(
    ctx,
    locked.map((row) => row.id),
  )
}

/** The same without a lock, for looking only. */
export async function readOrders(ctx: Ctx, ids: readonly string[]): Promise<LockedOrder[]> {
  return ctx.db.all(sql<LockedOrder>`
    select o.id, o.number, o.customer_id as "customerId", o.site_id as "siteId", o.state, o.version, o.service, o.urgent, o.placed_at as "placedAt",
      o.requested_at as "requestedAt", o.acknowledged_at as "acknowledgedAt", o.country, o.province, o.city, o.district, o.street, o.postcode,
      o.consignee_name as "consigneeName", o.consignee_phone as "consigneePhone", o.delivery_note as "deliveryNote", o.note,
      coalesce((select (a.explanation ->> 'shipComplete')::boolean from order_allocation a
        where a.tenant_id = o.tenant_id and a.order_id = o.id order by a.at desc, a.id desc limit 1), false) as "shipComplete",
      (select coalesce(json_agg(json_build_object('id', l.id, 'lineNo', l.line_no, 'productId', l.product_id, 'quantity', l.quantity, 'cancelled', l.cancelled,
          'shipped', l.shipped, 'delivered', l.delivered, 'unitPriceMinor', l.unit_price_minor, 'requestedAt', l.requested_at,
          'reserved', (select coalesce(sum(r.quantity), 0)::bigint from reservation r
            where r.tenant_id = o.tenant_id and r.order_id = o.id and r.order_line_id = l.id and r.closed_at is null)) order by l.line_no), '[]')
        from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id) as lines,
      (select coalesce(json_agg(json_build_object('id', h.id, 'kind', h.kind)), '[]') from order_hold h
        where h.tenant_id = o.tenant_id and h.order_id = o.id and h.released_at is null) as holds,
      (select coalesce(json_agg(json_build_object('id', s.id, 'orderLineId', s.order_line_id, 'productId', s.product_id, 'quantity', s.quantity, 'detectedAt', s.detected_at,
          'decision', s.decision, 'backorderUntil', s.backorder_until) order by s.detected_at, s.id), '[]')
        from shortage s where s.tenant_id = o.tenant_id and s.order_id = o.id and s.closed_at is null) as shortages
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) and ${visible(ctx)} order by o.id`)
}

/** Locks one order for a change: NotFound, stale, or refused by the state table. */
export async function lockForChange(
  ctx: Ctx,
  { id, version, event }: { id: string; version: number | null; event: OrderEvent },
): Promise<LockedOrder> {
  const [order] = await lockOrders(ctx, [id])
  if (!order) throw new NotFound('order')
  // A closed order says so whatever version the caller saw: reloading would not help.
  const refusal = whyNot(event, order.state)
  if (refusal) throw new Refused(refusal, { number: order.number })
  if (version !== null && version !== order.version)
    throw new Refused('request.stale', { version: order.version })
  return order
}
