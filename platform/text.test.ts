import { expect, test } from 'vitest'
import { fill } from './text.ts'

test.each([
  ['{n} {n:row|rows}', { n: 1 }, '1 row'],
  ['{n} {n:row|rows}', { n: 0 }, '0 rows'],
  ['{n} {n:row|rows}', { n: '1,001' }, '1,001 rows'],
  ['{n} {n:number was|numbers were} not found', { n: 1 }, '1 number was not found'],
  ['{who} {what}', { who: '李小明' }, '李小明 {what}'],
])('%s with %o', (text, values, said) => {
  expect(fill(text, values)).toBe(said)
})
