import { expect, test } from 'vitest'
import { namesLost, searchKept, whyNotChange } from './view.ts'

test('a view keeps filters and sort in one order, never the page or the view itself', () => {
  expect(searchKept('?state=held&cursor=x&saved=1&a=2&state=short&empty=')).toBe('a=2&state=held&state=short')
  expect(searchKept('b=1&a=2', ['a'])).toBe('a=2')
  expect(searchKept('')).toBe('')
})

test('names a list takes no more are found', () => {
  expect(namesLost('state=held&gone=1&gone=2&saved=x', ['state', 'sort'])).toEqual(['gone'])
})

test.each([
  [{ visibility: 'personal', ownerId: 'me' }, false, null],
  [{ visibility: 'personal', ownerId: 'other' }, true, 'view.not_yours'],
  [{ visibility: 'team', ownerId: 'me' }, false, null],
  [{ visibility: 'global', ownerId: 'other' }, false, 'view.not_yours'],
  [{ visibility: 'global', ownerId: null }, true, null],
] as const)('%j with share permission %s: %s', (view, canShare, refusal) => {
  expect(whyNotChange(view, { id: 'me', canShare })).toBe(refusal)
})
