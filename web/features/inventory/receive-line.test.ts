import { expect, test } from 'vitest'
import { withOneMore } from '#web/features/inventory/receive-line.ts'

const line = (productId: string, accepted: number | null) => ({
  productId,
  expected: null,
  accepted,
  refused: null,
  refusalReason: null,
})

test('a scan counts up the line of its product and leaves the others', () => {
  expect(withOneMore([line('a', 1), line('b', 4)], 'b')).toEqual([line('a', 1), line('b', 5)])
  expect(withOneMore([line('a', null)], 'a')).toEqual([line('a', 1)])
})

test('the first scan of a product puts its line on top', () => {
  expect(withOneMore([line('a', 1)], 'b')).toEqual([line('b', 1), line('a', 1)])
  expect(withOneMore(undefined, 'a')).toEqual([line('a', 1)])
})
