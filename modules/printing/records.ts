import { areaName } from '#modules/customers/divisions.ts'
import { maskName } from '#modules/customers/privacy.ts'
import { visible as visibleOrder } from '#modules/orders/queries.ts'
import { shipmentScope } from '#modules/shipments/queries.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { PrintSubject } from './document.ts'
import type { PrintedOrder, PrintedRecord, PrintedShipment } from './print-data.ts'
import { type Person, type PersonPart, personAsPrinted } from './privacy-rule.ts'

/** Orders and shipments as documents show them, within the actor's scopes; in the order asked for. Persons are in full here. */
export async function readRecords(
  ctx: Ctx,
  subject: PrintSubject,
  ids: readonly string[],
): Promise<PrintedRecord[]> {
  const found: PrintedRecord[] =
    subject === 'shipment' ? await readShipments(ctx, ids) : await readOrders(ctx, ids)
  const byId = new Map(found.map((record) => [record.id, record]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The newest record a document can be tried with, or null. */
export async function newestRecord(ctx: Ctx, subject: PrintSubject): Promise<string | null> {
  const row =
    subject === 'shipment'
      ? await ctx.db.maybe(sql<{ id: string }>`
          select s.id from shipment s where s.tenant_id = ${ctx.tenant.id} and s.state <> 'cancelled' and ${shipmentScope(ctx)}
          order by s.created_at desc, s.id desc limit 1`)
      : await ctx.db.maybe(sql<{ id: string }>`
          select o.id from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.state <> 'cancelled' and ${visibleOrder(ctx)}
          order by o.placed_at desc, o.id desc limit 1`)
  return row?.id ?? null
}

/** The record with its persons as they may be printed. */
export function withPersons<R extends PrintedRecord>(record: R, full: readonly PersonPart[]): R {
  const { customer, consignee } = record
  return {
    ...record,
    customer:
      customer.isPerson && !full.includes('name') ? { ...customer, name: maskName(customer.name) } : customer,
    consignee: { ...consignee, ...personAsPrinted(consignee, full) },
  }
}

type Place = { country: string; province: string; city: string; district: string }
type WithPlaces<R extends PrintedRecord> = Omit<R, 'consignee'> & {
  consignee: Person & Place & { postcode: string }
}
type ShipmentRow = Omit<WithPlaces<PrintedShipment>, 'warehouse' | 'subject'> & {
  warehouse: Omit<PrintedShipment['warehouse'], 'area'> & Omit<Place, 'district'>
}

const customerColumn = sql`
  jsonb_build_object('id', c.id, 'number', c.number, 'name', c.name, 'locale', c.preferred_locale, 'isPerson', c.kind = 'person') as customer`
const consigneeColumn = sql`
  jsonb_build_object('name', o.consignee_name, 'phone', o.consignee_phone, 'street', o.street, 'country', o.country, 'province', o.province,
    'city', o.city, 'district', o.district, 'postcode', o.postcode) as consignee`

async function readShipments(ctx: Ctx, ids: readonly string[]): Promise<PrintedShipment[]> {
  const rows = await ctx.db.all(sql<ShipmentRow>`
    select s.id, s.number, s.waybill, s.state, s.mode, s.service, o.urgent, s.weight_g as "weightG", s.receipt_needed as "receiptNeeded",
      s.ship_by as "shipBy", jsonb_build_object('id', o.id, 'number', o.number, 'externalRef', o.external_ref) as "order",
      o.delivery_note as "deliveryNote", ${customerColumn}, ${consigneeColumn},
      jsonb_build_object('id', w.id, 'code', w.code, 'name', w.name, 'street', w.street, 'country', w.country, 'province', w.province, 'city', w.city) as warehouse,
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
    warehouse: {
      id: warehouse.id,
      code: warehouse.code,
      name: warehouse.name,
      street: warehouse.street,
      area: areaName({ ...warehouse, district: '' }),
    },
  }))
}

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
