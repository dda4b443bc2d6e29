import { expect, test } from 'vitest'
import { namesRecord } from '#web/lib/live-queries.ts'
import { compareRows, withRows } from '#web/lib/live-rows.ts'

const key = (row: { id: string }) => row.id
const a = { id: 'a', state: 'open' }
const b = { id: 'b', state: 'open' }
const c = { id: 'c', state: 'open' }

test('rows that came or went are counted, rows that changed are named', () => {
  expect(compareRows([a, b], [a, b], key)).toEqual({ news: 0, changed: new Map() })
  expect(compareRows([a, b], [c, a], key)).toEqual({ news: 1, changed: new Map() })
  expect(compareRows([a, b, c], [a], key)).toEqual({ news: 2, changed: new Map() })
  const done = { ...b, state: 'done' }
  expect(compareRows([a, b], [done, a], key)).toEqual({ news: 0, changed: new Map([['b', done]]) })
})

test('changed rows take the place of the old ones, on one page or several', () => {
  const done = { ...b, state: 'done' }
  const changed = new Map([['b', done]])
  expect(withRows({ rows: [a, b], next: null }, changed, key)).toEqual({ rows: [a, done], next: null })
  expect(withRows({ pages: [{ rows: [a] }, { rows: [b] }] }, changed, key)).toEqual({
    pages: [{ rows: [a] }, { rows: [done] }],
  })
  expect(withRows(undefined, changed, key)).toBe(undefined)
})

test('a read names a record by its parameters', () => {
  expect(namesRecord(['/orders/{id}', { params: { id: 'a' } }], { id: 'a' })).toBe(true)
  expect(namesRecord(['/orders/{id}', { params: { id: 'a' } }], { id: 'b', parent: 'a' })).toBe(true)
  expect(namesRecord(['/orders/{id}', { params: { id: 'a' } }], { id: 'b' })).toBe(false)
  expect(namesRecord(['/orders', { query: {} }], { id: 'a' })).toBe(false)
})
