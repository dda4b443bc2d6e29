import { expect, test } from 'vitest'
import { partsOfDay } from './my-day.ts'

const item = (key: string, dueAt: string | null, since = '2026-11-20T00:00:00Z') => ({ key, dueAt, since })
const day = { nowMs: Date.parse('2026-11-26T10:00:00Z'), dayEndMs: Date.parse('2026-11-26T16:00:00Z') }

test('what is due comes in its order, what only waits after it', () => {
  const parts = partsOfDay(
    [
      item('later', '2026-11-27T10:00:00Z'),
      item('new', null, '2026-11-25T00:00:00Z'),
      item('soon', '2026-11-26T11:00:00Z'),
      item('old', null, '2026-11-21T00:00:00Z'),
      item('tonight', '2026-11-26T15:59:59Z'),
      item('late', '2026-11-26T09:00:00Z'),
      item('later still', '2026-11-26T16:00:00Z'),
    ],
    day,
  )
  expect(parts.map(({ part, items }) => [part, items.map((one) => one.key)])).toEqual([
    ['late', ['late']],
    ['today', ['soon', 'tonight']],
    ['later', ['later still', 'later']],
    ['waiting', ['old', 'new']],
  ])
  expect(partsOfDay([], day)).toEqual([])
})
