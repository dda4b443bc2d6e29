import type {} from './events.ts'
import { type Ctx, inScope, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { fill } from '#platform/text.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { orderingRoles } from '#modules/customers/party.ts'
import { refuseUnknownParties } from '#modules/inventory/parties.ts'
import { findPlaces } from '#modules/inventory/receipts.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import { LINES_MAX } from './api.ts'
import { type LockedPurchase, linesOf, lockPurchase, setState, stopMail, subjectOf } from './locked.ts'
import { refuseTooDear, takeLastPrices, usualCurrency } from './pricing.ts'
import { missingOf } from './purchase.ts'
import { refusals } from './refusals.ts'

export type NewLine = { productId: string; quantity: number; /** 'YYYY-MM-DD' */ wantedOn: string }
export type PurchaseFields = {
  supplierId: string
  warehouseId: string
  /** Whose order it is; null: our own. */ customerId: string | null
  customerRef: string
  note: string
  lines: readonly NewLine[]
}

/** Drafts an order to a supplier; nobody outside hears of it yet. Gives the id. */
export async function draftPurchase(ctx: Ctx, fields: PurchaseFields): Promise<string> {
  await refuseUnfit(ctx, fields)
  const id = newId()
  const number = newNumber('PO', ctx.now)
  const { supplierId, warehouseId, customerId, customerRef, note, lines } = fields
  await ctx.db.run(sql`
    insert into purchase_order (tenant_id, id, number, supplier_id, warehouse_id, customer_id, customer_ref, note, currency, state, drafted_at, drafted_by)
    values (${ctx.tenant.id}, ${id}, ${number}, ${supplierId}, ${warehouseId}, ${customerId}::uuid, ${customerRef}, ${note},
      ${await usualCurrency(ctx, supplierId)}, 'draft', ${ctx.now},
      ${userIdOf(ctx)}::uuid)`)
  await writeLines(ctx, id, lines)
  await refuseTooDear(ctx, id)
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0)
  emit(ctx, 'purchase.drafted', subjectOf({ id }), { number, lines: lines.length, quantity })
  return id
}

/** Changes a draft; `version` is the one the editor has seen. */
export async function updatePurchase(
  ctx: Ctx,
  { id, version, ...typed }: PurchaseFields & { id: string; version?: number | undefined },
): Promise<void> {
  const found = await lockPurchase(ctx, id, 'change')
  const record = await editedPurchase(ctx, found)
  const after = { ...record.values, ...(await reconcile(ctx, record, version, typed)) }
  await refuseUnfit(ctx, after)
  await writeFields(ctx, found, after)
  recordChange(ctx, record, after)
  const fields = (Object.keys(after) as (keyof PurchaseFields)[]).filter(
    (field) => JSON.stringify(after[field]) !== JSON.stringify(record.values[field]),
  )
  emit(ctx, 'purchase.changed', record.subject, { fields })
}

/** The draft as people edit it, locked. */
export async function editedPurchase(ctx: Ctx, found: LockedPurchase): Promise<EditedRecord<PurchaseFields>> {
  const { supplierId, warehouseId, customerId, customerRef, note, version } = found
  const lines = (await linesOf(ctx, found.id)).map(({ productId, quantity, wantedOn }) => ({
    productId,
    quantity,
    wantedOn,
  }))
  return {
    subject: subjectOf(found),
    version,
    values: { supplierId, warehouseId, customerId, customerRef, note, lines },
  }
}

/** Writes a draft. Prices are a supplier's: another one has his own. */
export async function writeFields(
  ctx: Ctx,
  { id, supplierId: before }: Pick<LockedPurchase, 'id' | 'supplierId'>,
  fields: PurchaseFields,
): Promise<void> {
  const { supplierId, warehouseId, customerId, customerRef, note, lines } = fields
  await ctx.db.run(sql`
    update purchase_order set supplier_id = ${supplierId}, warehouse_id = ${warehouseId}, customer_id = ${customerId}::uuid, customer_ref = ${customerRef},
      note = ${note}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await writeLines(ctx, id, lines)
  if (supplierId !== before) await takeLastPrices(ctx, { id, lineIds: null })
  await refuseTooDear(ctx, id)
}

/** Lines keep their id and price by their product: what was ordered for whom stays. New ones begin with the last price. */
async function writeLines(ctx: Ctx, id: string, lines: readonly NewLine[]): Promise<void> {
  await ctx.db.run(sql`
    delete from purchase_line where tenant_id = ${ctx.tenant.id} and purchase_id = ${id} and product_id <> all(${lines.map((l) => l.productId)}::uuid[])`)
  const lineIds = lines.map(() => newId())
  await ctx.db.run(sql`
    insert into purchase_line as l (tenant_id, id, purchase_id, line_no, product_id, quantity, wanted_on)
    select ${ctx.tenant.id}, x.id, ${id}, x.line_no, x.product_id, x.quantity, x.wanted_on
    from unnest(${lineIds}::uuid[], ${lines.map((_, i) => i + 1)}::int[], ${lines.map((l) => l.productId)}::uuid[],
      ${lines.map((l) => l.quantity)}::bigint[], ${lines.map((l) => l.wantedOn)}::date[]) x (id, line_no, product_id, quantity, wanted_on)
    on conflict (tenant_id, purchase_id, product_id) do update
      set line_no = excluded.line_no, quantity = excluded.quantity, wanted_on = excluded.wanted_on`)
  await takeLastPrices(ctx, { id, lineIds })
}

async function refuseUnfit(ctx: Ctx, fields: PurchaseFields): Promise<void> {
  const { supplierId, warehouseId, customerId, customerRef, lines } = fields
  const seen = new Set<string>()
  const today = localDay(ctx.tenant.zone, ctx.now.getTime())
  const problems = lines.flatMap(({ productId, wantedOn }, i): FieldProblem[] => {
    const isTwice = seen.has(productId)
    seen.add(productId)
    return [
      ...(isTwice ? [{ path: `lines[${i}].productId`, message: refusals['purchase.product_twice'] }] : []),
      ...(wantedOn < today ? [{ path: `lines[${i}].wantedOn`, message: refusals['purchase.day_past'] }] : []),
    ]
  })
  if (lines.length > LINES_MAX) problems.push({ path: 'lines', message: tooMany })
  if (customerRef && !customerId)
    problems.push({ path: 'customerId', message: refusals['purchase.ref_without_customer'] })
  if (problems.length > 0) throw new Invalid(problems)
  await findPlaces(ctx, { warehouseId, productIds: lines.map((line) => line.productId) })
  await refuseUnknownParties(ctx, 'supplier', [{ id: supplierId, path: 'supplierId' }])
  if (customerId) await mustBeCustomer(ctx, customerId)
}

const tooMany = {
  zh: fill(refusals['purchase.too_many_lines'].zh, { max: LINES_MAX }),
  en: fill(refusals['purchase.too_many_lines'].en, { max: LINES_MAX }),
}

async function mustBeCustomer(ctx: Ctx, customerId: string): Promise<void> {
  const known = await ctx.db.maybe(sql`
    select 1 from party where tenant_id = ${ctx.tenant.id} and id = ${customerId} and archived_at is null
      and roles && ${[...orderingRoles]}::text[] and ${inScope(ctx, 'customer', 'id')}`)
  if (!known) throw new Invalid([{ path: 'customerId', message: refusals['purchase.not_customer'] }])
}

/** It is not wanted any more, and nothing of it came. Who has it already must be told by somebody. */
export async function cancelPurchase(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const found = await lockPurchase(ctx, id, 'cancel')
  await stopMail(ctx, found)
  await setState(ctx, { id, state: 'cancelled', reason })
  emit(ctx, 'purchase.cancelled', subjectOf(found), { number: found.number, reason })
}

/** The rest does not come. */
export async function closePurchase(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<void> {
  const found = await lockPurchase(ctx, id, 'close')
  const missing = (await linesOf(ctx, id)).reduce((sum, line) => sum + missingOf(line), 0)
  await setState(ctx, { id, state: 'closed', reason })
  emit(ctx, 'purchase.closed', subjectOf(found), { number: found.number, reason, missing })
}
