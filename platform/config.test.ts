import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test.each([
  ['', []],
  ['10.0.0.1', ['10.0.0.1']],
  [' 10.0.0.1 , fd00::/8,loopback,', ['10.0.0.1', 'fd00::/8', 'loopback']],
])('TRUSTED_PROXIES=%j', (text, expected) => {
  expect(readConfig({ TRUSTED_PROXIES: text }).trustedProxies).toEqual(expected)
})

test.each(['proxy', '10.0.0.1/33', '10.0.0.0/8/8', '10.0.0.1 10.0.0.2', 'fd00::/129', '*'])(
  'TRUSTED_PROXIES=%s is refused by name, with what it takes',
  (text) => {
    expect(() => readConfig({ TRUSTED_PROXIES: text })).toThrow(
      /^Environment variable TRUSTED_PROXIES: addresses or networks/,
    )
  },
)

test('a short METRICS_TOKEN is refused', () => {
  expect(() => readConfig({ METRICS_TOKEN: 'short' })).toThrow(/METRICS_TOKEN: at least 16 characters/)
  expect(readConfig({ METRICS_TOKEN: 'x'.repeat(16) }).metricsToken).toBe('x'.repeat(16))
  expect(readConfig({}).metricsToken).toBeNull()
})
