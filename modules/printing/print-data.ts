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
export type PrintedRecord = PrintedShipment | PrintedOrder

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
