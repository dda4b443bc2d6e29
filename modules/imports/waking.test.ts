import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { busyTenants, forgetIdle, wake } from './waking.ts'

afterEach(() => vi.useRealTimers())

test('each job looks at all companies once in a while, and at those awake in between', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const [id, reading, steps] = [randomUUID(), randomUUID(), randomUUID()] // others in this process are awake, too
  expect([busyTenants(reading), busyTenants(steps)]).toEqual([null, null])
  expect(busyTenants(steps)).not.toContain(id)
  wake(id)
  expect([busyTenants(reading), busyTenants(steps)]).toEqual([
    expect.arrayContaining([id]),
    expect.arrayContaining([id]),
  ])
  forgetIdle(id, false)
  expect(busyTenants(steps), 'a request that may not have committed yet').toContain(id)
  vi.advanceTimersByTime(10_001)
  forgetIdle(id, false)
  expect(busyTenants(steps)).not.toContain(id)
})
