import type { Ctx } from '#platform/ctx.ts'
import { newId } from '#platform/ids.ts'
import { futureDelivery } from './exception.ts'
import { openExceptions } from './exceptions.ts'
import type { ShipmentReport, TrackingInput, TrackingProblem, TrackingResult } from './shipment-types.ts'
import { isOnRoad } from './shipment.ts'
import {
  enterTracking,
  findByWaybills,
  insertTracking,
  lockForTracking,
  readShipmentsOfEvents,
  saveRoadStates,
} from './tracking-store.ts'
import type { LockedShipment, NewTrackingRow } from './tracking-store.ts'
import { readReport, reportKey, unreadOf } from './tracking-row.ts'
import {
  type Move,
  type Outlook,
  carryOut,
  movesOf,
  outlookOf,
  saveMoves,
  updateOf,
} from './tracking-effects.ts'
import { type TrackingStatus, whyNotApplyEvent } from './tracking.ts'

export const TRACKING_MAX = 1_000

/**
 * Takes carriers' reports, set-based: late, double and out-of-order rows are the normal case. One result for each row. Carriers' batches
 * overlap, so nothing is locked to be read: what the rows of the shipments tell is worked out first and saved where the row is still
 * the same; the few others, locked with them, are worked out again.
 */
export async function postEvents(ctx: Ctx, rows: TrackingInput[], source = 'api'): Promise<TrackingResult[]> {
  if (rows.length > TRACKING_MAX) throw new RangeError(`at most ${TRACKING_MAX} events at once`)
  const [, known] = await Promise.all([
    enterTracking(ctx, { alone: rows.some((row) => row.revokes !== undefined) }),
    findByWaybills(ctx, rows),
  ])
  return takeReports(ctx, rows, { known, source })
}

/** Takes reports of shipments that were found: `known` has those of each row. Call `enterTracking` before. */
export async function takeReports(
  ctx: Ctx,
  rows: readonly ShipmentReport[],
  { known, source }: { known: readonly (readonly LockedShipment[])[]; source: string },
): Promise<TrackingResult[]> {
  const revoked = rows.flatMap((r) => r.revokes ?? [])
  const shipmentIds = known.flatMap((found) => found.map((s) => s.id))
  const ownersOfRevoked = await readShipmentsOfEvents(ctx, { ids: revoked, shipmentIds })
  const taken = rows.map((row, i) => takeRow(ctx, { row, found: known[i] ?? [], ownersOfRevoked, source }))

  await openFutureDeliveries(ctx, taken)
  const fresh = uniqueByKey(taken)
  const shipments = new Map(taken.flatMap((t) => (t.row ? [[t.shipment.id, t.shipment]] : [])))
  const outlook = outlookOf(ctx, [...shipments.values()], fresh)
  const [inserted, saved] = await Promise.all([
    insertTracking(ctx, fresh),
    saveRoadStates(
      ctx,
      outlook.flatMap((o) => updateOf(isSure(o) ? o : { ...o, after: null })),
    ),
  ])
  const moves = await settle(ctx, { outlook, inserted, saved })
  await carryOut(ctx, moves)
  const statuses = new Map(moves.map(({ shipment, after }) => [shipment.id, after.status]))
  return taken.map((t, index) => resultOf(t, { report: rows[index], index, inserted, statuses }))
}

/** Before the hand-over an event is a matter of doubt that turns on the state: it is looked at with the row locked. */
const isSure = ({ shipment, after }: Outlook): boolean => after !== null && isOnRoad(shipment.state)

type Written = { outlook: readonly Outlook[]; inserted: ReadonlySet<string>; saved: ReadonlySet<string> }

/**
 * What came true as it was worked out, and the rest worked out again: those somebody else changed
 * meanwhile, those whose history decides, and those of which a report turned out to be known.
 */
async function settle(ctx: Ctx, { outlook, inserted, saved }: Written): Promise<Move[]> {
  const sure: Move[] = []
  const open: Outlook[] = []
  for (const expected of outlook) {
    const { shipment, before, after } = expected
    const news = expected.fresh.filter((row) => inserted.has(row.id))
    const isAllNew = news.length === expected.fresh.length
    const isSaved = saved.has(shipment.id)
    if (after && isAllNew && isSure(expected) && (isSaved || after === before))
      sure.push({ ...expected, after, history: null })
    else if (news.length > 0 || isSaved) open.push({ ...expected, fresh: news })
  }
  if (open.length === 0) return sure
  const again = await settleLocked(ctx, open, saved)
  return [...sure, ...again]
}

async function settleLocked(ctx: Ctx, open: readonly Outlook[], saved: ReadonlySet<string>): Promise<Move[]> {
  const locked = await lockForTracking(
    ctx,
    open.map((o) => o.shipment.id),
  )
  const fresh = open.flatMap((o) => o.fresh)
  // What was saved on the word of a report known before came from the row as it was found; only its history tells the truth.
  const doubtful = open.flatMap((o) => {
    const now = saved.has(o.shipment.id) && locked.find((shipment) => shipment.id === o.shipment.id)
    return now ? [{ ...o, shipment: { ...o.shipment, seen: now.seen }, after: null }] : []
  })
  const others = locked.filter((shipment) => !saved.has(shipment.id))
  const moves = await movesOf(ctx, [...outlookOf(ctx, others, fresh), ...doubtful])
  await saveMoves(ctx, moves)
  return moves
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
  row: ShipmentReport
  found: readonly LockedShipment[]
  ownersOfRevoked: ReadonlyMap<string, string>
  source: string
}

function takeRow(ctx: Ctx, { row, found, ownersOfRevoked, source }: Taking): Taken {
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

type Told = {
  report: ShipmentReport | undefined
  index: number
  inserted: ReadonlySet<string>
  statuses: ReadonlyMap<string, TrackingStatus>
}

function resultOf(taken: Taken, { report, index, inserted, statuses }: Told): TrackingResult {
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
    unread: report ? unreadOf(report) : null,
  }
}
