import type { Problem } from '#modules/orders/allocation-problem.ts'

/** `short` in units; `cost` holds the price of shortage where the policy names one. */
export type Score = { short: number; cost: number }

/** A priced set of warehouses (candidate indexes). */
export type Priced = Score & { members: readonly number[] }

export type Source = { candidate: number; units: number }

/** Reused between the thousands of fills of one search: the members by cost, and the last fill's figures. */
type Scratch = { sources: Int32Array; count: number; short: number; cost: number; lateLines: number }

export type Pricer = { problem: Problem; scratch: Scratch; work: number }

/** Prices sets of one problem; `work` counts the steps taken, for the search to bound. */
export function makePricer(problem: Problem): Pricer {
  const sources = new Int32Array(problem.candidates.length)
  return { problem, scratch: { sources, count: 0, short: 0, cost: 0, lateLines: 0 }, work: 0 }
}

export function priceSet(pricer: Pricer, members: readonly number[]): Priced {
  const { problem, scratch } = pricer
  let cost = problem.splitCost * Math.max(0, members.length - 1)
  let short = 0
  for (const member of members) cost += problem.fixed[member] ?? 0
  for (let p = 0; p < problem.products.length; p++) {
    priceProduct(problem, scratch, { p, members })
    cost += scratch.cost
    short += scratch.short
  }
  pricer.work += problem.products.length * (members.length + 1)
  return { members, cost, short }
}

/** Filling comes first, then cost; with a price on shortage cost comes first, and at one cost the fuller plan wins. */
export function isBetter({ giveUpAt }: Problem, a: Score, b: Score): boolean {
  if (giveUpAt === Infinity) return a.short < b.short || (a.short === b.short && a.cost < b.cost)
  return a.cost < b.cost || (a.cost === b.cost && a.short < b.short)
}

/** How much of one product each member ships in the cheapest fill; members that ship none are left out. */
export function fillOf(problem: Problem, p: number, members: readonly number[]): Source[] {
  const { scratch } = makePricer(problem)
  priceProduct(problem, scratch, { p, members })
  const filled: Source[] = []
  fillCheapest(problem, scratch, { p, lateLines: scratch.lateLines, filled })
  return filled
}

/**
 * The cheapest fill of one product from the given warehouses, over the number of its lines allowed to be late.
 * For each number, taking the cheapest units first under one cap on late units is optimal (a laminar matroid).
 * The caps grow by ever smaller lines, so the score is convex in that number: the first rise ends the walk.
 */
function priceProduct(
  problem: Problem,
  scratch: Scratch,
  { p, members }: { p: number; members: readonly number[] },
) {
  const lineCount = problem.products[p]?.lines.length ?? 0
  const hasLate = sortByCost(problem, scratch, { p, members })
  let lateLines = hasLate && problem.lateCost > 0 ? 0 : lineCount
  fillCheapest(problem, scratch, { p, lateLines })
  for (; lateLines < lineCount; lateLines++) {
    const { short, cost } = scratch
    fillCheapest(problem, scratch, { p, lateLines: lateLines + 1 })
    scratch.cost += problem.lateCost * (lateLines + 1)
    if (isBetter(problem, scratch, { short, cost })) continue
    scratch.short = short
    scratch.cost = cost
    break
  }
  scratch.lateLines = lateLines
}

type Fill = { p: number; lateLines: number; filled?: Source[] }

function fillCheapest(problem: Problem, scratch: Scratch, { p, lateLines, filled }: Fill): void {
  const { products, late, stock, unitCost, giveUpAt } = problem
  const { sources, count } = scratch
  let open = products[p]?.demand ?? 0
  let lateOpen = products[p]?.lateCaps[lateLines] ?? 0
  let cost = 0
  for (let place = 0; place < count && open > 0; place++) {
    const candidate = sources[place] ?? 0
    const at = candidate * products.length + p
    const each = unitCost[at] ?? 0
    if (each > giveUpAt) break
    const isLate = late[candidate] === 1
    const units = Math.min(open, stock[at] ?? 0, isLate ? lateOpen : open)
    if (units === 0) continue
    open -= units
    if (isLate) lateOpen -= units
    cost += units * each
    filled?.push({ candidate, units })
  }
  scratch.short = open
  scratch.cost = giveUpAt === Infinity ? cost : cost + open * giveUpAt
}

/** Members that stock this product, by its unit cost, at one cost those on time first; tells whether any is late. */
function sortByCost(
  problem: Problem,
  scratch: Scratch,
  { p, members }: { p: number; members: readonly number[] },
) {
  const { rank, stock, late, products } = problem
  const { sources } = scratch
  let count = 0
  let hasLate = false
  for (const member of members) {
    const at = member * products.length + p
    if (stock[at] === 0) continue
    hasLate ||= late[member] === 1
    let place = count++
    for (; place > 0; place--) {
      const before = sources[place - 1] ?? 0
      if ((rank[before * products.length + p] ?? 0) < (rank[at] ?? 0)) break
      sources[place] = before
    }
    sources[place] = member
  }
  scratch.count = count
  return hasLate
}
