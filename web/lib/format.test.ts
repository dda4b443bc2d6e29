import { beforeEach, describe, expect, test } from 'vitest'
import * as format from '#web/lib/format.ts'
import { setLocale } from '#web/lib/i18n.ts'

beforeEach(() => {
  setLocale('zh')
  format.setHome({ zone: 'Asia/Shanghai', currency: 'CNY' })
})

describe('days and times are the tenant’s', () => {
  test.each([
    ['Asia/Shanghai', '2026-03-05 07:59'],
    ['America/New_York', '2026-03-04 18:59'],
    ['Asia/Kathmandu', '2026-03-05 05:44'],
  ])('%s', (zone, expected) => {
    format.setHome({ zone, currency: 'CNY' })
    expect(format.formatTime('2026-03-04T23:59:00Z')).toBe(expected)
  })

  test('midnight is 00:00, not 24:00', () => {
    expect(format.formatClock('2026-03-04T16:00:00Z')).toBe('00:00')
  })

  test('a calendar day has the weekday of that day in every zone', () => {
    format.setHome({ zone: 'America/Los_Angeles', currency: 'USD' })
    setLocale('en')
    expect(format.formatDay('2026-03-05')).toBe('2026-03-05 Thu')
  })
})

test.each([
  [123456, 'CNY', '¥1,234.56'],
  [123456, 'JPY', '¥123,456'],
  [-5, 'CNY', '-¥0.05'],
  [123456, 'KWD', 'KWD 123.456'],
])('%i minor units of %s', (minor, currency, expected) => {
  expect(format.formatMoney(minor, currency).replace(/\u00a0/g, ' ')).toBe(expected)
})

test('no value is a dash, zero is zero', () => {
  expect([
    format.formatNumber(null),
    format.formatPercent(undefined),
    format.formatMoney(null),
    format.formatTime(null),
    format.formatDuration(null),
  ]).toEqual(Array(5).fill(format.NO_VALUE))
  expect([format.formatNumber(0), format.formatPercent(0), format.formatMoney(0)]).toEqual([
    '0',
    '0.0%',
    '¥0.00',
  ])
})

const MINUTE = 60_000
test.each([
  [0, '不到 1 分钟'],
  [59_999, '不到 1 分钟'],
  [MINUTE, '1 分钟'],
  [60 * MINUTE, '1 小时'],
  [61 * MINUTE, '1 小时 1 分钟'],
  [24 * 60 * MINUTE + MINUTE, '1 天'],
  [(49 * 60 + 30) * MINUTE, '2 天 1 小时'],
])('%i ms is %s', (ms, expected) => {
  expect(format.formatDuration(ms)).toBe(expected)
})

test('a countdown says whether it is over', () => {
  const now = new Date('2026-03-05T00:00:00Z')
  expect(format.formatCountdown('2026-03-05T02:03:00Z', now)).toBe('还剩 2 小时 3 分钟')
  expect(format.formatCountdown('2026-03-03T23:00:00Z', now)).toBe('已超 1 天 1 小时')
  setLocale('en')
  expect(format.formatCountdown('2026-03-03T23:00:00Z', now)).toBe('1 d 1 h over')
  expect(format.formatRelative('2026-03-05T02:00:00Z', now)).toBe('in 2 h')
})
