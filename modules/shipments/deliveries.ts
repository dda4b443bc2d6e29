import { recordDelivered } from '#modules/orders/fulfilment.ts'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { readStoredFile, storeFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import type { LineFact } from './arrivals.ts'
import { openExceptions, personOf } from './exceptions.ts'
import { type Image, type ProofKind, mustBeImage } from './proof.ts'
import { isOnRoad, whyNot } from './shipment.ts'
import { applyEvents } from './tracking-effects.ts'
import { OWN_SCHEME } from './tracking-row.ts'
import { type LockedShipment, type NewTrackingRow, insertTracking, lockInScope } from './tracking-store.ts'

type SentLine = LineFact & { orderLineId: string; sent: number }

export type RecordDelivery = {
  shipmentId: string
  at?: Date | undefined
  /** Who signed; shown masked. */
  signedBy?: string | undefined
  /** The code the recipient gave instead of a signature. */
  code?: string | undefined
  lines?: LineFact[] | undefined
  note?: string | undefined
}

/**
 * The consignee has it: when, who signed, and what was found of each line (all that was sent unless counted). On a shipment the
 * carrier reported as delivered it adds the proof and corrects the quantities; the time stays the carrier's.
 */
export async function recordDelivery(ctx: Ctx, input: RecordDelivery): Promise<void> {
  const shipment = await lockInScope(ctx, input.shipmentId)
  const refusal = whyNot(shipment.state, 'deliver')
  if (refusal) throw new Refused(refusal)
  const at = input.at ?? ctx.now
  if (at > ctx.now) throw new Refused('shipment.delivered_in_future', {}, 422)
  if (shipment.handedOverAt !== null && at.getTime() < shipment.handedOverAt)
    throw new Refused('shipment.delivered_before_hand_over', {}, 422)
  const sent = await readSentLines(ctx, shipment.id)
  const counted = checkedCounts(sent, input.lines ?? [])

  if (shipment.state === 'delivered')
    await correctCounts(ctx, { orderId: shipment.orderId, sent, counted, at })
  else await arrive(ctx, { shipment, counted, at, note: input.note ?? '' })
  await addPaperProof(ctx, { shipmentId: shipment.id, at, signedBy: input.signedBy ?? '', code: input.code })
  await openFindings(ctx, { shipment, sent, counted })
  const found = sent.map(
    (l) => counted.find((c) => c.lineId === l.lineId) ?? { delivered: l.sent, damaged: 0 },
  )
  emit(
    ctx,
    'delivery.recorded',
    { type: 'shipment', id: shipment.id, parentId: shipment.orderId },
    {
      deliveredAt: at.toISOString(),
      quantity: found.reduce((sum, l) => sum + l.delivered, 0),
      damaged: found.reduce((sum, l) => sum + l.damaged, 0),
    },
  )
}

async function readSentLines(ctx: Ctx, shipmentId: string): Promise<SentLine[]> {
  return ctx.db.all(sql<SentLine>`
    select id as "lineId", order_line_id as "orderLineId", quantity - short_loaded as sent, delivered, damaged from shipment_line
    where tenant_id = ${ctx.tenant.id} and shipment_id = ${shipmentId} order by id for no key update`)
}

function checkedCounts(sent: readonly SentLine[], counted: readonly LineFact[]): LineFact[] {
  const problems = counted.flatMap(({ lineId, delivered, damaged }, i) => {
    const line = sent.find((l) => l.lineId === lineId)
    if (!line)
      return [
        {
          path: `lines[${i}].lineId`,
          message: { zh: '该行不属于此发运', en: 'This line is not on the shipment' },
        },
      ]
    if (delivered > line.sent)
      return [
        {
          path: `lines[${i}].delivered`,
          message: { zh: `最多 ${line.sent}（发出数量）`, en: `At most ${line.sent}, what was sent` },
        },
      ]
    if (damaged > delivered)
      return [
        {
          path: `lines[${i}].damaged`,
          message: { zh: '破损数不能超过签收数', en: 'No more can be damaged than was delivered' },
        },
      ]
    return []
  })
  if (problems.length > 0) throw new Invalid(problems)
  return [...counted]
}

type Arrival = { shipment: LockedShipment; counted: LineFact[]; at: Date; note: string }

async function arrive(ctx: Ctx, { shipment, counted, at, note }: Arrival): Promise<void> {
  const id = newId(ctx.now.getTime())
  const row: NewTrackingRow = {
    id,
    shipmentId: shipment.id,
    at: at.getTime(),
    scheme: OWN_SCHEME,
    code: 'proof_of_delivery',
    status: 'delivered',
    reason: null,
    liable: null,
    location: '',
    note,
    revokes: null,
    source: 'proof',
    key: `proof:${id}`,
  }
  await insertTracking(ctx, [row])
  await applyEvents(ctx, { shipments: [shipment], fresh: [row], counted })
}

/** The shipment was delivered already; the order's lines move by the difference. */
async function correctCounts(
  ctx: Ctx,
  { orderId, sent, counted, at }: { orderId: string; sent: SentLine[]; counted: LineFact[]; at: Date },
): Promise<void> {
  const changes = counted.flatMap((c) => {
    const line = sent.find((l) => l.lineId === c.lineId)
    return line && (line.delivered !== c.delivered || line.damaged !== c.damaged)
      ? [
          {
            ...c,
            orderLineId: line.orderLineId,
            quantity: c.delivered - line.delivered,
            more: c.damaged - line.damaged,
          },
        ]
      : []
  })
  if (changes.length === 0) return
  await ctx.db.run(sql`
    update shipment_line l set delivered = r.delivered, damaged = r.damaged
    from unnest(${changes.map((c) => c.lineId)}::uuid[], ${changes.map((c) => c.delivered)}::bigint[], ${changes.map((c) => c.damaged)}::bigint[]) as r (id, delivered, damaged)
    where l.tenant_id = ${ctx.tenant.id} and l.id = r.id`)
  await recordDelivered(
    ctx,
    changes.map((c) => ({ orderId, orderLineId: c.orderLineId, quantity: c.quantity, damaged: c.more, at })),
  )
}

async function addPaperProof(
  ctx: Ctx,
  {
    shipmentId,
    at,
    signedBy,
    code,
  }: { shipmentId: string; at: Date; signedBy: string; code: string | undefined },
): Promise<void> {
  if (!signedBy && !code) return
  const kind: ProofKind = code ? 'code' : 'paper'
  await ctx.db.run(sql`
    insert into delivery_proof (tenant_id, id, shipment_id, kind, signed_by, at, recorded_by)
    values (${ctx.tenant.id}, ${newId()}, ${shipmentId}, ${kind}, ${signedBy || (code ?? '')}, ${at}, ${personOf(ctx)}::uuid)`)
}

/** Damage, and pieces missing at unloading against what was loaded (domain §4 no. 9b). */
async function openFindings(
  ctx: Ctx,
  { shipment, sent, counted }: { shipment: LockedShipment; sent: SentLine[]; counted: LineFact[] },
): Promise<void> {
  const isShort = counted.some((c) => c.delivered < (sent.find((l) => l.lineId === c.lineId)?.sent ?? 0))
  const base = { shipmentId: shipment.id, orderId: shipment.orderId, liable: 'carrier' as const, at: ctx.now }
  await openExceptions(ctx, [
    ...(counted.some((c) => c.damaged > 0)
      ? [{ ...base, kind: 'damage' as const, reason: 'damaged', factKey: 'damage:on_arrival' }]
      : []),
    ...(isShort
      ? [{ ...base, kind: 'short' as const, reason: 'short_at_unloading', factKey: 'short_at_unloading' }]
      : []),
  ])
}

export type AddProof = { shipmentId: string; kind: ProofKind; signedBy: string; file: Image }

/** A drawn signature, a photo or a scanned paper. */
export async function addProof(ctx: Ctx, { shipmentId, kind, signedBy, file }: AddProof): Promise<string> {
  const shipment = await lockInScope(ctx, shipmentId)
  if (!isOnRoad(shipment.state)) throw new Refused('proof.not_handed_over')
  const fileId = await storeFile(ctx, { ...file, contentType: mustBeImage(file.bytes) })
  const id = newId()
  await ctx.db.run(sql`
    insert into delivery_proof (tenant_id, id, shipment_id, kind, signed_by, at, file_id, recorded_by)
    values (${ctx.tenant.id}, ${id}, ${shipmentId}, ${kind}, ${signedBy}, ${ctx.now}, ${fileId}, ${personOf(ctx)}::uuid)`)
  emit(ctx, 'proof.added', { type: 'shipment', id: shipmentId, parentId: shipment.orderId }, { kind })
  return id
}

/** The image of a proof. It shows a person's hand or door, so opening it is noted. */
export async function openProof(ctx: Ctx, { shipmentId, proofId }: { shipmentId: string; proofId: string }) {
  const proof = await ctx.db.one(
    sql<{ kind: string; file_id: string; order_id: string }>`
    select p.kind, p.file_id, s.order_id from delivery_proof p join shipment s on s.tenant_id = p.tenant_id and s.id = p.shipment_id
    where p.tenant_id = ${ctx.tenant.id} and p.id = ${proofId} and p.shipment_id = ${shipmentId} and p.file_id is not null
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')} and ${inScope(ctx, 'customer', 's.customer_id')}`,
    'proof',
  )
  emit(
    ctx,
    'proof.opened',
    { type: 'shipment', id: shipmentId, parentId: proof.order_id },
    { kind: proof.kind },
  )
  return readStoredFile(ctx, proof.file_id)
}
