import type {} from './events.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { fill } from '#platform/text.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { type LockedPurchase, linesOf, lockPurchase, refuseUnknown, subjectOf } from './locked.ts'
import { AMOUNT_MAX_MINOR } from './purchase.ts'
import { refusals } from './refusals.ts'

export type Pricing = {
  id: string
  currency: string
  /** null: not agreed yet. */ lines: readonly { lineId: string; unitPriceMinor: number | null }[]
  version?: number | undefined
}
type LinePrices = Record<`prices.${string}`, number | null>
type Prices = { currency: string } & LinePrices

/** What the supplier asks for each line. Two people who price one order are merged line by line. */
export async function pricePurchase(ctx: Ctx, { id, currency, lines, version }: Pricing): Promise<void> {
  const found = await lockPurchase(ctx, id, 'price')
  const known = await linesOf(ctx, id)
  refuseUnknown(known, lines)
  const record: EditedRecord<Prices> = {
    subject: subjectOf(found),
    version: found.version,
    values: { currency: found.currency, ...pricesBy(known.map((l) => ({ lineId: l.id, ...l }))) },
  }
  const change: Prices = { currency, ...pricesBy(lines) }
  const after = await reconcile(ctx, record, version, change)
  const prices = lines.map(({ lineId }) => after[`prices.${lineId}`] ?? null)
  await ctx.db.run(sql`
    update purchase_order set currency = ${after.currency}, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await ctx.db.run(sql`
    update purchase_line l set unit_price_minor = x.price
    from unnest(${lines.map((l) => l.lineId)}::uuid[], ${prices}::bigint[]) x (id, price)
    where l.tenant_id = ${ctx.tenant.id} and l.id = x.id and l.purchase_id = ${id}`)
  await refuseTooDear(ctx, id)
  recordChange(ctx, record, after)
  emit(ctx, 'purchase.priced', subjectOf(found), { number: found.number })
}

const pricesBy = (lines: Pricing['lines']): LinePrices =>
  Object.fromEntries(lines.map((line) => [`prices.${line.lineId}`, line.unitPriceMinor])) as LinePrices

/** The currency the supplier was last ordered from in; the company's own where he is new. */
export async function usualCurrency(ctx: Ctx, supplierId: string): Promise<string> {
  const last = await ctx.db.maybe(sql<{ currency: string | null }>`
    select o.currency from purchase_order o where o.tenant_id = ${ctx.tenant.id} and o.supplier_id = ${supplierId} and o.state <> 'cancelled'
    order by o.id desc limit 1`)
  return last?.currency ?? ctx.tenant.currency
}

/** Gives lines the price the supplier had for the product in the last order that went to him, in the same currency; none where there is none. */
export async function takeLastPrices(
  ctx: Ctx,
  { id, lineIds }: { id: string; /** null: all of them. */ lineIds: readonly string[] | null },
): Promise<void> {
  const own = ctx.tenant.currency
  await ctx.db.run(sql`
    update purchase_line l set unit_price_minor = (
      select n.unit_price_minor from purchase_line n join purchase_order p on p.tenant_id = n.tenant_id and p.id = n.purchase_id
      where n.tenant_id = o.tenant_id and n.product_id = l.product_id and n.unit_price_minor is not null and p.supplier_id = o.supplier_id and p.id <> o.id
        and p.state in ('sent', 'confirmed', 'receiving', 'received', 'closed') and coalesce(p.currency, ${own}) = coalesce(o.currency, ${own})
      order by p.id desc limit 1)
    from purchase_order o
    where l.tenant_id = ${ctx.tenant.id} and l.purchase_id = ${id} and o.tenant_id = l.tenant_id and o.id = l.purchase_id
      and (${lineIds === null} or l.id = any(${lineIds ?? []}::uuid[]))`)
}

/** Sums stay whole numbers everywhere. */
export async function refuseTooDear(ctx: Ctx, id: LockedPurchase['id']): Promise<void> {
  const line = await ctx.db.maybe(sql<{ lineNo: number }>`
    select line_no as "lineNo" from purchase_line
    where tenant_id = ${ctx.tenant.id} and purchase_id = ${id} and unit_price_minor::numeric * quantity > ${AMOUNT_MAX_MINOR} order by line_no limit 1`)
  if (!line) return
  const said = (text: string) => fill(text, { line: line.lineNo })
  const { zh, en } = refusals['purchase.amount_too_large']
  throw new Invalid([
    { path: `lines[${line.lineNo - 1}].unitPriceMinor`, message: { zh: said(zh), en: said(en) } },
  ])
}
