import { describe, expect, test } from 'vitest'
import {
  type ShipmentAction,
  leftToPick,
  scanLine,
  shipmentActions,
  shipmentStates,
  shortAtLoading,
  stateAfter,
  stateOnRoad,
  whyNot,
  whyNotPack,
} from './shipment.ts'
import { trackingStatuses } from './tracking.ts'

// One row for each state: what each action leads to, in the order of shipmentActions.
const table: Record<string, string> = {
  planned:
    'picking | !not_picked | !not_packed | !not_packed | handed_over | !not_handed_over | cancelled | !not_handed_over | !not_handed_over',
  picking:
    'picking | packed | !not_packed | !not_packed | handed_over | !not_handed_over | cancelled | !not_handed_over | !not_handed_over',
  packed:
    '!already_packed | !already_packed | picking | handed_over | handed_over | !not_handed_over | cancelled | !not_handed_over | !not_handed_over',
  handed_over:
    '!already_handed_over | !already_handed_over | !already_handed_over | !already_handed_over | !already_handed_over | delivered | !already_handed_over | handed_over | handed_over',
  delivered:
    '!already_handed_over | !already_handed_over | !already_handed_over | !already_handed_over | !already_handed_over | delivered | !already_handed_over | !already_delivered | delivered',
  returned:
    '!already_handed_over | !already_handed_over | !already_handed_over | !already_handed_over | !already_handed_over | !ended | !already_handed_over | !ended | returned',
  lost: '!already_handed_over | !already_handed_over | !already_handed_over | !already_handed_over | !already_handed_over | delivered | !already_handed_over | !ended | lost',
  cancelled:
    '!cancelled | !cancelled | !cancelled | !cancelled | !cancelled | !cancelled | !cancelled | !cancelled | !cancelled',
}

describe('every cell of the state table', () => {
  for (const state of shipmentStates) {
    const cells = (table[state] ?? '').split(' | ')
    test.each(shipmentActions.map((action, i) => [state, action, cells[i] ?? '']))(
      '%s × %s: %s',
      (_, action, cell) => {
        const refusal = whyNot(state, action as ShipmentAction)
        if (cell.startsWith('!')) {
          expect(refusal).toBe(`shipment.${cell.slice(1)}`)
          expect(() => stateAfter(state, action as ShipmentAction)).toThrow(RangeError)
        } else {
          expect(refusal).toBeNull()
          expect(stateAfter(state, action as ShipmentAction)).toBe(cell)
        }
      },
    )
  }
})

test('on the road the state follows the status, before the hand-over it does not', () => {
  const ends = ['delivered', 'returned', 'lost']
  for (const status of trackingStatuses) {
    for (const state of ['planned', 'picking', 'packed', 'cancelled'] as const)
      expect(stateOnRoad(state, status)).toBe(state)
    for (const state of ['handed_over', 'delivered', 'returned', 'lost'] as const) {
      expect(stateOnRoad(state, status)).toBe(ends.includes(status) ? status : 'handed_over')
    }
  }
})

describe('scanning on the bench', () => {
  const lines = [
    { id: 'a', sku: 'TEA-1', barcode: '6901234567892', quantity: 2, picked: 1, packed: 0 },
    { id: 'b', sku: 'TEA-1', barcode: '6901234567892', quantity: 3, picked: 0, packed: 0 },
    { id: 'c', sku: 'CUP', barcode: null, quantity: 1, picked: 1, packed: 0 },
  ]
  test.each([
    ['6901234567892', 1, { lineId: 'a' }],
    ['6901234567892', 2, { lineId: 'b' }],
    [' tea-1 ', 3, { lineId: 'b' }],
    ['tea-1', 4, { problem: 'shipment.picked_in_full' }],
    ['CUP', 1, { problem: 'shipment.picked_in_full' }],
    ['POT', 1, { problem: 'shipment.not_on_it' }],
    ['', 1, { problem: 'shipment.not_on_it' }],
  ])('%s × %i', (code, quantity, expected) => expect(scanLine(lines, code, quantity)).toEqual(expected))

  test('what is left', () => expect(leftToPick(lines)).toBe(4))
})

test('nothing picked cannot be packed, something short can', () => {
  expect(whyNotPack('picking', [{ picked: 0 }, { picked: 0 }])).toBe('shipment.not_picked')
  expect(whyNotPack('picking', [{ picked: 0 }, { picked: 1 }])).toBeNull()
  expect(whyNotPack('packed', [{ picked: 1 }])).toBe('shipment.already_packed')
})

test('short at loading is never negative: overage is separate (domain §4 no. 9)', () => {
  expect([10, 7, 0, 11].map((loaded) => shortAtLoading({ quantity: 10 }, loaded))).toEqual([0, 3, 10, 0])
})
