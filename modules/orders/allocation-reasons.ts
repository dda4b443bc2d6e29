import type { AllocationWarehouse, Plan } from '#modules/orders/allocation.ts'
import { type Problem, unitsAt } from '#modules/orders/allocation-problem.ts'

export type RejectionReason =
  | 'does_not_serve'
  | 'no_stock'
  | 'misses_promise'
  | 'ship_complete'
  | 'split_limit'
  | 'costs_more'

export type Rejection = {
  warehouseId: string
  reason: RejectionReason
  /**
   * What the order would cost more if this warehouse shipped as much of this line as it has left, all other
   * lines unchanged; with `costs_more`, and with `misses_promise` when lateness has a price.
   */
  extraCostMinor?: number
}

export type LineExplanation = {
  lineNo: number
  chosen: { warehouseId: string; quantity: number; missesPromise: boolean }[]
  rejected: Rejection[]
}

/** Why each line ships from where it does, and why from nowhere else: codes and figures, worded by the page. */
export function explainPlan(problem: Problem, plan: Plan): LineExplanation[] {
  const view = viewOf(problem, plan)
  return problem.lines.map(({ lineNo }, line) => {
    const chosen: LineExplanation['chosen'] = []
    const rejected: Rejection[] = []
    const sources = dearestFirst(view, plan, line)
    for (const warehouse of problem.warehouses) {
      const candidate = view.candidateOf.get(warehouse.id)
      const quantity = candidate === undefined ? 0 : view.unitsFrom(line, candidate)
      if (quantity > 0)
        chosen.push({ warehouseId: warehouse.id, quantity, missesPromise: !warehouse.meetsPromise })
      else rejected.push(rejectionOf(view, { line, sources, candidate, warehouse }))
    }
    return { lineNo, chosen, rejected }
  })
}

/** The plan with the sums every rejection needs. */
type View = {
  problem: Problem
  candidateOf: ReadonlyMap<string, number>
  unitsFrom: (line: number, candidate: number) => number
  /** Units each candidate ships in all; 0 = it has no shipment. */
  shipped: Float64Array
  /** Units left at [candidate × products + product]. */
  left: Float64Array
  shipments: number
}

function viewOf(problem: Problem, plan: Plan): View {
  const width = problem.candidates.length
  const shipped = new Float64Array(width)
  const left = problem.stock.slice()
  problem.lines.forEach(({ productId }, line) => {
    const p = problem.productIndex.get(productId) ?? 0
    for (const candidate of plan.members) {
      const units = plan.units[line * width + candidate] ?? 0
      const at = candidate * problem.products.length + p
      shipped[candidate] = (shipped[candidate] ?? 0) + units
      left[at] = (left[at] ?? 0) - units
    }
  })
  return {
    problem,
    candidateOf: new Map(problem.candidates.map(({ id }, candidate) => [id, candidate])),
    unitsFrom: (line, candidate) => plan.units[line * width + candidate] ?? 0,
    shipped,
    left,
    shipments: shipped.reduce((count, units) => count + (units > 0 ? 1 : 0), 0),
  }
}

/** The candidates this line ships from, by unit cost. */
function dearestFirst({ problem, unitsFrom }: View, { members }: Plan, line: number): number[] {
  const p = problem.productIndex.get(problem.lines[line]?.productId ?? '') ?? 0
  const unitCost = (from: number) => problem.unitCost[from * problem.products.length + p] ?? 0
  return members.filter((from) => unitsFrom(line, from) > 0).toSorted((a, b) => unitCost(b) - unitCost(a))
}

type Question = {
  line: number
  sources: readonly number[]
  candidate: number | undefined
  warehouse: AllocationWarehouse
}

function rejectionOf(view: View, { line, sources, candidate, warehouse }: Question): Rejection {
  const { problem, left } = view
  const warehouseId = warehouse.id
  const productId = problem.lines[line]?.productId ?? ''
  if (warehouse.transitHours === null) return { warehouseId, reason: 'does_not_serve' }
  if (unitsAt(problem.available, warehouse.id, productId) === 0) return { warehouseId, reason: 'no_stock' }
  if (candidate === undefined) return { warehouseId, reason: 'misses_promise' }
  const p = problem.productIndex.get(productId) ?? 0
  // Its stock goes to another line of this order that names the same product.
  if (left[candidate * problem.products.length + p] === 0) return { warehouseId, reason: 'no_stock' }
  if (problem.shipComplete && view.shipments === 0) return { warehouseId, reason: 'ship_complete' }

  const change = changeBy(view, { line, sources, candidate, p })
  if (change.shipments > problem.maxShipments) return { warehouseId, reason: 'split_limit' }
  const lateDecides = change.lateMinor > 0 && change.extraMinor <= change.lateMinor
  const reason = lateDecides ? 'misses_promise' : 'costs_more'
  return { warehouseId, reason, extraCostMinor: change.extraMinor }
}

type Move = { line: number; sources: readonly number[]; candidate: number; p: number }
type Change = { extraMinor: number; lateMinor: number; shipments: number }

/** The same plan, but with this candidate shipping what it has left of this line: dearest present units replaced first. */
function changeBy(view: View, { line, sources, candidate, p }: Move): Change {
  const { problem, shipped, left, unitsFrom } = view
  const count = problem.products.length
  const unitCost = (from: number) => problem.unitCost[from * count + p] ?? 0
  const filled = sources.reduce((sum, from) => sum + unitsFrom(line, from), 0)
  const open = (problem.lines[line]?.quantity ?? 0) - filled
  const taken = Math.min(left[candidate * count + p] ?? 0, open > 0 ? open : filled)

  const opens = (shipped[candidate] ?? 0) === 0
  let shipments = view.shipments + (opens ? 1 : 0)
  let extra = taken * unitCost(candidate) + (opens ? (problem.candidates[candidate]?.fixed ?? 0) : 0)
  let lateBefore = false
  let lateAfter = problem.candidates[candidate]?.late ?? false
  let replace = open > 0 ? 0 : taken
  if (open > 0) extra -= taken * (problem.shortPrice ?? 0)
  for (const from of sources) {
    const units = Math.min(replace, unitsFrom(line, from))
    const late = problem.candidates[from]?.late ?? false
    replace -= units
    extra -= units * unitCost(from)
    lateBefore ||= late
    lateAfter ||= late && units < unitsFrom(line, from)
    if (units === 0 || units < (shipped[from] ?? 0)) continue
    shipments--
    extra -= problem.candidates[from]?.fixed ?? 0
  }
  const lateMinor = problem.lateCost * (Number(lateAfter) - Number(lateBefore))
  const splits = Math.max(0, shipments - 1) - Math.max(0, view.shipments - 1)
  return { extraMinor: extra + lateMinor + problem.splitCost * splits, lateMinor, shipments }
}
