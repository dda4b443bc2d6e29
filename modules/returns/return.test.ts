import { expect, test } from 'vitest'
import {
  type ReturnAction,
  missingOf,
  returnStates,
  stateAfter,
  whyNotArrive,
  whyNotReturn,
} from './return.ts'

const allowed: Record<string, ReturnAction[]> = {
  announced: ['receive', 'change', 'cancel'],
  receiving: ['receive', 'change', 'close'],
  received: [],
  closed: [],
  cancelled: [],
}

test('state × action: what is not named is refused with its reason', () => {
  for (const state of returnStates)
    for (const action of ['receive', 'change', 'close', 'cancel'] as const)
      expect([state, action, whyNotReturn(state, action) === null]).toEqual([
        state,
        action,
        allowed[state]?.includes(action),
      ])
  expect(whyNotReturn('receiving', 'cancel')).toBe('return.goods_are_back')
  expect(whyNotReturn('announced', 'close')).toBe('return.nothing_is_back')
})

test('a return is back when nothing of any line is missing', () => {
  const line = { quantity: 5, restocked: 3, unsaleable: 1 }
  expect(missingOf(line)).toBe(1)
  expect(stateAfter([line])).toBe('receiving')
  expect(stateAfter([{ ...line, unsaleable: 2 }])).toBe('received')
})

test('no more than is missing arrives, and what cannot be sold says why', () => {
  expect(whyNotArrive({ restocked: 2, unsaleable: 0, condition: null }, 1)).toBe('return.too_many')
  expect(whyNotArrive({ restocked: 0, unsaleable: 1, condition: null }, 1)).toBe('return.condition_missing')
  expect(whyNotArrive({ restocked: 0, unsaleable: 1, condition: 'wet' }, 1)).toBe(null)
})
