import { expect, test } from 'vitest'
import { namePath } from '#web/ui/name-path.ts'

test.each([
  ['name', ['name']],
  ['lines.0.quantity', ['lines', 0, 'quantity']],
  ['lines.10', ['lines', 10]],
  ['a1.b', ['a1', 'b']],
])('%s names a field of the form', (path, expected) => {
  expect(namePath(path)).toEqual(expected)
})
