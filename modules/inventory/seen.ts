import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

// Stock is the warehouse's, but what comes and goes tells of the customer it is for. Who is bound to customers or carriers sees what came and
// went for those, and what he did himself.

const isBound = ({ actor: { scopes } }: Ctx): boolean => Boolean(scopes.customer ?? scopes.carrier)

/** SQL condition: the actor may see the goods receipt `r`. */
export function seenReceipt(ctx: Ctx) {
  const place = inScope(ctx, 'warehouse', 'r.warehouse_id')
  return isBound(ctx)
    ? sql<boolean>`(${place} and (r.received_by = ${ctx.actor.id} or ${isFor(ctx)}))`
    : place
}

/** SQL condition: the actor may see the movement `m` of stock; `r` is its receipt, if it has one. */
export function seenMovement(ctx: Ctx) {
  const place = inScope(ctx, 'warehouse', 'm.warehouse_id')
  if (!isBound(ctx)) return place
  return sql<boolean>`(${place} and (m.moved_by = ${ctx.actor.id} or ${isFor(ctx)} or (m.ref_type = 'shipment' and exists (
    select 1 from shipment s where s.tenant_id = m.tenant_id and s.id = m.ref_id and ${sentFor(ctx)}))))`
}

/** SQL condition: the actor may see what is reserved by `r`. */
export function seenReservation(ctx: Ctx) {
  const place = inScope(ctx, 'warehouse', 'r.warehouse_id')
  if (!isBound(ctx)) return place
  return sql<boolean>`(${place} and exists (
    select 1 from sales_order o where o.tenant_id = r.tenant_id and o.id = r.order_id and ${inScope(ctx, 'customer', 'o.customer_id')}
      and ${carriedFor(ctx)}))`
}

/** Goods of the receipt `r` were ordered for, or sent back by, a customer in scope. No carrier answers for them. */
function isFor(ctx: Ctx) {
  if (ctx.actor.scopes.carrier) return sql<boolean>`false`
  return sql<boolean>`(
    exists (select 1 from purchase_order o where o.tenant_id = r.tenant_id and o.id = r.purchase_id and ${inScope(ctx, 'customer', 'o.customer_id')})
    or exists (select 1 from return_arrival a join return_order o on o.tenant_id = a.tenant_id and o.id = a.return_id
      where a.tenant_id = r.tenant_id and a.receipt_id = r.id and ${inScope(ctx, 'customer', 'o.customer_id')}))`
}

const sentFor = (ctx: Ctx) =>
  sql<boolean>`${inScope(ctx, 'customer', 's.customer_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')}`

const carriedFor = (ctx: Ctx) =>
  ctx.actor.scopes.carrier
    ? sql<boolean>`exists (select 1 from shipment s where s.tenant_id = o.tenant_id and s.order_id = o.id and ${sentFor(ctx)})`
    : sql<boolean>`true`
