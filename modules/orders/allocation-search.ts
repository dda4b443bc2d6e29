import {
  isBetter,
  makePricer,
  priceSet,
  type Priced,
  type Pricer,
  type Score,
} from '#modules/orders/allocation-price.ts'
import type { Problem } from '#modules/orders/allocation-problem.ts'

/** Bounds of the search for one order, in steps of some 10 ns (one product of one warehouse in one set). */
export const MAX_IMPROVEMENT_STEPS = 10_000
export const MAX_PROOF_STEPS = 14_000
/** While a limit on shipments leaves units short that are in stock: a fuller plan is worth more time than a cheaper one. */
export const MAX_FILLING_STEPS = 300_000

/** Which warehouses ship (candidate indexes), and the units they leave short; no such set costs less when `exact`. */
export type Found = Priced & { exact: boolean }

/**
 * The set of warehouses that leaves least short, then costs least. Once the set is fixed the products fall
 * apart into small fills that `priceSet` solves exactly, so the search is over sets only:
 * a greedy start, swaps and drops, then a bounded exact search that proves or betters it.
 */
export function findWarehouses(problem: Problem): Found {
  const pricer = makePricer(problem)
  const start = improve(pricer, growGreedily(pricer))
  const { best, exact } = searchExactly(pricer, start)
  return { ...(exact || best === start ? best : improve(pricer, best)), exact }
}

/** No plan of this problem that ships anything costs less; a bound for problems whose search was not exact. */
export function leastCostOf(problem: Problem): number {
  const cheapest = Math.min(...problem.useful.map((candidate) => problem.fixed[candidate] ?? 0))
  const spent = Number.isFinite(cheapest) ? cheapest : 0
  return boundOf(problem, suffixBounds(problem), { members: [], place: 0, spent }).cost
}

type Gain = (before: Priced, after: Priced) => number

/**
 * Greedy by what each step fills suits few large shipments, by the units it fills for its cost many small ones:
 * the better of both. With a price on shortage a step's gain is what it saves.
 */
function growGreedily(pricer: Pricer): Priced {
  const filled: Gain = (before, after) => before.short - after.short
  const saved: Gain = (before, after) => before.cost - after.cost
  if (pricer.problem.giveUpAt < Infinity) return grow(pricer, saved)
  const byUnits = grow(pricer, filled)
  const byCost = grow(pricer, (before, after) => filled(before, after) / Math.max(1, -saved(before, after)))
  return isBetter(pricer.problem, byCost, byUnits) ? byCost : byUnits
}

/** Adds the warehouse of most gain until none helps; without a limit on shipments this fills all that can be filled. */
function grow(pricer: Pricer, gain: Gain): Priced {
  const { problem } = pricer
  let best = priceSet(pricer, [])
  while (best.members.length < problem.maxShipments) {
    let next = best
    for (const candidate of problem.useful) {
      if (best.members.includes(candidate)) continue
      const grown = priceSet(pricer, [...best.members, candidate])
      if (!isBetter(problem, grown, best)) continue
      const lead = next === best ? 1 : gain(best, grown) - gain(best, next)
      if (lead > 0 || (lead === 0 && isBetter(problem, grown, next))) next = grown
    }
    if (next === best) break
    best = next
  }
  return best
}

/** Drops one member, or swaps one for another, always the change that helps most, as long as one helps. */
function improve(pricer: Pricer, start: Priced): Priced {
  const lastStep = pricer.work + MAX_IMPROVEMENT_STEPS
  let best = start
  for (;;) {
    const before = best
    for (const set of neighbours(pricer.problem, before)) {
      if (pricer.work > lastStep) return best
      const changed = priceSet(pricer, set)
      if (isBetter(pricer.problem, changed, best)) best = changed
    }
    if (best === before) return best
  }
}

function* neighbours({ useful }: Problem, { members }: Priced): Generator<number[]> {
  for (const leaving of members) {
    const rest = members.filter((member) => member !== leaving)
    yield rest
    for (const joining of useful) {
      if (!members.includes(joining)) yield [...rest, joining]
    }
  }
}

type Bounds = { unitCost: Float64Array; stockSum: Float64Array; stockMax: Float64Array }

type Search = {
  pricer: Pricer
  bounds: Bounds
  best: Priced
  firstStep: number
  /** Units short even if every warehouse shipped. */
  leastShort: number
  limit: number
  hasMore: boolean
}

/**
 * Every set that could still be better, few warehouses before many.
 * `exact` is false when that takes more steps than the bound.
 */
function searchExactly(pricer: Pricer, start: Priced): { best: Priced; exact: boolean } {
  const { problem } = pricer
  const bounds = suffixBounds(problem)
  const search: Search = {
    pricer,
    bounds,
    best: start,
    firstStep: pricer.work,
    leastShort: problem.products.reduce(
      (sum, { demand }, p) => sum + Math.max(0, demand - (bounds.stockSum[p] ?? 0)),
      0,
    ),
    limit: 1,
    hasMore: true,
  }
  for (; search.hasMore; search.limit++) {
    search.hasMore = false
    if (!extend(search, { members: [], place: 0, spent: 0 })) return { best: search.best, exact: false }
  }
  return { best: search.best, exact: true }
}

/** Depth first over candidates in order of fixed cost; false when the steps run out. */
function extend(search: Search, { members, place, spent }: Node): boolean {
  const { pricer, bounds, limit } = search
  const { problem } = pricer
  const isFull = members.length >= limit
  const split = members.length > 0 ? problem.splitCost : 0
  for (let next = place; next < problem.useful.length && members.length < problem.maxShipments; next++) {
    const candidate = problem.useful[next] ?? 0
    const grown = spent + split + (problem.fixed[candidate] ?? 0)
    // Candidates ascend by fixed cost and the bounds only worsen with the place: nothing later can help either.
    if (!isBetter(problem, boundOf(problem, bounds, { members, place: next, spent: grown }), search.best))
      return true
    search.hasMore ||= isFull
    if (isFull) return true
    if (isOutOfSteps(search)) return false
    const priced = priceSet(pricer, [...members, candidate])
    if (isBetter(problem, priced, search.best)) search.best = priced
    if (!extend(search, { members: priced.members, place: next + 1, spent: grown })) return false
  }
  return true
}

function isOutOfSteps({ pricer, firstStep, best, leastShort }: Search): boolean {
  const mayBeFuller = pricer.problem.giveUpAt === Infinity && best.short > leastShort
  return pricer.work - firstStep > (mayBeFuller ? MAX_FILLING_STEPS : MAX_PROOF_STEPS)
}

/** For each place in the candidates and product: least unit cost, all stock and largest stock from there on. */
function suffixBounds(problem: Problem): Bounds {
  const { useful, products, stock, boundCost } = problem
  const count = products.length
  const bounds = {
    unitCost: new Float64Array((useful.length + 1) * count).fill(Infinity),
    stockSum: new Float64Array((useful.length + 1) * count),
    stockMax: new Float64Array((useful.length + 1) * count),
  }
  for (let place = useful.length - 1; place >= 0; place--) {
    for (let p = 0; p < count; p++) {
      const [at, next] = [place * count + p, (place + 1) * count + p]
      const from = (useful[place] ?? 0) * count + p
      const units = stock[from] ?? 0
      const cost = units > 0 ? (boundCost[from] ?? 0) : Infinity
      bounds.unitCost[at] = Math.min(cost, bounds.unitCost[next] ?? Infinity)
      bounds.stockSum[at] = units + (bounds.stockSum[next] ?? 0)
      bounds.stockMax[at] = Math.max(units, bounds.stockMax[next] ?? 0)
    }
  }
  return bounds
}

type Node = { members: readonly number[]; place: number; spent: number }

/** No set of these members and later candidates, in the shipments still allowed, scores below this. */
function boundOf(problem: Problem, bounds: Bounds, { members, place, spent }: Node): Score {
  const { products, stock, boundCost, giveUpAt, maxShipments } = problem
  const count = products.length
  const slots = maxShipments - members.length
  let short = 0
  let cost = spent
  for (let p = 0; p < count; p++) {
    const at = place * count + p
    let units = Math.min(bounds.stockSum[at] ?? 0, slots * (bounds.stockMax[at] ?? 0))
    let each = bounds.unitCost[at] ?? Infinity
    for (const member of members) {
      const own = stock[member * count + p] ?? 0
      if (own === 0) continue
      units += own
      each = Math.min(each, boundCost[member * count + p] ?? Infinity)
    }
    const demand = products[p]?.demand ?? 0
    const filled = Math.min(demand, units)
    short += demand - filled
    if (filled > 0) cost += filled * Math.min(each, giveUpAt)
  }
  return { short, cost: giveUpAt === Infinity ? cost : cost + short * giveUpAt }
}
