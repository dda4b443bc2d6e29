import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { deleteShipments, enterTracking } from './tracking-store.ts'

export type StartedShipment = { id: string; number: string; orderId: string }

/**
 * Undo of an import: takes away the shipments of these orders on which nobody has worked yet, as if they had never been planned.
 * Gives the ones somebody has worked on; when there are any the caller refuses and nothing of this stays. The orders must be locked.
 */
export async function erasePlannedShipments(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<StartedShipment[]> {
  if (orderIds.length === 0) return []
  await enterTracking(ctx, { alone: true })
  const started = await ctx.db.all(sql<StartedShipment>`
    select s.id, s.number, s.order_id as "orderId" from shipment s
    where s.tenant_id = ${ctx.tenant.id} and s.order_id = any(${orderIds}::uuid[])
      and (s.state not in ('planned', 'cancelled') or s.handed_over_at is not null
        or exists (select 1 from tracking_event e where e.tenant_id = s.tenant_id and e.shipment_id = s.id))
    order by s.id for no key update of s`)
  if (started.length > 0) return started
  await deleteShipments(ctx, sql`s.order_id = any(${orderIds}::uuid[])`)
  return []
}
