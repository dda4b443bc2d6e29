import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type LockedOrder, lockForChange } from './locked.ts'
import type { HoldKind } from './order-types.ts'
import { demandOfLine, planAndReserve, recordPlans } from './reallocation.ts'
import { refreshStates } from './states.ts'
import { insertHolds } from './writing.ts'

/** Stops an order: what is set aside stays set aside, and its promises go on running. */
export async function holdOrder(
  ctx: Ctx,
  { id, version, kind, reason }: { id: string; version: number; kind: HoldKind; reason: string },
): Promise<void> {
  await lockForChange(ctx, { id, version, event: 'hold' })
  await ctx.db.run(insertHolds(ctx, [{ orderId: id, kind, reason }]))
  await refreshStates(ctx, [id])
  emit(ctx, 'order.held', { type: 'order', id }, { kinds: [kind], reason })
}

/** Ends holds (all open ones unless named). With the last one the order is allocated, promised and acknowledged. */
export async function releaseOrder(
  ctx: Ctx,
  {
    id,
    version,
    reason,
    holdIds,
  }: { id: string; version: number | null; reason: string; holdIds?: string[] | undefined },
): Promise<void> {
  const order = await lockForChange(ctx, { id, version, event: 'release' })
  const released = order.holds.filter((hold) => !holdIds || holdIds.includes(hold.id))
  if (released.length === 0) throw new NotFound('hold')
  await ctx.db.run(sql`
    update order_hold set released_at = ${ctx.now}, released_by = ${userIdOf(ctx)}::uuid, release_reason = ${reason}
    where tenant_id = ${ctx.tenant.id} and id = any(${released.map((hold) => hold.id)}::uuid[])`)
  for (const { kind } of released) emit(ctx, 'order.released', { type: 'order', id }, { kind, reason })
  if (released.length === order.holds.length) await takeUp(ctx, order, reason)
  await refreshStates(ctx, [id])
}

/** What nobody allocated yet is allocated now; an order held after it was taken has its stock already. */
async function takeUp(ctx: Ctx, order: LockedOrder, reason: string): Promise<void> {
  const missing = order.shortages.reduce((sum, shortage) => sum + shortage.quantity, 0)
  const open = order.lines.filter((line) => line.quantity - line.cancelled - line.shipped > line.reserved)
  const first = order.acknowledgedAt === null
  if (missing === 0 && open.length > 0) {
    const { intake, planned } = await planAndReserve(ctx, [
      {
        order,
        lines: open.map((line) =>
          demandOfLine(order, line, line.quantity - line.cancelled - line.shipped - line.reserved),
        ),
      },
    ])
    await recordPlans(ctx, { intake, planned, reason, first })
    if (first)
      await noteFirstFill(
        ctx,
        planned.flatMap(({ plan }) => plan.lines),
      )
  }
  if (!first) return
  await ctx.db.run(
    sql`update sales_order set acknowledged_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${order.id}`,
  )
  emit(ctx, 'order.acknowledged', { type: 'order', id: order.id }, { number: order.number, auto: true })
}

/** How much of each line its first allocation filled: the numerator of fill rates (domain §2). */
export async function noteFirstFill(
  ctx: Ctx,
  lines: readonly { lineId: string; filled: number }[],
): Promise<void> {
  await ctx.db.run(sql`
    update order_line l set filled_first = n.filled
    from unnest(${lines.map((line) => line.lineId)}::uuid[], ${lines.map((line) => line.filled)}::bigint[]) as n (id, filled)
    where l.tenant_id = ${ctx.tenant.id} and l.id = n.id`)
}
