import type { Problem } from '#modules/orders/allocation-problem.ts'

/** Bounds of the search for one order: sets priced by the improvement step, and by the exact step. */
export const MAX_IMPROVEMENTS = 300
export const MAX_SETS_PRICED = 1500

export type Source = { candidate: number; units: number }

/** Which warehouses ship (candidate indexes), and the units they leave short. */
export type Found = { members: readonly number[]; short: number; exact: boolean }

/** `short` in units; `cost` holds the price of shortage where the policy names one. */
type Score = { short: number; cost: number }
type Best = Score & { members: readonly number[] }

/**
 * The set of warehouses that leaves least short, then costs least. Once the set is fixed the products fall
 * apart into small fills that `priceProduct` solves exactly, so the search is over sets only:
 * a greedy start, swaps and drops, then a bounded exact search that proves or betters it.
 */
export function findWarehouses(problem: Problem): Found {
  const start = improve(problem, growGreedily(problem))
  const { best, exact } = searchExactly(problem, start)
  return { members: best.members, short: best.short, exact }
}

/** How much of one product each member ships in the cheapest fill; members that ship none are left out. */
export function fillOf(problem: Problem, p: number, members: readonly number[]): Source[] {
  const { lateLines } = priceProduct(problem, p, members)
  const sources: Source[] = []
  fillCheapest(problem, p, { sources: byCost(problem, p, members), lateLines, take: (s) => sources.push(s) })
  return sources
}

function priceSet(problem: Problem, members: readonly number[]): Best {
  let cost = problem.splitCost * Math.max(0, members.length - 1)
  let short = 0
  for (const member of members) cost += problem.candidates[member]?.fixed ?? 0
  for (let p = 0; p < problem.products.length; p++) {
    const price = priceProduct(problem, p, members)
    cost += price.cost
    short += price.short
  }
  return { members, cost, short }
}

/**
 * The cheapest fill of one product from the given warehouses, over the number of its lines allowed to be late.
 * For each number, taking the cheapest units first under one cap on late units is optimal (a laminar matroid).
 */
function priceProduct(
  problem: Problem,
  p: number,
  members: readonly number[],
): Score & { lateLines: number } {
  const sources = byCost(problem, p, members)
  const lineCount = problem.products[p]?.lines.length ?? 0
  const hasLate = sources.some((source) => problem.candidates[source]?.late)
  let lateLines = hasLate && problem.lateCost > 0 ? 0 : lineCount
  let best = { ...fillCheapest(problem, p, { sources, lateLines }), lateLines }
  for (lateLines++; lateLines <= lineCount; lateLines++) {
    const fill = fillCheapest(problem, p, { sources, lateLines })
    fill.cost += problem.lateCost * lateLines
    if (isBetter(problem, fill, best)) best = { ...fill, lateLines }
  }
  return best
}

type Fill = { sources: readonly number[]; lateLines: number; take?: (source: Source) => void }

function fillCheapest(problem: Problem, p: number, { sources, lateLines, take }: Fill): Score {
  const { products, candidates, stock, unitCost, giveUpAt } = problem
  let open = products[p]?.demand ?? 0
  let lateOpen = products[p]?.lateCaps[lateLines] ?? 0
  let cost = 0
  for (const candidate of sources) {
    const at = candidate * products.length + p
    const each = unitCost[at] ?? 0
    if (open === 0 || each > giveUpAt) break
    const late = candidates[candidate]?.late ?? false
    const units = Math.min(open, stock[at] ?? 0, late ? lateOpen : open)
    if (units === 0) continue
    open -= units
    if (late) lateOpen -= units
    cost += units * each
    take?.({ candidate, units })
  }
  return { short: open, cost: cost + priceOfShort(problem, open) }
}

/** Members by this product's unit cost; at one cost those on time first. Sets are small: an insertion sort. */
function byCost(problem: Problem, p: number, members: readonly number[]): number[] {
  const { unitCost, products, candidates } = problem
  const weight = (candidate: number) => unitCost[candidate * products.length + p] ?? 0
  const sorted: number[] = []
  for (const member of members) {
    const [cost, late] = [weight(member), candidates[member]?.late ?? false]
    let place = sorted.length
    while (place > 0) {
      const before = sorted[place - 1] ?? 0
      const first = weight(before) < cost || (weight(before) === cost && (late || !candidates[before]?.late))
      if (first) break
      sorted[place] = before
      place--
    }
    sorted[place] = member
  }
  return sorted
}

function priceOfShort({ giveUpAt }: Problem, units: number): number {
  return giveUpAt === Infinity ? 0 : units * giveUpAt
}

/** Filling comes first, then cost; with a price on shortage cost comes first, and at one cost the fuller plan wins. */
function isBetter({ giveUpAt }: Problem, a: Score, b: Score): boolean {
  if (giveUpAt === Infinity) return a.short < b.short || (a.short === b.short && a.cost < b.cost)
  return a.cost < b.cost || (a.cost === b.cost && a.short < b.short)
}

/** Adds the best warehouse until none helps; without a limit on shipments this fills all that can be filled. */
function growGreedily(problem: Problem): Best {
  let best = priceSet(problem, [])
  while (best.members.length < problem.maxShipments) {
    let next = best
    for (const candidate of problem.useful) {
      if (best.members.includes(candidate)) continue
      const grown = priceSet(problem, [...best.members, candidate])
      if (isBetter(problem, grown, next)) next = grown
    }
    if (next === best) break
    best = next
  }
  return best
}

/** Drops one member, or swaps one for another, as long as that helps. */
function improve(problem: Problem, start: Best): Best {
  let best = start
  let tries = MAX_IMPROVEMENTS
  for (let improved = true; improved && tries > 0;) {
    improved = false
    for (const leaving of best.members) {
      const rest = best.members.filter((member) => member !== leaving)
      const joining = problem.useful.filter((candidate) => !best.members.includes(candidate))
      for (const set of [rest, ...joining.map((candidate) => [...rest, candidate])]) {
        if (tries-- <= 0) return best
        const changed = priceSet(problem, set)
        if (!isBetter(problem, changed, best)) continue
        best = changed
        improved = true
      }
      if (improved) break
    }
  }
  return best
}

type Bounds = { unitCost: Float64Array; stockSum: Float64Array; stockMax: Float64Array }

/**
 * Every set that could still be better, depth first over candidates in order of fixed cost.
 * `exact` is false when more sets than the bound had to be priced.
 */
function searchExactly(problem: Problem, start: Best): { best: Best; exact: boolean } {
  const bounds = suffixBounds(problem)
  let best = start
  let tries = MAX_SETS_PRICED
  const extend = (members: readonly number[], from: number, fixed: number): boolean => {
    if (members.length >= problem.maxShipments) return true
    for (let place = from; place < problem.useful.length; place++) {
      const candidate = problem.useful[place] ?? 0
      const split = members.length > 0 ? problem.splitCost : 0
      const spent = fixed + split + (problem.candidates[candidate]?.fixed ?? 0)
      // Candidates ascend by fixed cost and the bounds only worsen with the place: nothing later can help either.
      if (!isBetter(problem, boundOf(problem, bounds, { members, place, spent }), best)) return true
      if (tries-- <= 0) return false
      const set = [...members, candidate]
      const priced = priceSet(problem, set)
      if (isBetter(problem, priced, best)) best = priced
      if (!extend(set, place + 1, spent)) return false
    }
    return true
  }
  const exact = extend([], 0, 0)
  return { best, exact }
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
  return { short, cost: cost + priceOfShort(problem, short) }
}
