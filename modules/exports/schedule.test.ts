import { expect, test } from 'vitest'
import { type Plan, nextRunMs, whyNotPlan } from './schedule.ts'

const SHANGHAI = 'Asia/Shanghai'
const at = (text: string) => Date.parse(text)

test.each<[Plan, string, string, string]>([
  [{ every: 'day', day: null, time: '08:00' }, SHANGHAI, '2026-11-26T00:00:00Z', '2026-11-27T00:00:00.000Z'],
  [{ every: 'day', day: null, time: '08:00' }, SHANGHAI, '2026-11-25T23:59:59Z', '2026-11-26T00:00:00.000Z'],
  [{ every: 'week', day: 1, time: '09:30' }, SHANGHAI, '2026-11-26T00:00:00Z', '2026-11-30T01:30:00.000Z'],
  [{ every: 'month', day: 28, time: '00:00' }, SHANGHAI, '2026-02-27T16:00:00Z', '2026-03-27T16:00:00.000Z'],
  [
    { every: 'day', day: null, time: '08:00' },
    'Europe/Berlin',
    '2026-03-28T12:00:00Z',
    '2026-03-29T06:00:00.000Z',
  ],
])('%j in %s after %s', (plan, zone, after, next) => {
  expect(new Date(nextRunMs(plan, zone, at(after))).toISOString()).toBe(next)
})

test('a plan names a day that every week or month has', () => {
  expect(whyNotPlan({ every: 'day', day: null, time: '08:00' })).toBeNull()
  expect(whyNotPlan({ every: 'week', day: 7, time: '08:00' })).toBeNull()
  for (const plan of [
    { every: 'day', day: 3 },
    { every: 'week', day: 8 },
    { every: 'month', day: null },
  ] as const)
    expect(whyNotPlan({ ...plan, time: '08:00' })).toBe('export.no_such_day')
})
