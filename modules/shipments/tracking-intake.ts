import type { Ctx } from '#platform/ctx.ts'
import { newId } from '#platform/ids.ts'
import { futureDelivery } from './exception.ts'
import { openExceptions } from './exceptions.ts'
import type { TrackingInput, TrackingProblem, TrackingResult } from './shipment-types.ts'
import { findByWaybills, insertTracking, lockForTracking, readShipmentsOfEvents } from './tracking-store.ts'
import type { LockedShipment, NewTrackingRow } from './tracking-store.ts'
import { readReport, reportKey, waybillKey } from './tracking-row.ts'
import { applyEvents } from './tracking-effects.ts'
import { type TrackingStatus, whyNotApplyEvent } from './tracking.ts'

export const TRACKING_MAX = 1_000

/** Takes carriers' reports, set-based: late, double and out-of-order rows are the normal case. One result for each row. */
export async function postEvents(ctx: Ctx, rows: TrackingInput[], source = 'api'): Promise<TrackingResult[]> {
  if (rows.length > TRACKING_MAX) throw new RangeError(`at most ${TRACKING_MAX} events at once`)
  const known = await findByWaybills(ctx, rows)
  const ownersOfRevoked = await readShipmentsOfEvents(
    ctx,
    rows.flatMap((r) => r.revokes ?? []),
  )
  const taken = rows.map((row) => takeRow(ctx, { row, known, ownersOfRevoked, source }))

  await openFutureDeliveries(ctx, taken)
  const fresh = uniqueByKey(taken)
  const inserted = await insertTracking(ctx, fresh)
  const news = fresh.filter((row) => inserted.has(row.id))
  // Locked as late as can be: carriers' batches overlap, and whoever waits here has done most of the work.
  const shipments = await lockForTracking(ctx, [...new Set(news.map((row) => row.shipmentId))])
  const statuses = await applyEvents(ctx, { shipments, fresh: news })
  return taken.map((t, index) => resultOf(t, { index, inserted, statuses }))
}

type Taken =
  | { row: NewTrackingRow; shipment: LockedShipment; problem?: undefined }
  | {
      problem: TrackingProblem
      future?: { shipment: LockedShipment; at: Date }
      row?: undefined
      shipment?: undefined
    }

type Taking = {
  row: TrackingInput
  known: ReadonlyMap<string, LockedShipment[]>
  ownersOfRevoked: ReadonlyMap<string, string>
  source: string
}

function takeRow(ctx: Ctx, { row, known, ownersOfRevoked, source }: Taking): Taken {
  const found = known.get(waybillKey(row)) ?? []
  const shipment = found[0]
  if (!shipment) return { problem: 'tracking_event.unknown_waybill' }
  if (found.length > 1) return { problem: 'tracking_event.ambiguous_waybill' }
  const reading = readReport(row)
  const refusal = whyNotApplyEvent(
    { at: row.at.getTime() },
    { createdAt: shipment.createdAt },
    ctx.now.getTime(),
  )
  if (refusal) {
    const isFuture = refusal === 'tracking_event.in_future' && reading.status === 'delivered'
    return isFuture ? { problem: refusal, future: { shipment, at: row.at } } : { problem: refusal }
  }
  if (row.revokes && ownersOfRevoked.get(row.revokes) !== shipment.id)
    return { problem: 'tracking_event.no_such_event' }
  return {
    shipment,
    row: {
      ...reading,
      id: newId(ctx.now.getTime()),
      shipmentId: shipment.id,
      at: row.at.getTime(),
      location: row.location ?? '',
      note: row.note ?? '',
      revokes: row.revokes ?? null,
      source,
      key: reportKey(shipment.id, reading, row),
    },
  }
}

async function openFutureDeliveries(ctx: Ctx, taken: Taken[]): Promise<void> {
  const facts = taken.flatMap((t) => (t.problem && t.future ? [t.future] : []))
  await openExceptions(
    ctx,
    facts.map(({ shipment, at }) => ({
      ...futureDelivery(at.getTime()),
      shipmentId: shipment.id,
      orderId: shipment.orderId,
      at: ctx.now,
    })),
  )
}

function uniqueByKey(taken: Taken[]): NewTrackingRow[] {
  const byKey = new Map<string, NewTrackingRow>()
  for (const { row } of taken) if (row && !byKey.has(row.key)) byKey.set(row.key, row)
  return [...byKey.values()]
}

type Told = { index: number; inserted: ReadonlySet<string>; statuses: ReadonlyMap<string, TrackingStatus> }

function resultOf(taken: Taken, { index, inserted, statuses }: Told): TrackingResult {
  if (!taken.row) return { index, outcome: 'problem', code: taken.problem }
  const { row, shipment } = taken
  const status = statuses.get(shipment.id) ?? shipment.road.status
  const isNew = inserted.has(row.id)
  return {
    index,
    outcome: isNew ? 'recorded' : 'duplicate',
    eventId: isNew ? row.id : null,
    shipmentId: shipment.id,
    status,
  }
}
