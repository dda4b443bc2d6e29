import { type DocumentKind, type OptionalField, type Paper, documents } from './document.ts'

/** How a company wants a document to look: options with sane defaults, no free drawing. */
export type TemplateOptions = {
  paper: Paper
  /** `customer`: the customer's language where it is known, else the company's. */
  language: 'zh' | 'en' | 'customer'
  /** Printed below the company's name: address, telephone, licence. */
  companyLines: string[]
  /** Last line of the document. */
  footer: string
  fields: OptionalField[]
  asksReprintReason: boolean
}

export const COMPANY_LINES_MAX = 4
export const COMPANY_LINE_MAX = 60
export const FOOTER_MAX = 120

export function defaultOptions(kind: DocumentKind): TemplateOptions {
  const { papers, fields, isLabel } = documents[kind]
  return {
    paper: papers[0] ?? 'a4',
    language: 'customer',
    companyLines: [],
    footer: '',
    // Whoever delivers an order does not read what it cost; a supplier is to be paid what his order says.
    fields: fields.filter((field) => field !== 'prices' || kind === 'purchase_order'),
    // A second label on the road is a parcel too many; a second pick list is just paper.
    asksReprintReason: isLabel,
  }
}

/** Kept options with what they lack from the defaults, and without what the document does not have. */
export function completeOptions(kind: DocumentKind, kept: Partial<TemplateOptions>): TemplateOptions {
  const standard = defaultOptions(kind)
  const { papers, fields } = documents[kind]
  const whole = { ...standard, ...kept }
  return {
    ...whole,
    paper: papers.includes(whole.paper) ? whole.paper : standard.paper,
    fields: whole.fields.filter((field) => fields.includes(field)),
  }
}
