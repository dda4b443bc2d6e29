import { describe, expect, test } from 'vitest'
import type { Clause } from '#modules/contracts/clause.ts'
import { compileCalendar } from '#modules/scheduling/calendar.ts'
import { stockKey } from './allocation-problem.ts'
import { trimExplanation } from './explanation.ts'
import { DEFAULT_POLICY, planOrder, policyOf } from './plan.ts'
import type { Setup } from './setup.ts'
import { type Demand, acknowledgeDue, deliverDueAnywhere, offersOf, timetableAt } from './timing.ts'

const ZONE = 'Asia/Shanghai'
const office = [{ from: '09:00', to: '18:00' }]
const standard = compileCalendar({
  zone: ZONE,
  week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] },
  exceptions: {},
})
const clause = (given: Partial<Clause>): Clause => ({
  id: 'x',
  lineId: 'x',
  version: 1,
  contractId: 'k',
  customerId: null,
  kind: 'ship',
  urgent: null,
  destination: null,
  origin: null,
  service: null,
  classKey: null,
  target: { unit: 'working_days', amount: 1, at: '18:00' },
  calendarId: null,
  earlyToleranceMinutes: null,
  lateToleranceMinutes: 0,
  exclusions: [],
  ...given,
})
const clauses = [
  clause({ id: 'ship' }),
  clause({ id: 'ship_urgent', urgent: true, target: { unit: 'working_minutes', amount: 240 } }),
  clause({ id: 'deliver', kind: 'deliver', target: { unit: 'requested', amount: 3 } }),
]
const warehouse = (id: string, given: object = {}) => ({
  id,
  code: id.toUpperCase(),
  name: id,
  country: 'CN',
  province: '44',
  cutoff: '16:00',
  calendarId: null,
  ...given,
})
const lane = (warehouseId: string, destination: string, transitHours: number, given: object = {}) => ({
  warehouseId,
  destination,
  transitHours,
  fixedCostMinor: 1_000,
  unitCostMinor: 10,
  carrierId: null,
  mode: 'road',
  ...given,
})

function setup(given: Partial<Setup> = {}): Setup {
  return {
    stamp: 's',
    day: '2026-11-23',
    readMs: 0,
    history: new Map(),
    calendars: new Map(),
    standard,
    warehouses: new Map(
      [warehouse('near'), warehouse('far', { cutoff: '08:00' })].map((one) => [one.id, one]),
    ),
    lanes: new Map([
      ['near', new Map([['CN-44', lane('near', 'CN-44', 24)]])],
      [
        'far',
        new Map([
          ['*', lane('far', '*', 96, { fixedCostMinor: 100 })],
          ['CN-44', lane('far', 'CN-44', 72, { fixedCostMinor: 100 })],
        ]),
      ],
    ]),
    common: clauses,
    own: new Map(),
    found: new Map(),
    ...given,
  }
}
const demand = (given: Partial<Demand> = {}): Demand => ({
  customerId: 'c',
  classKey: null,
  service: 'standard',
  urgent: false,
  destination: { country: 'CN', province: '44' },
  ...given,
})
const at = (text: string) => Date.parse(`${text}+08:00`)
const local = (ms: number | null | undefined) =>
  ms === null || ms === undefined ? null : new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)
const MONDAY_10 = at('2026-11-23T10:00:00')

describe('when a warehouse ships', () => {
  const sources = [...setup().warehouses.values()]
  const shipping = (nowMs: number, given: Partial<Demand> = {}) =>
    offersOf(timetableAt(setup(), ZONE, nowMs), demand(given), sources).map((offer) =>
      local(offer.ship.dueMs),
    )
  test('before its cutoff the next working day, after it one later', () => {
    expect(shipping(MONDAY_10)).toEqual(['2026-11-24T18:00:00', '2026-11-25T18:00:00'])
    expect(shipping(at('2026-11-23T16:00:00'))).toEqual(['2026-11-25T18:00:00', '2026-11-25T18:00:00'])
  })
  test('over the weekend', () => expect(shipping(at('2026-11-27T10:00:00'))[0]).toBe('2026-11-30T18:00:00'))
  test('urgent: four working hours', () =>
    expect(shipping(MONDAY_10, { urgent: true })).toEqual(['2026-11-23T14:00:00', '2026-11-24T13:00:00']))
  test('without any clause and calendar there is still a day', () => {
    const table = timetableAt(setup({ common: [], standard: null }), ZONE, MONDAY_10)
    expect(local(offersOf(table, demand(), sources)[0]?.ship.dueMs)).toBe('2026-11-24T23:59:59')
    expect(local(acknowledgeDue(table, demand()).dueMs)).toBe('2026-11-23T11:00:00')
    expect(local(deliverDueAnywhere(table, demand(), null).dueMs)).toBe('2026-11-26T23:59:59')
  })
  test('the most specific lane; none where nothing goes', () => {
    const hours = (province: string) =>
      offersOf(
        timetableAt(setup(), ZONE, MONDAY_10),
        demand({ destination: { country: 'CN', province } }),
        sources,
      ).map((offer) => offer.lane?.transitHours ?? null)
    expect([hours('44'), hours('31')]).toEqual([
      [24, 72],
      [null, 96],
    ])
  })
  test('a customer’s own clause counts for that customer only', () => {
    const own = clause({
      id: 'mine',
      customerId: 'c',
      target: { unit: 'working_days', amount: 3, at: '12:00' },
    })
    const table = timetableAt(setup({ own: new Map([['c', [own]]]) }), ZONE, MONDAY_10)
    expect(
      ['c', 'other'].map((customerId) =>
        local(offersOf(table, demand({ customerId }), sources)[0]?.ship.dueMs),
      ),
    ).toEqual(['2026-11-26T12:00:00', '2026-11-24T18:00:00'])
  })
})

describe('a plan', () => {
  const plan = (
    available: Record<string, number>,
    { quantity = 4, requestedMs = null as number | null } = {},
  ) => {
    const stock = new Map(Object.entries(available).map(([id, units]) => [stockKey(id, 'p'), units]))
    const table = timetableAt(setup(), ZONE, MONDAY_10)
    const lines = [{ lineId: 'l', lineNo: 1, productId: 'p', quantity, requestedMs }]
    const {
      lines: [line],
    } = planOrder(
      table,
      { demand: demand(), lines, sources: [...setup().warehouses.values()], policy: DEFAULT_POLICY },
      stock,
    )
    return { line, stock }
  }
  test('the cheap far warehouse would be late: the near one ships, and its units are taken', () => {
    const { line, stock } = plan({ near: 9, far: 9 })
    expect(line).toMatchObject({ filled: 4, short: 0, sources: [{ warehouseId: 'near', quantity: 4 }] })
    expect([local(line?.ship?.dueMs), local(line?.deliver?.dueMs), line?.deliver?.contractDueMs]).toEqual([
      '2026-11-24T18:00:00',
      '2026-11-26T23:59:59',
      null,
    ])
    expect([stock.get(stockKey('near', 'p')), stock.get(stockKey('far', 'p'))]).toEqual([5, 9])
    expect(line?.ship).toMatchObject({
      clauseId: 'ship',
      warehouseId: 'near',
      lane: 'NEAR>CN-44',
      mode: 'road',
    })
  })
  test('only late goods: promised for when they come, beside what the contract says', () => {
    const { line } = plan({ far: 9 })
    expect([local(line?.deliver?.dueMs), local(line?.deliver?.contractDueMs)]).toEqual([
      '2026-11-28T23:59:59',
      '2026-11-26T23:59:59',
    ])
  })
  test('from both: handed over and there when the last part is', () => {
    const { line } = plan({ near: 2, far: 2 })
    expect(line?.sources).toHaveLength(2)
    expect([local(line?.ship?.dueMs), line?.ship?.warehouseId, local(line?.deliver?.dueMs)]).toEqual([
      '2026-11-25T18:00:00',
      'far',
      '2026-11-28T23:59:59',
    ])
  })
  test('a wish far ahead lets the cheap one ship', () => {
    expect(plan({ near: 9, far: 9 }, { requestedMs: at('2026-12-10T00:00:00') }).line).toMatchObject({
      sources: [{ warehouseId: 'far', quantity: 4 }],
    })
  })
  test('nothing there: short, nothing promised', () =>
    expect(plan({}).line).toMatchObject({ filled: 0, short: 4, ship: null, deliver: null }))
})

test('the company’s policy; nonsense in its settings is ignored', () => {
  expect(policyOf({}, true)).toEqual({ ...DEFAULT_POLICY, shipComplete: true })
  expect(
    policyOf({ allocation: { maxShipments: 1, splitCostMinor: 7, lateCostMinor: null } }, false),
  ).toMatchObject({ maxShipments: 1, splitCostMinor: 7, lateCostMinor: null })
  expect(
    policyOf({ allocation: { maxShipments: 0, splitCostMinor: -1, lateCostMinor: 'x' } }, false),
  ).toEqual(DEFAULT_POLICY)
})

test('an explanation tells the nearest losers and counts the others', () => {
  const rejected = [
    ...Array.from({ length: 6 }, (_, i) => ({ warehouseId: `n${i}`, reason: 'no_stock' as const })),
    { warehouseId: 'dear', reason: 'costs_more' as const, extraCostMinor: 900 },
    { warehouseId: 'near', reason: 'costs_more' as const, extraCostMinor: 10 },
    { warehouseId: 'late', reason: 'misses_promise' as const },
    { warehouseId: 'away', reason: 'does_not_serve' as const },
  ]
  const { rejected: told, others } = trimExplanation({ lineNo: 1, chosen: [], rejected })
  expect(told.map((one) => one.warehouseId)).toEqual(['near', 'dear', 'late', 'n0'])
  expect(others).toEqual({ no_stock: 5, does_not_serve: 1 })
})
