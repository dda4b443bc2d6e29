import { type Clause, dueOf, laneOf, pickClause } from '#modules/contracts/clause.ts'
import { clausesFragment } from '#modules/contracts/clauses.ts'
import {
  type NewPromise,
  fulfilPromises,
  makePromises,
  withdrawPromises,
} from '#modules/promises/promises.ts'
import { type CalendarRow, calendarOf, calendarsFragment } from '#modules/scheduling/calendars.ts'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { storeFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { personOf } from './exceptions.ts'
import { type Image, mustBeImage } from './proof.ts'
import { orderFacts } from './order-facts.ts'

/** What of a shipment decides when its receipt is due. */
type Terms = {
  id: string
  orderId: string
  customerId: string
  classKey: string | null
  service: string
  mode: string
  urgent: boolean
  country: string
  province: string
  warehouseId: string
  carrierId: string | null
  code: string
  warehouseCountry: string
  warehouseProvince: string
  calendarId: string | null
}

/** The signed receipts of these deliveries have to come back: a row and, where a clause says when, a promise. Set-based. */
export async function openReceipts(
  ctx: Ctx,
  arrivals: readonly { shipmentId: string; at: Date }[],
): Promise<void> {
  if (arrivals.length === 0) return
  const opened = await ctx.db.all(sql<{ shipment_id: string }>`
    insert into return_receipt (tenant_id, id, shipment_id)
    select ${ctx.tenant.id}, r.id, r.shipment_id from unnest(${arrivals.map(() => newId())}::uuid[], ${arrivals.map((a) => a.shipmentId)}::uuid[]) as r (id, shipment_id)
    on conflict (tenant_id, shipment_id) do nothing returning shipment_id`)
  if (opened.length === 0) return
  const { terms, clauses, calendars } = await readTerms(
    ctx,
    opened.map((o) => o.shipment_id),
  )
  const atOf = new Map(arrivals.map((a) => [a.shipmentId, a.at]))
  await makePromises(
    ctx,
    terms.flatMap((t) =>
      receiptPromise(ctx, { terms: t, clauses, calendars, at: atOf.get(t.id) ?? ctx.now }),
    ),
  )
}

async function readTerms(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ terms: Terms[]; clauses: Clause[]; calendars: CalendarRow[] }> {
  const terms = await ctx.db.all(sql<Terms>`
    select s.id, s.carrier_id as "carrierId", ${orderFacts(ctx)}
    from shipment s
    join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
    where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[])`)
  const rules = await ctx.db.one(sql<{ clauses: Clause[]; calendars: CalendarRow[] }>`
    select ${clausesFragment(ctx, [...new Set(terms.map((t) => t.customerId))])} as clauses, ${calendarsFragment(ctx)} as calendars`)
  return { terms, ...rules }
}

function receiptPromise(
  ctx: Ctx,
  { terms, clauses, calendars, at }: { terms: Terms; clauses: Clause[]; calendars: CalendarRow[]; at: Date },
): NewPromise[] {
  const clause = receiptClause(clauses, terms)
  if (!clause) return []
  const row =
    calendars.find((c) => c.id === (clause.calendarId ?? terms.calendarId)) ??
    calendars.find((c) => c.key === 'standard')
  const due = dueOf(clause, {
    startMs: at.getTime(),
    requestedMs: null,
    calendar: row ? calendarOf(row) : null,
    zone: ctx.tenant.zone,
  })
  const {
    id,
    code,
    country,
    province,
    calendarId: _c,
    warehouseCountry: _wc,
    warehouseProvince: _wp,
    ...where
  } = terms
  return [
    {
      ...where,
      kind: 'receipt_back',
      subjectType: 'shipment',
      subjectId: id,
      clauseId: clause.id,
      startedAt: at,
      earlyAt: due.earlyMs,
      dueAt: due.dueMs,
      lane: laneOf(code, { country, province }),
    },
  ]
}

export type ReceiptMatch = Pick<
  Terms,
  | 'customerId'
  | 'classKey'
  | 'service'
  | 'urgent'
  | 'country'
  | 'province'
  | 'code'
  | 'warehouseCountry'
  | 'warehouseProvince'
>

/** The clause that asks for the receipt, or null: none has to come back. */
export function receiptClause(clauses: readonly Clause[], m: ReceiptMatch): Clause | null {
  return pickClause(clauses, {
    kind: 'receipt_back',
    customerId: m.customerId,
    classKey: m.classKey,
    service: m.service,
    urgent: m.urgent,
    origin: { code: m.code, country: m.warehouseCountry, province: m.warehouseProvince },
    destination: { country: m.country, province: m.province },
  })
}

/** The delivery was revoked: a receipt not on its way yet is not due. */
export async function closeReceipts(
  ctx: Ctx,
  shipments: readonly { id: string; orderId: string }[],
): Promise<void> {
  if (shipments.length === 0) return
  const gone = await ctx.db.all(sql<{ shipment_id: string }>`
    delete from return_receipt where tenant_id = ${ctx.tenant.id} and shipment_id = any(${shipments.map((s) => s.id)}::uuid[])
      and sent_at is null and received_at is null returning shipment_id`)
  const isGone = new Set(gone.map((g) => g.shipment_id))
  for (const [orderId, own] of Map.groupBy(
    shipments.filter((s) => isGone.has(s.id)),
    (s) => s.orderId,
  )) {
    await withdrawPromises(ctx, {
      orderId,
      subjectIds: own.map((s) => s.id),
      kinds: ['receipt_back'],
      cause: 'other',
    })
  }
}

type LockedReceipt = {
  receiptId: string | null
  orderId: string
  deliveredAt: Date | null
  needed: boolean
  sentAt: Date | null
  receivedAt: Date | null
}

async function lockReceipt(ctx: Ctx, shipmentId: string): Promise<LockedReceipt & { receiptId: string }> {
  const row = await ctx.db.one(
    sql<LockedReceipt>`
    select r.id as "receiptId", s.order_id as "orderId", s.delivered_at as "deliveredAt", s.receipt_needed as needed, r.sent_at as "sentAt", r.received_at as "receivedAt"
    from shipment s left join return_receipt r on r.tenant_id = s.tenant_id and r.shipment_id = s.id
    where s.tenant_id = ${ctx.tenant.id} and s.id = ${shipmentId}
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')} and ${inScope(ctx, 'customer', 's.customer_id')}
    for no key update of s`,
    'shipment',
  )
  if (!row.needed) throw new Refused('receipt.not_needed')
  if (row.receiptId === null) throw new Refused('receipt.not_delivered')
  return { ...row, receiptId: row.receiptId }
}

export type ReceiptStep = {
  shipmentId: string
  step: 'sent' | 'received'
  at?: Date | undefined
  note?: string | undefined
}

/** The signed receipt was sent back by the carrier, or has come in (requirement TRN-13). Receiving keeps its promise. */
export async function recordReceipt(
  ctx: Ctx,
  { shipmentId, step, at = ctx.now, note }: ReceiptStep,
): Promise<void> {
  const receipt = await lockReceipt(ctx, shipmentId)
  if (receipt.receivedAt) throw new Refused('receipt.received')
  if (at > ctx.now) throw new Refused('receipt.in_future', {}, 422)
  if (receipt.deliveredAt && at < receipt.deliveredAt) throw new Refused('receipt.before_delivery', {}, 422)
  if (step === 'received' && ctx.actor.scopes.carrier) throw new Refused('receipt.not_by_carrier')
  const subject = { type: 'shipment', id: shipmentId, parentId: receipt.orderId }
  if (step === 'sent') {
    await ctx.db.run(sql`
      update return_receipt set sent_at = ${at}, note = coalesce(${note ?? null}::text, note) where tenant_id = ${ctx.tenant.id} and id = ${receipt.receiptId}`)
    emit(ctx, 'receipt.sent', subject, { sentAt: at.toISOString() })
    return
  }
  await ctx.db.run(sql`
    update return_receipt set received_at = ${at}, received_by = ${personOf(ctx)}::uuid, note = coalesce(${note ?? null}::text, note)
    where tenant_id = ${ctx.tenant.id} and id = ${receipt.receiptId}`)
  await fulfilPromises(ctx, [{ kind: 'receipt_back', orderId: receipt.orderId, subjectId: shipmentId, at }])
  emit(ctx, 'receipt.received', subject, { receivedAt: at.toISOString() })
}

/** The scan of the signed receipt. */
export async function attachReceiptScan(
  ctx: Ctx,
  { shipmentId, file }: { shipmentId: string; file: Image },
): Promise<void> {
  const receipt = await lockReceipt(ctx, shipmentId)
  const fileId = await storeFile(ctx, { ...file, contentType: mustBeImage(file.bytes) })
  const touched = await ctx.db.run(
    sql`update return_receipt set file_id = ${fileId} where tenant_id = ${ctx.tenant.id} and id = ${receipt.receiptId}`,
  )
  if (touched === 0) throw new NotFound('receipt')
}
