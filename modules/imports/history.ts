/**
 * A company's past as neutral drafts: what every source is turned into before it is written (load.ts). Keys tie the drafts together;
 * times are UTC milliseconds.
 */
export type History = {
  currency: string
  parties: PartyDraft[]
  warehouses: WarehouseDraft[]
  products: ProductDraft[]
  orders: OrderDraft[]
  stock: { warehouseKey: string; productKey: string; onHand: number }[]
}

export type SiteDraft = {
  key: string
  name: string
  country: string
  province: string
  city: string
  postcode: string
}
export type PartyDraft = {
  key: string
  name: string
  kind: 'company' | 'person'
  roles: ('shipper' | 'consignee' | 'supplier' | 'carrier')[]
  sites: SiteDraft[]
}
export type WarehouseDraft = {
  key: string
  code: string
  name: string
  kind: 'own' | 'supplier'
  supplierKey: string | null
  country: string
  province: string
  city: string
}
export type ProductDraft = {
  key: string
  sku: string
  name: string
  category: string
  unit: string
  weightG: number
  priceMinor: number
}

export type LineDraft = {
  /** Where it was read. */
  from: { file?: string; row: number }
  productKey: string
  warehouseKey: string | null
  carrierKey: string | null
  mode: string
  quantity: number
  unitPriceMinor: number
  amountMinor: number
  externalRef: string
  /** Promised and real times; null where there is none. */
  dueMs: number | null
  deliveredMs: number | null
  shipDueMs: number | null
  shippedMs: number | null
  /** Waits in the warehouse: to be set aside for the order. */
  waiting: boolean
  /** The goods were not to be had when they were ordered. */ lacking?: boolean
}

export type ShipmentDraft = {
  ref: string
  warehouseKey: string
  carrierKey: string | null
  mode: string
  lineIndexes: number[]
  handedOverMs: number | null
  deliveredMs: number | null
  shipByMs: number | null
  weightG: number | null
  freightMinor: number | null
}

export type AnswerDraft = {
  ref: string
  score: number
  title: string
  comment: string
  askedMs: number | null
  answeredMs: number
}

export type OrderDraft = {
  ref: string
  customerKey: string
  siteKey: string | null
  address: { country: string; province: string; city: string; postcode: string }
  mode: string
  state: 'confirmed' | 'shipping' | 'delivered' | 'cancelled'
  placedMs: number
  placedBasis: 'recorded' | 'assumed'
  deliveredMs: number | null
  /** Null: it stands, or nobody knows who took it back. */ cancelledBy: 'customer' | 'us' | null
  cancelReason: string | null
  /** The delivery promise of an order without lines. */
  dueMs: number | null
  lines: LineDraft[]
  shipments: ShipmentDraft[]
  answers: AnswerDraft[]
}
