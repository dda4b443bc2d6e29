import { expect, test } from 'vitest'
import { nextPath } from '#web/features/identity/next-path.ts'

test.each([
  ['/orders?state=open', '/orders?state=open'],
  [undefined, '/'],
  ['https://elsewhere.example', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['/\t/elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/log-in?next=/log-in', '/'],
])('after log-in, %s leads to %s', (next, expected) => {
  expect(nextPath(next)).toBe(expected)
})
