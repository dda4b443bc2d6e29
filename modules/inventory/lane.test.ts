import { describe, expect, test } from 'vitest'
import { type Lane, destinationsOf, isDestination, pickLane } from './lane.ts'

const lane = (warehouseId: string, destination: string, transitHours = 24): Lane => ({
  warehouseId,
  destination,
  transitHours,
  fixedCostMinor: 0,
  unitCostMinor: 0,
  carrierId: null,
  mode: '',
})

test.each([
  [{ country: 'CN', province: '44' }, ['CN-44', 'CN', '*']],
  [{ country: 'CN', province: '440000' }, ['CN-44', 'CN', '*']],
  [{ country: 'CN', province: 'CN-44' }, ['CN-44', 'CN', '*']],
  [{ country: 'CN', province: '' }, ['CN', '*']],
  [{ country: 'US', province: 'CA' }, ['US-CA', 'US', '*']],
  [{ country: 'US', province: '94016' }, ['US-94016', 'US', '*']],
  [{ country: 'NG', province: 'Lagos State' }, ['NG', '*']],
])('%j can be served by lanes to %j', (place, names) => expect(destinationsOf(place)).toEqual(names))

test.each([
  ['*', true],
  ['CN', true],
  ['CN-44', true],
  ['cn', false],
  ['CN-', false],
  ['CHN', false],
  ['CN-4400000', false],
  ['', false],
  ['**', false],
])('%s is a destination: %s', (text, answer) => expect(isDestination(text)).toBe(answer))

describe('pickLane', () => {
  const lanes = [
    lane('w1', '*', 99),
    lane('w1', 'CN', 48),
    lane('w2', 'CN-44', 12),
    lane('w1', 'CN-44', 24),
    lane('w3', 'US'),
  ]
  test('takes the most specific lane of the warehouse, in whatever order they come', () => {
    for (const order of [lanes, lanes.toReversed()]) {
      expect(pickLane(order, 'w1', { country: 'CN', province: '440000' })?.transitHours).toBe(24)
      expect(pickLane(order, 'w1', { country: 'CN', province: '11' })?.transitHours).toBe(48)
      expect(pickLane(order, 'w1', { country: 'VN', province: '' })?.transitHours).toBe(99)
    }
  })
  test('is null where nothing goes', () => {
    expect(pickLane(lanes, 'w2', { country: 'CN', province: '11' })).toBeNull()
    expect(pickLane(lanes, 'w3', { country: 'CN', province: '44' })).toBeNull()
    expect(pickLane([], 'w1', { country: 'CN', province: '44' })).toBeNull()
  })
})
