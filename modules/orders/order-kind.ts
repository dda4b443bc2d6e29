import type { PartyRole } from '#modules/customers/party.ts'
import type { Bilingual } from '#platform/text.ts'

/**
 * Kinds of orders, told by what they are and never chosen: a replacement makes good what another order delivered wrongly and costs
 * nothing; an internal one is of a department or branch. Source: requirements ORD-09, ORD-24.
 */
export const orderKindNames = {
  sale: { zh: '客户订单', en: 'Customer order' },
  replacement: { zh: '换货补发', en: 'Replacement' },
  internal: { zh: '内部订单', en: 'Internal order' },
} satisfies Record<string, Bilingual>
export type OrderKind = keyof typeof orderKindNames
export const orderKinds = Object.keys(orderKindNames) as [OrderKind, ...OrderKind[]]

const INTERNAL = 'internal' satisfies PartyRole

export const kindOf = (customer: { roles: readonly string[] }): OrderKind =>
  customer.roles.includes(INTERNAL) ? 'internal' : 'sale'
