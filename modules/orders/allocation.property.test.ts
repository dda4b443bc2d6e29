import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Allocation, allocateOrder, type AllocationRequest } from '#modules/orders/allocation.ts'
import { stockKey } from '#modules/orders/allocation-problem.ts'

type Size = { warehouses: number; atLeast?: number; lines: number; quantity: number; units: number }

/** Few products for many lines, so that lines often share stock; stock often too small. */
function requests(size: Size): fc.Arbitrary<AllocationRequest> {
  const amount = fc.integer({ min: 0, max: 9 })
  const warehouse = fc.record({
    fixedCostMinor: amount,
    unitCostMinor: amount,
    unitCostByProductMinor: fc.option(fc.record({ P0: amount }), { nil: undefined }),
    transitHours: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 72 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    meetsPromise: fc.oneof(
      { weight: 3, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    units: fc.array(fc.integer({ min: 0, max: size.units }), { minLength: 3, maxLength: 3 }),
  })
  const line = fc.record({
    productId: fc.constantFrom('P0', 'P1', 'P2'),
    quantity: fc.integer({ min: 1, max: size.quantity }),
  })
  return fc
    .record({
      // Without `size` the library draws short arrays only, whatever the maximum.
      warehouses: fc.array(warehouse, {
        minLength: size.atLeast ?? 0,
        maxLength: size.warehouses,
        size: 'max',
      }),
      lines: fc.array(line, { minLength: 1, maxLength: size.lines, size: 'max' }),
      policy: fc.record({
        maxShipments: fc.integer({ min: 0, max: size.warehouses }),
        shipComplete: fc.boolean(),
        splitCostMinor: amount,
        lateCostMinor: fc.option(amount, { nil: null }),
        shortCostMinor: fc.option(fc.integer({ min: 0, max: 15 }), { nil: null }),
      }),
    })
    .map(({ warehouses, lines, policy }) => ({
      lines: lines.map((one, index) => ({ lineNo: index + 1, ...one })),
      warehouses: warehouses.map((one, index) => ({ id: `W${index}`, ...one })),
      available: new Map(
        warehouses.flatMap(({ units }, w) =>
          units.map((count, p) => [stockKey(`W${w}`, `P${p}`), count] as const),
        ),
      ),
      policy,
    }))
}

/** units[line][warehouse], short and cost; written on its own, straight from the formula of domain §14. */
type Outcome = { short: number; cost: number }

function priceOf(
  { lines, warehouses, available, policy }: AllocationRequest,
  units: number[][],
): Outcome | null {
  const used = warehouses.map((_, w) => units.some((row) => (row[w] ?? 0) > 0))
  const shipments = used.filter(Boolean).length
  if (shipments > policy.maxShipments) return null
  let cost = policy.splitCostMinor * Math.max(0, shipments - 1)
  let short = 0
  const taken = new Map<string, number>()
  for (const [w, warehouse] of warehouses.entries()) {
    if (!used[w]) continue
    if (warehouse.transitHours === null) return null
    if (!warehouse.meetsPromise && policy.lateCostMinor === null) return null
    cost += warehouse.fixedCostMinor
  }
  for (const [l, line] of lines.entries()) {
    let filled = 0
    let late = false
    for (const [w, warehouse] of warehouses.entries()) {
      const count = units[l]?.[w] ?? 0
      const key = stockKey(warehouse.id, line.productId)
      taken.set(key, (taken.get(key) ?? 0) + count)
      if ((taken.get(key) ?? 0) > (available.get(key) ?? 0)) return null
      filled += count
      late ||= count > 0 && !warehouse.meetsPromise
      cost += count * (warehouse.unitCostByProductMinor?.[line.productId] ?? warehouse.unitCostMinor)
    }
    short += line.quantity - filled
    if (late) cost += policy.lateCostMinor ?? 0
  }
  if (policy.shipComplete && short > 0 && shipments > 0) return null
  return { short, cost: cost + short * (policy.shortCostMinor ?? 0) }
}

/** Every way to spread `quantity` units or fewer over `places`. */
function spreads(quantity: number, places: number): number[][] {
  if (places === 0) return [[]]
  const first = Array.from({ length: quantity + 1 }, (_, count) => count)
  return first.flatMap((count) => spreads(quantity - count, places - 1).map((rest) => [count, ...rest]))
}

function bruteForce(request: AllocationRequest): Outcome {
  const { lines, warehouses, policy } = request
  const costFirst = policy.shortCostMinor !== null && !policy.shipComplete
  const choices = lines.map((line) => spreads(line.quantity, warehouses.length))
  let best: Outcome = { short: Infinity, cost: Infinity }
  const visit = (chosen: number[][]) => {
    const options = choices[chosen.length]
    if (options) {
      for (const option of options) visit([...chosen, option])
      return
    }
    const outcome = priceOf(request, chosen)
    if (!outcome) return
    const [a, b] = costFirst
      ? [outcome.cost - best.cost, outcome.short - best.short]
      : [outcome.short - best.short, outcome.cost - best.cost]
    if (best.cost === Infinity || a < 0 || (a === 0 && b < 0)) best = outcome
  }
  visit([])
  return best
}

function unitsOf({ lines, warehouses }: AllocationRequest, plan: Allocation): number[][] {
  return lines.map((line) =>
    warehouses.map((warehouse) => {
      const shipment = plan.shipments.find((one) => one.warehouseId === warehouse.id)
      return shipment?.lines.find((one) => one.lineNo === line.lineNo)?.quantity ?? 0
    }),
  )
}

/** The plan is possible, its figures are its own, and the explanation covers every line and warehouse. */
function expectSound(request: AllocationRequest, plan: Allocation): void {
  const units = unitsOf(request, plan)
  const short = plan.short.reduce((sum, line) => sum + line.quantity, 0)
  expect(priceOf(request, units)).toEqual({ short, cost: plan.totalCostMinor })
  const { freight, split, late, short: shortCost } = plan.cost
  expect(freight + split + late + shortCost).toBe(plan.totalCostMinor)
  expect(plan.shipments.reduce((sum, shipment) => sum + shipment.costMinor, 0)).toBe(freight)
  for (const [l, line] of request.lines.entries()) {
    const entry = plan.explanation[l]
    const filled = units[l]?.reduce((sum, count) => sum + count, 0) ?? 0
    const missing = plan.short.find((one) => one.lineNo === line.lineNo)?.quantity ?? 0
    expect(filled + missing).toBe(line.quantity)
    expect(entry?.lineNo).toBe(line.lineNo)
    expect(entry?.chosen.reduce((sum, one) => sum + one.quantity, 0)).toBe(filled)
    const named = [...(entry?.chosen ?? []), ...(entry?.rejected ?? [])].map((one) => one.warehouseId)
    expect(named.toSorted()).toEqual(request.warehouses.map((one) => one.id).toSorted())
    for (const { extraCostMinor } of entry?.rejected ?? []) {
      if (plan.exact && extraCostMinor !== undefined) expect(extraCostMinor).toBeGreaterThanOrEqual(0)
    }
  }
}

test('no plan of the brute force is fuller or cheaper (up to 4 warehouses × 3 lines)', () => {
  fc.assert(
    fc.property(requests({ warehouses: 4, lines: 3, quantity: 2, units: 4 }), (request) => {
      const plan = allocateOrder(request)
      const best = bruteForce(request)
      expectSound(request, plan)
      expect(plan.exact).toBe(true)
      expect(plan.totalCostMinor).toBe(best.cost)
      expect(plan.short.reduce((sum, line) => sum + line.quantity, 0)).toBe(best.short)
    }),
    { numRuns: 4000 },
  )
})

test('larger quantities over fewer warehouses', () => {
  fc.assert(
    fc.property(requests({ warehouses: 2, lines: 3, quantity: 6, units: 9 }), (request) => {
      const plan = allocateOrder(request)
      expectSound(request, plan)
      expect(plan.totalCostMinor).toBe(bruteForce(request).cost)
    }),
    { numRuns: 1500 },
  )
})

test('50 warehouses: nothing oversold, all that can be filled is filled, the order of the request does not matter', () => {
  fc.assert(
    fc.property(requests({ warehouses: 50, atLeast: 20, lines: 8, quantity: 40, units: 30 }), (request) => {
      const open = {
        ...request,
        policy: { ...request.policy, maxShipments: 50, shortCostMinor: null, shipComplete: false },
      }
      const plan = allocateOrder(open)
      expectSound(open, plan)
      expect(plan.short.reduce((sum, line) => sum + line.quantity, 0)).toBe(unfillable(open))
      const turned = { ...open, lines: open.lines.toReversed(), warehouses: open.warehouses.toReversed() }
      expect(allocateOrder(turned).totalCostMinor).toBe(plan.totalCostMinor)
      expectSound(request, allocateOrder(request))
    }),
    { numRuns: 100 },
  )
})

function unfillable({ lines, warehouses, available, policy }: AllocationRequest): number {
  const usable = warehouses.filter(
    (one) => one.transitHours !== null && (one.meetsPromise || policy.lateCostMinor !== null),
  )
  return ['P0', 'P1', 'P2'].reduce((sum, productId) => {
    const wanted = lines
      .filter((one) => one.productId === productId)
      .reduce((units, one) => units + one.quantity, 0)
    const there = usable.reduce((units, one) => units + (available.get(stockKey(one.id, productId)) ?? 0), 0)
    return sum + Math.max(0, wanted - there)
  }, 0)
}
