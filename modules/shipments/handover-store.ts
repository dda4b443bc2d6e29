import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { destinationsOf, pickLane } from '#modules/inventory/lane.ts'
import { type Lane } from '#modules/inventory/lane.ts'
import { lanesFragment } from '#modules/inventory/stock.ts'
import type { ShipmentState } from './shipment.ts'

export type LockedHandOver = {
  id: string
  number: string
  orderId: string
  warehouseId: string
  carrierId: string | null
  waybill: string | null
  state: ShipmentState
  version: number
  batchId: string | null
  transitHours: number | null
  lines: {
    id: string
    orderLineId: string
    quantity: number
    packed: number
    /** Set aside for the order line at this warehouse. */ reserved: number
  }[]
}

type Row = Omit<LockedHandOver, 'lines' | 'transitHours'> & { country: string; province: string }
type LineRow = LockedHandOver['lines'][number] & { shipmentId: string }

/** Shipments about to leave, locked in the order of their ids; by id. */
export async function lockForHandOver(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, LockedHandOver>> {
  const rows = await ctx.db.all(sql<Row>`
    select s.id, s.number, s.order_id as "orderId", s.warehouse_id as "warehouseId", s.carrier_id as "carrierId", s.waybill, s.state, s.version,
      s.batch_id as "batchId", o.country, o.province
    from shipment s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[])
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'customer', 's.customer_id')}
      and (s.carrier_id is null or ${inScope(ctx, 'carrier', 's.carrier_id')})
    order by s.id for no key update of s`)
  const [lines, { lanes }] = await Promise.all([readLines(ctx, rows), readLanes(ctx, rows)])
  const byShipment = Map.groupBy(lines, (l) => l.shipmentId)
  return new Map(
    rows.map(({ country, province, ...row }) => {
      const transitHours = pickLane(lanes, row.warehouseId, { country, province })?.transitHours ?? null
      return [row.id, { ...row, transitHours, lines: byShipment.get(row.id) ?? [] }]
    }),
  )
}

async function readLines(ctx: Ctx, rows: readonly Row[]): Promise<LineRow[]> {
  return ctx.db.all(sql<LineRow>`
    select l.shipment_id as "shipmentId", l.id, l.order_line_id as "orderLineId", l.quantity, l.packed, coalesce((
      select sum(r.quantity)::bigint from reservation r
      where r.tenant_id = l.tenant_id and r.order_id = s.order_id and r.order_line_id = l.order_line_id and r.warehouse_id = s.warehouse_id and r.closed_at is null), 0) as reserved
    from shipment_line l join shipment s on s.tenant_id = l.tenant_id and s.id = l.shipment_id
    where l.tenant_id = ${ctx.tenant.id} and l.shipment_id = any(${rows.map((r) => r.id)}::uuid[]) order by l.id`)
}

async function readLanes(ctx: Ctx, rows: readonly Row[]): Promise<{ lanes: Lane[] }> {
  const destinations = [...new Set(rows.flatMap((r) => destinationsOf(r)))]
  return ctx.db.one(sql<{ lanes: Lane[] }>`select ${lanesFragment(ctx, destinations)} as lanes`)
}

/** Which of these parties are carriers at work. */
export async function readCarriers(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.all(sql<{ id: string }>`
    select id from party where tenant_id = ${ctx.tenant.id} and id = any(${[...new Set(ids)]}::uuid[]) and 'carrier' = any(roles) and archived_at is null`)
  return new Set(rows.map((r) => r.id))
}

export type WaybillOwner = { id: string; carrierId: string | null; waybill: string }

/** Who has these waybills already, of any carrier. */
export async function readWaybillOwners(ctx: Ctx, waybills: readonly string[]): Promise<WaybillOwner[]> {
  return ctx.db.all(sql<WaybillOwner>`
    select id, carrier_id as "carrierId", waybill from shipment
    where tenant_id = ${ctx.tenant.id} and waybill = any(${waybills}::text[]) and state <> 'cancelled'`)
}
