import { lockStock, shipReservations } from '#modules/inventory/stock.ts'
import { recordShipped } from '#modules/orders/fulfilment.ts'
import { fulfilPromises } from '#modules/promises/promises.ts'
import { type Ctx, isInScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type RefusalCode, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { openExceptions } from './exceptions.ts'
import {
  type LockedHandOver,
  type WaybillOwner,
  lockForHandOver,
  readCarriers,
  readWaybillOwners,
} from './handover-store.ts'
import { planShipments } from './planning.ts'
import { shortAtLoading, whyNot } from './shipment.ts'
import { applyEvents } from './tracking-effects.ts'
import { OWN_SCHEME, normalWaybill } from './tracking-row.ts'
import { type NewTrackingRow, insertTracking, lockForTracking } from './tracking-store.ts'

export const HAND_OVER_MAX = 200

export type HandOver = {
  shipmentId: string
  carrierId?: string | undefined
  /** The carrier's number; without one the shipment's own number serves. */
  waybill?: string | undefined
  /** What was loaded, where it is not all that was packed. */
  lines?: { lineId: string; loaded: number }[] | undefined
  version?: number | undefined
}
export type HandOverOptions = {
  at?: Date | undefined
  /** Everything counts as picked and packed: a warehouse that reports only this step. */
  whole?: boolean | undefined
}
export type HandOverResult =
  | { shipmentId: string; ok: true }
  | { shipmentId: string; ok: false; code: RefusalCode; details: Record<string, unknown> }

type Loaded = { lineId: string; orderLineId: string; quantity: number; loaded: number }
type Ready = { shipment: LockedHandOver; carrierId: string; waybill: string; lines: Loaded[] }
type Verdict = { ready: Ready } | { code: RefusalCode; details?: Record<string, unknown> }

/**
 * Hands shipments to carriers, set-based; a row that cannot go says why and does not stop the others. What leaves is taken from
 * stock, order lines and their promises to ship are kept at the time of the hand-over, and what is missing becomes an exception.
 */
export async function handOverShipments(
  ctx: Ctx,
  rows: readonly HandOver[],
  { at = ctx.now, whole = false }: HandOverOptions = {},
): Promise<HandOverResult[]> {
  if (rows.length > HAND_OVER_MAX) throw new RangeError(`at most ${HAND_OVER_MAX} at once`)
  const locked = await lockForHandOver(
    ctx,
    rows.map((r) => r.shipmentId),
  )
  const carriers = await readCarriers(ctx, [
    ...rows.flatMap((r) => r.carrierId ?? []),
    ...[...locked.values()].flatMap((s) => s.carrierId ?? []),
  ])
  const owners = await readWaybillOwners(
    ctx,
    rows.map((r) => waybillOf(r, locked.get(r.shipmentId))),
  )

  const taken = new Set<string>()
  const verdicts = rows.map((row) =>
    judge(ctx, { row, at, whole, shipment: locked.get(row.shipmentId), carriers, owners, taken }),
  )
  const ready = verdicts.flatMap((v) => ('ready' in v ? [v.ready] : []))
  if (ready.length > 0) await leave(ctx, ready, at)
  return verdicts.map((v, i) => {
    const shipmentId = rows[i]?.shipmentId ?? ''
    return 'ready' in v
      ? { shipmentId, ok: true }
      : { shipmentId, ok: false, code: v.code, details: v.details ?? {} }
  })
}

/** One shipment; refused where it cannot go. */
export async function handOver(ctx: Ctx, row: HandOver, options: HandOverOptions = {}): Promise<void> {
  const [result] = await handOverShipments(ctx, [row], options)
  if (result && !result.ok) throw new Refused(result.code, result.details)
}

const waybillOf = (row: HandOver, shipment: LockedHandOver | undefined): string =>
  normalWaybill(row.waybill || shipment?.waybill || shipment?.number || '')

type Judging = {
  row: HandOver
  at: Date
  whole: boolean
  shipment: LockedHandOver | undefined
  carriers: ReadonlySet<string>
  owners: readonly WaybillOwner[]
  /** Shipments and waybills of the rows before. */
  taken: Set<string>
}

function judge(ctx: Ctx, { row, at, whole, shipment, carriers, owners, taken }: Judging): Verdict {
  if (!shipment || taken.has(shipment.id)) return { code: 'shipment.not_found' }
  if (row.version !== undefined && row.version !== shipment.version) return { code: 'request.stale' }
  const refusal = whyNot(shipment.state, whole ? 'hand_over_whole' : 'hand_over')
  if (refusal) return { code: refusal }
  if (at > ctx.now) return { code: 'shipment.handed_over_in_future' }
  const carrierId = row.carrierId ?? shipment.carrierId
  if (!carrierId) return { code: 'shipment.no_carrier' }
  if (!carriers.has(carrierId) || !isInScope(ctx.actor, 'carrier', carrierId))
    return { code: 'shipment.not_a_carrier' }

  const waybill = waybillOf(row, shipment)
  const isTaken =
    taken.has(`${carrierId}/${waybill}`) ||
    owners.some((o) => o.waybill === waybill && o.carrierId === carrierId && o.id !== shipment.id)
  if (isTaken) return { code: 'shipment.waybill_taken', details: { waybill } }
  const lines = loadedLines(shipment, row.lines ?? [], whole)
  if (!lines) return { code: 'shipment.loaded_too_much' }
  if (lines.every((l) => l.loaded === 0)) return { code: 'shipment.nothing_loaded' }
  if (!shipment.batchId && lines.some((l, i) => l.loaded > (shipment.lines[i]?.reserved ?? 0)))
    return { code: 'shipment.not_set_aside' }
  taken.add(shipment.id).add(`${carrierId}/${waybill}`)
  return { ready: { shipment, carrierId, waybill, lines } }
}

/** What each line has on the vehicle; null when it is more than there was, or of another shipment. */
function loadedLines(
  shipment: LockedHandOver,
  counted: readonly { lineId: string; loaded: number }[],
  whole: boolean,
): Loaded[] | null {
  const byLine = new Map(counted.map((c) => [c.lineId, c.loaded]))
  if (counted.some((c) => !shipment.lines.some((l) => l.id === c.lineId))) return null
  const lines = shipment.lines.map((l) => {
    const most = whole ? l.quantity : l.packed
    return {
      lineId: l.id,
      orderLineId: l.orderLineId,
      quantity: l.quantity,
      most,
      loaded: byLine.get(l.id) ?? most,
    }
  })
  return lines.some((l) => l.loaded > l.most) ? null : lines
}

async function leave(ctx: Ctx, ready: readonly Ready[], at: Date): Promise<void> {
  await lockStock(ctx, { orderIds: ready.map((r) => r.shipment.orderId) })
  await saveHandOver(ctx, ready, at)
  for (const { shipment, lines } of ready) {
    if (shipment.batchId) continue // history: its goods were never in our stock
    const items = lines.map((l) => ({
      orderLineId: l.orderLineId,
      warehouseId: shipment.warehouseId,
      quantity: l.loaded,
    }))
    await shipReservations(ctx, items, { type: 'shipment', id: shipment.id })
  }
  await recordShipped(
    ctx,
    ready.flatMap((r) =>
      r.lines.filter((l) => l.loaded > 0).map((l) => ({ orderLineId: l.orderLineId, quantity: l.loaded })),
    ),
  )
  await keepShipPromises(ctx, ready)
  for (const r of ready) emit(ctx, 'shipment.handed_over', subjectOf(r), factsOf(r, at))
  await recordPickUps(ctx, ready, at)
  await openShortages(ctx, ready)
}

async function saveHandOver(ctx: Ctx, ready: readonly Ready[], at: Date): Promise<void> {
  const lines = ready.flatMap((r) => r.lines)
  await ctx.db.run(sql`
    update shipment_line l set picked = greatest(l.picked, r.loaded), packed = greatest(l.packed, r.loaded), short_loaded = l.quantity - r.loaded
    from unnest(${lines.map((l) => l.lineId)}::uuid[], ${lines.map((l) => l.loaded)}::bigint[]) as r (id, loaded)
    where l.tenant_id = ${ctx.tenant.id} and l.id = r.id`)
  await ctx.db.run(sql`
    update shipment s set state = 'handed_over', handed_over_at = ${at}::timestamptz, picked_at = coalesce(s.picked_at, ${at}), packed_at = coalesce(s.packed_at, ${at}),
      carrier_id = r.carrier_id, waybill = r.waybill, expected_at = ${at}::timestamptz + r.transit_hours * interval '1 hour', version = s.version + 1
    from unnest(${ready.map((r) => r.shipment.id)}::uuid[], ${ready.map((r) => r.carrierId)}::uuid[], ${ready.map((r) => r.waybill)}::text[],
      ${ready.map((r) => r.shipment.transitHours)}::int[]) as r (id, carrier_id, waybill, transit_hours)
    where s.tenant_id = ${ctx.tenant.id} and s.id = r.id`)
}

/** A line's promise to ship is kept when all of it has left, at the time its last part left (domain §4). */
async function keepShipPromises(ctx: Ctx, ready: readonly Ready[]): Promise<void> {
  const ids = ready.flatMap((r) => r.lines.map((l) => l.orderLineId))
  const complete = await ctx.db.all(sql<{ id: string; order_id: string; at: Date }>`
    select l.id, l.order_id, (
      select max(s.handed_over_at) from shipment_line sl join shipment s on s.tenant_id = sl.tenant_id and s.id = sl.shipment_id
      where sl.tenant_id = l.tenant_id and sl.order_line_id = l.id and s.state <> 'cancelled') as at
    from order_line l
    where l.tenant_id = ${ctx.tenant.id} and l.id = any(${ids}::uuid[]) and l.shipped >= l.quantity - l.cancelled`)
  await fulfilPromises(
    ctx,
    complete.map((c) => ({ kind: 'ship', orderId: c.order_id, subjectId: c.id, at: c.at })),
  )
}

/** The hand-over is the first scan of the road. Scans that came before it count from now on: they are read again. */
async function recordPickUps(ctx: Ctx, ready: readonly Ready[], at: Date): Promise<void> {
  const rows: NewTrackingRow[] = ready.map(({ shipment }) => ({
    id: newId(ctx.now.getTime()),
    shipmentId: shipment.id,
    at: at.getTime(),
    scheme: OWN_SCHEME,
    code: 'handed_over',
    status: 'picked_up',
    reason: null,
    liable: null,
    location: '',
    note: '',
    revokes: null,
    source: 'hand_over',
    key: `handed_over:${shipment.id}`,
  }))
  await insertTracking(ctx, rows)
  const shipments = await lockForTracking(
    ctx,
    ready.map((r) => r.shipment.id),
  )
  const unread = shipments.map((s) => ({
    ...s,
    road: {
      ...s.road,
      deliveredAt: null,
      movedAt: null,
      lastEventAt: s.road.lastEventAt === null ? null : Number.POSITIVE_INFINITY,
    },
  }))
  await applyEvents(ctx, { shipments: unread, fresh: rows })
}

/** Missing at loading (domain §4 no. 9a): somebody finds out why; what is still set aside is planned again. */
async function openShortages(ctx: Ctx, ready: readonly Ready[]): Promise<void> {
  const short = ready.filter((r) => shortOf(r) > 0)
  if (short.length === 0) return
  await openExceptions(
    ctx,
    short.map(({ shipment }) => ({
      shipmentId: shipment.id,
      orderId: shipment.orderId,
      kind: 'short',
      reason: 'short_at_loading',
      liable: 'warehouse',
      factKey: 'short_at_loading',
      at: ctx.now,
    })),
  )
  await planShipments(ctx, [...new Set(short.map((r) => r.shipment.orderId))])
}

const shortOf = (r: Ready): number => r.lines.reduce((sum, l) => sum + shortAtLoading(l, l.loaded), 0)
const subjectOf = ({ shipment }: Ready) => ({ type: 'shipment', id: shipment.id, parentId: shipment.orderId })
const factsOf = (r: Ready, at: Date) => ({
  number: r.shipment.number,
  carrierId: r.carrierId,
  waybill: r.waybill,
  quantity: r.lines.reduce((sum, l) => sum + l.loaded, 0),
  short: shortOf(r),
  handedOverAt: at.toISOString(),
})
