import type { RawBuilder } from 'kysely'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { ShipmentState } from './shipment.ts'
import type { TrackingInput } from './shipment-types.ts'
import { type Reading, normalWaybill, storedKey } from './tracking-row.ts'
import type { RoadEvent, RoadState } from './tracking-state.ts'

/**
 * A shipment's row as tracking needs it. `road` is what its events said so far, `seen` the version of the row that was read: whoever
 * changes the row makes another. Times in epoch milliseconds.
 */
export type LockedShipment = {
  id: string
  number: string
  orderId: string
  state: ShipmentState
  createdAt: number
  handedOverAt: number | null
  receiptNeeded: boolean
  seen: string
  road: RoadState
}

export type NewTrackingRow = Reading & {
  id: string
  shipmentId: string
  at: number
  location: string
  note: string
  revokes: string | null
  source: string
  key: string
}

type ShipmentRow = {
  id: string
  number: string
  order_id: string
  state: ShipmentState
  status: RoadState['status']
  liable: RoadState['liable']
  created_at: number
  handed_over_at: number | null
  delivered_at: number | null
  last_event_at: number | null
  moved_at: number | null
  failed_attempts: number
  receipt_needed: boolean
  seen: string
}

const ms = (column: string) => sql.raw(`(date_part('epoch', ${column}) * 1000)::bigint`)
const msOf = (column: string) => sql`${ms(`s.${column}`)} as ${sql.ref(column)}`
const roadColumns = sql`s.id, s.number, s.order_id, s.state, s.status, s.liable, ${msOf('created_at')}, ${msOf('handed_over_at')}, ${msOf('delivered_at')},
  ${msOf('last_event_at')}, ${msOf('moved_at')}, s.failed_attempts, s.receipt_needed, s.xmin::text as seen`

/**
 * Reports that take nothing back are written beside each other. Who takes an event back or a shipment away is alone with the tracking
 * of the company: what a correction leaves standing may be any report, and an event belongs to a shipment that is there.
 */
export async function enterTracking(ctx: Ctx, { alone }: { alone: boolean }): Promise<void> {
  const lock = sql.raw(alone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared')
  await ctx.db.run(sql`select ${lock}(hashtextextended(${`tracking ${ctx.tenant.id}`}, 0))`)
}

/** The shipments behind each row's waybill, not locked; more than one means that the carrier must be named. */
export async function findByWaybills(ctx: Ctx, rows: readonly TrackingInput[]): Promise<LockedShipment[][]> {
  const places = new Map<string, number>()
  const wanted: { waybill: string; carrier: string | null }[] = []
  const placeOf = rows.map(({ waybill: written, carrier = null }) => {
    const waybill = normalWaybill(written)
    const key = carrier === null ? waybill : `${waybill}\n${carrier}`
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, wanted.length)
    return wanted.push({ waybill, carrier }) - 1
  })
  const found = await ctx.db.all(sql<ShipmentRow & { n: number }>`
    select i.n::int as n, ${roadColumns}
    from unnest(${wanted.map((r) => r.waybill)}::text[], ${wanted.map((r) => r.carrier)}::text[])
      with ordinality as i (waybill, carrier, n)
    join shipment s on s.tenant_id = ${ctx.tenant.id} and s.waybill = i.waybill and s.state <> 'cancelled'
    where (i.carrier is null or s.carrier_id::text = i.carrier
        or exists (select 1 from party p where p.tenant_id = ${ctx.tenant.id} and p.id = s.carrier_id and p.number = i.carrier))
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')} and ${inScope(ctx, 'customer', 's.customer_id')}`)
  const perPlace: LockedShipment[][] = wanted.map(() => [])
  const byId = new Map<string, LockedShipment>()
  for (const row of found) {
    const shipment = byId.get(row.id) ?? lockedOf(row)
    byId.set(row.id, shipment)
    perPlace[row.n - 1]?.push(shipment)
  }
  return placeOf.map((place) => perPlace[place] ?? [])
}

/** Shipments by id, locked in one order so that two batches on the same parcels queue. */
export async function lockForTracking(ctx: Ctx, ids: readonly string[]): Promise<LockedShipment[]> {
  if (ids.length === 0) return []
  const rows = await ctx.db.all(sql<ShipmentRow>`
    select ${roadColumns} from shipment s where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[]) order by s.id for no key update of s`)
  return rows.map(lockedOf)
}

function lockedOf(row: ShipmentRow): LockedShipment {
  return {
    id: row.id,
    number: row.number,
    orderId: row.order_id,
    state: row.state,
    createdAt: row.created_at,
    handedOverAt: row.handed_over_at,
    receiptNeeded: row.receipt_needed,
    seen: row.seen,
    road: {
      status: row.status,
      lastEventAt: row.last_event_at,
      movedAt: row.moved_at,
      deliveredAt: row.delivered_at,
      failedAttempts: row.failed_attempts,
      liable: row.liable,
    },
  }
}

/** Shipments that are taken away as if they had never been, with their events. */
export async function deleteShipments(
  ctx: Ctx,
  which: RawBuilder<unknown>,
): Promise<{ id: string; orderId: string }[]> {
  await enterTracking(ctx, { alone: true })
  return ctx.db.all(sql<{ id: string; orderId: string }>`
    with gone as (
      delete from shipment s where s.tenant_id = ${ctx.tenant.id} and ${which} returning s.id, s.order_id
    ), events as (
      delete from tracking_event e using gone where e.tenant_id = ${ctx.tenant.id} and e.shipment_id = gone.id
    )
    select id, order_id as "orderId" from gone`)
}

/** The shipment with its row locked, if it is the actor's to see; NotFound else. */
export async function lockInScope(ctx: Ctx, id: string): Promise<LockedShipment> {
  await ctx.db.one(
    sql`
    select 1 from shipment s where s.tenant_id = ${ctx.tenant.id} and s.id = ${id}
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')} and ${inScope(ctx, 'customer', 's.customer_id')}`,
    'shipment',
  )
  const [shipment] = await lockForTracking(ctx, [id])
  if (!shipment) throw new Error('a shipment just seen must be there')
  return shipment
}

/** Event id → the shipment it belongs to, where it is one of these. */
export async function readShipmentsOfEvents(
  ctx: Ctx,
  { ids, shipmentIds }: { ids: readonly string[]; shipmentIds: readonly string[] },
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.all(sql<{ id: string; shipment_id: string }>`
    select id, shipment_id from tracking_event
    where tenant_id = ${ctx.tenant.id} and shipment_id = any(${shipmentIds}::uuid[]) and id = any(${ids}::uuid[])`)
  return new Map(rows.map((r) => [r.id, r.shipment_id]))
}

/**
 * Writes what is not known yet; gives the ids written. In the order of the shipments and times: two batches with the same reports wait
 * for each other and never in a circle.
 */
export async function insertTracking(ctx: Ctx, wanted: readonly NewTrackingRow[]): Promise<Set<string>> {
  if (wanted.length === 0) return new Set()
  const rows = wanted.toSorted(
    (a, b) => byText(a.shipmentId, b.shipmentId) || a.at - b.at || byText(a.key, b.key),
  )
  const inserted = await ctx.db.all(sql<{ id: string }>`
    insert into tracking_event (tenant_id, id, shipment_id, at, recorded_at, scheme, code, status, reason, liable, location, note, revokes_id, source, dedupe_key)
    select ${ctx.tenant.id}, r.id, r.shipment_id, to_timestamp(r.at / 1000.0), ${ctx.now}, r.scheme, r.code, r.status, r.reason, r.liable, r.location, r.note,
      r.revokes_id, r.source, r.dedupe_key
    from unnest(
      ${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.shipmentId)}::uuid[], ${rows.map((r) => r.at)}::bigint[], ${rows.map((r) => r.scheme)}::text[],
      ${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.status)}::text[], ${rows.map((r) => r.reason)}::text[], ${rows.map((r) => r.liable)}::text[],
      ${rows.map((r) => r.location)}::text[], ${rows.map((r) => r.note)}::text[], ${rows.map((r) => r.revokes)}::uuid[], ${rows.map((r) => r.source)}::text[],
      ${rows.map((r) => `\\x${storedKey(r.key, r.at)}`)}::bytea[]
    ) as r (id, shipment_id, at, scheme, code, status, reason, liable, location, note, revokes_id, source, dedupe_key)
    on conflict (tenant_id, shipment_id, at, dedupe_key) do nothing
    returning id`)
  return new Set(inserted.map((r) => r.id))
}

type EventRow = {
  id: string
  shipment_id: string
  status: RoadEvent['status']
  at: number
  recorded_at: number
  reason: RoadEvent['reason']
  liable: RoadEvent['liable']
  revokes_id: string | null
}

/** All events of these shipments, by shipment. */
export async function readHistories(
  ctx: Ctx,
  shipmentIds: readonly string[],
): Promise<Map<string, RoadEvent[]>> {
  const histories = new Map<string, RoadEvent[]>(shipmentIds.map((id) => [id, []]))
  if (shipmentIds.length === 0) return histories
  const rows = await ctx.db.all(sql<EventRow>`
    select e.id, e.shipment_id, e.status, ${ms('e.at')} as at, ${ms('e.recorded_at')} as recorded_at,
      e.reason, e.liable, e.revokes_id
    from tracking_event e
    where e.tenant_id = ${ctx.tenant.id} and e.shipment_id = any(${shipmentIds}::uuid[])`)
  for (const row of rows) {
    histories.get(row.shipment_id)?.push({
      id: row.id,
      status: row.status,
      at: row.at,
      recordedAt: row.recorded_at,
      seq: 0,
      reason: row.reason,
      liable: row.liable,
      revokes: row.revokes_id,
    })
  }
  return histories
}

/** What a shipment's events lead to; `road` is null where the shipment is only to be locked. */
export type RoadUpdate = { id: string; seen: string; state: ShipmentState; road: RoadState | null }

/**
 * Locks shipments in the order of their ids, so that two batches on the same parcels queue, and saves those whose row is still the
 * one that was seen. Gives the ids saved.
 */
export async function saveRoadStates(ctx: Ctx, wanted: readonly RoadUpdate[]): Promise<Set<string>> {
  if (wanted.length === 0) return new Set()
  const saved = await ctx.db.all(sql<{ id: string }>`
    with locked as materialized (
      select s.id, s.xmin as version from shipment s
      where s.tenant_id = ${ctx.tenant.id} and s.id = any(${wanted.map((u) => u.id)}::uuid[])
      order by s.id for no key update of s
    )
    update shipment s set state = u.state, status = u.status, liable = u.liable, failed_attempts = u.failed_attempts,
      last_event_at = to_timestamp(u.last_event_at / 1000.0), moved_at = to_timestamp(u.moved_at / 1000.0), delivered_at = to_timestamp(u.delivered_at / 1000.0)
    from unnest(
      ${wanted.map((u) => u.id)}::uuid[], ${wanted.map((u) => u.seen)}::xid[], ${wanted.map((u) => u.state)}::text[],
      ${wanted.map((u) => u.road?.status ?? null)}::text[], ${wanted.map((u) => u.road?.liable ?? null)}::text[],
      ${wanted.map((u) => u.road?.failedAttempts ?? null)}::int[], ${wanted.map((u) => u.road?.lastEventAt ?? null)}::bigint[],
      ${wanted.map((u) => u.road?.movedAt ?? null)}::bigint[], ${wanted.map((u) => u.road?.deliveredAt ?? null)}::bigint[]
    ) as u (id, seen, state, status, liable, failed_attempts, last_event_at, moved_at, delivered_at)
    join locked l on l.id = u.id and l.version = u.seen
    where s.tenant_id = ${ctx.tenant.id} and s.id = l.id and u.status is not null
    returning s.id`)
  return new Set(saved.map((row) => row.id))
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
