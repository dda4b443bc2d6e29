import { describe, expect, test } from 'vitest'
import { type OpenShipment, type Reserved, reconcile } from './reconcile.ts'

const set = (orderLineId: string, quantity: number, warehouseId = 'w1'): Reserved => ({
  orderId: 'o',
  warehouseId,
  orderLineId,
  productId: `p-${orderLineId}`,
  quantity,
})
const line = (orderLineId: string, quantity: number) => ({
  orderLineId,
  productId: `p-${orderLineId}`,
  quantity,
})
const planned = (
  id: string,
  lines: [string, number][],
  started = false,
  warehouseId = 'w1',
): OpenShipment => ({
  id,
  orderId: 'o',
  warehouseId,
  started,
  lines: lines.map(([l, q]) => line(l, q)),
})
const nothing = { create: [], replace: [], cancel: [] }

describe('shipments follow what is set aside', () => {
  test('one for each warehouse, lines merged', () => {
    expect(reconcile([set('a', 2), set('a', 1), set('b', 5), set('a', 4, 'w2')], [])).toEqual({
      ...nothing,
      create: [
        { orderId: 'o', warehouseId: 'w1', lines: [line('a', 3), line('b', 5)] },
        { orderId: 'o', warehouseId: 'w2', lines: [line('a', 4)] },
      ],
    })
  })
  test('again: nothing', () =>
    expect(
      reconcile(
        [set('a', 3), set('b', 5)],
        [
          planned('s', [
            ['b', 5],
            ['a', 3],
          ]),
        ],
      ),
    ).toEqual(nothing))
  test('more, less, other lines: the planned one changes', () => {
    expect(
      reconcile(
        [set('a', 4)],
        [
          planned('s', [
            ['a', 3],
            ['b', 5],
          ]),
        ],
      ),
    ).toEqual({ ...nothing, replace: [{ id: 's', lines: [line('a', 4)] }] })
  })
  test('nothing set aside: cancelled, also the one being worked on', () => {
    expect(reconcile([], [planned('s', [['a', 3]]), planned('t', [['b', 1]], true, 'w2')])).toEqual({
      ...nothing,
      cancel: ['s', 't'],
    })
  })
  test('what is being worked on stays, the rest goes on a new one', () => {
    expect(reconcile([set('a', 5)], [planned('s', [['a', 3]], true)])).toEqual({
      ...nothing,
      create: [{ orderId: 'o', warehouseId: 'w1', lines: [line('a', 2)] }],
    })
    expect(reconcile([set('a', 2)], [planned('s', [['a', 3]], true)])).toEqual(nothing)
  })
  test('two planned ones become one', () => {
    expect(reconcile([set('a', 3)], [planned('s', [['a', 3]]), planned('t', [['a', 3]])])).toEqual({
      ...nothing,
      cancel: ['t'],
    })
  })
})
