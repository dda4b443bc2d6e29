import { leastCostOf } from '#modules/orders/allocation-search.ts'
import { type Case, type Joint, rememberPlan, solve, unitsOf } from './joint-problem.ts'
import { shuffled } from './joint-random.ts'

/**
 * What all orders would cost at least, whoever got which unit: each is planned as if it were alone, and pays a price for every
 * unit of a row that others want too; what the rows are worth at these prices is taken off. Whatever the prices (none below
 * zero), no joint plan that fills the same costs less (Lagrangian relaxation of the stock; Geoffrion 1974). Good prices also say
 * who can do without which row.
 */
export type Relaxation = {
  prices: Float64Array
  best: { prices: Float64Array; bound: number }
  /** What each order costs alone at these prices, and what it ships then. */
  costs: Float64Array
  units: Float64Array[]
  used: Float64Array
  casesOfRow: ReadonlyMap<number, readonly number[]>
  /** A price of ordinary size: the mean cost of a unit. */
  scale: number
  /** How far prices move in one pass. */
  step: number
}

const FIRST_STEP = 0.5
export const STEP_MIN = 0.015
const SLOWER = 0.6
/** A pass that raises the bound by less than this share makes the next one more careful. */
const WORTH = 0.001
/** Excess of demand over stock that counts, as a multiple of the stock. */
const EXCESS_MAX = 2

export function relax(joint: Joint): Relaxation {
  const { cases, pool } = joint
  const casesOfRow = new Map<number, number[]>()
  cases.forEach((one, index) => {
    for (const row of one.rows) {
      const known = casesOfRow.get(row)
      if (known) known.push(index)
      else if (row >= 0) casesOfRow.set(row, [index])
    }
  })
  const relaxation: Relaxation = {
    prices: new Float64Array(pool.length),
    best: { prices: new Float64Array(pool.length), bound: -Infinity },
    costs: new Float64Array(cases.length),
    units: cases.map((one) => new Float64Array(one.rows.length)),
    used: new Float64Array(pool.length),
    casesOfRow,
    scale: 0,
    step: FIRST_STEP,
  }
  planAlone(joint, relaxation)
  const units = cases.reduce((sum, one) => sum + one.units.reduce((all, quantity) => all + quantity, 0), 0)
  relaxation.scale = relaxation.best.bound / Math.max(1, units)
  return relaxation
}

/**
 * One order after the other is planned alone at prices that follow at once what the ones before took: up where more is wanted than
 * there is, down where less is. Then the bound at the prices reached.
 */
export function improveBound(joint: Joint, relaxation: Relaxation, random: () => number): void {
  const { cases, pool } = joint
  const { prices, used, casesOfRow, scale, step, best } = relaxation
  for (const index of shuffled([...cases.keys()], random)) {
    for (const row of cases[index]?.rows ?? []) {
      if (row < 0) continue
      const excess = (used[row] ?? 0) / (pool[row] ?? 1) - 1
      const move = (scale * step * Math.min(EXCESS_MAX, excess)) / (casesOfRow.get(row)?.length ?? 1)
      prices[row] = Math.max(0, (prices[row] ?? 0) + move)
    }
    replan(joint, relaxation, index)
  }
  const before = best.bound
  planAlone(joint, relaxation)
  if (best.bound - before < WORTH * Math.abs(before)) relaxation.step *= SLOWER
}

/** Every order as it would be alone at the best prices known. */
export function returnToBest(joint: Joint, relaxation: Relaxation): void {
  relaxation.prices.set(relaxation.best.prices)
  planAlone(joint, relaxation)
}

function planAlone(joint: Joint, relaxation: Relaxation): void {
  const { prices, costs, best } = relaxation
  joint.cases.forEach((_, index) => replan(joint, relaxation, index))
  let bound = costs.reduce((sum, cost) => sum + cost, 0)
  for (let row = 0; row < prices.length; row++) bound -= (prices[row] ?? 0) * (joint.pool[row] ?? 0)
  if (bound <= best.bound) return
  best.bound = bound
  best.prices.set(prices)
}

function replan({ cases, pool }: Joint, relaxation: Relaxation, index: number): void {
  const one = cases[index]
  if (!one) return
  const { prices, used } = relaxation
  const found = solve(one, { stock: pool, prices })
  const units = unitsOf(found)
  count(one, used, { units: relaxation.units[index], sign: -1 })
  count(one, used, { units, sign: 1 })
  relaxation.units[index] = units
  if (found.short === 0) rememberPlan(one, units)
  relaxation.costs[index] = found.exact ? found.cost : Math.min(found.cost, leastCostOf(found.problem))
}

type Counted = { units: Float64Array | undefined; sign: 1 | -1 }

function count({ rows }: Case, used: Float64Array, { units, sign }: Counted): void {
  units?.forEach((quantity, at) => {
    const row = rows[at] ?? -1
    if (row >= 0) used[row] = (used[row] ?? 0) + sign * quantity
  })
}

/** By how much each order costs more now, paying for its rows, than it would alone: where the plan can still be bettered. */
export function regretsOf(
  { cases }: Joint,
  { prices, costs }: Relaxation,
  costOf: (one: Case) => number,
): Float64Array {
  return Float64Array.from(cases, (one, index) => {
    let paid = costOf(one)
    one.units.forEach((quantity, at) => {
      if (quantity > 0) paid += quantity * (prices[one.rows[at] ?? 0] ?? 0)
    })
    return Math.max(0, paid - (costs[index] ?? 0))
  })
}
