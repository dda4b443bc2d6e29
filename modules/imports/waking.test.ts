import { expect, test, vi } from 'vitest'

test('each job looks at all companies once in a while, and at those awake in between', async () => {
  vi.resetModules() // others in this process are awake
  const { busyTenants, forgetIdle, wake } = await import('./waking.ts')
  expect([busyTenants('reading'), busyTenants('steps')]).toEqual([null, null])
  expect(busyTenants('steps')).toEqual([])
  wake('a')
  expect([busyTenants('reading'), busyTenants('steps')]).toEqual([['a'], ['a']])
  forgetIdle('a', false)
  expect(busyTenants('steps'), 'a request that may not have committed yet').toEqual(['a'])
})
