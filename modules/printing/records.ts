import { areaName } from '#modules/customers/divisions.ts'
import { maskName } from '#modules/customers/privacy.ts'
import { handoverScope } from '#modules/handovers/queries.ts'
import { visible as visibleOrder } from '#modules/orders/queries.ts'
import { shipmentScope } from '#modules/shipments/queries.ts'
import { purchaseScope } from '#modules/purchasing/on-order.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { PrintSubject } from './document.ts'
import type {
  PrintedCustomer,
  PrintedHandover,
  PrintedOrder,
  PrintedRecord,
  PrintedShipment,
} from './print-data.ts'
import { readPurchases } from './purchase-records.ts'
import { type Person, type PersonPart, personAsPrinted } from './privacy-rule.ts'

/** Orders and shipments as documents show them, within the actor's scopes; in the order asked for. Persons are in full here. */
export async function readRecords(
  ctx: Ctx,
  subject: PrintSubject,
  ids: readonly string[],
): Promise<PrintedRecord[]> {
  const found: PrintedRecord[] = await readersOf[subject](ctx, ids)
  const byId = new Map(found.map((record) => [record.id, record]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The newest record a document can be tried with, or null. */
export async function newestRecord(ctx: Ctx, subject: PrintSubject): Promise<string | null> {
  const t = ctx.tenant.id
  const newest = {
    shipment: sql<{ id: string }>`
      select s.id from shipment s where s.tenant_id = ${t} and s.state <> 'cancelled' and ${shipmentScope(ctx)}
      order by s.created_at desc, s.id desc limit 1`,
    order: sql<{ id: string }>`
      select o.id from sales_order o where o.tenant_id = ${t} and o.state <> 'cancelled' and ${visibleOrder(ctx)}
      order by o.placed_at desc, o.id desc limit 1`,
    handover_list: sql<{ id: string }>`
      select h.id from handover_list h where h.tenant_id = ${t} and h.state <> 'cancelled' and ${handoverScope(ctx)}
      order by h.made_at desc, h.id desc limit 1`,
    purchase_order: sql<{ id: string }>`
      select o.id from purchase_order o where o.tenant_id = ${t} and o.state <> 'cancelled' and ${purchaseScope(ctx)}
      order by o.drafted_at desc, o.id desc limit 1`,
  }
  return (await ctx.db.maybe(newest[subject]))?.id ?? null
}

/** The record with its persons as they may be printed. */
export function withPersons(record: PrintedRecord, full: readonly PersonPart[]): PrintedRecord {
  if (record.subject === 'handover_list') {
    const items = record.items.map((item) => ({
      ...item,
      consignee: { ...item.consignee, ...personAsPrinted(item.consignee, full) },
    }))
    const driverName = full.includes('name') ? record.driverName : maskName(record.driverName)
    return { ...record, items, driverName }
  }
  if (record.subject === 'purchase_order')
    return {
      ...record,
      supplier: named(record.supplier, full),
      customer: record.customer && named(record.customer, full),
    }
  const { customer, consignee } = record
  return {
    ...record,
    customer: named(customer, full),
    consignee: { ...consignee, ...personAsPrinted(consignee, full) },
  }
}

const named = (who: PrintedCustomer, full: readonly PersonPart[]): PrintedCustomer =>
  who.isPerson && !full.includes('name') ? { ...who, name: maskName(who.name) } : who

type Place = { country: string; province: string; city: string; district: string }
type WithPlaces<R extends PrintedShipment | PrintedOrder> = Omit<R, 'consignee'> & {
  consignee: Person & Place & { postcode: string }
}
type ShipmentRow = Omit<WithPlaces<PrintedShipment>, 'warehouse' | 'subject'> & {
  warehouse: Omit<PrintedShipment['warehouse'], 'area'> & Omit<Place, 'district'>
}

const customerColumn = sql`
  jsonb_build_object('id', c.id, 'number', c.number, 'name', c.name, 'locale', c.preferred_locale, 'isPerson', c.kind = 'person') as customer`
const warehouseColumn = sql`
  jsonb_build_object('id', w.id, 'code', w.code, 'name', w.name, 'street', w.street, 'country', w.country, 'province', w.province, 'city', w.city) as warehouse`
const consigneeColumn = sql`
  jsonb_build_object('name', o.consignee_name, 'phone', o.consignee_phone, 'street', o.street, 'country', o.country, 'province', o.province,
    'city', o.city, 'district', o.district, 'postcode', o.postcode) as consignee`

async function readShipments(ctx: Ctx, ids: readonly string[]): Promise<PrintedShipment[]> {
  const rows = await ctx.db.all(sql<ShipmentRow>`
    select s.id, s.number, s.waybill, s.state, s.mode, s.service, o.urgent, s.weight_g as "weightG", s.receipt_needed as "receiptNeeded",
      s.ship_by as "shipBy", jsonb_build_object('id', o.id, 'number', o.number, 'externalRef', o.external_ref) as "order",
      o.delivery_note as "deliveryNote", ${customerColumn}, ${consigneeColumn},
      ${warehouseColumn},
      case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.name) end as carrier,
      (select coalesce(jsonb_agg(jsonb_build_object('sku', p.sku, 'barcode', p.barcode, 'name', p.name, 'unit', p.unit, 'quantity', l.quantity,
          'picked', l.picked, 'packed', l.packed) order by p.sku, l.id), '[]')
        from shipment_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
        where l.tenant_id = s.tenant_id and l.shipment_id = s.id) as lines,
      (select coalesce(jsonb_agg(jsonb_build_object('number', x.number, 'weightG', x.weight_g) order by x.number), '[]')
        from parcel x where x.tenant_id = s.tenant_id and x.shipment_id = s.id) as parcels
    from shipment s
    join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
    left join party k on k.tenant_id = s.tenant_id and k.id = s.carrier_id
    where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[]) and ${shipmentScope(ctx)}`)
  return rows.map(({ warehouse, consignee, ...row }) => ({
    ...row,
    subject: 'shipment',
    shipBy: isoOrNull(row.shipBy),
    consignee: withArea(consignee),
    warehouse: warehouseOf(warehouse),
  }))
}

const warehouseOf = ({ id, code, name, street, ...place }: ShipmentRow['warehouse']) => ({
  id,
  code,
  name,
  street,
  area: areaName({ ...place, district: '' }),
})

type OrderRow = Omit<WithPlaces<PrintedOrder>, 'subject'>

async function readOrders(ctx: Ctx, ids: readonly string[]): Promise<PrintedOrder[]> {
  const rows = await ctx.db.all(sql<OrderRow>`
    select o.id, o.number, o.external_ref as "externalRef", o.state, o.service, o.placed_at as "placedAt", o.acknowledged_at as "acknowledgedAt",
      o.delivery_note as "deliveryNote", o.amount_minor as "amountMinor", o.currency, ${customerColumn}, ${consigneeColumn},
      (select coalesce(jsonb_agg(jsonb_build_object('lineNo', l.line_no, 'sku', p.sku, 'name', p.name, 'unit', p.unit, 'quantity', l.quantity - l.cancelled,
          'unitPriceMinor', l.unit_price_minor, 'amountMinor', l.unit_price_minor * (l.quantity - l.cancelled), 'shipBy', ${dueOf('ship')},
          'deliverBy', ${dueOf('deliver')}) order by l.line_no), '[]')
        from order_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
        where l.tenant_id = o.tenant_id and l.order_id = o.id and l.quantity > l.cancelled) as lines
    from sales_order o
    join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) and ${visibleOrder(ctx)}`)
  return rows.map(({ consignee, ...row }) => ({
    ...row,
    subject: 'order',
    placedAt: new Date(row.placedAt).toISOString(),
    acknowledgedAt: isoOrNull(row.acknowledgedAt),
    consignee: withArea(consignee),
    lines: row.lines.map((line) => ({
      ...line,
      shipBy: isoOrNull(line.shipBy),
      deliverBy: isoOrNull(line.deliverBy),
    })),
  }))
}

type HandoverRow = Omit<PrintedHandover, 'warehouse' | 'items' | 'subject'> & {
  warehouse: ShipmentRow['warehouse']
  items: (Omit<PrintedHandover['items'][number], 'consignee'> & { consignee: Person & Place })[]
}

async function readHandovers(ctx: Ctx, ids: readonly string[]): Promise<PrintedHandover[]> {
  const rows = await ctx.db.all(sql<HandoverRow>`
    select h.id, h.number, h.state, h.pick_up_from as "pickUpFrom", h.pick_up_to as "pickUpTo", h.note, h.signed_at as "signedAt",
      h.driver_name as "driverName", h.vehicle_plate as "vehiclePlate", ${warehouseColumn},
      jsonb_build_object('id', k.id, 'name', k.name, 'locale', k.preferred_locale) as carrier,
      (select coalesce(jsonb_agg(jsonb_build_object('number', s.number, 'waybill', s.waybill, 'parcels', i.parcels,
          'weightG', i.weight_g, 'units', i.units, 'loaded', i.loaded, 'reason', i.reason, 'consignee',
          jsonb_build_object('name', o.consignee_name, 'phone', o.consignee_phone, 'street', o.street, 'country', o.country, 'province', o.province,
            'city', o.city, 'district', '')) order by s.number), '[]')
        from handover_item i join shipment s on s.tenant_id = i.tenant_id and s.id = i.shipment_id
        join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
        where i.tenant_id = h.tenant_id and i.list_id = h.id) as items
    from handover_list h
    join warehouse w on w.tenant_id = h.tenant_id and w.id = h.warehouse_id
    join party k on k.tenant_id = h.tenant_id and k.id = h.carrier_id
    where h.tenant_id = ${ctx.tenant.id} and h.id = any(${ids}::uuid[]) and ${handoverScope(ctx)}`)
  return rows.map(({ warehouse, items, ...row }) => ({
    ...row,
    subject: 'handover_list',
    pickUpFrom: new Date(row.pickUpFrom).toISOString(),
    pickUpTo: new Date(row.pickUpTo).toISOString(),
    signedAt: isoOrNull(row.signedAt),
    warehouse: warehouseOf(warehouse),
    items: items.map((item) => ({ ...item, consignee: withArea({ ...item.consignee, postcode: '' }) })),
  }))
}

const readersOf: Record<PrintSubject, (ctx: Ctx, ids: readonly string[]) => Promise<PrintedRecord[]>> = {
  shipment: readShipments,
  order: readOrders,
  handover_list: readHandovers,
  purchase_order: (ctx, ids) => readPurchases(ctx, ids, can(ctx.actor, 'purchase.price')),
}

/** The promise that holds now for the line `l` of the order `o`. */
const dueOf = (kind: 'ship' | 'deliver') => sql`(
  select p.due_at from promise p
  where p.tenant_id = o.tenant_id and p.order_id = o.id and p.subject_id = l.id and p.kind = ${kind} and not exists (
    select 1 from promise_outcome w where w.tenant_id = p.tenant_id and w.root_id = p.root_id and w.outcome = 'withdrawn')
  order by p.id desc limit 1)`

function withArea({ country, province, city, district, ...person }: Person & Place & { postcode: string }) {
  return { ...person, area: areaName({ country, province, city, district }) }
}

const isoOrNull = (at: string | Date | null): string | null =>
  at === null ? null : new Date(at).toISOString()
