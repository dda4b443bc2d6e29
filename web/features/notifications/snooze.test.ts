import { expect, test } from 'vitest'
import { snoozeChoices } from './snooze.ts'

const at = (now: string, zone = 'Asia/Shanghai') =>
  Object.fromEntries(snoozeChoices(new Date(now), zone).map((choice) => [choice.key, choice.until]))

test('choices lie ahead, in the zone of the company', () => {
  // A Thursday.
  expect(at('2026-11-26T10:00:00+08:00')).toEqual({
    hour: '2026-11-26T03:00:00.000Z',
    evening: '2026-11-26T09:00:00.000Z',
    tomorrow: '2026-11-27T00:30:00.000Z',
    monday: '2026-11-30T00:30:00.000Z',
  })
  expect(at('2026-11-26T23:30:00+08:00')['evening']).toBe(undefined)
  expect(at('2026-11-30T07:00:00+08:00')['monday']).toBe('2026-12-07T00:30:00.000Z')
  expect(at('2026-11-29T07:00:00+08:00')['monday']).toBe('2026-11-30T00:30:00.000Z')
})
