import { lockStock, reserveStock } from '#modules/inventory/stock.ts'
import { keptPromiseFragments } from '#modules/promises/kept.ts'
import { makePromises, repromise } from '#modules/promises/promises.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { viewOfAllocation } from './explanation.ts'
import { type Intake, readIntake } from './intake.ts'
import type { LockedOrder } from './locked.ts'
import type { NewOrder } from './order-types.ts'
import { type LineDemand, type LinePlan, type OrderPlan, planOrder, policyOf } from './plan.ts'
import type { Demand } from './timing.ts'
import { acknowledgeDue } from './timing.ts'
import { acknowledgement, allocationRows, insertShortages, linePromises } from './writing.ts'

export const RESERVE_TRIES = 3

/** What of an order is to be allocated now. */
export type Wanted = { order: LockedOrder; lines: LineDemand[] }
export type Replanned = { order: LockedOrder; demand: Demand; plan: OrderPlan }

/**
 * Plans and reserves open quantities of orders already taken, in the order given; all or nothing is reserved.
 * When somebody is faster it plans again, the last time with the stock locked. What an order had is given back wherever it lay, so it is
 * planned on what lies anywhere: an editor bound to one warehouse must not take from it what the others hold for it.
 */
export async function planAndReserve(
  given: Ctx,
  wanted: readonly Wanted[],
): Promise<{ intake: Intake; planned: Replanned[] }> {
  const ctx = ofAllWarehouses(given)
  const orders = wanted.map(asNewOrder)
  for (let attempt = 1; attempt <= RESERVE_TRIES; attempt += 1) {
    const intake = await readIntake(ctx, orders)
    const planned = wanted.map((one) => planWanted(ctx, intake, one))
    const reservations = planned.flatMap(({ order, plan }) =>
      plan.lines.flatMap((line) =>
        line.sources.map((source) => ({
          ...source,
          productId: line.productId,
          orderId: order.id,
          orderLineId: line.lineId,
        })),
      ),
    )
    if (await reserveStock(ctx, reservations)) return { intake, planned }
    const products = [...new Set(wanted.flatMap((one) => one.lines.map((line) => line.productId)))]
    await lockStock(ctx, {
      items: products.flatMap((productId) =>
        intake.sources.map((source) => ({ productId, warehouseId: source.id })),
      ),
    })
  }
  throw new Refused('order.stock_contested')
}

function ofAllWarehouses(ctx: Ctx): Ctx {
  const { warehouse, ...scopes } = ctx.actor.scopes
  return warehouse ? { ...ctx, actor: { ...ctx.actor, scopes } } : ctx
}

function planWanted(ctx: Ctx, intake: Intake, { order, lines }: Wanted): Replanned {
  const demand = demandOfLocked(intake, order)
  const policy = policyOf(ctx.tenant.settings, order.shipComplete)
  return {
    order,
    demand,
    plan: planOrder(intake.table, { demand, lines, sources: intake.sources, policy }, intake.available),
  }
}

/** What an order taken before says to clauses and lanes, with the customer's class of today. */
export function demandOfLocked({ known }: Intake, order: LockedOrder): Demand {
  const { customerId, service, urgent, country, province } = order
  const classKey = known.customer({ channel: 'api', customerId, lines: [] })?.classKey ?? null
  return { customerId, classKey, service, urgent, destination: { country, province } }
}

/** The order as intake reads it: only what it names counts. */
export function asNewOrder({ order, lines }: Wanted): NewOrder {
  const { customerId, country, province } = order
  return {
    channel: 'api',
    customerId,
    address: { country, province },
    lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
  }
}

/** Open quantity of a line as demand; the line's own wish goes before the order's. */
export function demandOfLine(
  order: LockedOrder,
  line: LockedOrder['lines'][number],
  quantity: number,
): LineDemand {
  const requested = line.requestedAt ?? order.requestedAt
  return {
    lineId: line.id,
    lineNo: line.lineNo,
    productId: line.productId,
    quantity,
    requestedMs: requested === null ? null : new Date(requested).getTime(),
  }
}

/** Writes what a new plan means: the explanation, what stays short, and what is promised of it; `first` also acknowledges the order. */
export async function recordPlans(
  ctx: Ctx,
  {
    intake,
    planned,
    reason,
    first = false,
  }: { intake: Intake; planned: readonly Replanned[]; reason: string; first?: boolean },
): Promise<void> {
  const short = planned.flatMap(({ order, plan }) =>
    plan.lines.filter((line) => line.short > 0).map((line) => ({ order, line })),
  )
  await ctx.db.run(
    allocationRows(
      ctx,
      planned.map(({ order, plan }) => ({
        orderId: order.id,
        costMinor: plan.allocation.totalCostMinor,
        explanation: viewOfAllocation(plan.allocation, ctx.now.toISOString(), order.shipComplete),
      })),
    ),
  )
  if (short.length > 0) {
    await ctx.db.run(
      insertShortages(
        ctx,
        short.map(({ order, line }) => ({
          orderId: order.id,
          orderLineId: line.lineId,
          productId: line.productId,
          customerId: order.customerId,
          quantity: line.short,
        })),
      ),
    )
  }
  await settlePromises(ctx, { planned, reason, first, intake })
  for (const { order, plan } of planned) announcePlan(ctx, order, plan)
}

function announcePlan(ctx: Ctx, { id }: LockedOrder, { allocation, lines }: OrderPlan): void {
  const short = lines.filter((line) => line.short > 0)
  if (allocation.shipments.length > 0) {
    emit(
      ctx,
      'order.allocated',
      { type: 'order', id },
      {
        warehouses: allocation.shipments.map((shipment) => shipment.warehouseId),
        costMinor: allocation.totalCostMinor,
        shortLines: short.length,
      },
    )
  }
  if (short.length > 0)
    emit(
      ctx,
      'order.short',
      { type: 'order', id },
      { lines: short.length, quantity: short.reduce((sum, line) => sum + line.short, 0) },
    )
}

export type OpenChain = { orderId: string; subjectId: string; kind: 'ship' | 'deliver'; dueAt: Date }
type Settle = { planned: readonly Replanned[]; reason: string; first: boolean; intake: Intake }

/** Lines without a promise get one; a promise that the new plan moves is re-promised with the reason; others stay as they are. */
async function settlePromises(ctx: Ctx, { planned, reason, first, intake }: Settle): Promise<void> {
  const open = first
    ? []
    : await openChains(
        ctx,
        planned.map(({ order }) => order.id),
      )
  const known = new Map(open.map((chain) => [`${chain.subjectId} ${chain.kind}`, chain]))
  const fresh = planned.flatMap(({ order, demand, plan }) => [
    ...(first
      ? [
          {
            ...acknowledgement({ id: order.id, demand }, acknowledgeDue(intake.table, demand)),
            fulfilledAt: ctx.now,
          },
        ]
      : []),
    ...plan.lines
      .flatMap((line) => linePromises({ id: order.id, demand }, line))
      .filter((promise) => !known.has(`${promise.subjectId} ${promise.kind}`)),
  ])
  if (fresh.length > 0) {
    const { made, ended } = keptPromiseFragments(ctx, fresh)
    await ctx.db.run(ended ? sql`with made as (${made}) ${ended}` : made)
  }
  for (const { order, plan } of planned) {
    for (const line of plan.lines) await moveChains(ctx, { orderId: order.id, line, known, reason })
  }
}

/** The promises of one line after a decision about it. An earlier day than promised is good news, not a new promise. */
export async function settleLine(
  ctx: Ctx,
  { reason, ...line }: SettledLine & { reason: string },
): Promise<void> {
  await settleLines(ctx, [line], reason)
}

export type SettledLine = { order: LockedOrder; demand: Demand; plan: LinePlan }

/** The same of many lines. */
export async function settleLines(ctx: Ctx, lines: readonly SettledLine[], reason: string): Promise<void> {
  const open = await openChains(ctx, [...new Set(lines.map(({ order }) => order.id))])
  const known = new Map(open.map((chain) => [`${chain.subjectId} ${chain.kind}`, chain]))
  await makePromises(
    ctx,
    lines.flatMap(({ order, demand, plan }) =>
      linePromises({ id: order.id, demand }, plan)
        .filter((promise) => !known.has(`${promise.subjectId} ${promise.kind}`))
        .map((promise) => ({ ...promise, startedAt: order.placedAt })),
    ),
  )
  for (const { order, plan } of lines) {
    const later = (kind: 'ship' | 'deliver') => {
      const due = known.get(`${plan.lineId} ${kind}`)?.dueAt.getTime()
      return due !== undefined && plan[kind] && plan[kind].dueMs > due ? plan[kind] : null
    }
    const line = { ...plan, ship: later('ship'), deliver: later('deliver') }
    await moveChains(ctx, { orderId: order.id, line, known, reason })
  }
}

async function moveChains(
  ctx: Ctx,
  {
    orderId,
    line,
    known,
    reason,
  }: { orderId: string; line: LinePlan; known: Map<string, OpenChain>; reason: string },
): Promise<void> {
  for (const kind of ['ship', 'deliver'] as const) {
    const chain = known.get(`${line.lineId} ${kind}`)
    const promised = line[kind]
    if (
      !chain ||
      !promised ||
      promised.dueMs === chain.dueAt.getTime() ||
      promised.dueMs <= ctx.now.getTime()
    )
      continue
    await repromise(ctx, { kind, orderId, subjectId: line.lineId, dueAt: new Date(promised.dueMs), reason })
  }
}

/** The ship and deliver promises of these orders that have not ended, with their current due time. */
export async function openChains(ctx: Ctx, orderIds: readonly string[]): Promise<OpenChain[]> {
  return ctx.db.all(sql<OpenChain>`
    select p.order_id as "orderId", p.subject_id as "subjectId", p.kind, p.due_at as "dueAt" from promise p
    where p.tenant_id = ${ctx.tenant.id} and p.order_id = any(${orderIds}::uuid[]) and p.kind in ('ship', 'deliver') and p.watch_at is not null`)
}

export async function closeShortages(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await ctx.db.run(
    sql`update shortage set closed_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[]) and closed_at is null`,
  )
}
