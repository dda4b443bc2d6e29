import type { LineExplanation } from './allocation-reasons.ts'
import type { OrderKind } from './order-kind.ts'

export type OrderState = 'held' | 'short' | 'confirmed' | 'shipping' | 'delivered' | 'cancelled'
export type OrderChannel = 'form' | 'paste' | 'import' | 'api'
export type HoldKind = 'credit' | 'compliance' | 'manual' | 'address' | 'duplicate' | 'product'
export type Decision = 'other_warehouse' | 'split' | 'substitute' | 'backorder' | 'cancel'

export type Address = {
  country: string
  province: string
  city: string
  district: string
  street: string
  postcode: string
}
/** With the name of its area, province to district, as people write it. */
export type AddressView = Address & { areaName: string }

export type NewLine = {
  productId?: string | undefined
  sku?: string | undefined
  quantity: number
  /** The product's price when absent. */
  unitPriceMinor?: number | undefined
  requestedAt?: string | undefined
  externalRef?: string | undefined
}

/** An order as it comes in. The customer by id or number, products by id or sku, the address given or by site. */
export type NewOrder = {
  channel: OrderChannel
  customerId?: string | undefined
  customerNumber?: string | undefined
  externalRef?: string | undefined
  siteId?: string | undefined
  address?: Partial<Address> | undefined
  consigneeName?: string | undefined
  consigneePhone?: string | undefined
  service?: string | undefined
  mode?: string | undefined
  urgent?: boolean | undefined
  requestedAt?: string | undefined
  goodsClass?: string | undefined
  deliveryNote?: string | undefined
  note?: string | undefined
  /** Ship every line in full or nothing yet. */
  shipComplete?: boolean | undefined
  /** The person who enters it has looked: it is no double of a recent order. */
  notDuplicate?: boolean | undefined
  batchId?: string | undefined
  lines: NewLine[]
}

export type OrderLineView = {
  id: string
  lineNo: number
  productId: string
  sku: string
  productName: string
  unit: string
  quantity: number
  cancelled: number
  shipped: number
  delivered: number
  damaged: number
  reserved: number
  /** Not reserved, not shipped, not cancelled. */
  short: number
  unitPriceMinor: number
  amountMinor: number
  requestedAt: string | null
  externalRef: string | null
  substitutedFrom: string | null
  consentBy: string | null
  consentAt: string | null
  deliveredAt: string | null
  /** The promises that hold now; null while none is made. */
  shipBy: string | null
  deliverBy: string | null
  /** What the contract alone says, when we promise another day. */
  contractDeliverBy: string | null
  sources: { warehouseId: string; quantity: number }[]
}

export type HoldView = {
  /** null in the answer to a new order. */ id: string | null
  kind: HoldKind
  reason: string
  placedAt: string
  releasedAt: string | null
  releaseReason: string | null
}

export type ShortageView = {
  /** null in the answer to a new order. */
  id: string | null
  orderLineId: string
  productId: string
  quantity: number
  detectedAt: string
  decision: Decision | null
  decidedAt: string | null
  backorderUntil: string | null
  closedAt: string | null
  cause: string | null
  note: string
}

/** Why the goods come from where they come; words are made of it by the page. */
export type AllocationView = {
  at: string
  costMinor: number
  cost: { freight: number; split: number; late: number; short: number }
  exact: boolean
  shipComplete: boolean
  lines: TrimmedExplanation[]
}

export type TrimmedExplanation = LineExplanation & {
  /** How many more warehouses were rejected, by reason. */ others: Record<string, number>
}

/** The answer to an order and the order's page. Personal data is masked. */
export type OrderView = {
  id: string
  number: string
  externalRef: string | null
  channel: OrderChannel
  kind: OrderKind
  /** The order that a replacement makes good. */
  origin: { id: string; number: string } | null
  state: OrderState
  urgent: boolean
  service: string
  mode: string
  customer: { id: string; number: string; name: string }
  siteId: string | null
  placedAt: string
  requestedAt: string | null
  acknowledgedAt: string | null
  deliveredAt: string | null
  cancelledAt: string | null
  cancelledBy: 'customer' | 'us' | null
  cancelReason: string | null
  consigneeName: string
  consigneePhone: string
  address: AddressView
  goodsClass: string
  deliveryNote: string
  note: string
  amountMinor: number
  currency: string
  version: number
  lines: OrderLineView[]
  holds: HoldView[]
  shortages: ShortageView[]
  allocation: AllocationView | null
  /** Warehouses named above. */
  warehouses: { id: string; code: string; name: string }[]
}

/** A row of history: its state and quantities are facts, nothing is allocated and nobody is told. */
export type ImportedOrder = {
  externalRef?: string | undefined
  customerId: string
  siteId?: string | undefined
  address?: Partial<Address> | undefined
  consigneeName?: string | undefined
  consigneePhone?: string | undefined
  service?: string | undefined
  mode?: string | undefined
  urgent?: boolean | undefined
  state: OrderState
  placedAt: Date
  /** `assumed` when the source did not record it. */
  placedBasis?: 'recorded' | 'assumed' | undefined
  requestedAt?: Date | null | undefined
  acknowledgedAt?: Date | null | undefined
  deliveredAt?: Date | null | undefined
  cancelledAt?: Date | null | undefined
  cancelledBy?: 'customer' | 'us' | null | undefined
  cancelReason?: string | undefined
  note?: string | undefined
  currency?: string | undefined
  batchId?: string | undefined
  lines: ImportedLine[]
}

export type ImportedLine = {
  productId: string
  quantity: number
  shipped?: number | undefined
  delivered?: number | undefined
  damaged?: number | undefined
  cancelled?: number | undefined
  /** What was filled at first; all of it when absent. */
  filledFirst?: number | undefined
  unitPriceMinor?: number | undefined
  amountMinor?: number | undefined
  requestedAt?: Date | null | undefined
  deliveredAt?: Date | null | undefined
  externalRef?: string | undefined
}

/** `existing`: an order of this customer with this reference was there before; nothing was written. */
export type ImportedResult = { id: string; number: string; lineIds: string[]; existing: boolean }

/** The answer for one order of a batch: what the sender must know, no more. */
export type PlacedOrder = {
  id: string
  number: string
  externalRef: string | null
  state: OrderState
  placedAt: string
  acknowledgedAt: string | null
  amountMinor: number
  currency: string
  holds: { kind: HoldKind; reason: string }[]
  lines: {
    id: string
    lineNo: number
    sku: string
    quantity: number
    short: number
    shipBy: string | null
    deliverBy: string | null
    sources: { warehouseId: string; quantity: number }[]
  }[]
}
