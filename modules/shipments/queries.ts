import type { RawBuilder } from 'kysely'
import { areaName } from '#modules/customers/divisions.ts'
import { maskName, maskPhone, maskStreet } from '#modules/customers/privacy.ts'
import { type Ctx, can, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { escapeLike } from '#platform/like.ts'
import {
  type ListQuestion,
  type ListSql,
  type ListStatement,
  countedUpTo,
  listQuery,
} from '#platform/list-query.ts'
import { pastedValues } from '#platform/list-spec.ts'
import type { z } from 'zod'
import type { ShipmentRow, ShipmentView, TrackingRow } from './shipment-shapes.ts'
import { SHIPMENT_NUMBERS_MAX, outboundList, shipmentList } from './shipment-list.ts'
import { normalWaybill } from './tracking-row.ts'
import { standingEvents } from './tracking.ts'

export type ShipmentRowView = z.infer<typeof ShipmentRow>

export const shipmentScope = (ctx: Ctx) => sql<boolean>`(
  ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'customer', 's.customer_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')})`

/** A time within JSON as the API writes all times. */
export const iso = (expression: string) =>
  sql.raw(`to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

export const rowColumns = sql`
  s.id, s.number, jsonb_build_object('id', o.id, 'number', o.number, 'urgent', o.urgent) as "order",
  jsonb_build_object('id', c.id, 'name', c.shown_name) as customer, jsonb_build_object('id', w.id, 'code', w.code, 'name', w.name) as warehouse,
  case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.shown_name) end as carrier,
  s.waybill, s.state, s.status, s.liable, s.mode, s.service, jsonb_build_object('country', o.country, 'province', o.province, 'city', o.city) as destination,
  s.created_at as "createdAt", s.ship_by as "shipBy", s.handed_over_at as "handedOverAt", s.last_event_at as "lastEventAt", s.expected_at as "expectedAt",
  s.delivered_at as "deliveredAt", s.failed_attempts as "failedAttempts", x.lines, x.quantity, x.exceptions as "openExceptions"`

export const rowJoins = sql`
  join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
  join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
  join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
  left join party k on k.tenant_id = s.tenant_id and k.id = s.carrier_id
  cross join lateral (
    select count(*)::int as lines, coalesce(sum(l.quantity), 0)::bigint as quantity,
      (select count(*)::int from shipment_exception e where e.tenant_id = s.tenant_id and e.shipment_id = s.id and e.state <> 'resolved') as exceptions
    from shipment_line l where l.tenant_id = s.tenant_id and l.shipment_id = s.id) x`

/** Codes of divisions become names here: the page need not know the table. */
export function placed<R extends { destination: ShipmentRowView['destination'] }>(row: R): R {
  const { country, province, city } = row.destination
  return {
    ...row,
    destination: { country, province, city, name: areaName({ country, province, city, district: '' }) },
  }
}

export type ShipmentQuestion = ListQuestion & { search?: string | undefined; numbers?: string | undefined }

const fieldSql = {
  state: sql`s.state`,
  status: sql`s.status`,
  warehouseId: sql`s.warehouse_id`,
  carrierId: sql`s.carrier_id`,
  customerId: sql`s.customer_id`,
  orderId: sql`s.order_id`,
  created: sql`s.created_at`,
  shipBy: sql`s.ship_by`,
  handedOver: sql`s.handed_over_at`,
  expected: sql`s.expected_at`,
  delivered: sql`s.delivered_at`,
  waybill: sql`s.waybill`,
  number: sql`s.number`,
  mode: sql`s.mode`,
  service: sql`s.service`,
  attempts: sql`s.failed_attempts`,
}
const shipmentSql: ListSql<typeof shipmentList> = {
  fields: fieldSql,
  sorts: {
    created: sql`s.created_at`,
    number: sql`s.number`,
    waybill: sql`s.waybill`,
    state: sql`s.state`,
    shipBy: sql`s.ship_by`,
    handedOver: sql`s.handed_over_at`,
    lastEvent: sql`s.last_event_at`,
    expected: sql`s.expected_at`,
    delivered: sql`s.delivered_at`,
  },
  tie: sql`s.id`,
  tieType: 'uuid',
}

export async function listShipments(ctx: Ctx, question: ShipmentQuestion) {
  const list = listQuery(ctx, { spec: shipmentList, sql: shipmentSql }, question)
  const numbers = pastedValues(question.numbers ?? '', SHIPMENT_NUMBERS_MAX)
  const also = [
    ...(question.search ? [searchCondition(ctx, question.search)] : []),
    ...(numbers.length > 0 ? [numbersCondition(ctx, numbers)] : []),
  ]
  return {
    ...(await readShipments(ctx, list, also)),
    ...(numbers.length > 0 && !question.cursor ? { missing: await missingNumbers(ctx, numbers) } : {}),
  }
}

/** What has not left yet, the most urgent first. */
export async function listOutbound(ctx: Ctx, question: ShipmentQuestion) {
  const list = listQuery(ctx, { spec: outboundList, sql: shipmentSql }, question)
  return readShipments(ctx, list, [
    sql`s.state in ('planned', 'picking', 'packed')`,
    ...(question.search ? [searchCondition(ctx, question.search)] : []),
  ])
}

/** The page is found by the shipments alone; what they are joined to is read for its rows. */
async function readShipments(ctx: Ctx, list: ListStatement, also: RawBuilder<unknown>[]) {
  const own = sql.join(
    [sql`s.tenant_id = ${ctx.tenant.id}`, shipmentScope(ctx), list.matches, ...also],
    sql` and `,
  )
  const rows = await ctx.db.all(sql<ShipmentRowView>`
    select ${rowColumns}, ${list.carried('s')} from (
      select s.*, ${list.keys} from shipment s where ${own} and ${list.beyond} order by ${list.order} limit ${list.take}
    ) s ${rowJoins} order by ${list.order}`)
  const page = list.pageOf(rows.map(placed))
  const counted = list.isCounted ? await ctx.db.one(countedUpTo(sql`shipment s`, own)) : {}
  return { ...page, rows: page.rows as ShipmentRowView[], ...counted }
}

function searchCondition(ctx: Ctx, search: string) {
  const prefix = `${escapeLike(normalWaybill(search))}%`
  return sql`(s.waybill like ${prefix} or s.number like ${prefix} or s.order_id in (select id from sales_order where tenant_id = ${ctx.tenant.id} and number like ${prefix} limit 200))`
}

/** Any of these waybills, shipment numbers or order numbers; each way has its index. */
function numbersCondition(ctx: Ctx, numbers: string[]) {
  const waybills = numbers.map(normalWaybill)
  return sql`s.id in (
    select n.id from shipment n where n.tenant_id = ${ctx.tenant.id} and n.waybill = any(${waybills}::text[])
    union all select n.id from shipment n where n.tenant_id = ${ctx.tenant.id} and n.number = any(${numbers}::text[])
    union all select n.id from sales_order o join shipment n on n.tenant_id = o.tenant_id and n.order_id = o.id
      where o.tenant_id = ${ctx.tenant.id} and o.number = any(${numbers}::text[]))`
}

/** Which of the pasted numbers name no shipment this person may see. */
async function missingNumbers(ctx: Ctx, numbers: string[]): Promise<string[]> {
  const rows = await ctx.db.all(sql<{ waybill: string | null; number: string; order: string }>`
    select s.waybill, s.number, o.number as order from shipment s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    where s.tenant_id = ${ctx.tenant.id} and ${shipmentScope(ctx)} and ${numbersCondition(ctx, numbers)}`)
  const known = new Set(rows.flatMap((row) => [row.waybill, row.number, row.order]))
  return numbers.filter((number) => !known.has(number) && !known.has(normalWaybill(number)))
}

export async function countShipments(
  ctx: Ctx,
  { warehouseId = null }: { warehouseId?: string | null | undefined },
) {
  const rows = await ctx.db.all(sql<{ state: string; n: number; overdue: number }>`
    select s.state, count(*)::int as n, (count(*) filter (where s.ship_by < ${ctx.now} and s.state in ('planned', 'picking', 'packed')))::int as overdue
    from shipment s where s.tenant_id = ${ctx.tenant.id} and ${shipmentScope(ctx)} and (${warehouseId}::uuid is null or s.warehouse_id = ${warehouseId}::uuid)
    group by s.state`)
  const { exceptions, receipts } = await ctx.db.one(sql<{ exceptions: number; receipts: number }>`
    select (select count(*)::int from shipment_exception x join shipment s on s.tenant_id = x.tenant_id and s.id = x.shipment_id
        where x.tenant_id = ${ctx.tenant.id} and x.state <> 'resolved' and ${shipmentScope(ctx)}
          and (${warehouseId}::uuid is null or s.warehouse_id = ${warehouseId}::uuid)) as exceptions,
      (select count(*)::int from promise p join shipment s on s.tenant_id = p.tenant_id and s.id = p.subject_id
        where p.tenant_id = ${ctx.tenant.id} and p.kind = 'receipt_back' and p.watch_at is not null and p.due_at < ${ctx.now} and ${shipmentScope(ctx)}
          and (${warehouseId}::uuid is null or s.warehouse_id = ${warehouseId}::uuid)) as receipts`)
  return {
    states: Object.fromEntries(rows.map((r) => [r.state, r.n])) as Partial<
      Record<ShipmentRowView['state'], number>
    >,
    overdueToShip: rows.reduce((sum, r) => sum + r.overdue, 0),
    openExceptions: exceptions,
    receiptsOverdue: receipts,
  }
}

export type EventJson = Omit<z.infer<typeof TrackingRow>, 'revoked'>

export const EVENTS_MAX = 500
/** Events of shipment `s`, in no order. */
export const eventsOf = sql`(
  select coalesce(json_agg(json_build_object('id', e.id, 'at', e.at, 'recordedAt', e.recorded_at, 'status', e.status, 'scheme', e.scheme, 'code', e.code,
    'reason', e.reason, 'liable', e.liable, 'location', e.location, 'note', e.note, 'source', e.source, 'revokesId', e.revokes_id)), '[]')
  from (select * from tracking_event t where t.tenant_id = s.tenant_id and t.shipment_id = s.id order by t.at desc limit ${sql.lit(EVENTS_MAX)}) e)`

/** Events by their time, marked where a later row took them back. */
export function withRevocations(events: readonly EventJson[]): z.infer<typeof TrackingRow>[] {
  const timed = events.map((event) => ({
    event,
    at: Date.parse(event.at),
    recordedAt: Date.parse(event.recordedAt),
  }))
  const isRevoked = revokedAmong(timed)
  return timed
    .toSorted((a, b) => a.at - b.at || (a.event.id < b.event.id ? -1 : 1))
    .map(({ event, at, recordedAt }) => ({
      ...event,
      at: new Date(at).toISOString(),
      recordedAt: new Date(recordedAt).toISOString(),
      revoked: isRevoked(event.id),
    }))
}

function revokedAmong(
  timed: readonly { event: EventJson; at: number; recordedAt: number }[],
): (id: string) => boolean {
  if (timed.every(({ event }) => event.revokesId === null)) return () => false
  const rows = timed.map(({ event, at, recordedAt }) => ({
    id: event.id,
    status: event.status,
    at,
    recordedAt,
    seq: 0,
    revokes: event.revokesId,
  }))
  const standing = new Set(standingEvents(rows).map((row) => row.id))
  return (id) => !standing.has(id)
}

/** Who works on exceptions, and who sees how the house works, see who does what about them and who answers for it. */
export const seesWork = (ctx: Ctx): boolean =>
  can(ctx.actor, 'inside.read') || can(ctx.actor, 'exception.manage')
export const fromOutside = <E extends { liable: unknown; owner: unknown; resolution: unknown }>(
  one: E,
): E => ({
  ...one,
  liable: null,
  owner: null,
  resolution: null,
})

type Detail = z.infer<typeof ShipmentView>
type DetailRow = Omit<Detail, 'events'> & { events: EventJson[] }

/** The whole shipment. Personal data is masked. */
export async function getShipment(ctx: Ctx, id: string): Promise<Detail> {
  const row = await ctx.db.one(
    sql<DetailRow>`
    select ${rowColumns}, s.version, s.weight_g as "weightG", s.picked_at as "pickedAt", s.packed_at as "packedAt", s.receipt_needed as "receiptNeeded",
      jsonb_build_object('name', o.consignee_name, 'phone', o.consignee_phone, 'district', o.district, 'street', o.street) as consignee,
      ${linesOf} as "lineRows", ${parcelsOf} as parcels, ${eventsOf} as events, ${exceptionsOf} as exceptions, ${proofsOf} as proofs, ${receiptOf} as receipt,
      ${promiseOf} as promise
    from shipment s ${rowJoins}
    where s.tenant_id = ${ctx.tenant.id} and s.id = ${id} and ${shipmentScope(ctx)}`,
    'shipment',
  )
  const { consignee } = row
  return {
    ...placed(row),
    consignee: {
      ...consignee,
      name: maskName(consignee.name),
      phone: maskPhone(consignee.phone),
      street: maskStreet(consignee.street),
    },
    exceptions: seesWork(ctx) ? row.exceptions : row.exceptions.map(fromOutside),
    proofs: row.proofs.map((p) => ({ ...p, signedBy: maskName(p.signedBy) })),
    events: withRevocations(row.events),
  }
}

const linesOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'orderLineId', l.order_line_id, 'productId', l.product_id, 'sku', p.sku, 'barcode', p.barcode, 'name', p.name,
    'unit', p.unit, 'quantity', l.quantity, 'picked', l.picked, 'packed', l.packed, 'shortLoaded', l.short_loaded, 'delivered', l.delivered, 'damaged', l.damaged)
    order by p.sku, l.id), '[]')
  from shipment_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id where l.tenant_id = s.tenant_id and l.shipment_id = s.id)`
const parcelsOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'number', p.number, 'weightG', p.weight_g) order by p.number), '[]')
  from parcel p where p.tenant_id = s.tenant_id and p.shipment_id = s.id)`
const exceptionsOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'reason', e.reason, 'liable', e.liable, 'state', e.state, 'openedAt', ${iso('e.opened_at')},
    'resolvedAt', ${iso('e.resolved_at')}, 'resolution', e.resolution, 'owner', case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end)
    order by e.opened_at desc, e.id), '[]')
  from shipment_exception e left join app_user u on u.tenant_id = e.tenant_id and u.id = e.owner_id where e.tenant_id = s.tenant_id and e.shipment_id = s.id)`
const proofsOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'signedBy', p.signed_by, 'at', ${iso('p.at')}, 'hasFile', p.file_id is not null) order by p.at, p.id), '[]')
  from delivery_proof p where p.tenant_id = s.tenant_id and p.shipment_id = s.id)`
const receiptOf = sql`(
  select jsonb_build_object('sentAt', ${iso('r.sent_at')}, 'receivedAt', ${iso('r.received_at')}, 'note', r.note, 'hasScan', r.file_id is not null, 'dueAt', (
    select ${iso('p.due_at')} from promise p where p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.kind = 'receipt_back' and p.subject_id = s.id
    order by p.id desc limit 1))
  from return_receipt r where r.tenant_id = s.tenant_id and r.shipment_id = s.id)`
/** The latest day promised for its lines, and what history expects. */
const promiseOf = sql`(
  select jsonb_build_object('deliverBy', ${iso('max(p.due_at)')}, 'expectedAt', ${iso('max(p.risk_expected_at)')}, 'cases', min(p.risk_cases))
  from promise p
  where p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.kind = 'deliver'
    and p.subject_id in (select l.order_line_id from shipment_line l where l.tenant_id = s.tenant_id and l.shipment_id = s.id)
    and not exists (select 1 from promise n where n.tenant_id = p.tenant_id and n.order_id = p.order_id and n.supersedes_id = p.id))`
