import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type AdjustmentReason } from './movement.ts'
import { changeStock } from './receipts.ts'

export type WarehouseName = { id: string; code: string; name: string }

/** Warehouses in use and in sight with one of these codes or names. */
export async function warehousesNamed(ctx: Ctx, names: readonly string[]): Promise<WarehouseName[]> {
  if (names.length === 0) return []
  return ctx.db.all(sql<WarehouseName>`
    select id, code, name from warehouse
    where tenant_id = ${ctx.tenant.id} and archived_at is null and (code = any(${names}::text[]) or name = any(${names}::text[])) and ${inScope(ctx, 'warehouse', 'id')}`)
}

export type Place = { warehouseId: string; productId: string }
export type Book = Place & { onHand: number; reserved: number }

/** What the books say of these places; places without a row are left out. */
export async function booksOf(ctx: Ctx, places: readonly Place[]): Promise<Book[]> {
  return ctx.db.all(sql<Book>`
    select s.warehouse_id as "warehouseId", s.product_id as "productId", s.on_hand as "onHand", s.reserved from stock s
    where s.tenant_id = ${ctx.tenant.id} and (s.product_id, s.warehouse_id) in (select * from ${pairs(places)})`)
}

/** The same, locked in the common order; rows that were not there are made empty first. Gives the places that it made, too. */
export async function lockPlaces(
  ctx: Ctx,
  places: readonly Place[],
): Promise<{ books: Book[]; made: Place[] }> {
  const made = await ctx.db.all(sql<Place>`
    insert into stock (tenant_id, product_id, warehouse_id)
    select ${ctx.tenant.id}, n.product_id, n.warehouse_id from (select distinct * from ${pairs(places)}) n order by n.product_id, n.warehouse_id
    on conflict do nothing returning warehouse_id as "warehouseId", product_id as "productId"`)
  const books = await ctx.db.all(sql<Book>`
    select s.warehouse_id as "warehouseId", s.product_id as "productId", s.on_hand as "onHand", s.reserved from stock s
    where s.tenant_id = ${ctx.tenant.id} and (s.product_id, s.warehouse_id) in (select * from ${pairs(places)})
    order by s.product_id, s.warehouse_id for no key update of s`)
  return { books, made }
}

export type Booking = Place & {
  change: number
  kind: 'receipt' | 'adjustment'
  reason: AdjustmentReason | null
  at: Date | null
}

/** Books changes of places that the caller has locked and judged; one event for each warehouse. */
export async function bookChanges(
  ctx: Ctx,
  { bookings, batchId }: { bookings: readonly Booking[]; batchId: string },
): Promise<void> {
  const real = bookings.filter((one) => one.change !== 0)
  for (const group of Map.groupBy(real, (one) => `${one.kind} ${one.reason}`).values()) {
    const [{ kind, reason } = { kind: 'adjustment' as const, reason: null }] = group
    await changeStock(
      ctx,
      group.map(({ warehouseId, productId, change, at }) => ({
        warehouseId,
        productId,
        quantity: change,
        ...(at ? { at } : {}),
      })),
      { kind, ...(reason ? { reason } : {}), refType: 'import', refId: batchId },
    )
  }
  for (const [warehouseId, group] of Map.groupBy(real, (one) => one.warehouseId)) {
    const changes = group.map((one) => one.change)
    emit(
      ctx,
      'stock.adjusted',
      { type: 'stock_adjustment', id: batchId, parentId: warehouseId },
      {
        warehouseId,
        reason: group[0]?.reason ?? 'count',
        lines: group.length,
        raised: changes.filter((n) => n > 0).reduce((a, b) => a + b, 0),
        lowered: -changes.filter((n) => n < 0).reduce((a, b) => a + b, 0),
        productIds: [...new Set(group.map((one) => one.productId))],
      },
    )
  }
}

/** Undo of an import: places that it made and that are empty again are gone. */
export async function erasePlaces(ctx: Ctx, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  await ctx.db.run(sql`
    delete from stock s where s.tenant_id = ${ctx.tenant.id} and s.on_hand = 0 and s.reserved = 0
      and (s.product_id, s.warehouse_id) in (select * from ${pairs(places)})`)
}

const pairs = (places: readonly Place[]) =>
  sql`unnest(${places.map((one) => one.productId)}::uuid[], ${places.map((one) => one.warehouseId)}::uuid[]) as n (product_id, warehouse_id)`
