import { beforeEach, expect, test, vi } from 'vitest'
import { forgetRecent, listRecent, rememberRecent } from './recent.ts'

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  })
  return () => vi.unstubAllGlobals()
})

test('keeps the last twelve, each once, newest first', () => {
  for (let i = 0; i < 15; i += 1) rememberRecent('u1', { path: `/orders/${i}`, title: `SO-${i}` })
  rememberRecent('u1', { path: '/orders/10', title: 'SO-10' })
  const paths = listRecent('u1').map((row) => row.path)
  expect(paths).toHaveLength(12)
  expect(paths.slice(0, 3)).toEqual(['/orders/10', '/orders/14', '/orders/13'])
  expect(new Set(paths).size).toBe(12)
})

test('shows nobody what another had open, and nothing after leaving', () => {
  rememberRecent('u1', { path: '/orders/1', title: 'SO-1' })
  expect(listRecent('u2')).toEqual([])
  forgetRecent()
  expect(listRecent('u1')).toEqual([])
})
