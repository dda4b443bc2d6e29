import type { RawBuilder } from 'kysely'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import type { Lane } from './lane.ts'
import { type OpenReservation, splitReservations } from './reservation.ts'

export { adjustStock, importStock } from './adjustments.ts'
export { createProducts } from './products.ts'
export { receiveGoods } from './receipts.ts'
export { createWarehouses, setLanes } from './warehouses.ts'

export type StockItem = { warehouseId: string; productId: string }
export type NewReservation = StockItem & { orderId: string; orderLineId: string; quantity: number }
export type ReservedItem = StockItem & { orderId: string; orderLineId: string; quantity: number }
/** `orderId` is optional only where the caller does not know it: without it the reservations are found by a scan. */
export type ShippedItem = { orderId?: string; orderLineId: string; warehouseId: string; quantity: number }

export type StockAvailable = StockItem & { available: number }
export type WarehouseBrief = {
  id: string
  code: string
  name: string
  country: string
  province: string
  cutoff: string
  calendarId: string | null
}
export type ProductBrief = {
  id: string
  sku: string
  name: string
  unit: string
  priceMinor: number
  weightG: number
  archived: boolean
  /** Ids, the best substitute first. */
  substitutes: string[]
}

/** Ids as values, or as an SQL expression giving a uuid[] (see productIdsOfSkus), so that one statement can read all it needs. */
export type Ids = readonly string[] | RawBuilder<unknown>

const idsOf = (ids: Ids) => (Array.isArray(ids) ? sql`${ids}::uuid[]` : (ids as RawBuilder<unknown>))

/** SQL expression: the ids of the products with these SKUs, for the other fragments' `Ids`. */
export function productIdsOfSkus(ctx: Ctx, skus: readonly string[]): RawBuilder<string[]> {
  return sql<
    string[]
  >`(select coalesce(array_agg(p.id), '{}') from product p where p.tenant_id = ${ctx.tenant.id} and p.sku = any(${skus}::text[]))::uuid[]`
}

/** Scalar sub-select, JSON StockAvailable[]: what can be reserved of these products, warehouses in scope, only above zero. */
export function stockFragment(ctx: Ctx, productIds: Ids): RawBuilder<StockAvailable[]> {
  return sql<StockAvailable[]>`(
    select coalesce(json_agg(json_build_object('warehouseId', s.warehouse_id, 'productId', s.product_id, 'available', s.on_hand - s.reserved)), '[]')
    from stock s join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
    where s.tenant_id = ${ctx.tenant.id} and s.product_id = any(${idsOf(productIds)}) and s.on_hand > s.reserved
      and w.archived_at is null and ${inScope(ctx, 'warehouse', 's.warehouse_id')})`
}

/** Scalar sub-select, JSON WarehouseBrief[]: active warehouses in scope; with `holding`, only those with stock of these products. */
export function warehousesFragment(ctx: Ctx, holding: Ids | null = null): RawBuilder<WarehouseBrief[]> {
  return sql<WarehouseBrief[]>`(
    select coalesce(json_agg(json_build_object('id', w.id, 'code', w.code, 'name', w.name, 'country', w.country, 'province', w.province,
      'cutoff', to_char(w.cutoff, 'HH24:MI'), 'calendarId', w.calendar_id) order by w.code), '[]')
    from warehouse w
    where w.tenant_id = ${ctx.tenant.id} and w.archived_at is null and ${inScope(ctx, 'warehouse', 'w.id')} and ${isHolding(ctx, holding, 'w.id')})`
}

/** Scalar sub-select, JSON Lane[]: lanes to these destinations (destinationsOf in lane.ts); which one counts is pickLane's to say. */
export function lanesFragment(
  ctx: Ctx,
  destinations: readonly string[] | RawBuilder<unknown>,
  holding: Ids | null = null,
): RawBuilder<Lane[]> {
  return sql<Lane[]>`(
    select coalesce(json_agg(json_build_object('warehouseId', l.warehouse_id, 'destination', l.destination, 'transitHours', l.transit_hours,
      'fixedCostMinor', l.fixed_cost_minor, 'unitCostMinor', l.unit_cost_minor, 'carrierId', l.carrier_id, 'mode', l.mode)), '[]')
    from ship_lane l
    where l.tenant_id = ${ctx.tenant.id} and l.destination = any(${destinations}::text[])
      and ${inScope(ctx, 'warehouse', 'l.warehouse_id')} and ${isHolding(ctx, holding, 'l.warehouse_id')})`
}

/** Scalar sub-select, JSON ProductBrief[] of these products, archived ones too (the caller says why they cannot be ordered). */
export function productsFragment(ctx: Ctx, ids: Ids): RawBuilder<ProductBrief[]> {
  return sql<ProductBrief[]>`(
    select coalesce(json_agg(json_build_object('id', p.id, 'sku', p.sku, 'name', p.name, 'unit', p.unit, 'priceMinor', p.price_minor, 'weightG', p.weight_g,
      'archived', p.archived_at is not null, 'substitutes', (
        select coalesce(json_agg(ps.substitute_id order by ps.rank, ps.substitute_id), '[]')
        from product_substitute ps where ps.tenant_id = p.tenant_id and ps.product_id = p.id))), '[]')
    from product p where p.tenant_id = ${ctx.tenant.id} and p.id = any(${idsOf(ids)}))`
}

/**
 * Sets stock aside for order lines, all or nothing: false, and nothing changed, when any product is short at its warehouse.
 * One statement.
 */
export async function reserveStock(ctx: Ctx, lines: readonly NewReservation[]): Promise<boolean> {
  if (lines.length === 0) return true
  const { enough } = await ctx.db.one(
    sql<{ enough: boolean }>`with ${reserveFragment(ctx, lines)} select enough from verdict`,
  )
  return enough
}

/**
 * The same as CTEs for the front of a larger statement. Each write that follows must ask `(select enough from verdict)`: when it is
 * false nothing was taken. Quantities are merged per product and warehouse, so two lines of one product cannot both count the same
 * units. Rows are locked in one order (product, warehouse), so orders that want the same rows queue and never wait in a circle; a
 * lock that had to wait sees the newest row (READ COMMITTED), and the quantities taken are judged on that. The update starts from
 * the row the statement first saw and checks the table's rule on it before it finds the newer one, so both figures are set to what
 * was locked.
 */
export function reserveFragment(ctx: Ctx, lines: readonly NewReservation[]): RawBuilder<unknown> {
  if (lines.length > RESERVE_LINES_MAX)
    throw new RangeError(`at most ${RESERVE_LINES_MAX} lines are reserved at once`)
  if (!lines.every((l) => Number.isSafeInteger(l.quantity) && l.quantity > 0))
    throw new RangeError('a reservation is of whole units above zero')
  const tenantId = ctx.tenant.id
  return sql`
    line as materialized (
      select * from unnest(${lines.map(() => newId())}::uuid[], ${lines.map((l) => l.warehouseId)}::uuid[], ${lines.map((l) => l.productId)}::uuid[],
        ${lines.map((l) => l.orderId)}::uuid[], ${lines.map((l) => l.orderLineId)}::uuid[], ${lines.map((l) => l.quantity)}::bigint[]
      ) as l (id, warehouse_id, product_id, order_id, order_line_id, quantity)
    ), wanted as materialized (
      select product_id, warehouse_id, sum(quantity)::bigint as quantity from line group by product_id, warehouse_id
    ), locked as materialized (
      select s.product_id, s.warehouse_id, s.on_hand, s.reserved, w.quantity, s.on_hand - s.reserved >= w.quantity as enough
      from wanted w join stock s on s.tenant_id = ${tenantId} and s.product_id = w.product_id and s.warehouse_id = w.warehouse_id
      where ${inScope(ctx, 'warehouse', 's.warehouse_id')}
      order by s.product_id, s.warehouse_id for no key update of s
    ), verdict as materialized (
      select count(*) filter (where enough) = (select count(*) from wanted) as enough from locked
    ), taken as (
      update stock s set on_hand = l.on_hand, reserved = l.reserved + l.quantity from locked l
      where (select enough from verdict) and s.tenant_id = ${tenantId} and s.product_id = l.product_id and s.warehouse_id = l.warehouse_id
    ), kept as (
      insert into reservation (tenant_id, id, warehouse_id, product_id, order_id, order_line_id, quantity, reserved_at)
      select ${tenantId}, id, warehouse_id, product_id, order_id, order_line_id, quantity, ${ctx.now}::timestamptz from line
      where (select enough from verdict)
    )`
}

const RESERVE_LINES_MAX = 50_000

export type ReleaseReservations = {
  /** One order, or several. */ orderId: string | readonly string[]
  lineIds?: readonly string[]
  /** 'moved' when the same units are set aside elsewhere. */ as?: 'released' | 'moved'
}

/**
 * Gives back what is set aside for orders, or for some of their lines, and says what it was. Nothing open is nothing done.
 * Not narrowed by the actor's warehouses: who may cancel an order gives all of it back.
 */
export async function releaseReservations(
  ctx: Ctx,
  { orderId, lineIds, as = 'released' }: ReleaseReservations,
): Promise<ReservedItem[]> {
  const tenantId = ctx.tenant.id
  const orderIds = typeof orderId === 'string' ? [orderId] : orderId
  return ctx.db.all(sql<ReservedItem>`
    with open as materialized (
      select r.id, r.warehouse_id, r.product_id, r.order_id, r.order_line_id, r.quantity from reservation r
      where r.tenant_id = ${tenantId} and r.order_id = any(${orderIds}::uuid[]) and r.closed_at is null
        and (${lineIds ?? null}::uuid[] is null or r.order_line_id = any(${lineIds ?? null}::uuid[]))
      order by r.id for no key update of r
    ), given as materialized (
      select product_id, warehouse_id, sum(quantity)::bigint as quantity from open group by product_id, warehouse_id
    ), locked as materialized (
      select s.product_id, s.warehouse_id, s.on_hand, s.reserved, g.quantity
      from given g join stock s on s.tenant_id = ${tenantId} and s.product_id = g.product_id and s.warehouse_id = g.warehouse_id
      order by s.product_id, s.warehouse_id for no key update of s
    ), lowered as (
      update stock s set on_hand = l.on_hand, reserved = l.reserved - l.quantity from locked l
      where s.tenant_id = ${tenantId} and s.product_id = l.product_id and s.warehouse_id = l.warehouse_id
    ), closed as (
      update reservation r set closed_at = ${ctx.now}::timestamptz, closed_as = ${as} from open o
      where r.tenant_id = ${tenantId} and r.id = o.id and (select count(*) from locked) > 0
    )
    select warehouse_id as "warehouseId", product_id as "productId", order_id as "orderId", order_line_id as "orderLineId", quantity
    from open order by id`)
}

/**
 * Goods leave: closes reservations (a part of one leaves the rest open), lowers on_hand and reserved, writes movements that refer to `ref`.
 * Refused with stock.not_reserved when more leaves than is set aside for the line at the warehouse, or the warehouse is out of scope.
 */
export async function shipReservations(
  ctx: Ctx,
  items: readonly ShippedItem[],
  ref: { type: string; id: string } | null = null,
): Promise<void> {
  const wanted = items.filter((item) => item.quantity > 0)
  if (wanted.length === 0) return
  const open = await lockReservations(ctx, wanted)
  const split = splitReservations(open, wanted)
  if ('missing' in split) throw new Refused('stock.not_reserved', { ...split.missing })

  const { closed, added, shipped } = split
  await ctx.db.run(sql`
    with closing as (
      update reservation r set closed_at = ${ctx.now}::timestamptz, closed_as = c.closed_as
      from unnest(${closed.map((c) => c.id)}::uuid[], ${closed.map((c) => c.as)}::text[]) as c (id, closed_as)
      where r.tenant_id = ${ctx.tenant.id} and r.id = c.id
    ), adding as (
      insert into reservation (tenant_id, id, warehouse_id, product_id, order_id, order_line_id, quantity, reserved_at, closed_at, closed_as)
      select ${ctx.tenant.id}, a.id, a.warehouse_id, a.product_id, a.order_id, a.order_line_id, a.quantity, a.reserved_at,
        case when a.shipped then ${ctx.now}::timestamptz end, case when a.shipped then 'shipped' end
      from unnest(${added.map(() => newId())}::uuid[], ${added.map((a) => a.warehouseId)}::uuid[], ${added.map((a) => a.productId)}::uuid[],
        ${added.map((a) => a.orderId)}::uuid[], ${added.map((a) => a.orderLineId)}::uuid[], ${added.map((a) => a.quantity)}::bigint[],
        ${added.map((a) => a.reservedAt)}::timestamptz[], ${added.map((a) => a.shipped)}::boolean[]
      ) as a (id, warehouse_id, product_id, order_id, order_line_id, quantity, reserved_at, shipped)
    ), moved as (
      insert into stock_movement (tenant_id, id, warehouse_id, product_id, quantity, kind, ref_type, ref_id, at, moved_by)
      select ${ctx.tenant.id}, m.id, m.warehouse_id, m.product_id, -m.quantity, 'shipment', ${ref?.type ?? null}::text, ${ref?.id ?? null}::uuid,
        ${ctx.now}::timestamptz, ${movedBy(ctx)}::uuid
      from unnest(${shipped.map(() => newId())}::uuid[], ${shipped.map((s) => s.warehouseId)}::uuid[], ${shipped.map((s) => s.productId)}::uuid[],
        ${shipped.map((s) => s.quantity)}::bigint[]) as m (id, warehouse_id, product_id, quantity)
    )
    update stock s set on_hand = s.on_hand - m.quantity, reserved = s.reserved - m.quantity
    from unnest(${shipped.map((m) => m.warehouseId)}::uuid[], ${shipped.map((m) => m.productId)}::uuid[], ${shipped.map((m) => m.quantity)}::bigint[])
      as m (warehouse_id, product_id, quantity)
    where s.tenant_id = ${ctx.tenant.id} and s.product_id = m.product_id and s.warehouse_id = m.warehouse_id`)
}

/** Locks what is open for these lines, reservations first and then their stock in the order everybody keeps. */
async function lockReservations(ctx: Ctx, items: readonly ShippedItem[]): Promise<OpenReservation[]> {
  const orderIds = items.map((item) => item.orderId)
  const ofOrders = orderIds.includes(undefined)
    ? sql`true`
    : sql`r.order_id = any(${[...new Set(orderIds)]}::uuid[])`
  return ctx.db.all(sql<OpenReservation>`
    with open as materialized (
      select r.* from reservation r
      join (select distinct * from unnest(${items.map((i) => i.orderLineId)}::uuid[], ${items.map((i) => i.warehouseId)}::uuid[]) as i (order_line_id, warehouse_id)) i
        on i.order_line_id = r.order_line_id and i.warehouse_id = r.warehouse_id
      where r.tenant_id = ${ctx.tenant.id} and ${ofOrders} and r.closed_at is null and ${inScope(ctx, 'warehouse', 'r.warehouse_id')}
      order by r.id for no key update of r
    ), wanted as materialized (
      select distinct product_id, warehouse_id from open
    ), locked as materialized (
      select s.product_id, s.warehouse_id
      from wanted w join stock s on s.tenant_id = ${ctx.tenant.id} and s.product_id = w.product_id and s.warehouse_id = w.warehouse_id
      order by s.product_id, s.warehouse_id for no key update of s
    )
    select o.id, o.warehouse_id as "warehouseId", o.product_id as "productId", o.order_id as "orderId", o.order_line_id as "orderLineId", o.quantity,
      o.reserved_at as "reservedAt"
    from open o where (select count(*) from locked) > 0 order by o.reserved_at, o.id`)
}

/**
 * Locks what a verb will give back and take in several statements: the open reservations of these orders, then their stock, the
 * stock of these items and all stock of these products, in the order everybody keeps. Call it first.
 */
export async function lockStock(
  ctx: Ctx,
  {
    orderIds = [],
    items = [],
    productIds = [],
  }: { orderIds?: readonly string[]; items?: readonly StockItem[]; productIds?: Ids },
): Promise<void> {
  await ctx.db.run(sql`
    with open as materialized (
      select r.product_id, r.warehouse_id from reservation r
      where r.tenant_id = ${ctx.tenant.id} and r.order_id = any(${orderIds}::uuid[]) and r.closed_at is null
      order by r.id for no key update of r
    ), wanted as materialized (
      select product_id, warehouse_id from open
      union select * from unnest(${items.map((i) => i.productId)}::uuid[], ${items.map((i) => i.warehouseId)}::uuid[])
      union select product_id, warehouse_id from stock where tenant_id = ${ctx.tenant.id} and product_id = any(${idsOf(productIds)})
    )
    select 1 from wanted w join stock s on s.tenant_id = ${ctx.tenant.id} and s.product_id = w.product_id and s.warehouse_id = w.warehouse_id
    order by s.product_id, s.warehouse_id for no key update of s`)
}

/** The person behind a movement; the house itself leaves none. */
export const movedBy = (ctx: Ctx): string | null => (ctx.actor.kind === 'system' ? null : ctx.actor.id)

function isHolding(ctx: Ctx, holding: Ids | null, warehouseColumn: string) {
  if (holding === null) return sql<boolean>`true`
  return sql<boolean>`exists (
    select 1 from stock h where h.tenant_id = ${ctx.tenant.id} and h.warehouse_id = ${sql.ref(warehouseColumn)}
      and h.product_id = any(${idsOf(holding)}) and h.on_hand > h.reserved)`
}
