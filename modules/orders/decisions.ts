import { reserveStock } from '#modules/inventory/stock.ts'
import { withdrawPromises } from '#modules/promises/promises.ts'
import { endOfLocalDay, localDay, startOfDay } from '#modules/scheduling/calendar.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { recordChange } from '#platform/versions.ts'
import { editedOrder, quantityField } from './edited.ts'
import { type LockedLine, type LockedOrder, type OpenShortage, lockForChange } from './locked.ts'
import { type LinePlan, type Promised, promisesOf } from './plan.ts'
import { visible } from './queries.ts'
import { settleLine } from './reallocation.ts'
import { type ShortageChoice, backorderOf, computeOptions, placedTable } from './shortage-desk.ts'
import type { ShortageCause } from './shortage-cause.ts'
import { type ShortageOption, whyNotDecideWith } from './shortage.ts'
import { refreshStates } from './states.ts'
import { offersOf } from './timing.ts'
import { insertShortages } from './writing.ts'

export type Decide = {
  id: string
  /** Key of the option chosen. */
  option: string
  version: number
  /** 'YYYY-MM-DD': when what is missing is expected in the warehouse. */
  backorderUntil?: string | undefined
  consentBy?: string | undefined
  consentHow?: string | undefined
  note?: string | undefined
  cause?: ShortageCause | undefined
}

type Case = {
  order: LockedOrder
  line: LockedLine
  shortage: OpenShortage
  option: ShortageOption
  choice: ShortageChoice
  given: Decide
}

/** Decides what becomes of a missing quantity; the options are computed anew, so nothing is decided on stale stock. Gives the order's id. */
export async function decideShortage(ctx: Ctx, given: Decide): Promise<string> {
  const found = await ctx.db.maybe(sql<{ orderId: string; closed: boolean }>`
    select s.order_id as "orderId", s.closed_at is not null as closed from shortage s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    where s.tenant_id = ${ctx.tenant.id} and s.id = ${given.id} and ${visible(ctx)}`)
  if (!found) throw new NotFound('shortage')
  if (found.closed) throw new Refused('shortage.decided')
  const order = await lockForChange(ctx, {
    id: found.orderId,
    version: given.version,
    event: 'decide_shortage',
  })
  const shortage = order.shortages.find((one) => one.id === given.id)
  const line = order.lines.find((one) => one.id === shortage?.orderLineId)
  if (!shortage || !line) throw new Refused('shortage.decided')

  const choice = await computeOptions(ctx, order, shortage)
  const option = choice.options.find((one) => one.key === given.option)
  if (!option)
    throw new Refused(
      given.option.startsWith('substitute:') ? 'shortage.not_substitute' : 'shortage.option_unknown',
    )
  const refusal = whyNotDecideWith(option, given, localDay(ctx.tenant.zone, ctx.now.getTime()))
  if (refusal) throw new Refused(refusal, {}, 422)

  await carryOut(ctx, { order, line, shortage, option, choice, given })
  await refreshStates(ctx, [order.id])
  emit(
    ctx,
    'shortage.decided',
    { type: 'shortage', id: given.id, parentId: order.id },
    { decision: option.decision, quantity: shortage.quantity, orderLineId: line.id },
  )
  return order.id
}

async function carryOut(ctx: Ctx, one: Case): Promise<void> {
  switch (one.option.decision) {
    case 'cancel':
      return cancelRest(ctx, one)
    case 'backorder':
      return waitFor(ctx, one)
    case 'substitute':
      return fill(ctx, one, await substituted(ctx, one))
    case 'other_warehouse':
    case 'split':
      return fill(ctx, one, one.line)
  }
}

/** The missing part is not wanted any more: its value is lost. */
async function cancelRest(ctx: Ctx, { order, line, shortage, option, given }: Case): Promise<void> {
  await ctx.db.run(
    sql`update order_line set cancelled = cancelled + ${shortage.quantity} where tenant_id = ${ctx.tenant.id} and id = ${line.id}`,
  )
  const left = { ...line, cancelled: line.cancelled + shortage.quantity }
  recordChange(ctx, editedOrder(order), Object.fromEntries([quantityField(left)]))
  await closeDecided(ctx, { shortage, given, decision: 'cancel', lostMinor: option.cost.revenueLost })
  if (left.cancelled < left.quantity) return
  await withdrawPromises(ctx, { orderId: order.id, subjectIds: [line.id], cause: 'out_of_stock' })
  if (order.lines.some((other) => other.id !== line.id && other.cancelled < other.quantity)) return
  await ctx.db.run(
    sql`update sales_order set cancelled_by = 'us', cancel_reason = ${given.note ?? ''} where tenant_id = ${ctx.tenant.id} and id = ${order.id}`,
  )
  emit(ctx, 'order.cancelled', { type: 'order', id: order.id }, { by: 'us', reason: given.note ?? '' })
}

/** Nothing is there: the customer is promised a later day, and goods that arrive go to the oldest promise first. */
async function waitFor(ctx: Ctx, one: Case): Promise<void> {
  const { order, line, shortage, given } = one
  await ctx.db.run(sql`
    update shortage set decision = 'backorder', decided_at = ${ctx.now}, decided_by = ${userIdOf(ctx)}::uuid, backorder_until = ${backorderInstant(one)},
      note = ${given.note ?? ''}, cause = coalesce(${given.cause ?? null}, cause)
    where tenant_id = ${ctx.tenant.id} and id = ${shortage.id}`)
  await settleLine(ctx, {
    order,
    demand: one.choice.demand,
    plan: planOf(one, line),
    reason: reasonOf(given),
  })
}

/** Goods from elsewhere, now; what still misses waits as a backorder. */
async function fill(ctx: Ctx, one: Case, line: LockedLine): Promise<void> {
  const { order, shortage, option, given, choice } = one
  const productId = option.productId ?? shortage.productId
  const reserved = await reserveStock(
    ctx,
    option.sources.map((source) => ({ ...source, productId, orderId: order.id, orderLineId: line.id })),
  )
  if (!reserved) throw new Refused('shortage.stock_gone')
  await closeDecided(ctx, { shortage, given, decision: option.decision, lostMinor: 0 })
  if (option.remaining > 0) {
    await ctx.db.run(
      insertShortages(ctx, [
        {
          orderId: order.id,
          orderLineId: one.line.id,
          productId: shortage.productId,
          customerId: order.customerId,
          quantity: option.remaining,
          detectedAt: new Date(shortage.detectedAt),
          decision: 'backorder',
          decidedBy: userIdOf(ctx),
          backorderUntil: backorderInstant(one),
          note: given.note ?? '',
        },
      ]),
    )
  }
  await settleLine(ctx, { order, demand: choice.demand, plan: planOf(one, line), reason: reasonOf(given) })
  emit(
    ctx,
    'order.allocated',
    { type: 'order', id: order.id },
    {
      warehouses: option.sources.map((source) => source.warehouseId),
      costMinor: option.costMinor,
      shortLines: option.remaining > 0 ? 1 : 0,
    },
  )
}

/** The line that takes the substitute, with the consent: the line itself when all of it is replaced, else a new one beside it. */
async function substituted(ctx: Ctx, { order, line, option, given }: Case): Promise<LockedLine> {
  const consent = `${given.consentBy ?? ''} · ${given.consentHow ?? ''}`
  const productId = option.productId ?? line.productId
  if (option.fills === line.quantity) {
    await ctx.db.run(sql`
      update order_line set substituted_from = coalesce(substituted_from, product_id), product_id = ${productId}, consent_by = ${consent}, consent_at = ${ctx.now}
      where tenant_id = ${ctx.tenant.id} and id = ${line.id}`)
    return { ...line, productId }
  }
  const beside: LockedLine = {
    ...line,
    id: newId(),
    lineNo: Math.max(...order.lines.map((other) => other.lineNo)) + 1,
    productId,
    quantity: option.fills,
    cancelled: 0,
    shipped: 0,
    delivered: 0,
    reserved: 0,
  }
  await ctx.db.run(sql`
    with smaller as (
      update order_line set quantity = quantity - ${option.fills}, amount_minor = (quantity - ${option.fills}) * unit_price_minor
      where tenant_id = ${ctx.tenant.id} and id = ${line.id} returning *
    )
    insert into order_line (tenant_id, id, order_id, line_no, product_id, quantity, unit_price_minor, amount_minor, requested_at, substituted_from, consent_by, consent_at)
    select tenant_id, ${beside.id}, order_id, ${beside.lineNo}, ${productId}, ${option.fills}, unit_price_minor, ${option.fills} * unit_price_minor, requested_at,
      coalesce(substituted_from, product_id), ${consent}, ${ctx.now}
    from smaller`)
  const smaller = { ...line, quantity: line.quantity - option.fills }
  recordChange(ctx, editedOrder(order), Object.fromEntries([quantityField(smaller), quantityField(beside)]))
  return beside
}

type Closing = { shortage: OpenShortage; given: Decide; decision: string; lostMinor: number }

async function closeDecided(ctx: Ctx, { shortage, given, decision, lostMinor }: Closing): Promise<void> {
  await ctx.db.run(sql`
    update shortage set decision = ${decision}, decided_at = ${ctx.now}, decided_by = ${userIdOf(ctx)}::uuid, closed_at = ${ctx.now}, lost_minor = ${lostMinor},
      note = ${given.note ?? ''}, cause = coalesce(${given.cause ?? null}, cause)
    where tenant_id = ${ctx.tenant.id} and id = ${shortage.id}`)
}

/** What may be promised for the line after the decision, beside what the contract said when the order was taken. */
function planOf({ order, option, choice, given }: Case, line: LockedLine): LinePlan {
  const { intake, demand, offers, requestedMs } = choice
  const chosen = offers.filter((offer) =>
    option.sources.some((source) => source.warehouseId === offer.source.id),
  )
  const placed = placedTable(intake.table, order)
  const anyOffer = offers.filter((offer) => offer.lane)
  const now = promisesOf(intake.table, {
    demand,
    requestedMs,
    offers: chosen.length > 0 ? chosen : anyOffer.slice(0, 1),
  })
  const contract = promisesOf(placed, {
    demand,
    requestedMs,
    offers: offersOf(
      placed,
      demand,
      (chosen.length > 0 ? chosen : anyOffer.slice(0, 1)).map((offer) => offer.source),
    ),
  })
  const later =
    given.backorderUntil && option.needsDate
      ? backorderOf(intake.table, { offers, quantity: option.remaining, day: given.backorderUntil })
      : null
  const latest = (kind: 'ship' | 'deliver', laterMs: number | null): Promised | null => {
    const promised = now?.[kind]
    if (!promised) return null
    const contractMs = contract?.[kind].contractDueMs ?? contract?.[kind].dueMs ?? promised.dueMs
    const dueMs =
      option.sources.length > 0 ? Math.max(promised.dueMs, laterMs ?? 0) : (laterMs ?? promised.dueMs)
    return { ...promised, dueMs, contractDueMs: dueMs === contractMs ? null : contractMs }
  }
  const quantity = option.fills > 0 ? option.fills : option.remaining
  return {
    lineId: line.id,
    lineNo: line.lineNo,
    productId: line.productId,
    sources: option.sources,
    filled: quantity,
    short: option.remaining,
    ship: latest('ship', later ? backorderInstant({ given, choice }).getTime() : null),
    deliver: latest('deliver', later?.backorderMs ?? null),
  }
}

/** The last moment of the day the goods are expected. */
function backorderInstant({ given, choice }: Pick<Case, 'given' | 'choice'>): Date {
  const { zone } = choice.intake.table
  return new Date(
    endOfLocalDay(zone, startOfDay(zone, given.backorderUntil ?? localDay(zone, choice.intake.table.nowMs))) -
      1,
  )
}

const reasonOf = (given: Decide): string => given.note || '缺货 out of stock'
