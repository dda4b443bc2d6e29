import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'

const w = world()

test.each(['/api/me', '/api/nowhere', '/live'])('%s says how a browser must treat it', async (path) => {
  const { headers } = await w.app.inject({ url: path })
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'self'; script-src 'self'"),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
})

test.each([
  ['2026-11-26 12:00:00+00', '2026-11-26T12:00:00.000Z'],
  ['2026-11-26 20:00:00.5+08', '2026-11-26T12:00:00.500Z'],
  ['2026-11-26 12:00:00.123456+00', '2026-11-26T12:00:00.123Z'],
  ['0044-03-15 00:00:00+00 BC', '-000043-03-15T00:00:00.000Z'],
  ['10000-01-01 00:00:00+00', '+010000-01-01T00:00:00.000Z'],
])('the instant %s is read as %s', async (text, expected) => {
  const { at } = await w.committed((ctx) => ctx.db.one(sql<{ at: Date }>`select ${text}::timestamptz as at`))
  expect(at.toISOString()).toBe(expected)
})
