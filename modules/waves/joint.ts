import { type Allocation, describePlan, spreadOverLines } from '#modules/orders/allocation.ts'
import { overStock, type Problem } from '#modules/orders/allocation-problem.ts'
import { BLOCK_MAX, type Choose, chooseTogether } from './joint-choice.ts'
import { STEP_MIN, type Relaxation, improveBound, relax, returnToBest } from './joint-bound.ts'
import { decideFills } from './joint-fill.ts'
import { type Case, type Joint, type JointRequest, layOut } from './joint-problem.ts'
import { seeded } from './joint-random.ts'
import {
  type JointPlan,
  improveEach,
  blockOf,
  lookAround,
  planInTurn,
  planOf,
  restore,
  shuffleSome,
} from './joint-search.ts'

export type JointOptions = {
  /** Time for the search, in milliseconds. */
  limitMs: number
  /** Solves choices among plans; without it the search does without. */
  choose?: Choose
  onProgress?: (progress: JointProgress) => void
}
/** `bound`: nothing cheaper is possible; −1 while nobody knows. */
export type JointProgress = { cost: number; bound: number }

export type JointOrderResult = {
  id: string
  before: Allocation
  /** Null: it keeps what it has. */
  after: Allocation | null
}
export type JointResult = {
  orders: JointOrderResult[]
  /** Of the plan found, in minor units; shortage has no price. */
  costMinor: number
  /** No plan that fills the same costs less. */
  boundMinor: number
  seconds: number
}

/** Shares of the time: the first sets prices and plans by them, the rest betters the plan. */
const PRICING_SHARE = 0.45
const SHUFFLE_SHARE = 0.12
/** Of the time, for one choice among plans. */
const CHOICE_SHARE = 0.25
/** What is left is for putting the plan into words. */
const SEARCH_SHARE = 0.92
/** Plans made in turn, one after so many price rounds. */
const PLAN_EVERY = 3
/** A plan that is so near to the bound is not searched on. */
const NEAR = 0.0005
const SHUFFLES_A_LOOK = 100
/** So many shuffles in vain end the search before its time. */
/** A choice that has less time is not begun. */
const CHOICE_LEAST_MS = 50
/** How much dearer a plan may be for a while, as a share of what an order costs. */
const WARMTH = 0.3
const TRIES_LEAST = 500
const TRIES_PER_ORDER = 30
const SEED = 20_261_127

/**
 * Which warehouse ships how much of every line of many orders, planned together: first who gets how much (joint-fill.ts), then
 * from where at the least cost by the formula of the single order (joint-search.ts), beside a proof of how far from the least
 * possible it can be (joint-bound.ts). Nothing is taken twice, and no line that was told loses anything. Requirement FUL-10.
 */
export function allocateTogether(request: JointRequest, options: JointOptions): JointResult {
  const began = performance.now()
  const joint = layOut(request)
  decideFills(joint)
  const best = { plan: planOf(joint) }
  improveEach(joint)
  keepBetter(joint, best)
  const relaxation = relax(joint)
  const until = began + options.limitMs * SEARCH_SHARE
  const search: Search = { joint, relaxation, best, until, options, random: seeded(SEED) }
  setPrices(search, began + options.limitMs * PRICING_SHARE)
  while (performance.now() < until && !isNear(search)) {
    const before = best.plan.cost
    shuffle(search, Math.min(until, performance.now() + options.limitMs * SHUFFLE_SHARE))
    chooseInBlock(search)
    if (best.plan.cost === before && joint.cases.length <= BLOCK_MAX) break
  }
  restore(joint, best.plan)
  const orders = joint.cases.map((one) => resultOf(joint, one, gapOf(search) <= 0))
  return {
    orders,
    costMinor: planOf(joint).cost,
    boundMinor: Math.ceil(relaxation.best.bound - 1e-6),
    seconds: (performance.now() - began) / 1_000,
  }
}

type Best = { plan: JointPlan }
type Search = {
  joint: Joint
  relaxation: Relaxation
  best: Best
  until: number
  options: JointOptions
  random: () => number
}

function keepBetter(joint: Joint, best: Best): boolean {
  const plan = planOf(joint)
  if (plan.cost >= best.plan.cost) return false
  best.plan = plan
  return true
}

/** In minor units; the bound is rounded up, for costs are whole. */
const gapOf = ({ best, relaxation }: Search): number =>
  best.plan.cost - Math.ceil(relaxation.best.bound - 1e-6)

const isNear = (search: Search): boolean =>
  gapOf(search) <= 0 || gapOf(search) <= NEAR * search.best.plan.cost

function setPrices(search: Search, until: number): void {
  const { joint, relaxation, random } = search
  for (let round = 1; performance.now() < until && relaxation.step > STEP_MIN; round++) {
    improveBound(joint, relaxation, random)
    if (round % PLAN_EVERY === 0) planByPrices(search)
    if (isNear(search)) break
  }
  planByPrices(search)
  returnToBest(joint, relaxation)
}

/** The orders that lose most without their first choice plan first. */
function planByPrices({ joint, relaxation, best, options }: Search): void {
  const turn = joint.cases
    .map((one, index) => ({ one, weight: relaxation.costs[index] ?? 0 }))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ one }) => one)
  if (planInTurn(joint, turn, relaxation.best.prices)) {
    improveEach(joint)
    keepBetter(joint, best)
  }
  options.onProgress?.({ cost: best.plan.cost, bound: relaxation.best.bound })
}

function shuffle(search: Search, until: number): void {
  const { joint, relaxation, best, options, random } = search
  restore(joint, best.plan)
  const began = performance.now()
  const most = TRIES_LEAST + TRIES_PER_ORDER * joint.cases.length
  const warmth = (WARMTH * best.plan.cost) / joint.cases.length
  let cost = best.plan.cost
  for (let vain = 0; vain < most && performance.now() < until && !isNear(search); vain += SHUFFLES_A_LOOK) {
    const around = lookAround(joint, relaxation, random)
    const cold = (performance.now() - began) / (until - began)
    for (let i = 0; i < SHUFFLES_A_LOOK && performance.now() < until; i++) {
      cost += shuffleSome(joint, around, warmth * (1 - cold) * random())
      if (cost < best.plan.cost - 0.5) {
        best.plan = planOf(joint)
        vain = 0
      }
    }
    options.onProgress?.({ cost: best.plan.cost, bound: relaxation.best.bound })
  }
}

/** Orders that could save much, with those they compete with, choose among the plans met so far. */
function chooseInBlock(search: Search): void {
  const { joint, relaxation, best, until, options, random } = search
  const { choose } = options
  const limitMs = Math.min(options.limitMs * CHOICE_SHARE, until - performance.now())
  if (!choose || limitMs < CHOICE_LEAST_MS || isNear(search)) return
  restore(joint, best.plan)
  const block = blockOf(joint, lookAround(joint, relaxation, random), BLOCK_MAX)
  if (chooseTogether(joint, block, { relaxation, gap: gapOf(search), choose, limitMs }))
    best.plan = planOf(joint)
  options.onProgress?.({ cost: best.plan.cost, bound: relaxation.best.bound })
}

function resultOf({ free }: Joint, one: Case, exact: boolean): JointOrderResult {
  const { order, held, units } = one
  const isSame = held.every((quantity, at) => quantity === units[at])
  return {
    id: order.id,
    before: describePlan(overRows(one, free, held), heldPlan(one), true),
    after: isSame ? null : describePlan(overRows(one, free, units), newPlan(one), exact),
  }
}

/** The order as it was asked for, over what is free and these units of its own. */
function overRows({ asked, rows }: Case, free: Float64Array, units: Float64Array): Problem {
  const stock = asked.stock.map((_, at) => {
    const row = rows[at] ?? -1
    return row < 0 ? 0 : Math.max(free[row] ?? 0, 0) + (units[at] ?? 0)
  })
  return overStock(asked, { stock, unitCost: asked.unitCost })
}

function heldPlan({ asked, order }: Case) {
  const width = asked.candidates.length
  const candidateOf = new Map(asked.candidates.map(({ id }, index) => [id, index]))
  const units = new Float64Array(asked.lines.length * width)
  order.lines.forEach((line, index) => {
    for (const { warehouseId, quantity } of line.held) {
      const at = index * width + (candidateOf.get(warehouseId) ?? 0)
      units[at] = (units[at] ?? 0) + quantity
    }
  })
  return { units, members: asked.candidates.map((_, candidate) => candidate) }
}

function newPlan(one: Case) {
  const { asked, units } = one
  const count = asked.products.length
  const members = asked.candidates.map((_, candidate) => candidate)
  const fillOf = (p: number) =>
    members
      .map((candidate) => ({ candidate, units: units[candidate * count + p] ?? 0 }))
      .filter((source) => source.units > 0)
  return spreadOverLines(asked, { members, fillOf })
}
