import { type Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import type { z } from 'zod'
import type { WaybillView } from './shipment-shapes.ts'
import {
  EVENTS_MAX,
  type EventJson,
  type ShipmentRowView,
  placed,
  rowColumns,
  rowJoins,
  shipmentScope,
  withRevocations,
} from './queries.ts'
import { normalWaybill } from './tracking-row.ts'

type View = z.infer<typeof WaybillView>

/** A parcel as it comes from the database: one value in place of thirty columns, which cost Node more than the look-up itself. */
type Packed = [
  id: string,
  number: string,
  orderId: string,
  orderNumber: string,
  urgent: boolean,
  customerId: string,
  customerName: string,
  warehouseId: string,
  warehouseCode: string,
  warehouseName: string,
  carrierId: string | null,
  carrierName: string | null,
  waybill: string | null,
  state: View['state'],
  status: View['status'],
  liable: View['liable'],
  mode: string,
  service: string,
  country: string,
  province: string,
  city: string,
  createdAt: string,
  shipBy: string | null,
  handedOverAt: string | null,
  lastEventAt: string | null,
  expectedAt: string | null,
  deliveredAt: string | null,
  failedAttempts: number,
  events: PackedEvent[] | null,
]
type PackedEvent = [
  id: string,
  at: string,
  recordedAt: string,
  status: EventJson['status'],
  scheme: string,
  code: string,
  reason: EventJson['reason'],
  liable: EventJson['liable'],
  location: string,
  note: string,
  source: string,
  revokesId: string | null,
]

// In the order of the types above.
const parcel = sql.raw(`json_build_array(
  s.id, s.number, s.order_id, o.number, o.urgent, s.customer_id, c.shown_name, s.warehouse_id, w.code, w.name, s.carrier_id, k.shown_name, s.waybill, s.state, s.status,
  s.liable, s.mode, s.service, o.country, o.province, o.city, s.created_at, s.ship_by, s.handed_over_at, s.last_event_at, s.expected_at, s.delivered_at,
  s.failed_attempts, (
    select json_agg(json_build_array(e.id, e.at, e.recorded_at, e.status, e.scheme, e.code, e.reason, e.liable, e.location, e.note, e.source, e.revokes_id))
    from (select * from tracking_event t where t.tenant_id = s.tenant_id and t.shipment_id = s.id order by t.at desc limit ${EVENTS_MAX}) e)) as parcel`)

const joins = sql.raw(`
  join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
  join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
  join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
  left join party k on k.tenant_id = s.tenant_id and k.id = s.carrier_id`)

/** One parcel with its events by the carrier's number, in one statement; the newest where two carriers use it. */
export async function findByWaybill(ctx: Ctx, waybill: string): Promise<View> {
  const wanted = normalWaybill(waybill)
  const found = await ctx.db.maybe(sql<{ parcel: Packed }>`
    select ${parcel} from shipment s ${joins}
    where s.tenant_id = ${ctx.tenant.id} and s.waybill = ${wanted} and ${shipmentScope(ctx)}
    order by s.state = 'cancelled', s.created_at desc limit 1`)
  const row = found ?? (await findByOwnNumber(ctx, wanted))
  if (!row) throw new NotFound('shipment')
  return viewOf(row.parcel)
}

/** Our own number, or a parcel's, serves as well. */
async function findByOwnNumber(ctx: Ctx, number: string): Promise<{ parcel: Packed } | undefined> {
  return ctx.db.maybe(sql<{ parcel: Packed }>`
    select ${parcel} from shipment s ${joins}
    where s.tenant_id = ${ctx.tenant.id} and ${shipmentScope(ctx)} and s.id in (
      select n.id from shipment n where n.tenant_id = ${ctx.tenant.id} and n.number = ${number}
      union all select p.shipment_id from parcel p where p.tenant_id = ${ctx.tenant.id} and p.number = ${number})
    limit 1`)
}

function viewOf(packed: Packed): View {
  const [id, number, orderId, orderNumber, urgent, customerId, customerName, warehouseId, ...more] = packed
  const [warehouseCode, warehouseName, carrierId, carrierName, waybill, state, status, ...rest] = more
  const [liable, mode, service, country, province, city, createdAt, shipBy, ...times] = rest
  const [handedOverAt, lastEventAt, expectedAt, deliveredAt, failedAttempts, events] = times
  return placed({
    id,
    number,
    order: { id: orderId, number: orderNumber, urgent },
    customer: { id: customerId, name: customerName },
    warehouse: { id: warehouseId, code: warehouseCode, name: warehouseName },
    carrier: carrierId === null ? null : { id: carrierId, name: carrierName ?? '' },
    waybill,
    state,
    status,
    liable,
    mode,
    service,
    destination: { country, province, city, name: '' },
    createdAt: timeOf(createdAt),
    shipBy: timeOrNull(shipBy),
    handedOverAt: timeOrNull(handedOverAt),
    lastEventAt: timeOrNull(lastEventAt),
    expectedAt: timeOrNull(expectedAt),
    deliveredAt: timeOrNull(deliveredAt),
    failedAttempts,
    events: withRevocations((events ?? []).map(eventOf)),
  })
}

const timeOf = (text: string): string => new Date(text).toISOString()
const timeOrNull = (text: string | null): string | null => (text === null ? null : timeOf(text))

function eventOf(packed: PackedEvent): EventJson {
  const [id, at, recordedAt, status, scheme, code, reason, liable, location, note, source, revokesId] = packed
  return { id, at, recordedAt, status, scheme, code, reason, liable, location, note, source, revokesId }
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
