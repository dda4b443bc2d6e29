import { z } from 'zod'
import { Country, Day, Id, Instant, Quantity, line, patterned } from '#platform/schema.ts'
import { orderKinds } from './order-kind.ts'

export const LINES_MAX = 200
export const StateName = z.enum(['held', 'short', 'confirmed', 'shipping', 'delivered', 'cancelled'])
export const HoldName = z.enum(['credit', 'compliance', 'manual', 'address', 'duplicate', 'product'])
export const DecisionName = z.enum(['other_warehouse', 'split', 'substitute', 'backorder', 'cancel'])
export const Service = patterned(/^[a-z][a-z0-9_]{0,39}$/, {
  zh: '请以小写字母开头，只用小写字母、数字和下划线',
  en: 'Begin with a small letter; use small letters, digits and underscores',
})
export const DayOrInstant = z.union([Day, Instant])
export const Mode = line(40)
export const AddressInput = z.strictObject({
  country: Country.optional(),
  province: line(60).optional(),
  city: line(60).optional(),
  district: line(60).optional(),
  street: line(200).optional(),
  postcode: line(20).optional(),
})
export const Price = z.int().min(0).max(1_000_000_000_000)
export const LineInput = z.strictObject({
  productId: Id.optional(),
  sku: line(80, 1).optional(),
  quantity: Quantity,
  unitPriceMinor: Price.optional(),
  requestedAt: DayOrInstant.optional(),
  externalRef: line(80).optional(),
})
export const Time = z.string()
export const Share = z.object({ warehouseId: Id, quantity: z.int() })
export const AddressView = z.object({
  country: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  street: z.string(),
  postcode: z.string(),
  /** What stands above the street, as people write it. */
  areaName: z.string(),
})
export const Warehouse = z.object({ id: Id, code: z.string(), name: z.string() })
const Rejected = z.object({
  warehouseId: Id,
  reason: z.enum([
    'does_not_serve',
    'no_stock',
    'misses_promise',
    'ship_complete',
    'split_limit',
    'costs_more',
  ]),
  extraCostMinor: z.int().optional(),
})
const Explained = z.object({
  lineNo: z.int(),
  chosen: z.array(z.object({ warehouseId: Id, quantity: z.int(), missesPromise: z.boolean() })),
  rejected: z.array(Rejected),
  others: z.record(z.string(), z.int()),
})
export const AllocationResult = z.object({
  at: Time,
  costMinor: z.int(),
  cost: z.object({ freight: z.int(), split: z.int(), late: z.int(), short: z.int() }),
  exact: z.boolean(),
  shipComplete: z.boolean(),
  lines: z.array(Explained),
})
export const LineResult = z.object({
  id: Id,
  lineNo: z.int(),
  productId: Id,
  sku: z.string(),
  productName: z.string(),
  unit: z.string(),
  quantity: z.int(),
  cancelled: z.int(),
  shipped: z.int(),
  delivered: z.int(),
  damaged: z.int(),
  reserved: z.int(),
  short: z.int(),
  unitPriceMinor: z.int(),
  amountMinor: z.int(),
  requestedAt: Time.nullable(),
  externalRef: z.string().nullable(),
  substitutedFrom: Id.nullable(),
  consentBy: z.string().nullable(),
  consentAt: Time.nullable(),
  deliveredAt: Time.nullable(),
  shipBy: Time.nullable(),
  deliverBy: Time.nullable(),
  contractDeliverBy: Time.nullable(),
  sources: z.array(Share),
})
export const HoldResult = z.object({
  id: Id.nullable(),
  kind: HoldName,
  reason: z.string(),
  placedAt: Time,
  releasedAt: Time.nullable(),
  releaseReason: z.string().nullable(),
})
export const ShortageResult = z.object({
  id: Id.nullable(),
  orderLineId: Id,
  productId: Id,
  quantity: z.int(),
  detectedAt: Time,
  decision: DecisionName.nullable(),
  decidedAt: Time.nullable(),
  backorderUntil: Time.nullable(),
  closedAt: Time.nullable(),
  cause: z.string().nullable(),
  note: z.string(),
})
const OrderHead = {
  id: Id,
  number: z.string(),
  externalRef: z.string().nullable(),
  channel: z.enum(['form', 'paste', 'import', 'api']),
  kind: z.enum(orderKinds),
  state: StateName,
  urgent: z.boolean(),
  service: z.string(),
  customer: z.object({ id: Id, number: z.string(), name: z.string() }),
  placedAt: Time,
  requestedAt: Time.nullable(),
  amountMinor: z.int(),
  currency: z.string(),
}
export const OrderResult = z.object({
  ...OrderHead,
  origin: z.object({ id: Id, number: z.string() }).nullable(),
  mode: z.string(),
  siteId: Id.nullable(),
  acknowledgedAt: Time.nullable(),
  deliveredAt: Time.nullable(),
  cancelledAt: Time.nullable(),
  cancelledBy: z.enum(['customer', 'us']).nullable(),
  cancelReason: z.string().nullable(),
  consigneeName: z.string(),
  consigneePhone: z.string(),
  address: AddressView,
  goodsClass: z.string(),
  deliveryNote: z.string(),
  note: z.string(),
  version: z.int(),
  lines: z.array(LineResult),
  holds: z.array(HoldResult),
  shortages: z.array(ShortageResult),
  allocation: AllocationResult.nullable(),
  warehouses: z.array(Warehouse),
})
export const OrderRow = z.object({
  ...OrderHead,
  note: z.string(),
  version: z.int(),
  lines: z.int(),
  quantity: z.int(),
  city: z.string(),
  province: z.string(),
  country: z.string(),
  deliverBy: Time.nullable(),
  late: z.boolean(),
})
export const ById = z.object({ id: Id })
export const Reason = line(300, 2)
export const Version = z.int().min(1)
