import { expect, test } from 'vitest'
import { nearestField, namePath, rowOfPath } from '#web/ui/name-path.ts'

test.each([
  ['name', ['name']],
  ['lines.0.quantity', ['lines', 0, 'quantity']],
  ['lines.10', ['lines', 10]],
  ['a1.b', ['a1', 'b']],
])('%s names a field of the form', (path, expected) => {
  expect(namePath(path)).toEqual(expected)
})

const fields = [
  ['name'],
  ['lines', 0, 'productId'],
  ['lines', 0, 'quantity'],
  ['lines', 1, 'quantity'],
  ['scopes'],
]

test.each([
  ['name', ['name']],
  ['lines[1].quantity', ['lines', 1, 'quantity']],
  ['lines[0].lineId', ['lines', 0, 'productId']],
  ['lines[1].lineId', ['lines', 1, 'quantity']],
  ['lines', ['lines', 0, 'productId']],
  ['scopes.warehouse[3]', ['scopes']],
  ['lines[7].quantity', ['lines', 0, 'productId']],
  ['version', null],
])('%s is told on a field that the form shows', (path, expected) => {
  expect(nearestField(path, fields)).toEqual(expected)
})

test('a path says which row it is about', () => {
  expect([rowOfPath('lines[0].lineId'), rowOfPath('rows.4'), rowOfPath('name')]).toEqual([1, 5, null])
})
