import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type LockedOrder, type OpenShortage, lockOrders } from './locked.ts'
import type { LineDemand } from './plan.ts'
import { type Replanned, closeShortages, demandOfLine, planAndReserve, settleLine } from './reallocation.ts'
import { refreshStates } from './states.ts'
import { insertShortages } from './writing.ts'

/** Orders looked at for one arrival; what is left waits for the next event or the desk. */
const ORDERS_MAX = 500

type Waiting = { order: LockedOrder; shortages: OpenShortage[]; lines: LineDemand[] }

/** Goods came in: orders that wait for them get them, the oldest promise first. Says how many orders got something. */
export async function fillBackorders(ctx: Ctx, productIds: readonly string[]): Promise<number> {
  const ids = await listWaiting(ctx, productIds)
  if (ids.length === 0) return 0
  const locked = new Map((await lockOrders(ctx, ids)).map((order) => [order.id, order]))
  const waiting = ids.flatMap((id) => waitingOf(locked.get(id), productIds))
  if (waiting.length === 0) return 0
  const { planned } = await planAndReserve(ctx, waiting)
  const filled = planned.filter(({ plan }) => plan.lines.some((line) => line.filled > 0))
  for (const replanned of filled) await recordFill(ctx, replanned, waiting)
  await refreshStates(
    ctx,
    filled.map(({ order }) => order.id),
  )
  return filled.length
}

/** Products of which orders gave stock back and others still miss some. */
export async function listGivenBack(ctx: Ctx, orderIds: readonly string[]): Promise<string[]> {
  if (orderIds.length === 0) return []
  const rows = await ctx.db.all(sql<{ id: string }>`
    select distinct r.product_id as id from reservation r
    where r.tenant_id = ${ctx.tenant.id} and r.order_id = any(${orderIds}::uuid[]) and r.closed_as = 'released'
      and exists (select 1 from shortage s where s.tenant_id = r.tenant_id and s.product_id = r.product_id and s.closed_at is null)`)
  return rows.map((row) => row.id)
}

/** Orders with an open shortage of these products, by the promise that is due first; urgent ones before others of the same time. */
async function listWaiting(ctx: Ctx, productIds: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.all(sql<{ id: string }>`
    select s.order_id as id
    from shortage s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    left join lateral (
      select min(p.due_at) as due_at from promise p
      where p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.kind = 'deliver' and p.watch_at is not null and p.subject_id = s.order_line_id) d on true
    where s.tenant_id = ${ctx.tenant.id} and s.closed_at is null and s.product_id = any(${productIds}::uuid[]) and o.state in ('short', 'shipping')
    group by s.order_id
    order by min(coalesce(d.due_at, s.backorder_until, o.requested_at, s.detected_at)), bool_or(o.urgent) desc, min(s.detected_at), s.order_id
    limit ${ORDERS_MAX}`)
  return rows.map((row) => row.id)
}

function waitingOf(order: LockedOrder | undefined, productIds: readonly string[]): Waiting[] {
  if (!order || (order.state !== 'short' && order.state !== 'shipping')) return []
  const shortages = order.shortages.filter((shortage) => productIds.includes(shortage.productId))
  // An order that ships whole waits until everything it lacks can be had.
  if (shortages.length === 0 || (order.shipComplete && shortages.length < order.shortages.length)) return []
  const lines = order.lines.flatMap((line) => {
    const missing = shortages
      .filter((shortage) => shortage.orderLineId === line.id)
      .reduce((sum, shortage) => sum + shortage.quantity, 0)
    return missing > 0 ? [demandOfLine(order, line, missing)] : []
  })
  return [{ order, shortages, lines }]
}

async function recordFill(
  ctx: Ctx,
  { order, demand, plan }: Replanned,
  waiting: readonly Waiting[],
): Promise<void> {
  const own = waiting.find((one) => one.order.id === order.id)?.shortages ?? []
  for (const line of plan.lines) {
    if (line.filled === 0) continue
    const closed = own.filter((shortage) => shortage.orderLineId === line.lineId)
    const [oldest] = closed
    await closeShortages(
      ctx,
      closed.map((shortage) => shortage.id),
    )
    if (line.short > 0 && oldest) {
      await ctx.db.run(
        insertShortages(ctx, [
          {
            orderId: order.id,
            orderLineId: line.lineId,
            productId: line.productId,
            customerId: order.customerId,
            quantity: line.short,
            detectedAt: new Date(oldest.detectedAt),
            decision: oldest.decision,
            backorderUntil: oldest.backorderUntil === null ? null : new Date(oldest.backorderUntil),
          },
        ]),
      )
    }
    for (const shortage of closed)
      emit(
        ctx,
        'shortage.closed',
        { type: 'shortage', id: shortage.id, parentId: order.id },
        { orderLineId: line.lineId, quantity: shortage.quantity },
      )
    await settleLine(ctx, { order, demand, plan: line, reason: '到货后发出 goods arrived' })
  }
  const { shipments, totalCostMinor, short } = plan.allocation
  emit(
    ctx,
    'order.allocated',
    { type: 'order', id: order.id },
    {
      warehouses: shipments.map((shipment) => shipment.warehouseId),
      costMinor: totalCostMinor,
      shortLines: short.length,
    },
  )
}
