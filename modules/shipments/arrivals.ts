import { recordDelivered } from '#modules/orders/fulfilment.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { closeReceipts, openReceipts } from './receipts.ts'
import type { LockedShipment } from './tracking-store.ts'

/** What somebody counted of a shipment line on arrival; `damaged` is part of `delivered`. */
export type LineFact = { lineId: string; delivered: number; damaged: number }

type Arrived = { shipment_id: string; order_line_id: string; delivered: number; damaged: number }

/** Shipments have arrived: quantities of their lines, order lines with their promises, receipts to come back. Set-based. */
export async function recordArrivals(
  ctx: Ctx,
  {
    arrivals,
    counted,
  }: { arrivals: readonly { shipment: LockedShipment; at: Date }[]; counted: readonly LineFact[] },
): Promise<void> {
  if (arrivals.length === 0) return
  const lines = await ctx.db.all(sql<Arrived>`
    update shipment_line l set delivered = coalesce(c.delivered, l.quantity - l.short_loaded), damaged = coalesce(c.damaged, 0)
    from shipment_line o
    left join unnest(${counted.map((c) => c.lineId)}::uuid[], ${counted.map((c) => c.delivered)}::bigint[], ${counted.map((c) => c.damaged)}::bigint[])
      as c (id, delivered, damaged) on c.id = o.id
    where l.tenant_id = ${ctx.tenant.id} and o.tenant_id = ${ctx.tenant.id} and o.id = l.id and o.shipment_id = any(${arrivals.map((a) => a.shipment.id)}::uuid[])
    returning l.shipment_id, l.order_line_id, l.delivered, l.damaged`)
  const arrivalOf = new Map(arrivals.map((a) => [a.shipment.id, a]))
  await recordDelivered(
    ctx,
    lines.flatMap((l) => {
      const arrival = arrivalOf.get(l.shipment_id)
      return arrival && l.delivered > 0
        ? [
            {
              orderId: arrival.shipment.orderId,
              orderLineId: l.order_line_id,
              quantity: l.delivered,
              damaged: l.damaged,
              at: arrival.at,
            },
          ]
        : []
    }),
  )
  for (const { shipment, at } of arrivals) {
    emit(
      ctx,
      'shipment.delivered',
      { type: 'shipment', id: shipment.id, parentId: shipment.orderId },
      { number: shipment.number, deliveredAt: at.toISOString(), orderId: shipment.orderId },
    )
  }
  await openReceipts(
    ctx,
    arrivals.filter((a) => a.shipment.receiptNeeded).map((a) => ({ shipmentId: a.shipment.id, at: a.at })),
  )
}

/** The delivery was not true: what it did is taken back, and the promises run again. */
export async function revokeArrivals(ctx: Ctx, shipments: readonly LockedShipment[]): Promise<void> {
  if (shipments.length === 0) return
  const lines = await ctx.db.all(sql<Arrived>`
    with before as materialized (
      select id, delivered, damaged from shipment_line where tenant_id = ${ctx.tenant.id} and shipment_id = any(${shipments.map((s) => s.id)}::uuid[]) order by id for update
    )
    update shipment_line l set delivered = 0, damaged = 0 from before b
    where l.tenant_id = ${ctx.tenant.id} and l.id = b.id and b.delivered > 0
    returning l.shipment_id, l.order_line_id, b.delivered, b.damaged`)
  const orderOf = new Map(shipments.map((s) => [s.id, s.orderId]))
  await recordDelivered(
    ctx,
    lines.map((l) => ({
      orderId: orderOf.get(l.shipment_id) ?? '',
      orderLineId: l.order_line_id,
      quantity: -l.delivered,
      damaged: -l.damaged,
      at: ctx.now,
    })),
  )
  for (const s of shipments)
    emit(
      ctx,
      'shipment.delivery_revoked',
      { type: 'shipment', id: s.id, parentId: s.orderId },
      { number: s.number, orderId: s.orderId },
    )
  await closeReceipts(
    ctx,
    shipments.filter((s) => s.receiptNeeded),
  )
}
