import { maskName, maskPhone, maskStreet } from '#modules/customers/privacy.ts'
import type { Ctx } from '#platform/ctx.ts'
import { type EditedRecord, reconcile } from '#platform/versions.ts'
import type { Amendment } from './amendments.ts'
import { checkDay } from './check.ts'
import type { LockedLine, LockedOrder } from './locked.ts'
import { isoOrNull } from './writing.ts'

/** An order as people edit it, every field under its path in an amendment; a line's quantity under `lines.<id>`. */
export type OrderFields = Record<string, unknown>

const FIELDS = ['consigneeName', 'consigneePhone', 'service', 'urgent', 'deliveryNote', 'note'] as const
const ADDRESS = ['country', 'province', 'city', 'district', 'street', 'postcode'] as const

export function editedOrder(order: LockedOrder): EditedRecord<OrderFields> {
  return {
    subject: { type: 'order', id: order.id },
    version: order.version,
    values: orderFields(order, order.lines),
    masks: { consigneeName: maskName, consigneePhone: maskPhone, 'address.street': maskStreet },
  }
}

export function orderFields(order: LockedOrder, lines: readonly LockedLine[]): OrderFields {
  return Object.fromEntries([
    ...FIELDS.map((field) => [field, order[field]]),
    ...ADDRESS.map((field) => [`address.${field}`, order[field]]),
    ['requestedAt', order.requestedAt?.toISOString() ?? null],
    ...lines.map(quantityField),
  ])
}

export const quantityField = (line: Pick<LockedLine, 'id' | 'quantity' | 'cancelled'>): [string, number] => [
  `lines.${line.id}`,
  line.quantity - line.cancelled,
]

/** The amendment without what only others changed since its editor read the order; refused where both changed the same. */
export async function reconcileAmendment(ctx: Ctx, order: LockedOrder, typed: Amendment): Promise<Amendment> {
  const {
    version,
    lines,
    address = {},
    requestedAt,
    addLines: _lines,
    id: _id,
    reason: _why,
    ...rest
  } = typed
  const known = { zone: ctx.tenant.zone, nowMs: ctx.now.getTime() }
  const requested =
    typeof requestedAt === 'string'
      ? isoOrNull(checkDay(requestedAt, { known, path: 'requestedAt', problems: [] }))
      : requestedAt
  const sent: OrderFields = {
    ...rest,
    ...(requestedAt === undefined ? {} : { requestedAt: requested }),
    ...Object.fromEntries(Object.entries(address).map(([field, value]) => [`address.${field}`, value])),
    ...Object.fromEntries(lines.map((line) => [`lines.${line.lineId}`, line.quantity])),
  }
  const kept = await reconcile(ctx, editedOrder(order), version, sent)
  const standing = (field: string): boolean => kept[field] === sent[field]
  const { address: _, ...plain } = typed
  const left = Object.entries(address).filter(([field]) => standing(`address.${field}`))
  const gone = Object.keys(plain).filter((field) => field in sent && !standing(field))
  return {
    ...plain,
    ...Object.fromEntries(gone.map((field) => [field, undefined])),
    ...(left.length > 0 ? { address: Object.fromEntries(left) } : {}),
    lines: lines.filter((line) => standing(`lines.${line.lineId}`)),
  }
}
