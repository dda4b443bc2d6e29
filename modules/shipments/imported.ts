import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import type { ImportedShipment, ImportedShipmentResult } from './shipment-types.ts'
import type { ShipmentState } from './shipment.ts'
import { stateOnRoad } from './shipment.ts'
import { OWN_SCHEME, normalWaybill } from './tracking-row.ts'
import { type NewTrackingRow, insertTracking } from './tracking-store.ts'
import { NOTHING_KNOWN, type RoadState, roadStateOf } from './tracking-state.ts'
import { type ExceptionReason, type TrackingStatus, liableFor } from './tracking.ts'

export const IMPORT_MAX = 5_000

type Prepared = ImportedShipment & {
  id: string
  number: string
  state: ShipmentState
  road: RoadState
  rows: NewTrackingRow[]
}

/** History, set-based, in the order given; one summary event. At most IMPORT_MAX rows a call. */
export async function importShipments(ctx: Ctx, rows: ImportedShipment[]): Promise<ImportedShipmentResult[]> {
  if (rows.length > IMPORT_MAX) throw new RangeError(`at most ${IMPORT_MAX} shipments at once`)
  if (rows.length === 0) return []
  const prepared = rows.map((row) => prepare(ctx, row))
  await insertShipments(ctx, prepared)
  const lines = await insertLines(ctx, prepared)
  const events = prepared.flatMap((p) => p.rows)
  await insertTracking(ctx, events)
  emit(
    ctx,
    'shipments.imported',
    { type: 'tenant', id: ctx.tenant.id },
    { shipments: rows.length, lines, events: events.length },
  )
  return prepared.map(({ id, number, state }) => ({ id, number, state }))
}

/** The status follows from the events here too, so that a later event finds what it needs. */
function prepare(ctx: Ctx, row: ImportedShipment): Prepared {
  const id = newId(ctx.now.getTime())
  const facts = [
    ...(row.handedOverAt
      ? [{ status: 'picked_up' as TrackingStatus, at: row.handedOverAt, code: 'handed_over' }]
      : []),
    ...(row.events ?? []).map((e) => ({ ...e, code: e.status as string })),
    ...(row.deliveredAt
      ? [{ status: 'delivered' as TrackingStatus, at: row.deliveredAt, code: 'delivered' }]
      : []),
  ]
  const rows = facts.map((fact, i) => trackingRow(ctx, { shipmentId: id, fact, key: `import:${id}:${i}` }))
  const road =
    rows.length === 0
      ? NOTHING_KNOWN
      : roadStateOf(rows.map((r) => ({ ...r, recordedAt: ctx.now.getTime(), seq: 0 })))
  const isOut = Boolean(row.handedOverAt ?? row.deliveredAt)
  return {
    ...row,
    id,
    number: newNumber('SH', row.createdAt),
    state: isOut ? stateOnRoad('handed_over', road.status) : 'planned',
    road,
    rows,
  }
}

type Fact = {
  status: TrackingStatus
  at: Date
  code: string
  reason?: ExceptionReason | null
  location?: string
  note?: string
}

function trackingRow(
  ctx: Ctx,
  { shipmentId, fact, key }: { shipmentId: string; fact: Fact; key: string },
): NewTrackingRow {
  const reason = fact.reason ?? null
  return {
    id: newId(ctx.now.getTime()),
    shipmentId,
    at: fact.at.getTime(),
    scheme: OWN_SCHEME,
    code: fact.code,
    status: fact.status,
    reason,
    liable: reason ? liableFor[reason] : null,
    location: fact.location ?? '',
    note: fact.note ?? '',
    revokes: null,
    source: 'import',
    key,
  }
}

async function insertShipments(ctx: Ctx, rows: readonly Prepared[]): Promise<void> {
  const time = (pick: (row: Prepared) => Date | null | undefined) => rows.map((r) => pick(r) ?? null)
  const leftAt = (r: Prepared) => r.handedOverAt ?? r.deliveredAt
  await ctx.db.run(sql`
    insert into shipment (tenant_id, id, number, order_id, customer_id, warehouse_id, carrier_id, waybill, mode, service, lane, state, status, liable, created_at, ship_by,
      picked_at, packed_at, handed_over_at, delivered_at, last_event_at, moved_at, expected_at, failed_attempts, weight_g, freight_minor, currency, receipt_needed, external_ref, batch_id)
    select ${ctx.tenant.id}, r.id, r.number, r.order_id, r.customer_id, r.warehouse_id, r.carrier_id, r.waybill, r.mode, r.service, r.lane, r.state, r.status, r.liable,
      r.created_at, r.ship_by, r.left_at, r.left_at, r.left_at, r.delivered_at, to_timestamp(r.last_event_at / 1000.0), to_timestamp(r.moved_at / 1000.0), r.expected_at, r.failed, r.weight_g, r.freight_minor,
      r.currency, r.receipt_needed, r.external_ref, r.batch_id
    from unnest(
      ${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.number)}::text[], ${rows.map((r) => r.orderId)}::uuid[], ${rows.map((r) => r.customerId)}::uuid[],
      ${rows.map((r) => r.warehouseId)}::uuid[], ${rows.map((r) => r.carrierId ?? null)}::uuid[], ${rows.map((r) => (r.waybill ? normalWaybill(r.waybill) : null))}::text[],
      ${rows.map((r) => r.mode ?? '')}::text[], ${rows.map((r) => r.service ?? 'standard')}::text[], ${rows.map((r) => r.lane ?? '')}::text[],
      ${rows.map((r) => r.state)}::text[], ${rows.map((r) => r.road.status)}::text[], ${rows.map((r) => r.road.liable)}::text[], ${time((r) => r.createdAt)}::timestamptz[],
      ${time((r) => r.shipBy)}::timestamptz[], ${time(leftAt)}::timestamptz[], ${time((r) => r.deliveredAt)}::timestamptz[],
      ${rows.map((r) => r.road.lastEventAt)}::bigint[], ${rows.map((r) => r.road.movedAt)}::bigint[], ${time((r) => r.expectedAt)}::timestamptz[], ${rows.map((r) => r.road.failedAttempts)}::int[],
      ${rows.map((r) => r.weightG ?? null)}::bigint[], ${rows.map((r) => r.freightMinor ?? null)}::bigint[], ${rows.map((r) => r.currency)}::text[],
      ${rows.map((r) => r.receiptNeeded ?? false)}::boolean[], ${rows.map((r) => r.externalRef ?? null)}::text[], ${rows.map((r) => r.batchId ?? null)}::uuid[]
    ) as r (id, number, order_id, customer_id, warehouse_id, carrier_id, waybill, mode, service, lane, state, status, liable, created_at, ship_by, left_at, delivered_at,
      last_event_at, moved_at, expected_at, failed, weight_g, freight_minor, currency, receipt_needed, external_ref, batch_id)`)
}

async function insertLines(ctx: Ctx, rows: readonly Prepared[]): Promise<number> {
  const lines = rows.flatMap((r) =>
    r.lines.map((l) => ({
      ...l,
      shipmentId: r.id,
      out: r.state !== 'planned',
      arrived: r.state === 'delivered',
    })),
  )
  const arrived = (l: (typeof lines)[number]) => l.delivered ?? (l.arrived ? l.quantity : 0)
  await ctx.db.run(sql`
    insert into shipment_line (tenant_id, id, shipment_id, order_line_id, product_id, quantity, picked, packed, delivered, damaged)
    select ${ctx.tenant.id}, r.id, r.shipment_id, r.order_line_id, r.product_id, r.quantity, case when r.gone then r.quantity else 0 end,
      case when r.gone then r.quantity else 0 end, r.delivered, r.damaged
    from unnest(${lines.map(() => newId())}::uuid[], ${lines.map((l) => l.shipmentId)}::uuid[], ${lines.map((l) => l.orderLineId)}::uuid[],
      ${lines.map((l) => l.productId)}::uuid[], ${lines.map((l) => l.quantity)}::bigint[], ${lines.map((l) => l.out)}::boolean[],
      ${lines.map(arrived)}::bigint[], ${lines.map((l) => l.damaged ?? 0)}::bigint[]
    ) as r (id, shipment_id, order_line_id, product_id, quantity, gone, delivered, damaged)`)
  return lines.length
}
