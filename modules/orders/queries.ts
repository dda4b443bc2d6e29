import type { RawBuilder } from 'kysely'
import { maskName, maskPhone, maskStreet } from '#modules/customers/privacy.ts'
import { type Ctx, can, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { viewOfAddress } from './address.ts'
import { kindColumn } from './kinds.ts'
import type {
  Address,
  AllocationView,
  HoldView,
  OrderLineView,
  OrderView,
  ShortageView,
} from './order-types.ts'

/** Which orders `o` the actor may see: of its customers, and with goods set aside or sent from its warehouses. */
export function visible(ctx: Ctx): RawBuilder<boolean> {
  const { warehouse, carrier } = ctx.actor.scopes
  // Which carrier takes an order is not known here; who sees one carrier's part sees it as shipments.
  if (carrier) return sql<boolean>`false`
  const ofCustomer = inScope(ctx, 'customer', 'o.customer_id')
  if (!warehouse) return ofCustomer
  return sql<boolean>`${ofCustomer} and exists (
    select 1 from reservation vr where vr.tenant_id = o.tenant_id and vr.order_id = o.id and vr.warehouse_id = any(${warehouse}::uuid[]))`
}

/** The promise that holds now, for each subject and kind of one order; withdrawn ones are none. `p` is the alias. */
const currentPromises = (ctx: Ctx, orderId: RawBuilder<unknown>) => sql`
  select distinct on (p.subject_id, p.kind) p.subject_id, p.kind, p.due_at, p.contract_due_at
  from promise p
  where p.tenant_id = ${ctx.tenant.id} and p.order_id = ${orderId} and not exists (
    select 1 from promise_outcome w where w.tenant_id = p.tenant_id and w.root_id = p.root_id and w.outcome = 'withdrawn')
  order by p.subject_id, p.kind, p.id desc`

type OrderRowFull = Omit<OrderView, 'lines' | 'address'> & Address & { lines: OrderLineView[] }

/** One order with all that its page shows. NotFound when it is not there or not the actor's to see. */
export async function getOrder(ctx: Ctx, id: string): Promise<OrderView> {
  const row = await ctx.db.one(
    sql<OrderRowFull>`
    select o.id, o.number, o.external_ref as "externalRef", o.channel, ${kindColumn} as kind, o.state, o.urgent, o.service, o.mode, o.site_id as "siteId",
      (select jsonb_build_object('id', g.id, 'number', g.number) from sales_order g where g.tenant_id = o.tenant_id and g.id = o.origin_order_id) as origin,
      jsonb_build_object('id', c.id, 'number', c.number, 'name', c.shown_name) as customer,
      o.placed_at as "placedAt", o.requested_at as "requestedAt", o.acknowledged_at as "acknowledgedAt", o.delivered_at as "deliveredAt",
      o.cancelled_at as "cancelledAt", o.cancelled_by as "cancelledBy", o.cancel_reason as "cancelReason",
      o.consignee_name as "consigneeName", o.consignee_phone as "consigneePhone", o.country, o.province, o.city, o.district, o.street, o.postcode,
      o.goods_class as "goodsClass", o.delivery_note as "deliveryNote", o.note, o.amount_minor as "amountMinor", o.currency, o.version,
      ${linesOf(ctx)} as lines, ${holdsOf(ctx)} as holds, ${shortagesOf(ctx)} as shortages,
      (select a.explanation || jsonb_build_object('at', a.at, 'costMinor', a.cost_minor) from order_allocation a
        where a.tenant_id = o.tenant_id and a.order_id = o.id order by a.at desc, a.id desc limit 1) as allocation,
      '[]'::json as warehouses
    from sales_order o join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    where o.tenant_id = ${ctx.tenant.id} and o.id = ${id} and ${visible(ctx)}`,
    'order',
  )
  const allocation = allocationOf(row.allocation)
  const named = new Set([
    ...row.lines.flatMap((line) => line.sources.map((s) => s.warehouseId)),
    ...(allocation?.lines.flatMap((line) =>
      [...line.chosen, ...line.rejected].map((one) => one.warehouseId),
    ) ?? []),
  ])
  return shownOrder(ctx, {
    ...maskedView(row),
    allocation,
    warehouses: await listWarehouses(ctx, [...named]),
  })
}

/** Customers see what they ordered and what becomes of it, not why which warehouse ships, what it costs us and what the desk wrote for itself. */
export function shownOrder(ctx: Ctx, view: OrderView): OrderView {
  if (can(ctx.actor, 'inside.read')) return view
  return {
    ...view,
    holds: view.holds.map((hold) => ({ ...hold, reason: '', releaseReason: null })),
    shortages: view.shortages.map((shortage) => ({ ...shortage, cause: null, note: '' })),
    allocation: null,
  }
}

const linesOf = (ctx: Ctx) => sql`(
  select coalesce(json_agg(json_build_object(
    'id', l.id, 'lineNo', l.line_no, 'productId', l.product_id, 'sku', g.sku, 'productName', g.name, 'unit', g.unit, 'quantity', l.quantity, 'cancelled', l.cancelled,
    'shipped', l.shipped, 'delivered', l.delivered, 'damaged', l.damaged, 'reserved', r.open,
    'short', case when o.state in ('held', 'cancelled') then 0 else greatest(0, l.quantity - l.cancelled - l.shipped - r.open) end,
    'unitPriceMinor', l.unit_price_minor, 'amountMinor', l.amount_minor, 'requestedAt', l.requested_at, 'externalRef', l.external_ref,
    'substitutedFrom', l.substituted_from, 'consentBy', l.consent_by, 'consentAt', l.consent_at, 'deliveredAt', l.delivered_at,
    'shipBy', s.due_at, 'deliverBy', d.due_at, 'contractDeliverBy', d.contract_due_at, 'sources', r.sources) order by l.line_no), '[]')
  from order_line l join product g on g.tenant_id = l.tenant_id and g.id = l.product_id
  cross join lateral (
    select coalesce(sum(v.quantity) filter (where v.open), 0)::bigint as open,
      coalesce(json_agg(json_build_object('warehouseId', v.warehouse_id, 'quantity', v.quantity)), '[]') as sources
    from (select x.warehouse_id, x.closed_at is null as open, sum(x.quantity)::bigint as quantity from reservation x
      where x.tenant_id = o.tenant_id and x.order_id = o.id and x.order_line_id = l.id and (x.closed_at is null or x.closed_as = 'shipped')
      group by 1, 2) v) r
  left join (${currentPromises(ctx, sql`o.id`)}) s on s.subject_id = l.id and s.kind = 'ship'
  left join (${currentPromises(ctx, sql`o.id`)}) d on d.subject_id = l.id and d.kind = 'deliver'
  where l.tenant_id = o.tenant_id and l.order_id = o.id)`

const holdsOf = (_ctx: Ctx) => sql`(
  select coalesce(json_agg(json_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'placedAt', h.placed_at, 'releasedAt', h.released_at,
    'releaseReason', h.release_reason) order by h.placed_at, h.id), '[]')
  from order_hold h where h.tenant_id = o.tenant_id and h.order_id = o.id)`

const shortagesOf = (_ctx: Ctx) => sql`(
  select coalesce(json_agg(json_build_object('id', s.id, 'orderLineId', s.order_line_id, 'productId', s.product_id, 'quantity', s.quantity, 'detectedAt', s.detected_at,
    'decision', s.decision, 'decidedAt', s.decided_at, 'backorderUntil', s.backorder_until, 'closedAt', s.closed_at, 'cause', s.cause, 'note', s.note) order by s.detected_at, s.id), '[]')
  from shortage s where s.tenant_id = o.tenant_id and s.order_id = o.id)`

/** Times out of JSON and out of columns in one form; persons masked. */
function maskedView({
  country,
  province,
  city,
  district,
  street,
  postcode,
  ...row
}: OrderRowFull): Omit<OrderView, 'allocation' | 'warehouses'> {
  return {
    ...row,
    placedAt: iso(row.placedAt),
    requestedAt: isoOrNull(row.requestedAt),
    acknowledgedAt: isoOrNull(row.acknowledgedAt),
    deliveredAt: isoOrNull(row.deliveredAt),
    cancelledAt: isoOrNull(row.cancelledAt),
    consigneeName: maskName(row.consigneeName),
    consigneePhone: maskPhone(row.consigneePhone),
    address: viewOfAddress({ country, province, city, district, street: maskStreet(street), postcode }),
    lines: row.lines.map((line) => ({
      ...line,
      requestedAt: isoOrNull(line.requestedAt),
      consentAt: isoOrNull(line.consentAt),
      deliveredAt: isoOrNull(line.deliveredAt),
      shipBy: isoOrNull(line.shipBy),
      deliverBy: isoOrNull(line.deliverBy),
      contractDeliverBy: isoOrNull(line.contractDeliverBy),
    })),
    holds: row.holds.map((hold: HoldView) => ({
      ...hold,
      placedAt: iso(hold.placedAt),
      releasedAt: isoOrNull(hold.releasedAt),
    })),
    shortages: row.shortages.map((s: ShortageView) => ({
      ...s,
      detectedAt: iso(s.detectedAt),
      decidedAt: isoOrNull(s.decidedAt),
      backorderUntil: isoOrNull(s.backorderUntil),
      closedAt: isoOrNull(s.closedAt),
    })),
  }
}

const iso = (at: string | Date): string => new Date(at).toISOString()
const isoOrNull = (at: string | Date | null): string | null => (at === null ? null : iso(at))

/** A held order keeps only how it wants to be shipped: that is no allocation yet. */
function allocationOf(kept: AllocationView | null): AllocationView | null {
  return kept?.lines ? { ...kept, at: iso(kept.at) } : null
}

export async function listWarehouses(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ id: string; code: string; name: string }[]> {
  if (ids.length === 0) return []
  return ctx.db.all(sql<{ id: string; code: string; name: string }>`
    select id, code, name from warehouse where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[]) order by code`)
}
