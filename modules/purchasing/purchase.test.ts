import { expect, test } from 'vitest'
import {
  type PurchaseAction,
  beyondOf,
  dayOfSupply,
  isOverdue,
  missingOf,
  purchaseStates,
  stateAfterGoods,
  whyNotPurchase,
} from './purchase.ts'

const actions: PurchaseAction[] = ['change', 'send', 'tell', 'confirm', 'receive', 'close', 'cancel']
const refused: Record<string, string[]> = {
  draft: ['-', '-', '-', 'not_sent', 'not_sent', 'nothing_came', '-'],
  queued: ['sent_already', 'sent_already', '-', '-', '-', 'nothing_came', '-'],
  failed: ['-', '-', '-', 'not_sent', 'not_sent', 'nothing_came', '-'],
  sent: ['sent_already', 'sent_already', 'sent_already', '-', '-', 'nothing_came', '-'],
  confirmed: ['sent_already', 'sent_already', 'sent_already', '-', '-', 'nothing_came', '-'],
  receiving: ['sent_already', 'sent_already', 'sent_already', '-', '-', '-', 'goods_came'],
  received: Array(7).fill('ended'),
  closed: Array(7).fill('ended'),
  cancelled: Array(7).fill('ended'),
}

test.each(purchaseStates)('%s × action: what is not named is refused with its reason', (state) => {
  expect(actions.map((action) => whyNotPurchase(state, action)?.replace('purchase.', '') ?? '-')).toEqual(
    refused[state],
  )
})

const line = (given: object = {}) => ({
  quantity: 10,
  received: 4,
  wantedOn: '2026-11-20',
  confirmedOn: null,
  ...given,
})

test('what is missing, what came beyond, and when all is there', () => {
  expect([missingOf(line()), missingOf(line({ received: 12 })), beyondOf(line({ received: 12 }))]).toEqual([
    6, 0, 2,
  ])
  expect(stateAfterGoods([line({ received: 10 }), line()])).toBe('receiving')
  expect(stateAfterGoods([line({ received: 10 }), line({ received: 11 })])).toBe('received')
})

test('the supplier’s word outweighs the day we asked for; nothing is overdue on its day, or when it is there', () => {
  expect(isOverdue(line(), '2026-11-20')).toBe(false)
  expect(isOverdue(line(), '2026-11-21')).toBe(true)
  expect(isOverdue(line({ confirmedOn: '2026-11-25' }), '2026-11-21')).toBe(false)
  expect(isOverdue(line({ received: 10 }), '2026-11-21')).toBe(false)
})

test.each([
  [5, '2026-11-22'],
  [6, '2026-11-30'],
  [8, '2026-11-30'],
  [9, null],
])('%i units are there by %s', (units, day) => {
  const coming = [
    { open: 3, expectedOn: '2026-11-30' },
    { open: 2, expectedOn: '2026-11-18' },
    { open: 3, expectedOn: '2026-11-22' },
  ]
  expect(dayOfSupply(coming, units, '2026-11-21')).toBe(day)
})

test('what is overdue may come any day: from today on', () => {
  expect(dayOfSupply([{ open: 2, expectedOn: '2026-11-18' }], 2, '2026-11-21')).toBe('2026-11-21')
})
