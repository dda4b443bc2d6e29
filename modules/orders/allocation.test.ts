import { describe, expect, test } from 'vitest'
import { allocateOrder, type AllocationPolicy, type AllocationRequest } from '#modules/orders/allocation.ts'
import { stockKey } from '#modules/orders/allocation-problem.ts'

const fillFirst: AllocationPolicy = {
  maxShipments: 5,
  shipComplete: false,
  splitCostMinor: 0,
  lateCostMinor: null,
  shortCostMinor: null,
}

/** domain §14: A×2, B×1; W1 8 + 1/unit with A2 B0; W2 12 + 1.5/unit with A5 B3. */
function textbook(policy: Partial<AllocationPolicy> = {}, w2MeetsPromise = true): AllocationRequest {
  return {
    lines: [
      { lineNo: 1, productId: 'A', quantity: 2 },
      { lineNo: 2, productId: 'B', quantity: 1 },
    ],
    warehouses: [
      { id: 'W1', fixedCostMinor: 800, unitCostMinor: 100, transitHours: 10, meetsPromise: true },
      { id: 'W2', fixedCostMinor: 1200, unitCostMinor: 150, transitHours: 20, meetsPromise: w2MeetsPromise },
    ],
    available: stock({ W1: { A: 2 }, W2: { A: 5, B: 3 } }),
    policy: { ...fillFirst, ...policy },
  }
}

function stock(byWarehouse: Record<string, Record<string, number>>): Map<string, number> {
  return new Map(
    Object.entries(byWarehouse).flatMap(([warehouseId, units]) =>
      Object.entries(units).map(
        ([productId, quantity]) => [stockKey(warehouseId, productId), quantity] as const,
      ),
    ),
  )
}

describe('the worked example of domain §14', () => {
  test('all from the second warehouse, although the first is nearer', () => {
    const plan = allocateOrder(textbook())
    expect(plan).toMatchObject({
      shipments: [
        {
          warehouseId: 'W2',
          lines: [
            { lineNo: 1, productId: 'A', quantity: 2 },
            { lineNo: 2, productId: 'B', quantity: 1 },
          ],
          costMinor: 1650,
        },
      ],
      short: [],
      totalCostMinor: 1650,
      cost: { freight: 1650, split: 0, late: 0, short: 0 },
      exact: true,
    })
    expect(plan.explanation).toEqual([
      {
        lineNo: 1,
        chosen: [{ warehouseId: 'W2', quantity: 2, missesPromise: false }],
        // "nearest first" costs 23.5
        rejected: [{ warehouseId: 'W1', reason: 'costs_more', extraCostMinor: 700 }],
      },
      {
        lineNo: 2,
        chosen: [{ warehouseId: 'W2', quantity: 1, missesPromise: false }],
        rejected: [{ warehouseId: 'W1', reason: 'no_stock' }],
      },
    ])
  })

  test('B may be short at 5 a unit: the first warehouse only', () => {
    const plan = allocateOrder(textbook({ shortCostMinor: 500 }))
    expect(plan.shipments).toMatchObject([{ warehouseId: 'W1', costMinor: 1000 }])
    expect(plan.short).toEqual([{ lineNo: 2, quantity: 1 }])
    expect(plan).toMatchObject({ totalCostMinor: 1500, cost: { freight: 1000, short: 500 } })
    expect(plan.explanation[1]?.rejected[1]).toEqual({
      warehouseId: 'W2',
      reason: 'costs_more',
      extraCostMinor: 850,
    })
  })

  test('the second misses the promise and the order ships whole: nothing ships', () => {
    const plan = allocateOrder(textbook({ shipComplete: true }, false))
    expect(plan).toMatchObject({ shipments: [], totalCostMinor: 0 })
    expect(plan.short).toEqual([
      { lineNo: 1, quantity: 2 },
      { lineNo: 2, quantity: 1 },
    ])
    expect(plan.explanation.map((line) => line.rejected.map((one) => one.reason))).toEqual([
      ['ship_complete', 'misses_promise'],
      ['no_stock', 'misses_promise'],
    ])
  })
})

describe('policy', () => {
  test('without ship-complete the line in stock still ships', () => {
    const plan = allocateOrder(textbook({}, false))
    expect(plan.shipments.map((shipment) => shipment.warehouseId)).toEqual(['W1'])
    expect(plan.short).toEqual([{ lineNo: 2, quantity: 1 }])
  })

  test('ship-complete is not bought off by a price on shortage', () => {
    expect(allocateOrder(textbook({ shipComplete: true, shortCostMinor: 1 })).short).toEqual([])
  })

  test('lateness with a price is charged once for each line', () => {
    const plan = allocateOrder(textbook({ lateCostMinor: 300 }, false))
    // all late from W2: 1650 + 2 × 300 = 2250; W1 for A, W2 for B: 1000 + 1350 + 300 = 2650
    expect(plan).toMatchObject({ totalCostMinor: 2250, cost: { freight: 1650, late: 600 } })
    const dear = allocateOrder(textbook({ lateCostMinor: 5000 }, false))
    expect(dear.cost).toEqual({ freight: 2350, split: 0, late: 5000, short: 0 })
    expect(dear.explanation[0]?.rejected).toEqual([
      { warehouseId: 'W2', reason: 'misses_promise', extraCostMinor: 150 * 2 - 1000 + 5000 },
    ])
  })

  test('each shipment after the first costs a split', () => {
    const request = textbook({ splitCostMinor: 40 })
    const plan = allocateOrder({ ...request, available: stock({ W1: { A: 2 }, W2: { B: 3 } }) })
    expect(plan.cost).toEqual({ freight: 1000 + 1350, split: 40, late: 0, short: 0 })
  })

  test('one shipment only: as many units as one warehouse can fill', () => {
    const request = textbook({ maxShipments: 1 })
    const plan = allocateOrder({ ...request, available: stock({ W1: { A: 2 }, W2: { B: 3 } }) })
    expect(plan.shipments.map((shipment) => shipment.warehouseId)).toEqual(['W1'])
    expect(plan.short).toEqual([{ lineNo: 2, quantity: 1 }])
    expect(plan.explanation[1]?.rejected).toEqual([
      { warehouseId: 'W1', reason: 'no_stock' },
      { warehouseId: 'W2', reason: 'split_limit' },
    ])
  })

  test('a warehouse that does not serve the destination is never used', () => {
    const request = textbook()
    const warehouses = request.warehouses.map((warehouse) =>
      warehouse.id === 'W2' ? { ...warehouse, transitHours: null } : warehouse,
    )
    const plan = allocateOrder({ ...request, warehouses })
    expect(plan.shipments.map((shipment) => shipment.warehouseId)).toEqual(['W1'])
    expect(plan.explanation[1]?.rejected[1]).toEqual({ warehouseId: 'W2', reason: 'does_not_serve' })
  })

  test('a product of its own weight has its own unit cost', () => {
    const request = textbook()
    const warehouses = request.warehouses.map((warehouse) =>
      warehouse.id === 'W2' ? { ...warehouse, unitCostByProductMinor: { A: 900 } } : warehouse,
    )
    // all W2 = 1200 + 1800 + 150 = 3150; split = 1000 + 1350 = 2350
    expect(allocateOrder({ ...request, warehouses }).totalCostMinor).toBe(2350)
  })
})

describe('two lines of one product', () => {
  const twice: AllocationRequest = {
    ...textbook(),
    lines: [
      { lineNo: 1, productId: 'A', quantity: 2 },
      { lineNo: 2, productId: 'A', quantity: 2 },
    ],
  }

  test('share its stock; the last line is the short one', () => {
    const plan = allocateOrder({ ...twice, available: stock({ W1: { A: 1 }, W2: { A: 2 } }) })
    const shipped = plan.shipments.flatMap((shipment) => shipment.lines.map((line) => line.quantity))
    expect(shipped.reduce((sum, quantity) => sum + quantity, 0)).toBe(3)
    expect(plan.short).toEqual([{ lineNo: 2, quantity: 1 }])
  })

  test('stock the first line takes is no stock for the second', () => {
    const plan = allocateOrder({ ...twice, available: stock({ W1: { A: 2 }, W2: { A: 0 } }) })
    expect(plan.short).toEqual([{ lineNo: 2, quantity: 2 }])
    expect(plan.explanation[1]?.rejected).toEqual([
      { warehouseId: 'W1', reason: 'no_stock' },
      { warehouseId: 'W2', reason: 'no_stock' },
    ])
  })

  test('late units go to as few lines as possible', () => {
    const request = textbook({ lateCostMinor: 1000 }, false)
    const lines = [1, 2, 3].map((lineNo) => ({ lineNo, productId: 'A', quantity: 2 }))
    const plan = allocateOrder({ ...request, lines, available: stock({ W1: { A: 4 }, W2: { A: 9 } }) })
    expect(plan.cost.late).toBe(1000)
    expect(plan.explanation.filter((line) => line.chosen.some((one) => one.missesPromise))).toHaveLength(1)
  })
})

describe('edges', () => {
  test('no warehouse, no line, no stock, oversold stock', () => {
    const request = textbook()
    const nothing = { shipments: [], totalCostMinor: 0, exact: true }
    expect(allocateOrder({ ...request, lines: [] })).toMatchObject({ ...nothing, short: [], explanation: [] })
    expect(allocateOrder({ ...request, warehouses: [] })).toMatchObject(nothing)
    expect(allocateOrder({ ...request, available: new Map() }).short).toHaveLength(2)
    const oversold = allocateOrder({ ...request, available: stock({ W1: { A: -4 }, W2: { A: 1, B: -1 } }) })
    expect(oversold.short).toEqual([
      { lineNo: 1, quantity: 1 },
      { lineNo: 2, quantity: 1 },
    ])
  })

  test.each([
    [{ lines: [{ lineNo: 1, productId: 'A', quantity: 0 }] }],
    [{ lines: [{ lineNo: 1, productId: 'A', quantity: 1.5 }] }],
    [{ lines: [1, 1].map((lineNo) => ({ lineNo, productId: 'A', quantity: 1 })) }],
    [{ warehouses: [...textbook().warehouses, ...textbook().warehouses] }],
    [{ policy: { ...fillFirst, splitCostMinor: 0.5 } }],
    [{ policy: { ...fillFirst, shortCostMinor: -1 } }],
    [{ lines: Array.from({ length: 1001 }, (_, i) => ({ lineNo: i, productId: 'A', quantity: 1 })) }],
  ])('a malformed request is a mistake of the caller (%#)', (part) => {
    expect(() => allocateOrder({ ...textbook(), ...part })).toThrow(RangeError)
  })
})
