import type { Ctx } from '#platform/ctx.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { whyNot } from './shipment.ts'
import { applyEvents } from './tracking-effects.ts'
import type { ShipmentReport } from './shipment-types.ts'
import { takeReports } from './tracking-intake.ts'
import { OWN_SCHEME } from './tracking-row.ts'
import {
  type NewTrackingRow,
  enterTracking,
  insertTracking,
  lockInScope,
  readHistories,
} from './tracking-store.ts'
import { type LiableParty, standingEvents } from './tracking.ts'

/** One report by a person, who looks at the shipment: taken as those the carriers send are, and refused where theirs are set aside. */
export async function reportEvent(
  ctx: Ctx,
  { shipmentId, ...report }: { shipmentId: string } & ShipmentReport,
): Promise<void> {
  await enterTracking(ctx, { alone: false })
  const shipment = await lockInScope(ctx, shipmentId)
  const refusal = whyNot(shipment.state, 'report')
  if (refusal) throw new Refused(refusal)
  const source = ctx.actor.scopes.carrier ? 'api' : 'desk' // who is bound to carriers speaks for them
  const [result] = await takeReports(ctx, [report], { known: [[shipment]], source })
  if (result?.outcome === 'problem') throw new Refused(result.code, {}, 422)
  if (result?.outcome === 'duplicate') throw new Refused('tracking_event.known')
}

/** Declares an event of a shipment wrong: a new row, the old one stays to be seen. What it had done is undone. */
export async function revokeEvent(
  ctx: Ctx,
  { shipmentId, eventId, note }: { shipmentId: string; eventId: string; note: string },
): Promise<void> {
  await enterTracking(ctx, { alone: true })
  const shipment = await lockInScope(ctx, shipmentId)
  const history = (await readHistories(ctx, [shipmentId])).get(shipmentId) ?? []
  const wrong = history.find((e) => e.id === eventId)
  if (!wrong) throw new Refused('tracking_event.no_such_event', {}, 422)
  if (!standingEvents(history).some((e) => e.id === eventId)) throw new Refused('tracking_event.revoked')
  const row = ownRow(ctx, { shipmentId, at: wrong.at, code: 'revoked', note, revokes: eventId, liable: null })
  await insertTracking(ctx, [row])
  await applyEvents(ctx, { shipments: [shipment], fresh: [row] })
}

/** The parcel takes another way than planned (domain §4 no. 10); who wanted it is told. */
export async function rerouteShipment(
  ctx: Ctx,
  { shipmentId, initiator, reason }: { shipmentId: string; initiator: LiableParty; reason: string },
): Promise<void> {
  const shipment = await lockInScope(ctx, shipmentId)
  const refusal = whyNot(shipment.state, 'reroute')
  if (refusal) throw new Refused(refusal)
  const row = ownRow(ctx, {
    shipmentId,
    at: ctx.now.getTime(),
    code: 'route_changed',
    note: reason,
    revokes: null,
    liable: initiator,
  })
  await insertTracking(ctx, [row])
  await applyEvents(ctx, { shipments: [shipment], fresh: [row] })
  emit(
    ctx,
    'shipment.rerouted',
    { type: 'shipment', id: shipmentId, parentId: shipment.orderId },
    { initiator },
  )
}

type OwnRow = Pick<NewTrackingRow, 'shipmentId' | 'at' | 'code' | 'note' | 'revokes' | 'liable'>

/** A row of ours that says nothing of where the parcel is. */
function ownRow(ctx: Ctx, row: OwnRow): NewTrackingRow {
  const id = newId(ctx.now.getTime())
  return {
    ...row,
    id,
    scheme: OWN_SCHEME,
    status: 'info',
    reason: null,
    location: '',
    source: 'desk',
    key: `${row.code}:${id}`,
  }
}
