import type { Locale } from '#platform/text.ts'
import type { DocumentKind } from './document.ts'
import type { Person } from './privacy-rule.ts'
import type { TemplateOptions } from './template.ts'

/** What documents are drawn from. Persons are already as they may be printed. */

export type PrintedCustomer = {
  id: string
  number: string
  name: string
  locale: Locale | null
  isPerson: boolean
}
export type PrintedLine = {
  sku: string
  barcode: string | null
  name: string
  unit: string
  quantity: number
  picked: number
  packed: number
}
export type PrintedShipment = {
  subject: 'shipment'
  id: string
  number: string
  waybill: string | null
  state: string
  mode: string
  service: string
  urgent: boolean
  weightG: number | null
  receiptNeeded: boolean
  shipBy: string | null
  order: { id: string; number: string; externalRef: string | null }
  customer: PrintedCustomer
  warehouse: { id: string; code: string; name: string; area: string; street: string }
  carrier: { id: string; name: string } | null
  consignee: Person & { area: string; postcode: string }
  deliveryNote: string
  lines: PrintedLine[]
  parcels: { number: string; weightG: number | null }[]
}
export type PrintedOrder = {
  subject: 'order'
  id: string
  number: string
  externalRef: string | null
  state: string
  service: string
  placedAt: string
  acknowledgedAt: string | null
  customer: PrintedCustomer
  consignee: Person & { area: string; postcode: string }
  deliveryNote: string
  amountMinor: number
  currency: string
  lines: {
    lineNo: number
    sku: string
    name: string
    unit: string
    quantity: number
    unitPriceMinor: number
    amountMinor: number
    shipBy: string | null
    deliverBy: string | null
  }[]
}
export type PrintedHandover = {
  subject: 'handover_list'
  id: string
  number: string
  state: string
  warehouse: PrintedShipment['warehouse']
  carrier: { id: string; name: string; locale: Locale | null }
  pickUpFrom: string
  pickUpTo: string
  note: string
  signedAt: string | null
  driverName: string
  vehiclePlate: string
  items: {
    number: string
    waybill: string | null
    consignee: Person & { area: string }
    parcels: number
    weightG: number | null
    units: number
    /** Units on the vehicle; null: not signed yet. */
    loaded: number | null
    reason: string
  }[]
}
export type PrintedPurchase = {
  subject: 'purchase_order'
  id: string
  number: string
  state: string
  supplier: PrintedCustomer
  /** Whose order it is; null: our own. */
  customer: PrintedCustomer | null
  customerRef: string
  supplierRef: string
  warehouse: PrintedShipment['warehouse']
  draftedAt: string
  note: string
  currency: string
  lines: {
    lineNo: number
    sku: string
    name: string
    unit: string
    quantity: number
    /** The supplier's word, else the day we asked for. */
    wantedOn: string
    /** null: not agreed, or not for this reader. */
    unitPriceMinor: number | null
  }[]
}
export type PrintedRecord = PrintedShipment | PrintedOrder | PrintedHandover | PrintedPurchase

/** Whom the document is for: his language, and the carrier whose privacy rule counts. */
export function readerOf(record: PrintedRecord): { locale: Locale | null; carrierId: string | null } {
  if (record.subject === 'handover_list')
    return { locale: record.carrier.locale, carrierId: record.carrier.id }
  if (record.subject === 'purchase_order') return { locale: record.supplier.locale, carrierId: null }
  return {
    locale: record.customer.locale,
    carrierId: record.subject === 'shipment' ? (record.carrier?.id ?? null) : null,
  }
}

/** Whose goods a record is about; null: nobody's in particular. */
export const customerOf = (record: PrintedRecord): string | null =>
  record.subject === 'handover_list' ? null : (record.customer?.id ?? null)

/** What is the same on every page of one print. */
export type PrintFrame = {
  document: DocumentKind
  options: TemplateOptions
  company: string
  zone: string
  /** Already said in full or masked; told on the label. */
  isMasked: boolean
  printedAt: string
  printedBy: string
  /** Width and height of the logo in pixels, when there is one. */
  logo: { width: number; height: number } | null
}
/** One record to draw: in its language, the how manieth print it is. */
export type PrintJobRecord = { record: PrintedRecord; locale: Locale; nth: number }
