import type { AllocationLine, AllocationPolicy, AllocationWarehouse } from '#modules/orders/allocation.ts'
import {
  type Problem,
  overStock,
  prepareProblem,
  stockKey,
  withQuantities,
} from '#modules/orders/allocation-problem.ts'
import { fillOf } from '#modules/orders/allocation-price.ts'
import { type Found, findWarehouses } from '#modules/orders/allocation-search.ts'

export type Held = { warehouseId: string; quantity: number }

export type JointLine = AllocationLine & {
  /** What is set aside for it now, at warehouses that serve it. */
  held: readonly Held[]
  /** It loses nothing of what it holds: its customer was told. */
  isKept: boolean
  /** Warehouses it may not ship from: a promise would become later. */
  barred: readonly string[]
  /** Who comes before whom where goods are scarce: the lowest first. */
  place: number
}

/** An order as the single allocation sees it, with what its lines hold now. */
export type JointOrder = {
  id: string
  lines: readonly JointLine[]
  warehouses: readonly AllocationWarehouse[]
  policy: AllocationPolicy
}

/** `stock`: units by `stockKey` that these orders hold or nobody holds. */
export type JointRequest = { orders: readonly JointOrder[]; stock: ReadonlyMap<string, number> }

/** One order laid out over the stock that all share; figures at [candidate × products + product]. */
export type Case = {
  order: JointOrder
  /** With the quantities it asks for; `problem` has those it is to get. */
  asked: Problem
  problem: Problem
  /** Row of the shared stock; −1: it may not ship from there. */
  rows: Int32Array
  /** What it ships now. */
  units: Float64Array
  /** What it held when the wave began. */
  held: Float64Array
  /** Plans met so far that give it all it is to get, by their units in words. */
  plans: Map<string, Float64Array>
  /** Reused between the thousands of searches of one wave. */
  scratch: { stock: Float64Array; unitCost: Float64Array }
}

/** `free` is what of `pool` no order ships. */
export type Joint = { cases: readonly Case[]; pool: Float64Array; free: Float64Array }

export function layOut({ orders, stock }: JointRequest): Joint {
  const rowOf = new Map<string, number>()
  const pool: number[] = []
  for (const [key, units] of stock) {
    if (units <= 0) continue
    rowOf.set(key, pool.length)
    pool.push(units)
  }
  const cases = orders.map((order) => layOutOrder(order, stock, rowOf))
  return { cases, pool: Float64Array.from(pool), free: Float64Array.from(pool) }
}

function layOutOrder(
  order: JointOrder,
  stock: ReadonlyMap<string, number>,
  rowOf: ReadonlyMap<string, number>,
): Case {
  const { lines, warehouses } = order
  const policy = { ...order.policy, maxShipments: shipmentsAllowed(order), shipComplete: false }
  const asked = prepareProblem({ lines, warehouses, available: stock, policy })
  const size = asked.candidates.length * asked.products.length
  const rows = new Int32Array(size).fill(-1)
  asked.products.forEach(({ productId, lines: own }, p) => {
    const barred = new Set(own.flatMap((line) => lines[line]?.barred ?? []))
    asked.candidates.forEach(({ id }, candidate) => {
      if (!barred.has(id))
        rows[candidate * asked.products.length + p] = rowOf.get(stockKey(id, productId)) ?? -1
    })
  })
  return {
    order,
    asked,
    problem: asked,
    rows,
    units: new Float64Array(size),
    held: heldUnits(order, asked),
    plans: new Map(),
    scratch: { stock: new Float64Array(size), unitCost: new Float64Array(size) },
  }
}

/** An order that is split into more shipments already than the policy allows today may stay so. */
function shipmentsAllowed({ lines, policy }: JointOrder): number {
  return Math.max(
    policy.maxShipments,
    new Set(lines.flatMap((line) => line.held.map((one) => one.warehouseId))).size,
  )
}

function heldUnits({ id, lines }: JointOrder, { candidates, products, productIndex }: Problem): Float64Array {
  const candidateOf = new Map(candidates.map((candidate, index) => [candidate.id, index]))
  const units = new Float64Array(candidates.length * products.length)
  for (const line of lines) {
    for (const { warehouseId, quantity } of line.held) {
      const candidate = candidateOf.get(warehouseId)
      const p = productIndex.get(line.productId)
      if (candidate === undefined || p === undefined)
        throw new RangeError(`${id} holds goods where nothing serves it`)
      const at = candidate * products.length + p
      units[at] = (units[at] ?? 0) + quantity
    }
  }
  return units
}

/** From now on the order is to get, of each product, what it ships now. */
export function fixQuantities(one: Case): void {
  const { asked, units } = one
  const left = asked.products.map((_, p) => shippedOf(one, p, units))
  const quantities = asked.lines.map(({ productId, quantity }) => {
    const p = asked.productIndex.get(productId) ?? 0
    const given = Math.min(quantity, left[p] ?? 0)
    left[p] = (left[p] ?? 0) - given
    return given
  })
  one.problem = withQuantities(asked, quantities)
}

export function shippedOf({ asked }: Case, p: number, units: Float64Array): number {
  let sum = 0
  for (let at = p; at < units.length; at += asked.products.length) sum += units[at] ?? 0
  return sum
}

/** Plans remembered for one order. */
const PLANS_MAX = 40

/** Remembers a plan of an order, for a choice among those of all orders. */
export function rememberPlan({ plans }: Case, units: Float64Array): void {
  if (plans.size < PLANS_MAX) plans.set(units.join(), units.slice())
}

export type Solved = Found & { problem: Problem }

type Asked = { problem?: Problem; stock: Float64Array; prices?: Float64Array; weight?: number }

/** The cheapest way to ship `problem` from this stock by rows, where a row's units cost their price besides. */
export function solve(one: Case, { problem = one.problem, stock, prices, weight = 1 }: Asked): Solved {
  const { rows, asked, scratch } = one
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? -1
    scratch.stock[at] = row < 0 ? 0 : (stock[row] ?? 0)
    scratch.unitCost[at] = (asked.unitCost[at] ?? 0) + (prices && row >= 0 ? weight * (prices[row] ?? 0) : 0)
  }
  const laid = overStock(problem, scratch)
  return { ...findWarehouses(laid), problem: laid }
}

export function unitsOf({ problem, members }: Solved): Float64Array {
  const count = problem.products.length
  const units = new Float64Array(problem.candidates.length * count)
  for (let p = 0; p < count; p++) {
    for (const { candidate, units: taken } of fillOf(problem, p, members))
      units[candidate * count + p] = taken
  }
  return units
}

/** Takes units from the shared stock (sign 1) or gives them back (−1). */
export function draw(
  { rows }: Case,
  { free, units, sign }: { free: Float64Array; units: Float64Array; sign: 1 | -1 },
): void {
  for (let at = 0; at < units.length; at++) {
    const taken = units[at] ?? 0
    const row = rows[at] ?? -1
    if (taken > 0 && row >= 0) free[row] = (free[row] ?? 0) - sign * taken
  }
}

/** What shipping these units costs, by the formula of the single order: freight, further shipments, late lines. */
export function costOfUnits({ problem, asked }: Case, units: Float64Array): number {
  const count = asked.products.length
  let cost = 0
  let shipments = 0
  for (let candidate = 0; candidate < asked.candidates.length; candidate++) {
    let isUsed = false
    for (let p = 0; p < count; p++) {
      const taken = units[candidate * count + p] ?? 0
      if (taken === 0) continue
      isUsed = true
      cost += taken * (asked.unitCost[candidate * count + p] ?? 0)
    }
    if (!isUsed) continue
    shipments += 1
    cost += asked.fixed[candidate] ?? 0
  }
  return cost + asked.splitCost * Math.max(0, shipments - 1) + asked.lateCost * lateLinesOf(problem, units)
}

/** The fewest lines that the late units can be of. */
function lateLinesOf({ products, late, candidates }: Problem, units: Float64Array): number {
  const count = products.length
  let lines = 0
  for (let p = 0; p < count; p++) {
    let lateUnits = 0
    for (let candidate = 0; candidate < candidates.length; candidate++)
      if (late[candidate] === 1) lateUnits += units[candidate * count + p] ?? 0
    if (lateUnits === 0) continue
    const caps = products[p]?.lateCaps ?? []
    lines += Math.max(
      0,
      caps.findIndex((cap) => cap >= lateUnits),
    )
  }
  return lines
}

export function shipmentsOf({ asked }: Case, units: Float64Array): number {
  const count = asked.products.length
  let shipments = 0
  for (let candidate = 0; candidate < asked.candidates.length; candidate++) {
    const own = units.subarray(candidate * count, (candidate + 1) * count)
    if (own.some((taken) => taken > 0)) shipments += 1
  }
  return shipments
}
