import type { Case } from './joint-problem.ts'

/** What one order wants of one product. */
export type Claim = { one: Case; p: number }

/**
 * Who ships what from which row, for moving claims about: a claim that finds its own warehouses empty gets goods from one of
 * them when another claim can do with goods from elsewhere.
 */
export type Flow = {
  free: Float64Array
  holders: Map<number, Set<Claim>>
  /** Rows from which no free unit can be reached any more. */
  dead: Uint8Array
}

export function makeFlow(free: Float64Array, claims: readonly Claim[]): Flow {
  const flow: Flow = { free, holders: new Map(), dead: new Uint8Array(free.length) }
  for (const claim of claims) {
    const { one, p } = claim
    for (let at = p; at < one.units.length; at += one.asked.products.length)
      if ((one.units[at] ?? 0) > 0) holdersAt(flow, one.rows[at] ?? -1).add(claim)
  }
  return flow
}

export function claimsOf(one: Case): Claim[] {
  return one.asked.products.map((_, p) => ({ one, p }))
}

/** Gives a claim so many units more (fewer, when negative) at one place of its order. */
export function give(flow: Flow, claim: Claim, at: number, quantity: number): void {
  const { one } = claim
  const row = one.rows[at] ?? -1
  const units = (one.units[at] ?? 0) + quantity
  one.units[at] = units
  flow.free[row] = (flow.free[row] ?? 0) - quantity
  if (units > 0) holdersAt(flow, row).add(claim)
  else holdersAt(flow, row).delete(claim)
}

function holdersAt({ holders }: Flow, row: number): Set<Claim> {
  const known = holders.get(row)
  if (known) return known
  const fresh = new Set<Claim>()
  holders.set(row, fresh)
  return fresh
}

/** Gets the claim up to `need` units by chains of claims that change their warehouse; says how many. */
export function augment(flow: Flow, claim: Claim, need: number): number {
  let got = 0
  while (got < need) {
    const end = findChain(flow, claim)
    if (!end) break
    const quantity = Math.min(need - got, roomOf(flow, end))
    for (let step: Step | null = end; step; step = step.before) {
      give(flow, step.by, step.takes, quantity)
      if (step.leaves !== null) give(flow, step.by, step.leaves, -quantity)
    }
    got += quantity
  }
  return got
}

/** `by` takes units at one place of its order and leaves as many at another; the first step leaves none. */
type Step = { row: number; by: Claim; takes: number; leaves: number | null; before: Step | null }

function findChain(flow: Flow, claim: Claim): Step | null {
  const seen = new Set<number>()
  const queue = stepsOf(flow, seen, { by: claim, leaves: null, before: null })
  for (const step of queue) {
    if ((flow.free[step.row] ?? 0) > 0) return step
    for (const holder of holdersAt(flow, step.row)) {
      const leaves = placeOf(holder, step.row)
      queue.push(...stepsOf(flow, seen, { by: holder, leaves, before: step }))
    }
  }
  for (const row of seen) flow.dead[row] = 1
  return null
}

function stepsOf(flow: Flow, seen: Set<number>, from: Pick<Step, 'by' | 'leaves' | 'before'>): Step[] {
  const { one, p } = from.by
  const steps: Step[] = []
  for (let at = p; at < one.rows.length; at += one.asked.products.length) {
    const row = one.rows[at] ?? -1
    if (row < 0 || flow.dead[row] === 1 || seen.has(row)) continue
    seen.add(row)
    steps.push({ ...from, row, takes: at })
  }
  return steps
}

function placeOf({ one, p }: Claim, row: number): number {
  for (let at = p; at < one.rows.length; at += one.asked.products.length) if (one.rows[at] === row) return at
  return p
}

function roomOf({ free }: Flow, end: Step): number {
  let room = free[end.row] ?? 0
  for (let step: Step | null = end; step; step = step.before)
    if (step.leaves !== null) room = Math.min(room, step.by.one.units[step.leaves] ?? 0)
  return room
}
