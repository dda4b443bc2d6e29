import { listPassage, takeFromPassage } from '#modules/inventory/passage.ts'
import { lockStock } from '#modules/inventory/stock.ts'
import type { Exchange } from '#modules/orders/move.ts'
import { moveAllocations } from '#modules/orders/moves.ts'
import { stockKey } from '#modules/orders/allocation-problem.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { OrderChange } from './proposal.ts'
import type { WaveRefusal } from './refusals.ts'
import type { LineChange } from './wave.ts'

/** What each order that is not decided yet would give and take, those that go first in front. */
export async function readExchanges(ctx: Ctx, waveId: string): Promise<Exchange[]> {
  const rows = await ctx.db.all(sql<{ orderId: string; lines: LineChange[] }>`
    select order_id as "orderId", change -> 'lines' as lines from wave_order
    where tenant_id = ${ctx.tenant.id} and wave_id = ${waveId} and outcome is null order by position`)
  const units = (lines: LineChange[], side: 'before' | 'after') =>
    lines.flatMap(({ productId, [side]: sources }) => sources.map((source) => ({ ...source, productId })))
  return rows.map(({ orderId, lines }) => ({
    orderId,
    gives: units(lines, 'before'),
    takes: units(lines, 'after'),
  }))
}

type Free = { warehouseId: string; productId: string; free: number }

/** What is free for a wave of all that these orders take, by stockKey: with what lies in passage for it. */
export async function readFree(
  ctx: Ctx,
  { id, exchanges }: { id: string; exchanges: readonly Exchange[] },
): Promise<Map<string, number>> {
  const takes = exchanges.flatMap((exchange) => exchange.takes)
  const items = [...new Map(takes.map((item) => [stockKey(item.warehouseId, item.productId), item])).values()]
  const rows = await ctx.db.all(sql<Free>`
    select s.warehouse_id as "warehouseId", s.product_id as "productId", s.on_hand - s.reserved + coalesce(p.quantity, 0) as free
    from unnest(${items.map((item) => item.warehouseId)}::uuid[], ${items.map((item) => item.productId)}::uuid[]) as n (warehouse_id, product_id)
    join stock s on s.tenant_id = ${ctx.tenant.id} and s.product_id = n.product_id and s.warehouse_id = n.warehouse_id
    left join stock_passage p on p.tenant_id = s.tenant_id and p.product_id = s.product_id and p.warehouse_id = s.warehouse_id and p.holder_id = ${id}`)
  return new Map(rows.map(({ warehouseId, productId, free }) => [stockKey(warehouseId, productId), free]))
}

/**
 * Moves these orders, as far as they are not decided yet, and keeps what became of each in the same transaction: whoever does it
 * again finds them decided. Null: the wave is not being applied any more. Else the orders that are decided now.
 */
export async function applyPart(
  ctx: Ctx,
  { id, orderIds, wanted }: { id: string; orderIds: readonly string[]; wanted: ReadonlyMap<string, number> },
): Promise<string[] | null> {
  const wave = await lockApplying(ctx, id)
  if (!wave) return null
  const rows = await ctx.db.all(sql<{ orderId: string; version: number; change: OrderChange }>`
    select order_id as "orderId", version, change from wave_order
    where tenant_id = ${ctx.tenant.id} and wave_id = ${id} and order_id = any(${orderIds}::uuid[]) and outcome is null order by position`)
  const { moved, unmoved, unneeded } = await moveAllocations(ctx, {
    reason: wave.reason,
    passage: { holderId: id, wanted },
    moves: rows.map(({ orderId, version, change }) => ({
      orderId,
      version,
      allocation: change.allocation,
      lines: change.lines.map(({ lineId, after }) => ({ lineId, sources: after })),
    })),
  })
  const codes = new Map<string, string | null>([
    ...moved.map((orderId) => [orderId, null] as const),
    ...unmoved.map(({ orderId, code }) => [orderId, code] as const),
  ])
  await decide(ctx, id, codes)
  // Whose goods nobody takes now may be asked for them by a later part.
  const open = new Set(unneeded)
  return orderIds.filter((orderId) => !open.has(orderId))
}

/** Leaves these orders as they are; those decided meanwhile keep their outcome. */
export async function leaveOrders(
  ctx: Ctx,
  { id, codes }: { id: string; codes: ReadonlyMap<string, WaveRefusal> },
): Promise<void> {
  if (await lockApplying(ctx, id)) await decide(ctx, id, codes)
}

async function decide(ctx: Ctx, id: string, codes: ReadonlyMap<string, string | null>): Promise<void> {
  if (codes.size === 0) return
  await ctx.db.run(sql`
    update wave_order w set outcome = case when n.code is null then 'moved' else 'unmoved' end, code = n.code
    from unnest(${[...codes.keys()]}::uuid[], ${[...codes.values()]}::text[]) as n (order_id, code)
    where w.tenant_id = ${ctx.tenant.id} and w.wave_id = ${id} and w.order_id = n.order_id and w.outcome is null`)
  await ctx.db.run(
    sql`update wave set beat_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  const unmoved = [...codes.values()].filter((code) => code !== null).length
  emit(ctx, 'wave.part_applied', { type: 'wave', id }, { moved: codes.size - unmoved, unmoved })
}

type Ending = { id: string; state: 'applied' | 'stopped'; code?: WaveRefusal }
type Counts = { number: string; moved: number; unmoved: number; left: number }

/** Ends it with what was done: applied when everything moved, partly applied when some orders stayed, or stopped, with why where nobody asked. */
export async function endApplying(ctx: Ctx, { id, state, code }: Ending): Promise<void> {
  const wave = await lockApplying(ctx, id)
  if (!wave) return
  const items = await listPassage(ctx, id)
  await lockStock(ctx, { items })
  await takeFromPassage(ctx, { holderId: id, items })
  const { number, moved, unmoved, left } = await ctx.db.one(sql<Counts>`
    select w.number, count(*) filter (where o.outcome = 'moved')::int as moved, count(*) filter (where o.outcome = 'unmoved')::int as unmoved,
      count(*) filter (where o.outcome is null)::int as left
    from wave w join wave_order o on o.tenant_id = w.tenant_id and o.wave_id = w.id
    where w.tenant_id = ${ctx.tenant.id} and w.id = ${id} group by w.number`)
  const end = state === 'applied' && unmoved > 0 ? 'partly_applied' : state
  await ctx.db.run(sql`
    update wave set state = ${end}, code = ${code ?? null}, ended_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  const subject = { type: 'wave', id }
  if (state === 'applied') emit(ctx, 'wave.applied', subject, { number, moved, unmoved, reason: wave.reason })
  else emit(ctx, 'wave.stopped', subject, { number, moved, unmoved, left })
}

const lockApplying = (ctx: Ctx, id: string): Promise<{ reason: string } | undefined> =>
  ctx.db.maybe(sql<{ reason: string }>`
    select reason from wave where tenant_id = ${ctx.tenant.id} and id = ${id} and state = 'applying' for update`)
