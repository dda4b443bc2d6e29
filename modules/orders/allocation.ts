import { fillOf, type Source } from '#modules/orders/allocation-price.ts'
import { prepareProblem, type Problem } from '#modules/orders/allocation-problem.ts'
import { explainPlan, type LineExplanation } from '#modules/orders/allocation-reasons.ts'
import { findWarehouses } from '#modules/orders/allocation-search.ts'

export const MAX_ALLOCATION_LINES = 1000
export const MAX_ALLOCATION_WAREHOUSES = 200

export type AllocationLine = { lineNo: number; productId: string; quantity: number }

/** A warehouse as one order sees it: its costs and time to this order's destination. */
export type AllocationWarehouse = {
  id: string
  /** Cost of one shipment, whatever is in it. */
  fixedCostMinor: number
  /** Cost of each unit, unless the product has its own figure (by weight or size). */
  unitCostMinor: number
  unitCostByProductMinor?: Readonly<Record<string, number>>
  /** Null: does not serve this destination. */
  transitHours: number | null
  /** Whether goods shipped now arrive within the promise. */
  meetsPromise: boolean
}

export type AllocationPolicy = {
  /** The most shipments one order may become; 1 = never split. */
  maxShipments: number
  /** True: ship every line in full, from however many warehouses, or ship nothing. */
  shipComplete: boolean
  /** Each shipment after the first. */
  splitCostMinor: number
  /** Each line of which any unit misses the promise; null = a late warehouse is never used. */
  lateCostMinor: number | null
  /** Null: fill as many units as can be filled, then cheapest. A price per unit: leave short what costs more to ship. */
  shortCostMinor: number | null
}

export type AllocationRequest = {
  lines: readonly AllocationLine[]
  warehouses: readonly AllocationWarehouse[]
  /** Free units by `stockKey(warehouseId, productId)`; absent = none. */
  available: ReadonlyMap<string, number>
  policy: AllocationPolicy
}

export type Shipment = { warehouseId: string; lines: AllocationLine[]; costMinor: number }

export type Allocation = {
  shipments: Shipment[]
  short: { lineNo: number; quantity: number }[]
  totalCostMinor: number
  cost: { freight: number; split: number; late: number; short: number }
  /** One entry for each line, in the order given. */
  explanation: LineExplanation[]
  /** False when the search met its bound: the plan is valid and complete, but a cheaper one may exist. */
  exact: boolean
}

/** units[line × candidates + candidate] */
export type Plan = { units: Float64Array; members: readonly number[] }

/**
 * Which warehouse ships how much of each line, at least freight + split + late + shortage cost (domain §14;
 * requirements ORD-04, FUL-08..10). Lines that name one product share its stock, so nothing is promised twice.
 * Amounts are integer minor units, quantities whole positive units; line numbers and warehouse ids are unique.
 * Deterministic: the order of lines and warehouses in the request does not change the cost.
 *
 * A consented substitute is asked for by naming it as the line's product.
 */
export function allocateOrder(request: AllocationRequest): Allocation {
  refuseMalformed(request)
  const problem = prepareProblem(request)
  const found = findWarehouses(problem)
  const incomplete = request.policy.shipComplete && found.short > 0
  const members = incomplete ? [] : found.members
  const plan = spreadOverLines(problem, { members, fillOf: (p) => fillOf(problem, p, members) })
  return describePlan(problem, plan, found.exact)
}

/** What a plan means: its shipments, what stays short, its cost, and why it is so. */
export function describePlan(problem: Problem, plan: Plan, exact: boolean): Allocation {
  const shipments = shipmentsOf(problem, plan)
  const short = shortLines(problem, plan)
  const cost = costOf(problem, { plan, shipments, short })
  return {
    shipments,
    short,
    totalCostMinor: cost.freight + cost.split + cost.late + cost.short,
    cost,
    explanation: explainPlan(problem, plan),
    exact,
  }
}

function refuseMalformed({ lines, warehouses, policy }: AllocationRequest): void {
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
  if (lines.length > MAX_ALLOCATION_LINES) throw new RangeError('allocateOrder: too many lines')
  if (warehouses.length > MAX_ALLOCATION_WAREHOUSES)
    throw new RangeError('allocateOrder: too many warehouses')
  if (!lines.every((line) => isCount(line.quantity) && line.quantity > 0)) {
    throw new RangeError('allocateOrder: quantities are whole and positive')
  }
  if (new Set(lines.map((line) => line.lineNo)).size < lines.length) {
    throw new RangeError('allocateOrder: a line number occurs twice')
  }
  if (new Set(warehouses.map((warehouse) => warehouse.id)).size < warehouses.length) {
    throw new RangeError('allocateOrder: a warehouse occurs twice')
  }
  const amounts = [
    policy.splitCostMinor,
    policy.lateCostMinor ?? 0,
    policy.shortCostMinor ?? 0,
    policy.maxShipments,
  ]
  const costs = warehouses.flatMap((warehouse) => [
    warehouse.fixedCostMinor,
    warehouse.unitCostMinor,
    ...Object.values(warehouse.unitCostByProductMinor ?? {}),
  ])
  if (![...amounts, ...costs].every(isCount)) {
    throw new RangeError('allocateOrder: amounts and limits are whole and not negative')
  }
}

type Fills = { members: readonly number[]; fillOf: (p: number) => Source[] }

/** From units per product and warehouse to units per line and warehouse. */
export function spreadOverLines(problem: Problem, { members, fillOf: fillOfProduct }: Fills): Plan {
  const width = problem.candidates.length
  const units = new Float64Array(problem.lines.length * width)
  problem.products.forEach((product, p) => {
    const fill = fillOfProduct(p)
    const open = new Map(product.lines.map((line) => [line, problem.lines[line]?.quantity ?? 0]))
    const give = (lines: readonly number[], source: { candidate: number; units: number }) => {
      for (const line of lines) {
        const given = Math.min(open.get(line) ?? 0, source.units)
        units[line * width + source.candidate] = given
        open.set(line, (open.get(line) ?? 0) - given)
        source.units -= given
      }
    }
    // Late units go to the largest lines, so that they touch as few lines as the search paid for;
    // the rest goes to the earliest lines, so that a shortage falls on the last one.
    const late = fill.filter((source) => problem.candidates[source.candidate]?.late)
    const onTime = fill.filter((source) => !problem.candidates[source.candidate]?.late)
    for (const source of late) give(product.lines, source)
    for (const source of onTime)
      give(
        product.lines.toSorted((a, b) => a - b),
        source,
      )
  })
  return { units, members }
}

function shipmentsOf(problem: Problem, { units, members }: Plan): Shipment[] {
  const width = problem.candidates.length
  return members.flatMap((candidate) => {
    const warehouse = problem.candidates[candidate]
    const lines = problem.lines
      .map((line, index) => ({ ...line, quantity: units[index * width + candidate] ?? 0 }))
      .filter((line) => line.quantity > 0)
    if (!warehouse || lines.length === 0) return []
    const costMinor = lines.reduce(
      (sum, line) => sum + line.quantity * unitCost(problem, candidate, line.productId),
      warehouse.fixed,
    )
    return [{ warehouseId: warehouse.id, lines, costMinor }]
  })
}

function unitCost(problem: Problem, candidate: number, productId: string): number {
  const product = problem.productIndex.get(productId) ?? 0
  return problem.unitCost[candidate * problem.products.length + product] ?? 0
}

function shortLines(problem: Problem, { units }: Plan): Allocation['short'] {
  const width = problem.candidates.length
  return problem.lines
    .map(({ lineNo, quantity }, line) => {
      const filled = units.subarray(line * width, (line + 1) * width).reduce((sum, given) => sum + given, 0)
      return { lineNo, quantity: quantity - filled }
    })
    .filter((line) => line.quantity > 0)
}

type Outcome = { plan: Plan; shipments: Shipment[]; short: Allocation['short'] }

function costOf(problem: Problem, { plan, shipments, short }: Outcome): Allocation['cost'] {
  const width = problem.candidates.length
  const lateLines = problem.lines.filter((_, line) =>
    plan.members.some((candidate) => {
      return problem.candidates[candidate]?.late && (plan.units[line * width + candidate] ?? 0) > 0
    }),
  )
  return {
    freight: shipments.reduce((sum, shipment) => sum + shipment.costMinor, 0),
    split: problem.splitCost * Math.max(0, shipments.length - 1),
    late: problem.lateCost * lateLines.length,
    short: (problem.shortPrice ?? 0) * short.reduce((sum, line) => sum + line.quantity, 0),
  }
}
