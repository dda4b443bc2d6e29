import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { CodeMatch, MovementRow, ProductRow, ProductView, ReservationRow } from './api.ts'
import type { StockRow } from './stock-shapes.ts'
import type { StockTotalRow } from './stock-api.ts'
import { productList, stockList, stockTotalList } from './inventory-list.ts'
import { productMatches } from './search.ts'
import { seenMovement, seenReservation } from './seen.ts'

type Paged = { limit: number; cursor?: string | undefined }

const MATCHES_MAX = 5
const STOCK_ROWS_MAX = 500

/** Sums over the warehouses in the actor's scope. */
const productTotals = (ctx: Ctx) => sql`
  left join lateral (
    select coalesce(sum(s.on_hand), 0)::bigint as on_hand, coalesce(sum(s.reserved), 0)::bigint as reserved, count(*) filter (where s.on_hand > 0)::int as warehouses
    from stock s where s.tenant_id = p.tenant_id and s.product_id = p.id and ${inScope(ctx, 'warehouse', 's.warehouse_id')}
  ) t on true`

const productColumns = sql`
  p.id, p.sku, p.name, p.category, p.unit, p.weight_g as "weightG", p.price_minor as "priceMinor", p.barcode, p.archived_at as "archivedAt", p.version,
  t.on_hand as "onHand", t.reserved, t.on_hand - t.reserved as available`

type Searched = ListQuestion & { search?: string | undefined; archived?: boolean | undefined }

const goodsSql = { sku: sql`p.sku`, name: sql`p.name`, category: sql`p.category` }
const totalSql = {
  onHand: sql`t.on_hand`,
  reserved: sql`t.reserved`,
  available: sql`(t.on_hand - t.reserved)`,
}
const productSql: ListSql<typeof productList> = {
  fields: { ...goodsSql, ...totalSql, barcode: sql`p.barcode`, price: sql`p.price_minor` },
  sorts: { ...goodsSql, ...totalSql, price: sql`p.price_minor` },
  tie: sql`p.id`,
  tieType: 'uuid',
}

export async function listProducts(ctx: Ctx, { search, archived = false, ...asked }: Searched) {
  const list = listQuery(ctx, { spec: productList, sql: productSql }, asked)
  return readList<z.infer<typeof ProductRow>>(ctx, list, {
    columns: productColumns,
    from: sql`product p ${productTotals(ctx)}`,
    where: sql`p.tenant_id = ${ctx.tenant.id} and (p.archived_at is not null) = ${archived} and ${productMatches(search)}`,
  })
}

export async function getProduct(ctx: Ctx, id: string): Promise<z.infer<typeof ProductView>> {
  const product = await ctx.db.maybe(sql<z.infer<typeof ProductRow>>`
    select ${productColumns} from product p ${productTotals(ctx)} where p.tenant_id = ${ctx.tenant.id} and p.id = ${id}`)
  if (!product) throw new NotFound('product')
  const substitutes = await ctx.db.all(sql<z.infer<typeof ProductView>['substitutes'][number]>`
    select p.id, p.sku, p.name, p.archived_at as "archivedAt", t.on_hand - t.reserved as available
    from product_substitute ps join product p on p.tenant_id = ps.tenant_id and p.id = ps.substitute_id ${productTotals(ctx)}
    where ps.tenant_id = ${ctx.tenant.id} and ps.product_id = ${id} order by ps.rank, p.sku`)
  const { rows: stock } = await listStock(ctx, { productId: [id], limit: STOCK_ROWS_MAX })
  return { ...product, stock, substitutes }
}

/** What a scanned or typed code means: a barcode or a SKU, exactly. Active products only. */
export async function findProductsByCode(ctx: Ctx, code: string): Promise<z.infer<typeof CodeMatch>[]> {
  return ctx.db.all(sql<z.infer<typeof CodeMatch>>`
    select id, sku, name, unit, barcode from product
    where tenant_id = ${ctx.tenant.id} and archived_at is null and (barcode = ${code} or sku = ${code}) order by sku limit ${MATCHES_MAX}`)
}

const placeSql = {
  onHand: sql`s.on_hand`,
  reserved: sql`s.reserved`,
  available: sql`(s.on_hand - s.reserved)`,
}
const stockSql: ListSql<typeof stockList> = {
  fields: {
    ...goodsSql,
    ...placeSql,
    warehouseId: sql`s.warehouse_id`,
    productId: sql`p.id`,
    availability: (values) => isAvailable(values, placeSql),
  },
  sorts: { ...goodsSql, ...placeSql, warehouse: sql`w.code` },
  tie: sql`(p.id::text || w.id::text)`,
  tieType: 'text',
}

export async function listStock(ctx: Ctx, { search, ...asked }: Searched) {
  const list = listQuery(ctx, { spec: stockList, sql: stockSql }, asked)
  return readList<z.infer<typeof StockRow>>(ctx, list, {
    columns: sql`p.id as "productId", p.sku, p.name, p.unit, w.id as "warehouseId", w.code as "warehouseCode", w.name as "warehouseName",
      s.on_hand as "onHand", s.reserved, s.on_hand - s.reserved as available`,
    from: sql`product p
      join stock s on s.tenant_id = p.tenant_id and s.product_id = p.id
      join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id`,
    where: sql`p.tenant_id = ${ctx.tenant.id} and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${productMatches(search)}`,
  })
}

const stockTotalSql: ListSql<typeof stockTotalList> = {
  fields: { ...goodsSql, ...totalSql, availability: (values) => isAvailable(values, totalSql) },
  sorts: { ...goodsSql, ...totalSql, warehouses: sql`t.warehouses` },
  tie: sql`p.id`,
  tieType: 'uuid',
}

export async function listStockTotals(ctx: Ctx, { search, ...asked }: Searched) {
  const list = listQuery(ctx, { spec: stockTotalList, sql: stockTotalSql }, asked)
  return readList<z.infer<typeof StockTotalRow>>(ctx, list, {
    columns: sql`p.id, p.sku, p.name, p.unit, t.warehouses, t.on_hand as "onHand", t.reserved, t.on_hand - t.reserved as available`,
    from: sql`product p ${productTotals(ctx)}`,
    where: sql`p.tenant_id = ${ctx.tenant.id} and p.archived_at is null and ${productMatches(search)}`,
  })
}

/** Whether stock is as any of these words say. */
function isAvailable(
  values: readonly string[],
  { onHand, reserved }: { onHand: RawBuilder<unknown>; reserved: RawBuilder<unknown> },
) {
  const ways = [
    ...(values.includes('none') ? [sql`${onHand} <= ${reserved}`] : []),
    ...(values.includes('some') ? [sql`${onHand} > ${reserved}`] : []),
    ...(values.includes('reserved') ? [sql`${reserved} > 0`] : []),
  ]
  return sql.join(ways, sql` or `)
}

type MovementFilter = Paged & {
  productId: string
  warehouseId?: string | undefined
  kind?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Newest first. */
export async function listMovements(
  ctx: Ctx,
  { productId, limit, cursor, warehouseId, kind, from, to }: MovementFilter,
) {
  await refuseUnknownProduct(ctx, productId)
  const [beforeAt, beforeId] = cursor ? decodeCursor(cursor, 2) : [null, null]
  const rows = await ctx.db.all(sql<z.infer<typeof MovementRow>>`
    select m.id, m.at, m.kind, m.quantity, m.reason, m.ref_type as "refType", m.ref_id as "refId", r.number as "refNumber",
      m.warehouse_id as "warehouseId", w.code as "warehouseCode", u.name as "movedBy"
    from stock_movement m
    join warehouse w on w.tenant_id = m.tenant_id and w.id = m.warehouse_id
    left join app_user u on u.tenant_id = m.tenant_id and u.id = m.moved_by
    left join goods_receipt r on m.ref_type = 'goods_receipt' and r.tenant_id = m.tenant_id and r.id = m.ref_id
    where m.tenant_id = ${ctx.tenant.id} and m.product_id = ${productId} and ${seenMovement(ctx)}
      and (${beforeAt}::timestamptz is null or (m.at, m.id) < (${beforeAt}::timestamptz, ${beforeId}::uuid))
      and (${warehouseId ?? null}::uuid is null or m.warehouse_id = ${warehouseId ?? null}::uuid)
      and (${kind ?? null}::text is null or m.kind = ${kind ?? null})
      and (${from ?? null}::timestamptz is null or m.at >= ${from ?? null}::timestamptz) and (${to ?? null}::timestamptz is null or m.at < ${to ?? null}::timestamptz)
    order by m.at desc, m.id desc limit ${limit + 1}`)
  return toPage(rows, limit, (row) => [new Date(row.at).toISOString(), row.id])
}

/** What is set aside of a product, the oldest first: whom an adjustment would take it from. */
export async function listProductReservations(
  ctx: Ctx,
  { productId, limit, cursor, warehouseId }: Paged & { productId: string; warehouseId?: string | undefined },
) {
  await refuseUnknownProduct(ctx, productId)
  const [afterId] = cursor ? decodeCursor(cursor, 1) : [null]
  const rows = await ctx.db.all(sql<z.infer<typeof ReservationRow>>`
    select r.id, r.order_id as "orderId", r.order_line_id as "orderLineId", r.warehouse_id as "warehouseId", w.code as "warehouseCode", r.quantity,
      r.reserved_at as "reservedAt"
    from reservation r join warehouse w on w.tenant_id = r.tenant_id and w.id = r.warehouse_id
    where r.tenant_id = ${ctx.tenant.id} and r.product_id = ${productId} and r.closed_at is null and ${seenReservation(ctx)}
      and (${warehouseId ?? null}::uuid is null or r.warehouse_id = ${warehouseId ?? null}::uuid) and (${afterId}::uuid is null or r.id > ${afterId}::uuid)
    order by r.id limit ${limit + 1}`)
  return toPage(rows, limit, (row) => [row.id])
}

async function refuseUnknownProduct(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.one(sql`select 1 from product where tenant_id = ${ctx.tenant.id} and id = ${id}`, 'product')
}
