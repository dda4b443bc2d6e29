import { type Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import type { z } from 'zod'
import type { WaybillView } from './api.ts'
import {
  type EventJson,
  type ShipmentRowView,
  eventsOf,
  placed,
  rowColumns,
  rowJoins,
  shipmentScope,
  withRevocations,
} from './queries.ts'
import { normalWaybill } from './tracking-row.ts'

type View = z.infer<typeof WaybillView>

type Row = Omit<View, 'order' | 'customer' | 'warehouse' | 'carrier' | 'destination' | 'events'> & {
  orderId: string
  orderNumber: string
  urgent: boolean
  customerId: string
  customerName: string
  warehouseId: string
  warehouseCode: string
  warehouseName: string
  carrierId: string | null
  carrierName: string | null
  country: string
  province: string
  city: string
  events: EventJson[]
}

// The look-up of a parcel is asked more than anything else: plain columns and no counts.
const columns = sql`
  s.id, s.number, s.order_id as "orderId", o.number as "orderNumber", o.urgent, s.customer_id as "customerId", c.name as "customerName",
  s.warehouse_id as "warehouseId", w.code as "warehouseCode", w.name as "warehouseName", s.carrier_id as "carrierId", k.name as "carrierName",
  s.waybill, s.state, s.status, s.liable, s.mode, s.service, o.country, o.province, o.city, s.created_at as "createdAt", s.ship_by as "shipBy",
  s.handed_over_at as "handedOverAt", s.last_event_at as "lastEventAt", s.expected_at as "expectedAt", s.delivered_at as "deliveredAt",
  s.failed_attempts as "failedAttempts", ${eventsOf} as events`

const joins = sql`
  join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
  join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
  join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
  left join party k on k.tenant_id = s.tenant_id and k.id = s.carrier_id`

/** One parcel with its events by the carrier's number, in one statement; the newest where two carriers use it. */
export async function findByWaybill(ctx: Ctx, waybill: string): Promise<View> {
  const wanted = normalWaybill(waybill)
  const found = await ctx.db.maybe(sql<Row>`
    select ${columns} from shipment s ${joins}
    where s.tenant_id = ${ctx.tenant.id} and s.waybill = ${wanted} and ${shipmentScope(ctx)}
    order by s.state = 'cancelled', s.created_at desc limit 1`)
  const row = found ?? (await findByOwnNumber(ctx, wanted))
  if (!row) throw new NotFound('shipment')
  return viewOf(row)
}

/** Our own number, or a parcel's, serves as well. */
async function findByOwnNumber(ctx: Ctx, number: string): Promise<Row | undefined> {
  return ctx.db.maybe(sql<Row>`
    select ${columns} from shipment s ${joins}
    where s.tenant_id = ${ctx.tenant.id} and ${shipmentScope(ctx)} and s.id in (
      select n.id from shipment n where n.tenant_id = ${ctx.tenant.id} and n.number = ${number}
      union all select p.shipment_id from parcel p where p.tenant_id = ${ctx.tenant.id} and p.number = ${number})
    limit 1`)
}

function viewOf(row: Row): View {
  const {
    orderId,
    orderNumber,
    urgent,
    customerId,
    customerName,
    warehouseId,
    warehouseCode,
    warehouseName,
    ...rest
  } = row
  const { carrierId, carrierName, country, province, city, events, ...plain } = rest
  return placed({
    ...plain,
    order: { id: orderId, number: orderNumber, urgent },
    customer: { id: customerId, name: customerName },
    warehouse: { id: warehouseId, code: warehouseCode, name: warehouseName },
    carrier: carrierId === null ? null : { id: carrierId, name: carrierName ?? '' },
    destination: { country, province, city, name: '' },
    events: withRevocations(events),
  })
}

/** Many waybills at once, in the order asked, each with what was found. */
export async function findWaybills(ctx: Ctx, waybills: readonly string[]) {
  const wanted = waybills.map(normalWaybill)
  const found = await ctx.db.all(sql<ShipmentRowView>`
    select ${rowColumns} from shipment s ${rowJoins}
    where s.tenant_id = ${ctx.tenant.id} and ${shipmentScope(ctx)} and (s.waybill = any(${wanted}::text[]) or s.number = any(${wanted}::text[]))
    order by s.created_at desc limit 200`)
  const rows = found.map(placed)
  return wanted.map((waybill) => ({
    waybill,
    shipments: rows.filter((s) => s.waybill === waybill || s.number === waybill),
  }))
}
