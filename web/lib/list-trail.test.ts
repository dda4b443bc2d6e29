import { expect, test } from 'vitest'
import { type ListTrail, extended, placeIn } from '#web/lib/list-trail.ts'

const trail: ListTrail = {
  type: 'order',
  ids: ['c', 'd'],
  path: '/orders/{id}',
  backTo: '/orders?state=held',
  before: 2,
  total: 6,
  source: {
    operation: { method: 'GET', path: '/orders' },
    params: undefined,
    query: { limit: 2 },
    idField: 'id',
    next: 'n',
    previous: 'p',
    canCount: true,
  },
}

test('a record knows its neighbours and its place in the whole list', () => {
  expect(placeIn(trail, 0)).toEqual({
    previous: null,
    next: '/orders/d',
    position: 3,
    total: 6,
    backTo: '/orders?state=held',
  })
})

test('the trail grows at both ends, keeps its numbering, and takes no row twice', () => {
  const after = extended(trail, { rows: [{ id: 'd' }, { id: 'e' }], next: null, previous: 'x' }, 'next')
  expect(after.ids).toEqual(['c', 'd', 'e'])
  expect(after.source).toMatchObject({ next: null, previous: 'p' })
  const before = extended(after, { rows: [{ id: 'a' }, { id: 'b' }], next: 'y', previous: null }, 'previous')
  expect(before).toMatchObject({
    ids: ['a', 'b', 'c', 'd', 'e'],
    before: 0,
    source: { next: null, previous: null },
  })
  expect(placeIn(before, 2)).toMatchObject({ previous: '/orders/b', position: 3 })
})
