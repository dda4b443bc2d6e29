import { describe, expect, test } from 'vitest'
import { type LineQuantities, orderEvents, orderStates, orderTable, stateOf, whyNot } from './order.ts'
import { refusals } from './refusals.ts'

describe('the state table', () => {
  // The cells that let something happen; every other one of the 54 refuses.
  const allowed = {
    held: { hold: 'held', release: 'held short confirmed', amend: 'held', cancel: 'cancelled' },
    short: {
      hold: 'held',
      amend: 'short confirmed',
      cancel: 'cancelled',
      decide_shortage: 'short confirmed cancelled',
      reallocate: 'short confirmed',
      ship: 'shipping',
    },
    confirmed: {
      hold: 'held',
      amend: 'short confirmed',
      cancel: 'cancelled',
      reallocate: 'short confirmed',
      ship: 'shipping',
    },
    shipping: {
      reallocate: 'shipping',
      decide_shortage: 'shipping delivered',
      ship: 'shipping',
      deliver: 'shipping delivered',
      revoke_delivery: 'shipping',
    },
    delivered: { revoke_delivery: 'shipping' },
    cancelled: {},
  } as Record<string, Record<string, string>>

  for (const state of orderStates) {
    for (const event of orderEvents) {
      const to = allowed[state]?.[event]
      test(`${state} + ${event} ${to ? `-> ${to}` : 'refuses'}`, () => {
        const refusal = whyNot(event, state)
        if (to) {
          expect(refusal).toBeNull()
          expect(orderTable[state][event]).toEqual(to.split(' '))
        } else {
          expect(Object.keys(refusals)).toContain(refusal)
        }
      })
    }
  }
})

describe('the state its facts give', () => {
  const line = (given: Partial<LineQuantities>): LineQuantities => ({
    quantity: 10,
    cancelled: 0,
    shipped: 0,
    delivered: 0,
    reserved: 0,
    ...given,
  })
  const facts = (lines: LineQuantities[], held = false, picking = false) => stateOf({ held, picking, lines })

  test.each([
    ['all reserved', [line({ reserved: 10 })], 'confirmed'],
    ['one unit open', [line({ reserved: 9 })], 'short'],
    ['open unit cancelled', [line({ reserved: 9, cancelled: 1 })], 'confirmed'],
    ['everything cancelled', [line({ cancelled: 10 })], 'cancelled'],
    ['part shipped, rest open', [line({ shipped: 4 })], 'shipping'],
    ['shipped, not delivered', [line({ shipped: 10 })], 'shipping'],
    [
      'one line delivered, one not',
      [line({ shipped: 10, delivered: 10 }), line({ reserved: 10 })],
      'shipping',
    ],
    ['delivered, remainder cancelled', [line({ shipped: 6, delivered: 6, cancelled: 4 })], 'delivered'],
    [
      'one delivered, one cancelled',
      [line({ shipped: 10, delivered: 10 }), line({ cancelled: 10 })],
      'delivered',
    ],
  ])('%s', (_, lines, state) => expect(facts(lines)).toBe(state))

  test('a hold wins over stock, not over cancellation', () => {
    expect(facts([line({ reserved: 10 })], true)).toBe('held')
    expect(facts([line({ cancelled: 10 })], true)).toBe('cancelled')
  })
  test('picking has begun', () => expect(facts([line({ reserved: 10 })], false, true)).toBe('shipping'))
})
