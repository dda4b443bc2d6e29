import { augment, claimsOf, makeFlow } from './joint-flow.ts'
import { type Relaxation, regretsOf } from './joint-bound.ts'
import {
  type Case,
  type Joint,
  costOfUnits,
  draw,
  rememberPlan,
  shipmentsOf,
  shippedOf,
  solve,
  unitsOf,
} from './joint-problem.ts'
import { shuffled } from './joint-random.ts'

/** A plan of all orders: the units of each. */
export type JointPlan = { units: Float64Array[]; cost: number }

export const planOf = ({ cases }: Joint): JointPlan => ({
  units: cases.map((one) => one.units.slice()),
  cost: costOf(cases),
})

export const costOf = (cases: readonly Case[]): number =>
  cases.reduce((sum, one) => sum + costOfUnits(one, one.units), 0)

export function restore({ cases, pool, free }: Joint, plan: JointPlan): void {
  free.set(pool)
  cases.forEach((one, index) => {
    one.units = plan.units[index]?.slice() ?? one.units
    draw(one, { free, units: one.units, sign: 1 })
  })
}

/** Each order in turn is planned anew over what is free and what it has; it changes only for less. */
export function improveEach(joint: Joint, cases: readonly Case[] = joint.cases): void {
  const { free } = joint
  for (const one of cases) {
    const before = one.units
    draw(one, { free, units: before, sign: -1 })
    const found = solve(one, { stock: free })
    const after = found.short === 0 ? unitsOf(found) : before
    one.units = costOfUnits(one, after) < costOfUnits(one, before) ? after : before
    draw(one, { free, units: one.units, sign: 1 })
  }
}

/** Plans these orders one after the other at the prices of the rows; false when something that was filled no longer is. */
export function planInTurn(joint: Joint, turn: readonly Case[], prices: Float64Array): boolean {
  const { free } = joint
  for (const one of turn) draw(one, { free, units: one.units, sign: -1 })
  let isFull = true
  for (const one of turn) {
    const found = solve(one, { stock: free, prices })
    one.units = unitsOf(found)
    isFull &&= found.short === 0
    draw(one, { free, units: one.units, sign: 1 })
  }
  return isFull || mend(joint, turn)
}

/** Fills what a plan in turn left open by moving other orders to other warehouses; false when the limits of shipments forbid it. */
function mend(joint: Joint, turn: readonly Case[]): boolean {
  const flow = makeFlow(joint.free, joint.cases.flatMap(claimsOf))
  for (const claim of turn.flatMap(claimsOf)) {
    const { one, p } = claim
    const open = (one.problem.products[p]?.demand ?? 0) - shippedOf(one, p, one.units)
    if (open > 0 && augment(flow, claim, open) < open) return false
  }
  return joint.cases.every((one) => shipmentsOf(one, one.units) <= one.asked.maxShipments)
}

/** What a shuffle needs to know: the orders by how much they could still save, and the plans they would have alone. */
export type Around = {
  relaxation: Relaxation
  regrets: Float64Array
  byRegret: readonly number[]
  random: () => number
}

export function lookAround(joint: Joint, relaxation: Relaxation, random: () => number): Around {
  const regrets = regretsOf(joint, relaxation, (one) => costOfUnits(one, one.units))
  const byRegret = [...regrets.keys()]
    .filter((index) => (regrets[index] ?? 0) > 0)
    .toSorted((a, b) => (regrets[b] ?? 0) - (regrets[a] ?? 0))
  return { relaxation, regrets, byRegret, random }
}

const GROUP_MAX = 8
/** How strongly prices count in a shuffle: from not at all to more than they say. */
const WEIGHT_MAX = 1.4

/**
 * Plans a few orders that compete for one row anew, in another order; keeps it when it costs at most so much more: a way out of
 * plans that no small change betters. Says by how much the cost changed.
 */
export function shuffleSome(joint: Joint, around: Around, tolerance: number): number {
  const group = competitors(joint, around)
  if (group.length < 2) return 0
  const { free } = joint
  const before = group.map((one) => one.units)
  const cost = costOf(group)
  const weight = around.random() * WEIGHT_MAX
  const { prices } = around.relaxation
  for (const one of group) draw(one, { free, units: one.units, sign: -1 })
  let isFull = true
  for (const one of group) {
    const found = solve(one, { stock: free, prices, weight })
    one.units = unitsOf(found)
    isFull &&= found.short === 0
    draw(one, { free, units: one.units, sign: 1 })
  }
  if (isFull) improveEach(joint, group)
  const change = isFull ? costOf(group) - cost : Infinity
  if (change <= tolerance) {
    for (const one of group) rememberPlan(one, one.units)
    return change
  }
  for (const one of group) draw(one, { free, units: one.units, sign: -1 })
  group.forEach((one, index) => {
    one.units = before[index] ?? one.units
    draw(one, { free, units: one.units, sign: 1 })
  })
  return 0
}

/** An order that could save much, and others that ship what it would rather have, or would rather have what it ships. */
function competitors({ cases }: Joint, { relaxation, byRegret, random }: Around): Case[] {
  const seedAt = byRegret[Math.floor(random() ** 2 * byRegret.length)] ?? -1
  const seed = cases[seedAt]
  if (!seed) return []
  const wished = relaxation.units[seedAt] ?? seed.units
  const rows = shuffled(
    [...seed.rows].filter((row, at) => row >= 0 && (wished[at] ?? 0) !== (seed.units[at] ?? 0)),
    random,
  )
  const group = new Set([seed])
  for (const row of rows) {
    const near = shuffled(relaxation.casesOfRow.get(row) ?? [], random)
    for (const index of near) {
      const one = cases[index]
      if (group.size >= GROUP_MAX) break
      if (one && isAt(one, row)) group.add(one)
    }
  }
  const others = shuffled([...group].slice(1), random)
  return random() < 0.7 ? [seed, ...others] : [...others, seed]
}

function isAt({ rows, units }: Case, row: number): boolean {
  const at = rows.indexOf(row)
  return at >= 0 && (units[at] ?? 0) > 0
}

/** Orders that could save much, from anywhere among them, and those that stand at rows they pay for: at most so many. */
export function blockOf({ cases }: Joint, { relaxation, byRegret, random }: Around, most: number): number[] {
  const block = new Set<number>()
  const start = cases.length <= most ? 0 : Math.floor(random() ** 2 * byRegret.length)
  for (const index of [...byRegret.slice(start), ...byRegret.slice(0, start)]) {
    if (block.size >= most) break
    block.add(index)
    const paid = [...(cases[index]?.rows ?? [])].filter(
      (row) => row >= 0 && (relaxation.prices[row] ?? 0) > 0,
    )
    const others = paid.flatMap((row) => relaxation.casesOfRow.get(row) ?? [])
    for (const other of others.slice(0, most - block.size)) block.add(other)
  }
  return [...block]
}
