import { z } from 'zod'
import { Id, Instant, line } from '#platform/schema.ts'
import { exceptionKinds, exceptionStates } from './exception.ts'
import { proofKinds } from './proof.ts'
import { shipmentStates } from './shipment.ts'
import { type ExceptionReason, type LiableParty, liableFor, trackingStatuses } from './tracking.ts'

const liableParties = [
  'carrier',
  'shipper',
  'consignee',
  'warehouse',
  'authority',
  'force_majeure',
  'unknown',
] as const satisfies readonly LiableParty[]
export const reasons = Object.keys(liableFor) as [ExceptionReason, ...ExceptionReason[]]
export const State = z.enum(shipmentStates)
export const Status = z.enum(trackingStatuses)
export const Liable = z.enum(liableParties)
export const WAYBILL_MAX = 60
export const Waybill = line(WAYBILL_MAX, 1)
export const Version = z.int().min(1)
export const At = Instant.transform((text) => new Date(text))
export const Named = z.object({ id: Id, name: z.string() })
export const Moment = z.string().nullable()
export const ById = z.object({ id: Id })
export const Done = z.object({ done: z.literal(true) })
export const ShipmentRow = z.object({
  id: Id,
  number: z.string(),
  order: z.object({ id: Id, number: z.string(), urgent: z.boolean() }),
  customer: Named,
  warehouse: z.object({ id: Id, code: z.string(), name: z.string() }),
  carrier: Named.nullable(),
  waybill: z.string().nullable(),
  state: State,
  status: Status,
  liable: Liable.nullable(),
  mode: z.string(),
  service: z.string(),
  /** `name`: the area as people write it, '' when only the country is known. */
  destination: z.object({ country: z.string(), province: z.string(), city: z.string(), name: z.string() }),
  createdAt: z.string(),
  shipBy: Moment,
  handedOverAt: Moment,
  lastEventAt: Moment,
  expectedAt: Moment,
  deliveredAt: Moment,
  failedAttempts: z.int(),
  lines: z.int(),
  quantity: z.int(),
  openExceptions: z.int(),
})
export const TrackingRow = z.object({
  id: Id,
  at: z.string(),
  recordedAt: z.string(),
  status: Status,
  scheme: z.string(),
  code: z.string(),
  reason: z.string().nullable(),
  liable: Liable.nullable(),
  location: z.string(),
  note: z.string(),
  source: z.string(),
  revokesId: Id.nullable(),
  revoked: z.boolean(),
})
export const ExceptionRow = z.object({
  id: Id,
  kind: z.enum(exceptionKinds),
  reason: z.string().nullable(),
  liable: Liable.nullable(),
  owner: Named.nullable(),
  state: z.enum(exceptionStates),
  openedAt: z.string(),
  resolvedAt: Moment,
  resolution: z.string().nullable(),
})
export const ReceiptView = z.object({
  sentAt: Moment,
  receivedAt: Moment,
  dueAt: Moment,
  note: z.string(),
  hasScan: z.boolean(),
})
export const LineRow = z.object({
  id: Id,
  orderLineId: Id,
  productId: Id,
  sku: z.string(),
  barcode: z.string().nullable(),
  name: z.string(),
  unit: z.string(),
  quantity: z.int(),
  picked: z.int(),
  packed: z.int(),
  shortLoaded: z.int(),
  delivered: z.int(),
  damaged: z.int(),
})
export const ShipmentView = ShipmentRow.extend({
  version: z.int(),
  weightG: z.int().nullable(),
  pickedAt: Moment,
  packedAt: Moment,
  receiptNeeded: z.boolean(),
  consignee: z.object({ name: z.string(), phone: z.string(), district: z.string(), street: z.string() }),
  lineRows: z.array(LineRow),
  parcels: z.array(z.object({ id: Id, number: z.string(), weightG: z.int().nullable() })),
  events: z.array(TrackingRow),
  exceptions: z.array(ExceptionRow),
  proofs: z.array(
    z.object({
      id: Id,
      kind: z.enum(proofKinds),
      signedBy: z.string(),
      at: z.string(),
      hasFile: z.boolean(),
    }),
  ),
  receipt: ReceiptView.nullable(),
  promise: z.object({ deliverBy: Moment, expectedAt: Moment, cases: z.int().nullable() }),
})
/** A parcel as its waybill finds it. */
export const WaybillView = ShipmentRow.omit({ lines: true, quantity: true, openExceptions: true }).extend({
  events: z.array(TrackingRow),
})
