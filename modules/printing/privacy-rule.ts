import { maskName, maskPhone, maskStreet } from '#modules/customers/privacy.ts'
import type { DocumentKind } from './document.ts'

/**
 * How much of a person stands on a document. Masked unless the company's rule for the document (and the carrier) lists the part
 * AND the person printing may reveal personal data AND asks for it with a reason. Source: GB/T 41833-2022 (express waybills never
 * carry the full data; a name hides at least one character, a phone six digits, an address its unit and room).
 */

export const personParts = ['name', 'phone', 'street'] as const
export type PersonPart = (typeof personParts)[number]

export type PrivacyRule = { document: DocumentKind; carrierId: string | null; fullParts: PersonPart[] }

export type Person = { name: string; phone: string; street: string }

/** The parts that may be printed in full: the carrier's own rule, else the document's, else none. */
export function fullPartsOf(
  rules: readonly PrivacyRule[],
  document: DocumentKind,
  carrierId: string | null,
): readonly PersonPart[] {
  const fitting = rules.filter((rule) => rule.document === document)
  const own = carrierId === null ? undefined : fitting.find((rule) => rule.carrierId === carrierId)
  return (own ?? fitting.find((rule) => rule.carrierId === null))?.fullParts ?? []
}

/** The person as printed: the parts of `full` as they are, the others masked. */
export function personAsPrinted(person: Person, full: readonly PersonPart[]): Person {
  return {
    name: full.includes('name') ? person.name : maskName(person.name),
    phone: full.includes('phone') ? person.phone : maskPhone(person.phone),
    street: full.includes('street') ? person.street : maskStreet(person.street),
  }
}
