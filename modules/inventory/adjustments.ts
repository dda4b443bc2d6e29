import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type AdjustmentReason, whyNotAdjust } from './movement.ts'
import { type StockChange, findPlaces, raiseStock, changeStock } from './receipts.ts'

/** Either a change, or what was counted (with the book quantity the person saw, so that a count is not booked over a movement). */
export type AdjustmentLine =
  | { productId: string; change: number }
  | { productId: string; counted: number; seenOnHand?: number }
export type AdjustStock = { warehouseId: string; reason: AdjustmentReason; lines: readonly AdjustmentLine[] }
export type Adjusted = { id: string; lines: { productId: string; onHand: number; change: number }[] }

/** Corrects book quantities, all lines or none. What is set aside for orders is never taken away: stock.below_reserved names it. */
export async function adjustStock(ctx: Ctx, { warehouseId, reason, lines }: AdjustStock): Promise<Adjusted> {
  const merged = mergeLines(lines)
  const { warehouse, skus } = await findPlaces(ctx, {
    warehouseId,
    productIds: merged.map((line) => line.productId),
  })
  const books = await lockBooks(
    ctx,
    warehouseId,
    merged.map((line) => line.productId),
  )
  const adjusted = merged.map((line) => {
    const book = books.get(line.productId) ?? { onHand: 0, reserved: 0 }
    const sku = skus.get(line.productId) ?? ''
    if ('counted' in line && line.seenOnHand !== undefined && line.seenOnHand !== book.onHand) {
      throw new Refused('stock.counted_meanwhile', { sku, productId: line.productId, onHand: book.onHand })
    }
    const change = 'counted' in line ? line.counted - book.onHand : line.change
    return { productId: line.productId, sku, book, change, onHand: book.onHand + change }
  })
  const refused = adjusted.find(({ book, change }) => whyNotAdjust(book, { change }))
  if (refused) throw await belowReserved(ctx, { warehouseId, warehouse: warehouse.code, ...refused })

  const id = newId()
  const changes = adjusted
    .filter((line) => line.change !== 0)
    .map((line) => ({ warehouseId, productId: line.productId, quantity: line.change }))
  await changeStock(ctx, changes, { kind: 'adjustment', reason, refType: 'stock_adjustment', refId: id })
  emit(
    ctx,
    'stock.adjusted',
    { type: 'stock_adjustment', id, parentId: warehouseId },
    {
      warehouseId,
      reason,
      lines: adjusted.length,
      raised: sumOf(changes.filter((c) => c.quantity > 0)),
      lowered: -sumOf(changes.filter((c) => c.quantity < 0)),
      productIds: changes.map((c) => c.productId),
    },
  )
  return { id, lines: adjusted.map(({ productId, onHand, change }) => ({ productId, onHand, change })) }
}

/** Opening balances of an import: adds the quantities (above zero) with one event for all. `at` is when the stock was there. */
export async function importStock(ctx: Ctx, rows: readonly StockChange[]): Promise<void> {
  const raised = rows.filter((row) => row.quantity !== 0)
  if (raised.some((row) => row.quantity < 0)) throw new RangeError('an opening balance is above zero')
  if (raised.length === 0) return
  const id = newId()
  await raiseStock(ctx, raised, {
    kind: 'adjustment',
    reason: 'opening' satisfies AdjustmentReason,
    refType: 'stock_adjustment',
    refId: id,
  })
  emit(ctx, 'stock.imported', { type: 'stock_adjustment', id }, { rows: raised.length })
}

type Book = { onHand: number; reserved: number }

/** Locks the rows of these products in the common order; rows that were not there are made empty first, so that there is something to lock. */
async function lockBooks(ctx: Ctx, warehouseId: string, productIds: string[]): Promise<Map<string, Book>> {
  await ctx.db.run(sql`
    insert into stock (tenant_id, warehouse_id, product_id)
    select ${ctx.tenant.id}, ${warehouseId}, p from unnest(${productIds}::uuid[]) p order by p on conflict do nothing`)
  const rows = await ctx.db.all(sql<Book & { productId: string }>`
    select product_id as "productId", on_hand as "onHand", reserved from stock
    where tenant_id = ${ctx.tenant.id} and warehouse_id = ${warehouseId} and product_id = any(${productIds}::uuid[])
    order by product_id, warehouse_id for no key update`)
  return new Map(rows.map((row) => [row.productId, row]))
}

function mergeLines(lines: readonly AdjustmentLine[]): AdjustmentLine[] {
  const merged = new Map<string, AdjustmentLine>()
  for (const line of lines) {
    const earlier = merged.get(line.productId)
    const isSum = earlier && 'change' in earlier && 'change' in line
    merged.set(line.productId, isSum ? { ...line, change: earlier.change + line.change } : line)
  }
  return [...merged.values()]
}

const NAMED_ORDERS_MAX = 20

type BelowReserved = {
  warehouseId: string
  warehouse: string
  productId: string
  sku: string
  book: Book
  onHand: number
}

async function belowReserved(
  ctx: Ctx,
  { warehouseId, warehouse, productId, sku, book, onHand }: BelowReserved,
): Promise<Refused> {
  const orders = await ctx.db.all(sql<{ orderId: string; quantity: number; total: number }>`
    select order_id as "orderId", sum(quantity)::bigint as quantity, (count(*) over ())::int as total from reservation
    where tenant_id = ${ctx.tenant.id} and product_id = ${productId} and warehouse_id = ${warehouseId} and closed_at is null
    group by order_id order by 2 desc, 1 limit ${NAMED_ORDERS_MAX}`)
  return new Refused('stock.below_reserved', {
    sku,
    productId,
    warehouse,
    onHand: book.onHand,
    reserved: book.reserved,
    after: onHand,
    orders: orders[0]?.total ?? 0,
    reservations: orders.map(({ orderId, quantity }) => ({ orderId, quantity })),
  })
}

const sumOf = (changes: { quantity: number }[]): number =>
  changes.reduce((sum, change) => sum + change.quantity, 0)
