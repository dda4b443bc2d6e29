import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { deleteShipments } from './tracking-store.ts'

/** A shipment that has not left, as an import sees it. `image` is its whole row, for the undo. */
export type WaitingShipment = {
  id: string
  orderId: string
  warehouseId: string
  carrierId: string | null
  carrierName: string | null
  waybill: string | null
  image: object
}

/** Shipments of these orders that have not left and are in sight; locked when they are to be changed. */
export async function openShipmentsOf(
  ctx: Ctx,
  { orderIds, isLocked }: { orderIds: readonly string[]; isLocked: boolean },
): Promise<WaitingShipment[]> {
  if (orderIds.length === 0) return []
  return ctx.db.all(sql<WaitingShipment>`
    select s.id, s.order_id as "orderId", s.warehouse_id as "warehouseId", s.carrier_id as "carrierId", s.waybill, to_jsonb(s) as image,
      (select k.shown_name from party k where k.tenant_id = s.tenant_id and k.id = s.carrier_id) as "carrierName"
    from shipment s
    where s.tenant_id = ${ctx.tenant.id} and s.order_id = any(${orderIds}::uuid[]) and s.state in ('planned', 'picking', 'packed')
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'customer', 's.customer_id')}
      and (s.carrier_id is null or ${inScope(ctx, 'carrier', 's.carrier_id')})
    order by s.id ${isLocked ? sql`for no key update of s` : sql``}`)
}

export type WaybillChange = { id: string; orderId: string; carrierId: string | null; waybill: string }

/** Gives shipments their carriers and waybills. The caller has locked and judged them. */
export async function setWaybills(ctx: Ctx, rows: readonly WaybillChange[]): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.run(sql`
    update shipment s set carrier_id = n.carrier_id, waybill = n.waybill, version = s.version + 1
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.carrierId)}::uuid[], ${rows.map((r) => r.waybill)}::text[]) as n (id, carrier_id, waybill)
    where s.tenant_id = ${ctx.tenant.id} and s.id = n.id`)
  for (const { id, orderId, carrierId, waybill } of rows)
    emit(ctx, 'shipment.waybill_set', { type: 'shipment', id, parentId: orderId }, { carrierId, waybill })
}

/**
 * Undo of an import: carriers and waybills as they were, where nobody touched the shipment since. Gives the ids of those restored, and of
 * those that stay as another shipment has their earlier waybill by now.
 */
export async function restoreWaybills(
  ctx: Ctx,
  images: readonly object[],
): Promise<{ restored: Set<string>; taken: Set<string> }> {
  if (images.length === 0) return { restored: new Set(), taken: new Set() }
  const earlier = sql`jsonb_populate_recordset(null::shipment, ${JSON.stringify(images)}::jsonb) r`
  const owned = await ctx.db.all(sql<{ id: string }>`
    select r.id from ${earlier} join shipment s on s.tenant_id = ${ctx.tenant.id} and s.carrier_id = r.carrier_id and s.waybill = r.waybill
    where s.id <> r.id and s.state <> 'cancelled'`)
  const taken = new Set(owned.map((row) => row.id))
  const rows = await ctx.db.all(sql<{ id: string }>`
    update shipment s set carrier_id = r.carrier_id, waybill = r.waybill, version = r.version
    from ${earlier}
    where s.tenant_id = ${ctx.tenant.id} and s.id = r.id and s.version = r.version + 1 and s.id <> all(${[...taken]}::uuid[])
    returning s.id`)
  return { restored: new Set(rows.map((row) => row.id)), taken }
}

/** The orders of these shipments. */
export async function ordersOfShipments(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.all(sql<{ id: string; orderId: string }>`
    select id, order_id as "orderId" from shipment where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.orderId]))
}

/** Undo of an import: shipments of the past that it made and nobody touched since are gone. Gives their orders. */
export async function erasePast(
  ctx: Ctx,
  { ids, batchId }: { ids: readonly string[]; batchId: string },
): Promise<Map<string, string>> {
  const rows = await deleteShipments(
    ctx,
    sql`s.id = any(${ids}::uuid[]) and s.batch_id = ${batchId} and s.version = 1`,
  )
  return new Map(rows.map((row) => [row.id, row.orderId]))
}
