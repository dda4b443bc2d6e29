import { setImmediate as pause } from 'node:timers/promises'
import { lockStock } from '#modules/inventory/stock.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type Draft, type Drafts, type Turned, draftOrders } from './drafting.ts'
import { type Intake, productIdsOf, readIntake } from './intake.ts'
import type { NewOrder, OrderView, PlacedOrder } from './order-types.ts'
import { placedOf, viewOfDraft } from './views.ts'
import { type Written, writeOrders, writeOrdersAtCommit } from './writing.ts'

export const BATCH_MAX = 1_000
/** Plans made for one call; before the last one the stock is locked. */
const PLANS_MAX = 3
/** Orders drafted and written at once. One order, and those that come together, are one part. */
const PART = 200
/** Batches begun anew because a reference was taken meanwhile. */
const BATCH_TRIES = 4
const BEGIN = sql`savepoint order_batch`
const BACK_TO_BEGIN = sql`rollback to savepoint order_batch`

/** Why one row of a batch was not taken. */
export type RowProblem = {
  code: 'request.invalid' | 'order.duplicate_ref'
  details: Record<string, unknown>
  fields: FieldProblem[]
}
export type PlacedRow =
  | { index: number; ok: true; order: PlacedOrder }
  | { index: number; ok: false; problem: RowProblem }

/**
 * Takes one order: check, allocate, reserve, promise, acknowledge. Invalid names the fields; Refused when its reference is taken.
 * `isLast`: nothing that follows in the transaction reads it, so that it may be written with the commit.
 */
export async function placeOrder(
  ctx: Ctx,
  order: NewOrder,
  { isLast = false }: { isLast?: boolean } = {},
): Promise<OrderView> {
  const {
    intake,
    drafts: [draft],
    turned: [turned],
    written,
  } = await (isLast ? draftForCommit : draftAndWrite)(ctx, [order])
  if (turned)
    throw turned.refusal
      ? new Refused(turned.refusal.code, turned.refusal.details)
      : new Invalid(turned.problems)
  if (!draft) throw new Error('an order is drafted or turned down')
  if (!written.has(draft.id)) throw await duplicateRefusal(ctx, draft)
  announce(ctx, draft)
  return viewOfDraft(ctx, draft, intake.sources)
}

/**
 * Takes orders that came in at the same time, as if one after the other, and as the last of the transaction. null for one that is turned down: taken by itself it
 * learns why. Refused when somebody took one of the references meanwhile; then none is written.
 */
export async function placeOrdersTogether(
  ctx: Ctx,
  asked: readonly { order: NewOrder; requestId: string }[],
): Promise<(OrderView | null)[]> {
  const mark = ctx.events.length
  const orders = asked.map(({ order }) => order)
  const { intake, drafts, written } = await draftForCommit(ctx, orders)
  if (written.size < drafts.length) throw new Refused('order.stock_contested')
  for (const draft of drafts) announce(ctx, draft)
  const requests = new Map(drafts.map((draft) => [draft.id, asked[draft.index]?.requestId]))
  for (const event of ctx.events.slice(mark)) event.requestId = requests.get(event.subject.id)
  const answers: (OrderView | null)[] = asked.map(() => null)
  for (const draft of drafts) answers[draft.index] = viewOfDraft(ctx, draft, intake.sources)
  return answers
}

/**
 * Takes up to BATCH_MAX orders, set-based; rows compete for stock in their order and a bad row never harms the others. The stock they
 * may take is locked first: in parts, each in its own order, two batches would wait for each other.
 */
export async function placeOrders(ctx: Ctx, orders: NewOrder[]): Promise<PlacedRow[]> {
  if (orders.length > BATCH_MAX) throw new Refused('request.too_large', { max: BATCH_MAX }, 422)
  if (orders.length === 0) return []
  const mark = ctx.events.length
  await ctx.db.run(BEGIN)
  await lockStock(ctx, { productIds: productIdsOf(ctx, orders) })
  for (let attempt = 1; attempt <= BATCH_TRIES; attempt += 1) {
    const { drafts, turned, written } = await draftAndWrite(ctx, orders)
    if (written.size === drafts.length) {
      for (const draft of drafts) announce(ctx, draft)
      return rowsOf(ctx, { orders, drafts, turned })
    }
    // Somebody took one of the references between our read and our write: begin anew, the read sees it now.
    await ctx.db.run(BACK_TO_BEGIN)
    ctx.events.length = mark
  }
  throw new Refused('order.stock_contested')
}

type Placed = Drafts & { intake: Intake; written: Set<string> }

/** Plans on what one read says, in the hope that it still holds when the plan is written with the commit. Careful when it did not. */
async function draftForCommit(ctx: Ctx, orders: readonly NewOrder[]): Promise<Placed> {
  if (ctx.attempt > 1) return draftAndWrite(ctx, orders)
  const intake = await readIntake(ctx, orders)
  const drafted = draftOrders(ctx, intake, orders, 0)
  if (drafted.drafts.length > 0) writeOrdersAtCommit(ctx, drafted.drafts)
  return { ...drafted, intake, written: new Set(drafted.drafts.map(({ id }) => id)) }
}

/**
 * Plans on what one read says, then reserves and writes, all or nothing. When somebody was faster it plans again on a fresh
 * read, the last time with the stock rows locked, so that the plan holds.
 */
async function draftAndWrite(ctx: Ctx, orders: readonly NewOrder[]): Promise<Placed> {
  for (let attempt = 1; attempt <= PLANS_MAX; attempt += 1) {
    const intake = await readIntake(ctx, orders)
    const mark = ctx.events.length
    const { drafted, writings } = await writeInParts(ctx, intake, orders)
    if (writings.every(({ enough }) => enough))
      return { ...drafted, intake, written: new Set(writings.flatMap(({ ids }) => [...ids])) }
    ctx.events.length = mark
    if (writings.length > 1) await ctx.db.run(BACK_TO_BEGIN)
    if (attempt === PLANS_MAX - 1) await lockStock(ctx, { productIds: productIdsOf(ctx, orders) })
  }
  throw new Refused('order.stock_contested')
}

/** While PostgreSQL writes some orders the next are drafted; in between others have their turn. */
async function writeInParts(
  ctx: Ctx,
  intake: Intake,
  orders: readonly NewOrder[],
): Promise<{ drafted: Drafts; writings: Written[] }> {
  const drafted: Drafts = { drafts: [], turned: [] }
  const writings: Promise<Written>[] = []
  for (let from = 0; from < orders.length; from += PART) {
    if (from > 0) await pause()
    const part = draftOrders(ctx, intake, orders.slice(from, from + PART), from)
    drafted.drafts.push(...part.drafts)
    drafted.turned.push(...part.turned)
    if (part.drafts.length === 0) continue
    const writing = writeOrders(ctx, part.drafts)
    writing.catch(() => {}) // told below, when all are under way
    writings.push(writing)
  }
  return { drafted, writings: await Promise.all(writings) }
}

async function duplicateRefusal(ctx: Ctx, { checked }: Draft): Promise<Refused> {
  const externalRef = checked.given.externalRef ?? ''
  const first = await ctx.db.maybe(sql<{ number: string }>`
    select number from sales_order where tenant_id = ${ctx.tenant.id} and customer_id = ${checked.customer.id} and external_ref = ${externalRef}`)
  return new Refused('order.duplicate_ref', { externalRef, number: first?.number ?? '' })
}

function announce(ctx: Ctx, { id, number, checked, state, lines }: Draft): void {
  const subject = { type: 'order', id }
  const short = lines.filter((line) => (line.plan?.short ?? 0) > 0)
  emit(ctx, 'order.placed', subject, {
    number,
    lines: lines.length,
    shortLines: short.length,
    channel: checked.given.channel,
  })
  if (state === 'held')
    return emit(ctx, 'order.held', subject, { kinds: checked.holds.map((hold) => hold.kind), reason: null })
  emit(ctx, 'order.acknowledged', subject, { number, auto: true })
  if (short.length > 0)
    emit(ctx, 'order.short', subject, {
      lines: short.length,
      quantity: short.reduce((sum, line) => sum + (line.plan?.short ?? 0), 0),
    })
}

function rowsOf(
  ctx: Ctx,
  {
    orders,
    drafts,
    turned,
  }: { orders: readonly NewOrder[]; drafts: readonly Draft[]; turned: readonly Turned[] },
): PlacedRow[] {
  const rows: (PlacedRow | undefined)[] = orders.map(() => undefined)
  for (const draft of drafts)
    rows[draft.index] = { index: draft.index, ok: true, order: placedOf(draft, ctx) }
  for (const { index, problems, refusal } of turned) {
    const problem: RowProblem = refusal
      ? { ...refusal, fields: [] }
      : { code: 'request.invalid', details: {}, fields: problems }
    rows[index] = { index, ok: false, problem }
  }
  return rows.filter((row) => row !== undefined)
}
