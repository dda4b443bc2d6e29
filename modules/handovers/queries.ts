import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { areaName } from '#modules/customers/divisions.ts'
import { maskEmail, maskName } from '#modules/customers/privacy.ts'
import { shipmentScope } from '#modules/shipments/queries.ts'
import type { HandoverCandidate, HandoverItemRow, HandoverRow, HandoverView } from './api.ts'
import { HANDOVER_ITEMS_MAX, LEFT_LOOK_BACK_DAYS } from './handover.ts'
import { handoverItemList, handoverList } from './handover-list.ts'
import { modeOf } from './pickup-rules.ts'

/** Where a carrier picks up. */
export type Place = { warehouseId: string; carrierId: string }
type Searched = ListQuestion & { search?: string | undefined }
type View = z.infer<typeof HandoverRow>
type Detail = z.infer<typeof HandoverView>
type Item = z.infer<typeof HandoverItemRow>

/** Which lists `h` the actor may see. They hold goods of many customers: whoever is bound to one of them sees none. */
export function handoverScope(ctx: Ctx): RawBuilder<boolean> {
  if (ctx.actor.scopes.customer) return sql<boolean>`false`
  return sql<boolean>`(${inScope(ctx, 'warehouse', 'h.warehouse_id')} and ${inScope(ctx, 'carrier', 'h.carrier_id')})`
}

const listSql: ListSql<typeof handoverList> = {
  fields: {
    state: sql`h.state`,
    request: sql`h.request`,
    carrierId: sql`h.carrier_id`,
    warehouseId: sql`h.warehouse_id`,
    pickUp: sql`h.pick_up_from`,
    signed: sql`h.signed_at`,
  },
  sorts: {
    made: sql`h.made_at`,
    pickUp: sql`h.pick_up_from`,
    signed: sql`h.signed_at`,
    number: sql`h.number`,
    state: sql`h.state`,
  },
  tie: sql`h.id`,
  tieType: 'uuid',
}

const carrierOf = sql`jsonb_build_object('id', k.id, 'name', k.shown_name) as carrier`
const warehouseOf = sql`jsonb_build_object('id', w.id, 'code', w.code, 'name', w.name) as warehouse`
const columns = sql`
  h.id, h.number, h.state, h.request, ${carrierOf}, ${warehouseOf}, h.pick_up_from as "pickUpFrom", h.pick_up_to as "pickUpTo", h.made_at as "madeAt",
  m.name as "madeBy", h.requested_at as "requestedAt", h.signed_at as "signedAt", x.shipments, x.parcels, x.units, x."weightG", x.differences`
const from = sql`handover_list h
  join party k on k.tenant_id = h.tenant_id and k.id = h.carrier_id
  join warehouse w on w.tenant_id = h.tenant_id and w.id = h.warehouse_id
  left join app_user m on m.tenant_id = h.tenant_id and m.id = h.made_by
  cross join lateral (
    select count(*)::int as shipments, coalesce(sum(i.parcels), 0)::int as parcels, coalesce(sum(i.units), 0)::bigint as units,
      sum(i.weight_g)::bigint as "weightG", count(*) filter (where i.loaded < i.units)::int as differences
    from handover_item i where i.tenant_id = h.tenant_id and i.list_id = h.id) x`

const likeOf = (search: string | undefined): string | null => (search ? containing(search) : null)

/** Lists, newest first. `search`: the number of a list, or of a shipment or waybill on it. */
export async function listHandoverLists(ctx: Ctx, { search, ...asked }: Searched) {
  const like = likeOf(search)
  return readList<View>(ctx, listQuery(ctx, { spec: handoverList, sql: listSql }, asked), {
    columns,
    from,
    where: sql`h.tenant_id = ${ctx.tenant.id} and ${handoverScope(ctx)} and (${like}::text is null or h.number ilike ${like}::text or exists (
      select 1 from handover_item i join shipment s on s.tenant_id = i.tenant_id and s.id = i.shipment_id
      where i.tenant_id = h.tenant_id and i.list_id = h.id and (s.number = ${search ?? ''} or s.waybill = ${search ?? ''})))`,
  })
}

type ViewRow = View &
  Omit<Detail, keyof View | 'contact' | 'items'> & { contact: { name: string; email: string } | null }

export async function getHandoverList(ctx: Ctx, id: string): Promise<Detail> {
  const { contact, driverName, ...row } = await ctx.db.one(
    sql<ViewRow>`
    select ${columns}, h.note, h.driver_name as "driverName", h.vehicle_plate as "vehiclePlate", h.ended_at as "endedAt", e.name as "endedBy",
      h.end_reason as "endReason", h.version, ${modeOf} as mode, c.contact
    from ${from} left join app_user e on e.tenant_id = h.tenant_id and e.id = h.ended_by
    left join lateral (
      select jsonb_build_object('name', c.name, 'email', c.email) as contact from contact c
      where c.tenant_id = k.tenant_id and c.party_id = k.id and c.archived_at is null and c.email <> ''
      order by c.preferred_channel is distinct from 'email', c.id limit 1) c on true
    where h.tenant_id = ${ctx.tenant.id} and h.id = ${id} and ${handoverScope(ctx)}`,
    'handover_list',
  )
  return {
    ...row,
    driverName: maskName(driverName),
    contact: contact && { name: maskName(contact.name), address: maskEmail(contact.email) },
    items: await itemsOf(ctx, id),
  }
}

const itemSql: ListSql<typeof handoverItemList> = {
  fields: {
    listId: sql`h.id`,
    state: sql`h.state`,
    carrierId: sql`h.carrier_id`,
    warehouseId: sql`h.warehouse_id`,
    pickUp: sql`h.pick_up_from`,
    signed: sql`h.signed_at`,
    short: sql`(i.loaded < i.units) is true`,
  },
  sorts: { pickUp: sql`h.pick_up_from`, list: sql`h.number`, shipment: sql`s.number` },
  tie: sql`i.id`,
  tieType: 'uuid',
}

const itemColumns = sql`
  i.id, jsonb_build_object('id', h.id, 'number', h.number, 'state', h.state) as list, ${carrierOf}, ${warehouseOf}, h.pick_up_from as "pickUpFrom",
  h.signed_at as "signedAt", s.id as "shipmentId", s.number as "shipmentNumber", s.state as "shipmentState", s.waybill,
  jsonb_build_object('id', o.id, 'number', o.number) as "order",
  jsonb_build_object('country', o.country, 'province', o.province, 'city', o.city) as destination, i.parcels, i.units, i.weight_g as "weightG", i.loaded, i.reason`
const itemFrom = sql`handover_item i
  join handover_list h on h.tenant_id = i.tenant_id and h.id = i.list_id
  join party k on k.tenant_id = h.tenant_id and k.id = h.carrier_id
  join warehouse w on w.tenant_id = h.tenant_id and w.id = h.warehouse_id
  join shipment s on s.tenant_id = i.tenant_id and s.id = i.shipment_id
  join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id`

/** What stands on the lists, a row for each shipment: a day's hand-overs of a carrier. `search`: number of list, shipment or waybill. */
export async function listHandoverItems(ctx: Ctx, { search, ...asked }: Searched) {
  const like = likeOf(search)
  const page = await readList<Item>(ctx, listQuery(ctx, { spec: handoverItemList, sql: itemSql }, asked), {
    columns: itemColumns,
    from: itemFrom,
    where: sql`i.tenant_id = ${ctx.tenant.id} and ${handoverScope(ctx)}
      and (${like}::text is null or h.number ilike ${like}::text or s.number ilike ${like}::text or s.waybill ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map(placed) }
}

/** All shipments of one list. */
export async function itemsOf(ctx: Ctx, listId: string): Promise<Item[]> {
  const rows = await ctx.db.all(sql<Item>`
    select ${itemColumns} from ${itemFrom} where i.tenant_id = ${ctx.tenant.id} and i.list_id = ${listId} and ${handoverScope(ctx)}
    order by s.number limit ${HANDOVER_ITEMS_MAX}`)
  return rows.map(placed)
}

/** Codes of divisions become names here: the page need not know the table. */
function placed<R extends { destination: Item['destination'] }>(row: R): R {
  const { country, province, city } = row.destination
  return {
    ...row,
    destination: { country, province, city, name: areaName({ country, province, city, district: '' }) },
  }
}

/** Shipments that can go on a list of this carrier at this warehouse, the most pressing first. */
export async function listCandidates(ctx: Ctx, place: Place): Promise<{ rows: Candidate[] }> {
  const rows = await ctx.db.all(sql<Candidate>`
    select s.id, s.number, s.waybill, s.state, s.ship_by as "shipBy", s.carrier_id is not null as "isAssigned", ${listedColumns},
      jsonb_build_object('country', o.country, 'province', o.province, 'city', o.city) as destination
    from shipment s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    where s.tenant_id = ${ctx.tenant.id} and ${isListable(ctx, place)}
    order by s.ship_by nulls last, s.id limit ${HANDOVER_ITEMS_MAX}`)
  return { rows: rows.map(placed) }
}
type Candidate = z.infer<typeof HandoverCandidate>

/** Which shipments `s` can go on a list now: ready for the carrier or for none yet, or gone with it lately, and on no other list. */
export const isListable = (ctx: Ctx, { warehouseId, carrierId }: Place): RawBuilder<boolean> => sql<boolean>`(
  s.warehouse_id = ${warehouseId} and ${shipmentScope(ctx)}
  and ((s.state = 'packed' and (s.carrier_id is null or s.carrier_id = ${carrierId}))
    or (s.carrier_id = ${carrierId} and s.state in ('handed_over', 'delivered') and s.batch_id is null
      and s.handed_over_at >= ${ctx.now}::timestamptz - ${LEFT_LOOK_BACK_DAYS} * interval '1 day'))
  and not exists (select 1 from handover_item i where i.tenant_id = s.tenant_id and i.shipment_id = s.id and i.holds))`

/** What of the shipment `s` a list speaks of: parcels, units packed or gone, weight. A shipment without labels is one parcel. */
export const listedColumns = sql`
  greatest(1, (select count(*)::int from parcel x where x.tenant_id = s.tenant_id and x.shipment_id = s.id)) as parcels,
  (select coalesce(sum(case when s.state = 'packed' then l.packed else l.quantity - l.short_loaded end), 0)::bigint
    from shipment_line l where l.tenant_id = s.tenant_id and l.shipment_id = s.id) as units,
  coalesce((select sum(x.weight_g)::bigint from parcel x where x.tenant_id = s.tenant_id and x.shipment_id = s.id having count(*) = count(x.weight_g)),
    s.weight_g) as "weightG"`
