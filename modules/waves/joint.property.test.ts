import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AllocationPolicy, AllocationWarehouse } from '#modules/orders/allocation.ts'
import { stockKey } from '#modules/orders/allocation-problem.ts'
import { type JointOrderResult, allocateTogether } from './joint.ts'
import { loadChoose } from './mip.ts'
import type { JointLine, JointOrder, JointRequest } from './joint-problem.ts'

const PRODUCTS = ['A', 'B']
const LIMIT_MS = 30
const choose = await loadChoose()

type Sizes = { orders: number; lines: number; warehouses: number; quantity: number; units: number }

const policyOf = (shipComplete: boolean, maxShipments: number, lateCostMinor: number): AllocationPolicy => ({
  maxShipments,
  shipComplete,
  splitCostMinor: 3,
  lateCostMinor,
  shortCostMinor: null,
})

/** Orders that hold some of the stock already, so that who was told and who is first matters. */
function requests({ orders, lines, warehouses, quantity, units }: Sizes): fc.Arbitrary<JointRequest> {
  const warehouse = fc.record({
    fixedCostMinor: fc.integer({ min: 0, max: 9 }),
    unitCostMinor: fc.integer({ min: 0, max: 9 }),
    meetsPromise: fc.boolean(),
    serves: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  })
  const line = fc.record({
    product: fc.integer({ min: 0, max: PRODUCTS.length - 1 }),
    quantity: fc.integer({ min: 1, max: quantity }),
    holds: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: warehouses, maxLength: warehouses }),
    isTold: fc.boolean(),
    barred: fc.array(fc.integer({ min: 0, max: warehouses - 1 }), { maxLength: 1 }),
  })
  const order = fc.record({
    lines: fc.uniqueArray(line, { minLength: 1, maxLength: lines, selector: (one) => one.product }),
    offers: fc.array(warehouse, { minLength: warehouses, maxLength: warehouses }),
    isWhole: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    lateCostMinor: fc.integer({ min: 0, max: 9 }),
  })
  return fc
    .record({
      orders: fc.array(order, { minLength: 1, maxLength: orders }),
      free: fc.array(fc.integer({ min: 0, max: units }), {
        minLength: warehouses * PRODUCTS.length,
        maxLength: warehouses * PRODUCTS.length,
      }),
    })
    .map(({ orders: drawn, free }) => {
      const stock = new Map<string, number>()
      for (let w = 0; w < warehouses; w++)
        PRODUCTS.forEach((product, p) =>
          stock.set(stockKey(`W${w}`, product), free[w * PRODUCTS.length + p] ?? 0),
        )
      let place = 0
      const made = drawn.map((one, o): JointOrder => {
        const offers: AllocationWarehouse[] = one.offers.map((offer, w) => ({
          id: `W${w}`,
          fixedCostMinor: offer.fixedCostMinor,
          unitCostMinor: offer.unitCostMinor,
          transitHours: offer.serves ? 10 : null,
          meetsPromise: offer.meetsPromise,
        }))
        return {
          id: `O${o}`,
          warehouses: offers,
          policy: policyOf(one.isWhole, warehouses, one.lateCostMinor),
          lines: one.lines.map((drawnLine, index): JointLine => {
            let left = drawnLine.quantity
            const held = drawnLine.holds.flatMap((wanted, w) => {
              const taken = offers[w]?.transitHours === null || one.isWhole ? 0 : Math.min(wanted, left)
              left -= taken
              return taken > 0 ? [{ warehouseId: `W${w}`, quantity: taken }] : []
            })
            const product = PRODUCTS[drawnLine.product] ?? ''
            for (const { warehouseId, quantity: taken } of held) {
              const key = stockKey(warehouseId, product)
              stock.set(key, (stock.get(key) ?? 0) + taken)
            }
            const isKept = drawnLine.isTold && held.length > 0
            return {
              lineNo: index + 1,
              productId: product,
              quantity: drawnLine.quantity,
              held,
              isKept,
              barred: isKept
                ? drawnLine.barred
                    .map((w) => `W${w}`)
                    .filter((id) => !held.some((hold) => hold.warehouseId === id))
                : [],
              place: place++,
            }
          }),
        }
      })
      return { orders: made, stock }
    })
}

type Units = Map<string, number>
/** Units by 'order line warehouse'. */
function unitsOf(request: JointRequest, results: readonly JointOrderResult[]): Units {
  const units: Units = new Map()
  for (const { id, before, after } of results) {
    for (const shipment of (after ?? before).shipments)
      for (const { lineNo, quantity } of shipment.lines)
        units.set(`${id} ${lineNo} ${shipment.warehouseId}`, quantity)
  }
  return units
}

const filled = (units: Units, order: JointOrder, line: JointLine): number =>
  order.warehouses.reduce((sum, { id }) => sum + (units.get(`${order.id} ${line.lineNo} ${id}`) ?? 0), 0)

/** Straight from the formula, on its own: freight, splits, late lines. */
function costOf(order: JointOrder, units: Units): number {
  let cost = 0
  let shipments = 0
  const lateLines = new Set<number>()
  for (const warehouse of order.warehouses) {
    const taken = order.lines.map((line) => units.get(`${order.id} ${line.lineNo} ${warehouse.id}`) ?? 0)
    if (taken.every((quantity) => quantity === 0)) continue
    shipments += 1
    cost += warehouse.fixedCostMinor
    taken.forEach((quantity, index) => {
      cost += quantity * warehouse.unitCostMinor
      if (quantity > 0 && !warehouse.meetsPromise) lateLines.add(index)
    })
  }
  return (
    cost +
    order.policy.splitCostMinor * Math.max(0, shipments - 1) +
    (order.policy.lateCostMinor ?? 0) * lateLines.size
  )
}

type Taken = { order: JointOrder; line: JointLine; warehouse: AllocationWarehouse; quantity: number }

function takenOf(request: JointRequest, units: Units): Taken[] {
  return request.orders.flatMap((order) =>
    order.lines.flatMap((line) =>
      order.warehouses.map((warehouse) => {
        const quantity = units.get(`${order.id} ${line.lineNo} ${warehouse.id}`) ?? 0
        return { order, line, warehouse, quantity }
      }),
    ),
  )
}

/** What is left of the stock. */
function leftOf(request: JointRequest, units: Units): Map<string, number> {
  const left = new Map(request.stock)
  for (const { line, warehouse, quantity } of takenOf(request, units)) {
    const key = stockKey(warehouse.id, line.productId)
    left.set(key, (left.get(key) ?? 0) - quantity)
  }
  return left
}

function expectSound(request: JointRequest, units: Units): void {
  for (const { line, warehouse, quantity } of takenOf(request, units)) {
    if (quantity === 0) continue
    expect(warehouse.transitHours).not.toBeNull()
    expect(line.barred).not.toContain(warehouse.id)
  }
  expect([...leftOf(request, units).values()].filter((quantity) => quantity < 0)).toEqual([])
  for (const order of request.orders) {
    const fills = order.lines.map((line) => filled(units, order, line))
    order.lines.forEach((line, index) => {
      const held = line.held.reduce((sum, one) => sum + one.quantity, 0)
      expect(fills[index]).toBeLessThanOrEqual(line.quantity)
      if (line.isKept) expect(fills[index]).toBeGreaterThanOrEqual(held)
    })
    const isWhole = order.lines.every((line, index) => fills[index] === line.quantity)
    if (order.policy.shipComplete) expect(isWhole || fills.every((quantity) => quantity === 0)).toBe(true)
  }
}

/** Every way to spread up to `quantity` units over the warehouses. */
function spreads(quantity: number, places: number): number[][] {
  if (places === 0) return [[]]
  const first = Array.from({ length: quantity + 1 }, (_, count) => count)
  return first.flatMap((count) => spreads(quantity - count, places - 1).map((rest) => [count, ...rest]))
}

/** The most units and, for the fills given, the least cost, by trying everything. */
function bruteForce(
  request: JointRequest,
  fills: ReadonlyMap<string, number>,
): { units: number; cost: number } {
  const lines = request.orders.flatMap((order) => order.lines.map((line) => ({ order, line })))
  const best = { units: 0, cost: Infinity }
  const left = new Map(request.stock)
  const units: Units = new Map()
  const visit = (index: number, sum: number, isGiven: boolean) => {
    const at = lines[index]
    if (!at) {
      best.units = Math.max(best.units, sum)
      if (isGiven)
        best.cost = Math.min(
          best.cost,
          request.orders.reduce((cost, order) => cost + costOf(order, units), 0),
        )
      return
    }
    const { order, line } = at
    const wanted = fills.get(`${order.id} ${line.lineNo}`) ?? 0
    for (const spread of spreads(line.quantity, order.warehouses.length)) {
      const keys = order.warehouses.map(({ id }) => stockKey(id, line.productId))
      const isPossible = spread.every(
        (quantity, w) =>
          quantity === 0 ||
          (quantity <= (left.get(keys[w] ?? '') ?? 0) &&
            order.warehouses[w]?.transitHours !== null &&
            !line.barred.includes(order.warehouses[w]?.id ?? '')),
      )
      if (!isPossible) continue
      const all = spread.reduce((a, b) => a + b, 0)
      spread.forEach((quantity, w) => {
        left.set(keys[w] ?? '', (left.get(keys[w] ?? '') ?? 0) - quantity)
        units.set(`${order.id} ${line.lineNo} ${order.warehouses[w]?.id}`, quantity)
      })
      visit(index + 1, sum + all, isGiven && all === wanted)
      spread.forEach((quantity, w) => {
        left.set(keys[w] ?? '', (left.get(keys[w] ?? '') ?? 0) + quantity)
        units.set(`${order.id} ${line.lineNo} ${order.warehouses[w]?.id}`, 0)
      })
    }
  }
  visit(0, 0, true)
  return best
}

test('small waves: as full as can be, never cheaper than possible, the bound below the least cost, and cheapest when it says so', () => {
  let cheapest = 0
  let runs = 0
  fc.assert(
    fc.property(requests({ orders: 3, lines: 2, warehouses: 2, quantity: 3, units: 3 }), (request) => {
      const result = allocateTogether(request, { limitMs: LIMIT_MS, choose })
      const units = unitsOf(request, result.orders)
      expectSound(request, units)
      const cost = request.orders.reduce((sum, order) => sum + costOf(order, units), 0)
      expect(result.costMinor).toBe(cost)
      const fills = new Map(
        request.orders.flatMap((order) =>
          order.lines.map((line) => [`${order.id} ${line.lineNo}`, filled(units, order, line)] as const),
        ),
      )
      const best = bruteForce(request, fills)
      if (!request.orders.some((order) => order.policy.shipComplete))
        expect([...fills.values()].reduce((a, b) => a + b, 0)).toBe(best.units)
      expect(cost).toBeGreaterThanOrEqual(best.cost)
      expect(result.boundMinor).toBeLessThanOrEqual(best.cost)
      if (result.costMinor <= result.boundMinor) expect(cost).toBe(best.cost)
      runs += 1
      if (cost === best.cost) cheapest += 1
    }),
    { numRuns: 300 },
  )
  expect(cheapest / runs).toBeGreaterThan(0.97)
})

test('larger waves: nothing oversold, nothing told is lost, no shortage while its goods are free', () => {
  fc.assert(
    fc.property(requests({ orders: 25, lines: 2, warehouses: 5, quantity: 9, units: 25 }), (request) => {
      const result = allocateTogether(request, { limitMs: 150, choose })
      const units = unitsOf(request, result.orders)
      expectSound(request, units)
      expect(result.boundMinor).toBeLessThanOrEqual(result.costMinor)
      const left = leftOf(request, units)
      const couldBeFilled = takenOf(request, units).filter(
        ({ order, line, warehouse }) =>
          !order.policy.shipComplete &&
          filled(units, order, line) < line.quantity &&
          warehouse.transitHours !== null &&
          !line.barred.includes(warehouse.id) &&
          (left.get(stockKey(warehouse.id, line.productId)) ?? 0) > 0,
      )
      expect(couldBeFilled).toEqual([])
    }),
    { numRuns: 40 },
  )
})
