import { type Claim, type Flow, augment, claimsOf, give, makeFlow } from './joint-flow.ts'
import {
  type Case,
  type Joint,
  draw,
  fixQuantities,
  shipmentsOf,
  shippedOf,
  solve,
  unitsOf,
} from './joint-problem.ts'

/**
 * Decides who gets how much, before any cost counts: what told customers hold stays theirs, then lines by their place. A claim
 * whose warehouses are empty moves earlier ones to other warehouses, so nothing that could be filled stays unfilled; it never
 * takes anything from them. Orders that ship whole get all or nothing. Afterwards each order ships what it is to get, and
 * `problem` asks for just that.
 */
export function decideFills(joint: Joint): void {
  const claims = joint.cases.flatMap(claimsOf)
  const flow = makeFlow(joint.free, claims)
  const reserve = reserveOf(claims, joint.free.length)
  for (const claim of claims) keepTold(flow, reserve, claim)
  for (const group of byPlace(joint)) fillGroup(flow, reserve, group)
  for (const one of joint.cases) keepToLimit(joint, one)
  for (const one of joint.cases.toSorted((a, b) => firstPlace(a) - firstPlace(b))) topUp(joint, one)
  for (const one of joint.cases) if (lacksUnits(one) && isAtLimit(one)) chooseFirst(joint, one)
  for (const one of joint.cases) fixQuantities(one)
}

/** By row, what claims that were not looked at yet hold of it: taken only when nothing else is there. */
type Reserve = Float64Array

function reserveOf(claims: readonly Claim[], rows: number): Reserve {
  const reserve = new Float64Array(rows)
  for (const claim of claims) settleReserve(reserve, claim, 1)
  return reserve
}

function settleReserve(reserve: Reserve, { one, p }: Claim, sign: 1 | -1): void {
  for (let at = p; at < one.held.length; at += one.asked.products.length) {
    const row = one.rows[at] ?? -1
    if (row >= 0) reserve[row] = (reserve[row] ?? 0) + sign * (one.held[at] ?? 0)
  }
}

/** Claims of lines that were told come first with what they hold. */
function keepTold(flow: Flow, reserve: Reserve, claim: Claim): void {
  const { one, p } = claim
  if (!isKept(claim)) return
  for (let at = p; at < one.held.length; at += one.asked.products.length) {
    const quantity = one.held[at] ?? 0
    if (quantity > 0) give(flow, claim, at, quantity)
  }
  settleReserve(reserve, claim, -1)
}

export const isKept = ({ one, p }: Claim): boolean => linesOf({ one, p }).some((line) => line.isKept)

const linesOf = ({ one, p }: Claim) =>
  (one.asked.products[p]?.lines ?? []).flatMap((line) => one.order.lines[line] ?? [])

const placeOf = (claim: Claim): number => Math.min(...linesOf(claim).map((line) => line.place))
const firstPlace = (one: Case): number => Math.min(...one.order.lines.map((line) => line.place))

/** Claims in their order; those of an order that ships whole stand together. */
function byPlace({ cases }: Joint): Claim[][] {
  const groups = cases.flatMap((one) =>
    one.order.policy.shipComplete ? [claimsOf(one)] : claimsOf(one).map((claim) => [claim]),
  )
  return groups
    .map((group) => ({ group, place: Math.min(...group.map(placeOf)) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ group }) => group)
}

function fillGroup(flow: Flow, reserve: Reserve, group: readonly Claim[]): void {
  for (const claim of group) if (!isKept(claim)) settleReserve(reserve, claim, -1)
  let isWhole = true
  for (const claim of group) {
    const { one, p } = claim
    const need = (one.asked.products[p]?.demand ?? 0) - shippedOf(one, p, one.units)
    isWhole = fillClaim(flow, reserve, { claim, need }) && isWhole
  }
  if (isWhole || !group[0]?.one.order.policy.shipComplete) return
  for (const claim of group) takeBack(flow, claim)
  flow.dead.fill(0)
}

function takeBack(flow: Flow, claim: Claim): void {
  const { one, p } = claim
  for (let at = p; at < one.units.length; at += one.asked.products.length) {
    const quantity = one.units[at] ?? 0
    if (quantity > 0) give(flow, claim, at, -quantity)
  }
}

/** What it holds, then what nobody holds, then what later claims hold, then by moving earlier ones; says whether it is full. */
function fillClaim(flow: Flow, reserve: Reserve, { claim, need }: { claim: Claim; need: number }): boolean {
  const { one } = claim
  let open = need
  const take = (at: number, most: number) => {
    const quantity = Math.min(open, most)
    if (quantity <= 0) return
    give(flow, claim, at, quantity)
    open -= quantity
  }
  const places = placesByCost(claim)
  const freeAt = (at: number) => flow.free[one.rows[at] ?? -1] ?? 0
  for (const at of places) take(at, Math.min((one.held[at] ?? 0) - (one.units[at] ?? 0), freeAt(at)))
  for (const at of places) take(at, freeAt(at) - (reserve[one.rows[at] ?? -1] ?? 0))
  for (const at of places) take(at, freeAt(at))
  return open === 0 || augment(flow, claim, open) === open
}

function placesByCost({ one, p }: Claim): number[] {
  const places: number[] = []
  for (let at = p; at < one.rows.length; at += one.asked.products.length)
    if ((one.rows[at] ?? -1) >= 0) places.push(at)
  return places.sort((a, b) => (one.asked.unitCost[a] ?? 0) - (one.asked.unitCost[b] ?? 0))
}

/** An order that was spread over more shipments than it may become is planned again with what it got and what is free. */
function keepToLimit({ free }: Joint, one: Case): void {
  if (shipmentsOf(one, one.units) <= one.asked.maxShipments) return
  draw(one, { free, units: one.units, sign: -1 })
  fixQuantities(one)
  one.units = unitsOf(solve(one, { stock: free }))
  draw(one, { free, units: one.units, sign: 1 })
}

/** What others gave up goes to whoever still lacks something. */
function topUp({ free }: Joint, one: Case): void {
  const before = one.units
  if (!lacksUnits(one)) return
  draw(one, { free, units: before, sign: -1 })
  const found = solve(one, { problem: one.asked, stock: free })
  const after = unitsOf(found)
  const losesNothing = one.asked.products.every(
    (_, p) => shippedOf(one, p, after) >= shippedOf(one, p, before),
  )
  const isTaken = losesNothing && (found.short === 0 || !one.order.policy.shipComplete)
  one.units = isTaken ? after : before
  draw(one, { free, units: one.units, sign: 1 })
}

const isAtLimit = (one: Case): boolean => shipmentsOf(one, one.units) >= one.asked.maxShipments

const lacksUnits = (one: Case): boolean =>
  one.asked.products.some(({ demand }, p) => shippedOf(one, p, one.units) < demand)

/** An order whose limit of shipments leaves it short gets its first choice, where the others can do with what is left. */
function chooseFirst({ cases, free }: Joint, one: Case): void {
  if (one.order.policy.shipComplete) return
  const rows = new Set(one.rows.filter((row) => row >= 0))
  const others = cases.filter(
    (other) => other !== one && other.rows.some((row, at) => rows.has(row) && (other.units[at] ?? 0) > 0),
  )
  const group = [one, ...others]
  const before = group.map(({ units }) => units)
  for (const each of group) draw(each, { free, units: each.units, sign: -1 })
  let isFull = true
  for (const each of group) {
    if (each !== one) fixQuantities(each)
    const found = solve(each, { problem: each === one ? one.asked : each.problem, stock: free })
    each.units = unitsOf(found)
    draw(each, { free, units: each.units, sign: 1 })
    isFull &&= found.short === 0
  }
  if (isFull) return
  for (const each of group) draw(each, { free, units: each.units, sign: -1 })
  group.forEach((each, index) => {
    each.units = before[index] ?? each.units
    draw(each, { free, units: each.units, sign: 1 })
  })
}
