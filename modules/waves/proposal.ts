import { viewOfAllocation } from '#modules/orders/explanation.ts'
import type { Allocation } from '#modules/orders/allocation.ts'
import type { AllocationView } from '#modules/orders/order-types.ts'
import { planLine } from '#modules/orders/plan.ts'
import { demandOfLine } from '#modules/orders/reallocation.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { JointOrderResult, JointResult } from './joint.ts'
import type { WaveCase, WaveInput, WaveLine } from './reading.ts'
import type { LineChange, PromiseChange, Source, WaveSide, WaveSummary } from './wave.ts'

/** What is kept of an order whose goods would come from elsewhere. */
export type OrderChange = {
  lines: LineChange[]
  costBefore: number
  costAfter: number
  shipmentsBefore: number
  shipmentsAfter: number
  allocation: AllocationView
}
export type ChangedOrder = { orderId: string; version: number; change: OrderChange }
export type Proposal = { summary: WaveSummary; orders: ChangedOrder[] }

type Told = Pick<Ctx, 'tenant' | 'now'>

/** The plan in the words of the business: what each order and line would gain and lose, and what it means for promises. */
export function proposalOf(ctx: Told, input: WaveInput, result: JointResult): Proposal {
  const results = new Map(result.orders.map((one) => [one.id, one]))
  const orders = input.cases.flatMap((one) => {
    const found = results.get(one.order.id)
    return found?.after ? [changeOf(ctx, input, { one, found, after: found.after })] : []
  })
  const lines = orders.flatMap((order) => order.change.lines)
  const units = (sources: readonly Source[]) => sources.reduce((sum, source) => sum + source.quantity, 0)
  return {
    orders,
    summary: {
      orders: input.cases.length,
      lines: input.cases.reduce((sum, one) => sum + one.lines.length, 0),
      warehouses: input.intake.sources.length,
      leftOut: [...input.leftOut].map(([code, count]) => ({ code, orders: count })),
      changedOrders: orders.length,
      before: sideOf(result.orders.map((one) => one.before)),
      after: sideOf(result.orders.map((one) => one.after ?? one.before)),
      linesGaining: lines.filter((line) => units(line.after) > units(line.before)).length,
      linesLosing: lines.filter((line) => units(line.after) < units(line.before)).length,
      promisesNew: lines.filter((line) => line.deliver?.kind === 'new').length,
      promisesLater: lines.filter((line) => line.deliver?.kind === 'later').length,
      boundMinor: result.boundMinor,
      seconds: Math.round(result.seconds * 10) / 10,
      currency: ctx.tenant.currency,
    },
  }
}

function sideOf(allocations: readonly Allocation[]): WaveSide {
  const sum = (of: (allocation: Allocation) => number) =>
    allocations.reduce((total, one) => total + of(one), 0)
  return {
    costMinor: sum((one) => one.totalCostMinor),
    cost: {
      freight: sum((one) => one.cost.freight),
      split: sum((one) => one.cost.split),
      late: sum((one) => one.cost.late),
    },
    shipments: sum((one) => one.shipments.length),
    unitsShort: sum((one) => one.short.reduce((units, line) => units + line.quantity, 0)),
    linesShort: sum((one) => one.short.length),
    linesLate: sum(
      (one) => one.explanation.filter((line) => line.chosen.some((c) => c.missesPromise)).length,
    ),
  }
}

type Changed = { one: WaveCase; found: JointOrderResult; after: Allocation }

function changeOf(ctx: Told, input: WaveInput, { one, found, after }: Changed): ChangedOrder {
  const { order } = one
  return {
    orderId: order.id,
    version: order.version,
    change: {
      lines: one.lines.flatMap((line) => lineChangeOf(input, { one, line, after })),
      costBefore: found.before.totalCostMinor,
      costAfter: after.totalCostMinor,
      shipmentsBefore: found.before.shipments.length,
      shipmentsAfter: after.shipments.length,
      allocation: viewOfAllocation(after, ctx.now.toISOString(), order.shipComplete),
    },
  }
}

type ChangedLine = { one: WaveCase; line: WaveLine; after: Allocation }

function lineChangeOf(input: WaveInput, { one, line, after: plan }: ChangedLine): LineChange[] {
  const { lineNo, id, productId } = line.line
  const after = plan.shipments
    .flatMap(({ warehouseId, lines }) =>
      lines.filter((own) => own.lineNo === lineNo).map(({ quantity }) => ({ warehouseId, quantity })),
    )
    .toSorted((a, b) => (a.warehouseId < b.warehouseId ? -1 : 1))
  const before = line.held.toSorted((a, b) => (a.warehouseId < b.warehouseId ? -1 : 1))
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const short = (sources: readonly Source[]) =>
    line.open - sources.reduce((sum, source) => sum + source.quantity, 0)
  return [
    {
      lineId: id,
      lineNo,
      productId,
      before,
      after,
      shortBefore: short(before),
      shortAfter: short(after),
      deliver: promiseChangeOf(input, { one, line, after }),
    },
  ]
}

function promiseChangeOf(
  { intake }: WaveInput,
  { one, line, after }: { one: WaveCase; line: WaveLine; after: Source[] },
): PromiseChange | null {
  const plan = planLine(intake.table, {
    demand: one.demand,
    line: demandOfLine(one.order, line.line, line.open),
    sources: after,
    offers: one.offers,
  })
  if (!plan.deliver) return null
  const to = new Date(plan.deliver.dueMs).toISOString()
  if (!line.deliver) return { kind: 'new', from: null, to }
  if (line.isTold || plan.deliver.dueMs <= line.deliver.dueAt.getTime()) return null
  return { kind: 'later', from: line.deliver.dueAt.toISOString(), to }
}
