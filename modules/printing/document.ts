import type { Permission } from '#platform/api.ts'
import type { PrintRefusal } from './refusals.ts'

/** What can be printed, of which record, on which paper. Pure: the pages read it too. */

export const documentKinds = [
  'waybill',
  'parcel_label',
  'pick_list',
  'sorting_list',
  'delivery_note',
  'receipt_slip',
  'order_acknowledgement',
  'handover_list',
  'purchase_order',
] as const
export type DocumentKind = (typeof documentKinds)[number]

export const printSubjects = ['shipment', 'order', 'handover_list', 'purchase_order'] as const
export type PrintSubject = (typeof printSubjects)[number]

export const papers = ['label_100x150', 'label_76x130', 'a4'] as const
export type Paper = (typeof papers)[number]
/** Width and height in millimetres. */
export const paperSizes: Record<Paper, { width: number; height: number }> = {
  label_100x150: { width: 100, height: 150 },
  label_76x130: { width: 76, height: 130 },
  a4: { width: 210, height: 297 },
}

export const printFormats = ['pdf', 'zpl_203', 'zpl_300'] as const
export type PrintFormat = (typeof printFormats)[number]

/** Parts of a document that a company may leave out. */
export const optionalFields = [
  'logo',
  'customer',
  'order',
  'weight',
  'mode',
  'note',
  'qr',
  'sender',
  'printed_by',
  'prices',
  'promises',
  'consignee',
] as const
export type OptionalField = (typeof optionalFields)[number]

type DocumentFacts = {
  /** What printing it takes besides the right to print: papers of the house are not for customers. */
  permission: Permission

  subject: PrintSubject
  isLabel: boolean
  /** One sheet of all records of a print, by warehouse, not one of each. */
  isJoint?: true
  papers: readonly Paper[]
  fields: readonly OptionalField[]
}
const LABELS = ['label_100x150', 'label_76x130'] as const
const SHEET = ['a4'] as const

export const documents: Record<DocumentKind, DocumentFacts> = {
  waybill: {
    permission: 'inside.read',
    subject: 'shipment',
    isLabel: true,
    papers: LABELS,
    fields: ['logo', 'customer', 'order', 'weight', 'mode', 'note', 'qr', 'sender'],
  },
  parcel_label: {
    permission: 'inside.read',
    subject: 'shipment',
    isLabel: true,
    papers: LABELS,
    fields: ['logo', 'customer', 'order', 'weight', 'qr'],
  },
  pick_list: {
    permission: 'inside.read',
    subject: 'shipment',
    isLabel: false,
    papers: SHEET,
    fields: ['logo', 'customer', 'note'],
  },
  sorting_list: {
    permission: 'inside.read',
    subject: 'shipment',
    isLabel: false,
    isJoint: true,
    papers: SHEET,
    fields: ['logo', 'customer', 'printed_by'],
  },
  delivery_note: {
    permission: 'shipment.read',
    subject: 'shipment',
    isLabel: false,
    papers: SHEET,
    fields: ['logo', 'weight', 'mode', 'note', 'sender', 'printed_by'],
  },
  receipt_slip: {
    permission: 'shipment.read',
    subject: 'shipment',
    isLabel: false,
    papers: SHEET,
    fields: ['logo', 'note', 'sender'],
  },
  order_acknowledgement: {
    permission: 'order.read',
    subject: 'order',
    isLabel: false,
    papers: SHEET,
    fields: ['logo', 'prices', 'promises', 'note', 'printed_by'],
  },
  handover_list: {
    permission: 'handover.read',
    subject: 'handover_list',
    isLabel: false,
    papers: SHEET,
    fields: ['logo', 'consignee', 'weight', 'note', 'printed_by'],
  },
  purchase_order: {
    permission: 'purchase.read',
    subject: 'purchase_order',
    isLabel: false,
    papers: SHEET,
    fields: ['logo', 'prices', 'note', 'printed_by'],
  },
}

export const documentsOf = (subject: PrintSubject): DocumentKind[] =>
  documentKinds.filter((kind) => documents[kind].subject === subject)

export const formatsOf = (kind: DocumentKind): readonly PrintFormat[] =>
  documents[kind].isLabel ? printFormats : ['pdf']

/** One print: at most so many records, copies of each, and pages altogether. */
export const PRINT_RECORDS_MAX = 500
export const PRINT_COPIES_MAX = 20
export const PRINT_PAGES_MAX = 2_000
/** How long the file of a print can be opened; afterwards it is printed anew, with its own row. */
export const PRINT_OPEN_MINUTES = 60

export type Printable =
  | { subject: 'shipment'; state: string; parcels: number; receiptNeeded: boolean }
  | { subject: Exclude<PrintSubject, 'shipment'>; state: string }

/** Why this record has no such document now, or null. */
export function whyNotPrint(kind: DocumentKind, record: Printable): PrintRefusal | null {
  if (record.state === 'cancelled') return 'print.record_cancelled'
  if (record.subject !== 'shipment')
    return record.subject === 'order' && record.state === 'held' ? 'print.order_held' : null
  if (kind === 'parcel_label' && record.parcels === 0) return 'print.not_packed'
  if (kind === 'receipt_slip' && !record.receiptNeeded) return 'print.no_receipt_needed'
  return null
}

/** How many pages of a label one record makes; sheets of paper count as one. */
export function labelsOf(kind: DocumentKind, record: Printable): number {
  return documents[kind].isLabel && record.subject === 'shipment' ? Math.max(1, record.parcels) : 1
}
