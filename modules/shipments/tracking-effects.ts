import type { Ctx } from '#platform/ctx.ts'
import { emit } from '#platform/events.ts'
import { type LineFact, recordArrivals, revokeArrivals } from './arrivals.ts'
import {
  NO_MOVEMENT_HOURS_MIN,
  contradictionKey,
  contradictionOf,
  doubtOf,
  exceptionOf,
  isUnderway,
  settledByDelivery,
} from './exception.ts'
import { type Settling, openExceptions, settleExceptions } from './exceptions.ts'
import type { NewException } from './shipment-types.ts'
import { isOnRoad, stateOnRoad } from './shipment.ts'
import {
  type LockedShipment,
  type NewTrackingRow,
  type RoadUpdate,
  readHistories,
  saveRoadStates,
} from './tracking-store.ts'
import { type RoadEvent, type RoadState, isNews, roadStateAfter, roadStateOf } from './tracking-state.ts'
import { isFinal } from './tracking.ts'

/** What new events make of a shipment. */
export type Move = {
  shipment: LockedShipment
  fresh: NewTrackingRow[]
  before: RoadState
  after: RoadState
  history: RoadEvent[] | null
}
/** As far as the shipment's row tells: no `after` where its history has to be read. */
export type Outlook = Omit<Move, 'after' | 'history'> & { after: RoadState | null }

export type Application = {
  shipments: readonly LockedShipment[]
  /** Events just written. */
  fresh: readonly NewTrackingRow[]
  /** What arrived of each line, where somebody counted; else all that was sent. */
  counted?: readonly LineFact[]
}

/** Brings locked shipments, their exceptions, order lines and promises up to their new events. */
export async function applyEvents(ctx: Ctx, { shipments, fresh, counted = [] }: Application): Promise<void> {
  const moves = await movesOf(ctx, outlookOf(ctx, shipments, fresh))
  await Promise.all([saveMoves(ctx, moves), carryOut(ctx, moves, counted)])
}

/** What the events make of each shipment that has any. */
export function outlookOf(
  ctx: Ctx,
  shipments: readonly LockedShipment[],
  fresh: readonly NewTrackingRow[],
): Outlook[] {
  const byShipment = Map.groupBy(fresh, (row) => row.shipmentId)
  return shipments.flatMap((shipment) => {
    const own = byShipment.get(shipment.id)
    if (!own) return []
    const events = own.map((row) => toRoadEvent(ctx, row))
    return [{ shipment, fresh: own, before: shipment.road, after: roadStateAfter(shipment.road, events) }]
  })
}

/** Reads the history where it is needed. */
export async function movesOf(ctx: Ctx, outlook: readonly Outlook[]): Promise<Move[]> {
  const undecided = outlook.filter((o) => o.after === null)
  const histories = await readHistories(
    ctx,
    undecided.map((o) => o.shipment.id),
  )
  return outlook.map((o) => {
    if (o.after) return { ...o, after: o.after, history: null }
    const history = histories.get(o.shipment.id) ?? []
    return { ...o, history, after: roadStateOf(history) }
  })
}

/** What is to be written, or nothing where nothing changes. */
export function updateOf({ shipment, before, after }: Outlook): RoadUpdate[] {
  if (after === before) return []
  const { id, seen, state } = shipment
  return [{ id, seen, state: after ? stateOnRoad(state, after.status) : state, road: after }]
}

/** Of locked shipments. */
export async function saveMoves(ctx: Ctx, moves: readonly Move[]): Promise<void> {
  const updates = moves.flatMap(updateOf)
  const saved = await saveRoadStates(ctx, updates)
  if (saved.size < updates.length) throw new Error('a locked shipment cannot have changed')
}

/** Announces what moved, opens and settles exceptions, and carries deliveries to order lines and promises. */
export async function carryOut(
  ctx: Ctx,
  moves: readonly Move[],
  counted: readonly LineFact[] = [],
): Promise<void> {
  announce(ctx, moves)
  // One after the other on the wire, without waiting for each answer.
  await Promise.all([
    settleExceptions(
      ctx,
      moves.flatMap((move) => settlingsOf(ctx, move)),
    ),
    openExceptions(
      ctx,
      moves.flatMap((move) => exceptionsOf(ctx, move)),
    ),
    moveArrivals(ctx, moves, counted),
  ])
}

function toRoadEvent(ctx: Ctx, row: NewTrackingRow): RoadEvent {
  return {
    id: row.id,
    status: row.status,
    at: row.at,
    recordedAt: ctx.now.getTime(),
    seq: 0,
    reason: row.reason,
    liable: row.liable,
    revokes: row.revokes,
  }
}

function announce(ctx: Ctx, moves: readonly Move[]): void {
  for (const { shipment, before, after } of moves) {
    if (!isNews(before.status, after.status)) continue
    const at = new Date(after.lastEventAt ?? ctx.now.getTime()).toISOString()
    emit(
      ctx,
      'shipment.status_changed',
      { type: 'shipment', id: shipment.id, parentId: shipment.orderId },
      { from: before.status, to: after.status, at, liable: after.liable },
    )
  }
}

function settlingsOf(ctx: Ctx, { shipment, before, after, fresh, history }: Move): Settling[] {
  const settlings: Settling[] = []
  if (after.status === 'delivered' && before.status !== 'delivered') {
    settlings.push({ shipmentId: shipment.id, kinds: settledByDelivery, resolution: 'delivered' })
  } else if (wasSilent(ctx, shipment) && after.lastEventAt !== before.lastEventAt) {
    settlings.push({ shipmentId: shipment.id, kinds: ['no_movement'], resolution: 'moved_again' })
  }
  const revoked = new Set(fresh.flatMap((row) => row.revokes ?? []))
  const wrong = (history ?? [])
    .filter((e) => revoked.has(e.id))
    .flatMap((e) => [
      exceptionOf({ ...e, reason: e.reason ?? null })?.factKey ?? [],
      e.status === 'delivered' ? contradictionKey(e.at) : [],
    ])
    .flat()
  if (wrong.length > 0)
    settlings.push({ shipmentId: shipment.id, factKeys: wrong, resolution: 'report_revoked' })
  return settlings
}

/** Only a shipment silent for the shortest threshold can have an exception about its silence. */
function wasSilent(ctx: Ctx, { road, handedOverAt }: LockedShipment): boolean {
  const since = road.lastEventAt ?? handedOverAt
  return since !== null && ctx.now.getTime() - since >= NO_MOVEMENT_HOURS_MIN * 3_600_000
}

/** A late report of trouble that is over opens nothing, but damage stays damage. */
function exceptionsOf(ctx: Ctx, { shipment, before, after, fresh }: Move): NewException[] {
  const known = toldOf(before, after, fresh)
  return fresh.flatMap((row) => {
    const facts = [exceptionOf(row), doubtOf(row, shipment) ?? contradictionOf(row, known)]
    return facts.flatMap((fact) => {
      if (!fact || row.revokes) return []
      const isOver = isFinal(after.status) && after.lastEventAt !== null && row.at < after.lastEventAt
      if (isOver && settledByDelivery.includes(fact.kind)) return []
      return [{ ...fact, shipmentId: shipment.id, orderId: shipment.orderId, at: ctx.now }]
    })
  })
}

/** When it was first reported delivered, unless that was taken back, and when it was last seen on its way. */
function toldOf(before: RoadState, after: RoadState, fresh: readonly NewTrackingRow[]) {
  const standing = fresh.filter((row) => !row.revokes)
  const delivered = standing.flatMap((row) => (row.status === 'delivered' ? row.at : []))
  const seen = standing.flatMap((row) => (isUnderway(row.status) ? row.at : []))
  const earlier = isUnderway(before.status) && before.movedAt !== null ? [before.movedAt] : []
  const deliveries = [...delivered, ...(before.deliveredAt === null ? [] : [before.deliveredAt])]
  return {
    deliveredAt: after.deliveredAt === null || deliveries.length === 0 ? null : Math.min(...deliveries),
    underwayAt: [...seen, ...earlier].length === 0 ? null : Math.max(...seen, ...earlier),
  }
}

/** Deliveries that are new, gone or at another time than believed. Before the hand-over nothing can arrive. */
async function moveArrivals(ctx: Ctx, moves: readonly Move[], counted: readonly LineFact[]): Promise<void> {
  const changed = moves.filter(
    ({ shipment, before, after }) => before.deliveredAt !== after.deliveredAt && isOnRoad(shipment.state),
  )
  await revokeArrivals(
    ctx,
    changed.filter((m) => m.before.deliveredAt !== null).map((m) => m.shipment),
  )
  const arrivals = changed.flatMap(({ shipment, after }) =>
    after.deliveredAt === null ? [] : [{ shipment, at: new Date(after.deliveredAt) }],
  )
  await recordArrivals(ctx, { arrivals, counted })
}
