import type {} from './events.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid, Refused } from '#platform/errors.ts'
import type { Subject } from '#platform/events.ts'
import { discardMail } from '#platform/mail.ts'
import { purchaseScope } from './on-order.ts'
import { type Coming, type PurchaseAction, type PurchaseState, whyNotPurchase } from './purchase.ts'
import { refusals } from './refusals.ts'

export type LockedPurchase = {
  id: string
  number: string
  supplierId: string
  warehouseId: string
  customerId: string | null
  customerRef: string
  note: string
  state: PurchaseState
  mailId: string | null
  supplierRef: string
  currency: string
  version: number
}
export type LockedLine = Coming & { id: string; productId: string; unitPriceMinor: number | null }

/** The order, locked, if the actor may see it; refuses when the action is not open to it. */
export async function lockPurchase(ctx: Ctx, id: string, action: PurchaseAction): Promise<LockedPurchase> {
  const found = await ctx.db.one(
    sql<LockedPurchase>`
    select o.id, o.number, o.supplier_id as "supplierId", o.warehouse_id as "warehouseId", o.customer_id as "customerId", o.customer_ref as "customerRef",
      o.note, o.state, o.mail_id as "mailId", o.supplier_ref as "supplierRef", coalesce(o.currency, ${ctx.tenant.currency}) as currency, o.version
    from purchase_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${id} and ${purchaseScope(ctx)} for update of o`,
    'purchase order',
  )
  const refusal = whyNotPurchase(found.state, action)
  if (refusal) throw new Refused(refusal)
  return found
}

export const linesOf = (ctx: Ctx, id: string): Promise<LockedLine[]> =>
  ctx.db.all(sql<LockedLine>`
    select id, product_id as "productId", quantity, received, to_char(wanted_on, 'YYYY-MM-DD') as "wantedOn", to_char(confirmed_on, 'YYYY-MM-DD') as "confirmedOn",
      unit_price_minor as "unitPriceMinor"
    from purchase_line where tenant_id = ${ctx.tenant.id} and purchase_id = ${id} order by line_no`)

/** Invalid names the lines that are not of the order. */
export function refuseUnknown(known: readonly LockedLine[], lines: readonly { lineId: string }[]): void {
  const ids = new Set(known.map((line) => line.id))
  const problems = lines.flatMap(({ lineId }, i): FieldProblem[] =>
    ids.has(lineId) ? [] : [{ path: `lines[${i}].lineId`, message: refusals['purchase.no_such_line'] }],
  )
  if (problems.length > 0) throw new Invalid(problems)
}

type Ending = { id: string; state: PurchaseState; reason?: string }

/** Writes the state; who and when goes with those that end an order. */
export async function setState(ctx: Ctx, { id, state, reason = '' }: Ending): Promise<void> {
  const isEnd = state === 'received' || state === 'closed' || state === 'cancelled'
  await ctx.db.run(sql`
    update purchase_order set state = ${state}, end_reason = ${reason}, ended_at = ${isEnd ? ctx.now : null}::timestamptz,
      ended_by = ${isEnd ? userIdOf(ctx) : null}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
}

/** The supplier knows otherwise, or needs not know any more: a mail that still waits does not go. One that has gone has gone. */
export async function stopMail(ctx: Ctx, { state, mailId }: LockedPurchase): Promise<void> {
  if (state !== 'queued' || !mailId) return
  try {
    await discardMail(ctx, mailId)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

export const subjectOf = ({ id }: { id: string }): Subject => ({ type: 'purchase_order', id })
