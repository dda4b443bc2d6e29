import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from '#web/lib/search.ts'

test('repeated names are lists, empty values are nothing', () => {
  expect(parseSearch('?a=1&b=2&b=3&c=')).toEqual({ a: '1', b: ['2', '3'] })
  expect(stringifySearch({ a: '1', b: ['2', '3'], c: undefined, d: '' })).toBe('?a=1&b=2&b=3')
  expect(stringifySearch({})).toBe('')
})

test('what was written is read again', () => {
  const value = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 4 }),
  )
  const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__')
  fc.assert(
    fc.property(fc.dictionary(name, value, { noNullPrototype: true, maxKeys: 6 }), (values) => {
      expect(parseSearch(stringifySearch(values))).toEqual(values)
    }),
  )
})

test('names that every object has are names like others', () => {
  expect(parseSearch('?constructor=1&toString=2&toString=3')).toEqual({
    constructor: '1',
    toString: ['2', '3'],
  })
})

test('a link with very many values is cut', () => {
  expect(Object.keys(parseSearch(Array.from({ length: 1000 }, (_, i) => `k${i}=1`).join('&')))).toHaveLength(
    200,
  )
})
