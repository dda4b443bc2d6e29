import type { NewReservation } from '#modules/inventory/stock.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { FieldProblem } from '#platform/errors.ts'
import { newId, newNumber } from '#platform/ids.ts'
import {
  type CheckedLine,
  type CheckedOrder,
  type Refusal,
  checkOrder,
  fingerprintOfChecked,
  mayBeTypedTwice,
} from './check.ts'
import { viewOfAllocation } from './explanation.ts'
import type { Intake } from './intake.ts'
import type { AllocationView, NewOrder, OrderState } from './order-types.ts'
import { stateOf } from './order.ts'
import { type LinePlan, planOrder, policyOf } from './plan.ts'
import { type Committed, type Demand, acknowledgeDue } from './timing.ts'

export type DraftLine = CheckedLine & {
  id: string
  lineNo: number
  /** null while the order is held. */ plan: LinePlan | null
}

/** An order as it will be written. */
export type Draft = {
  index: number
  id: string
  number: string
  checked: CheckedOrder
  demand: Demand
  state: OrderState
  lines: DraftLine[]
  allocation: AllocationView | null
  acknowledge: Committed | null
}
export type Turned = { index: number; problems: FieldProblem[]; refusal: Refusal | null }
export type Drafts = { drafts: Draft[]; turned: Turned[] }

/** Checks and plans the orders one after the other; each takes its stock from what the ones before left. `from`: the place of the first in its batch. */
export function draftOrders(ctx: Ctx, intake: Intake, orders: readonly NewOrder[], from: number): Drafts {
  const result: Drafts = { drafts: [], turned: [] }
  orders.forEach((order, i) => {
    const index = from + i
    const checked = checkOrder(order, intake.known)
    if (!checked.ok)
      return result.turned.push({ index, problems: checked.problems, refusal: checked.refusal })
    const draft = draftOrder(ctx, intake, { index, checked: checked.order })
    intake.remember({
      customerId: checked.order.customer.id,
      externalRef: order.externalRef ?? null,
      number: draft.number,
      fingerprint: mayBeTypedTwice(order) ? fingerprintOfChecked(checked.order) : null,
    })
    return result.drafts.push(draft)
  })
  return result
}

/** What an order says to clauses and lanes. */
export function demandOf(order: Pick<CheckedOrder, 'customer' | 'address' | 'given'>): Demand {
  const { customer, address, given } = order
  return {
    customerId: customer.id,
    classKey: customer.classKey,
    service: given.service ?? 'standard',
    urgent: given.urgent ?? false,
    destination: { country: address.country, province: address.province },
  }
}

function draftOrder(
  ctx: Ctx,
  { table, sources, available }: Intake,
  { index, checked }: { index: number; checked: CheckedOrder },
): Draft {
  const demand = demandOf(checked)
  const held = checked.holds.length > 0
  const lines: DraftLine[] = checked.lines.map((line, i) => ({
    ...line,
    id: newId(),
    lineNo: i + 1,
    plan: null,
  }))
  const draft: Draft = {
    index,
    id: newId(),
    number: newNumber('SO', ctx.now),
    checked,
    demand,
    state: 'held',
    lines,
    allocation: null,
    acknowledge: null,
  }
  if (held) return draft

  const wanted = lines.map((line) => ({
    lineId: line.id,
    lineNo: line.lineNo,
    productId: line.product.id,
    quantity: line.quantity,
    requestedMs: line.requestedMs ?? checked.requestedMs,
  }))
  const shipComplete = checked.given.shipComplete ?? false
  const plan = planOrder(
    table,
    { demand, lines: wanted, sources, policy: policyOf(ctx.tenant.settings, shipComplete) },
    available,
  )
  plan.lines.forEach((linePlan, i) => {
    const line = lines[i]
    if (line) line.plan = linePlan
  })
  const quantities = lines.map((line) => ({
    quantity: line.quantity,
    cancelled: 0,
    shipped: 0,
    delivered: 0,
    reserved: line.plan?.filled ?? 0,
  }))
  draft.state = stateOf({ held: false, picking: false, lines: quantities })
  draft.allocation = viewOfAllocation(plan.allocation, ctx.now.toISOString(), shipComplete)
  draft.acknowledge = acknowledgeDue(table, demand)
  return draft
}

/** The stock these orders take. */
export function reservationsOf(drafts: readonly Draft[]): NewReservation[] {
  return drafts.flatMap((draft) =>
    draft.lines.flatMap((line) =>
      (line.plan?.sources ?? []).map(({ warehouseId, quantity }) => ({
        warehouseId,
        productId: line.product.id,
        orderId: draft.id,
        orderLineId: line.id,
        quantity,
      })),
    ),
  )
}
