import type { RawBuilder } from 'kysely'
import { type Ctx, can, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type PurchaseState, draftStates, orderedStates } from './purchase.ts'

/** Which orders `o` the actor may see: to its warehouses; of those on behalf of a customer, its customers'. Who sees one carrier's part sees none. */
export function purchaseScope(ctx: Ctx): RawBuilder<boolean> {
  if (ctx.actor.scopes.carrier) return sql<boolean>`false`
  return sql<boolean>`${inScope(ctx, 'warehouse', 'o.warehouse_id')} and (o.customer_id is null or ${inScope(ctx, 'customer', 'o.customer_id')})`
}

export const ordered = sql.join(orderedStates.map((state) => sql.lit(state)))
export const drafted = sql.join(draftStates.map((state) => sql.lit(state)))

export type OnOrderSum = { quantity: number; expectedOn: string | null; drafted: number }

/** SQL: what of a product is still to come, and first when; null when nothing is, or for who may not know. */
export function onOrderSum(ctx: Ctx, productId: RawBuilder<unknown>): RawBuilder<OnOrderSum | null> {
  if (!can(ctx.actor, 'purchase.read')) return sql<null>`null::json`
  return sql<OnOrderSum | null>`(
    select case when count(*) > 0 then json_build_object(
      'quantity', coalesce(sum(n.quantity - n.received) filter (where o.state in (${ordered})), 0)::bigint,
      'expectedOn', to_char(min(coalesce(n.confirmed_on, n.wanted_on)) filter (where o.state in (${ordered})), 'YYYY-MM-DD'),
      'drafted', coalesce(sum(n.quantity - n.received) filter (where o.state in (${drafted})), 0)::bigint) end
    from purchase_line n join purchase_order o on o.tenant_id = n.tenant_id and o.id = n.purchase_id
    where n.tenant_id = ${ctx.tenant.id} and n.product_id = ${productId} and n.received < n.quantity and o.ended_at is null and ${purchaseScope(ctx)})`
}

export type ComingLine = {
  purchaseId: string
  number: string
  state: PurchaseState
  supplierName: string
  warehouseCode: string
  open: number
  expectedOn: string
  isConfirmed: boolean
  /** Units of it that were ordered for the line asked about. */
  forThis: number
}

const COMING_MAX = 50

/** Lines of orders that will bring a product, the soonest first; drafts too. Nothing for who may not know. */
export async function listComing(
  ctx: Ctx,
  { productId, orderLineId }: { productId: string; orderLineId: string },
): Promise<ComingLine[]> {
  if (!can(ctx.actor, 'purchase.read')) return []
  return ctx.db.all(sql<ComingLine>`
    select o.id as "purchaseId", o.number, o.state, p.shown_name as "supplierName", w.code as "warehouseCode", n.quantity - n.received as open,
      to_char(coalesce(n.confirmed_on, n.wanted_on), 'YYYY-MM-DD') as "expectedOn", n.confirmed_on is not null as "isConfirmed",
      coalesce((select d.quantity from purchase_need d where d.tenant_id = n.tenant_id and d.line_id = n.id and d.order_line_id = ${orderLineId}), 0)::bigint as "forThis"
    from purchase_line n
    join purchase_order o on o.tenant_id = n.tenant_id and o.id = n.purchase_id
    join party p on p.tenant_id = o.tenant_id and p.id = o.supplier_id
    join warehouse w on w.tenant_id = o.tenant_id and w.id = o.warehouse_id
    where n.tenant_id = ${ctx.tenant.id} and n.product_id = ${productId} and n.received < n.quantity and o.ended_at is null and ${purchaseScope(ctx)}
    order by coalesce(n.confirmed_on, n.wanted_on), o.id limit ${COMING_MAX}`)
}

export type UsualSupply = {
  supplierId: string
  supplierName: string
  warehouseId: string
  warehouseCode: string
}

/** Where a product was last ordered or received from, and to which warehouse: what a new order of it proposes. */
export async function usualSupply(ctx: Ctx, productId: string): Promise<UsualSupply | null> {
  const found = await ctx.db.maybe(sql<UsualSupply>`
    select p.id as "supplierId", p.shown_name as "supplierName", w.id as "warehouseId", w.code as "warehouseCode" from (
      (select o.supplier_id, o.warehouse_id, o.drafted_at as at from purchase_line n join purchase_order o on o.tenant_id = n.tenant_id and o.id = n.purchase_id
        where n.tenant_id = ${ctx.tenant.id} and n.product_id = ${productId} and o.state <> 'cancelled' and ${purchaseScope(ctx)} order by o.id desc limit 1)
      union all
      (select r.supplier_id, r.warehouse_id, r.received_at as at from goods_receipt_line l join goods_receipt r on r.tenant_id = l.tenant_id and r.id = l.receipt_id
        where l.tenant_id = ${ctx.tenant.id} and l.product_id = ${productId} and r.supplier_id is not null and ${inScope(ctx, 'warehouse', 'r.warehouse_id')}
        order by r.id desc limit 1)) u
    join party p on p.tenant_id = ${ctx.tenant.id} and p.id = u.supplier_id and p.archived_at is null and 'supplier' = any(p.roles)
    join warehouse w on w.tenant_id = ${ctx.tenant.id} and w.id = u.warehouse_id and w.archived_at is null
    order by u.at desc limit 1`)
  return found ?? null
}
