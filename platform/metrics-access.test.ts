import { describe, expect, test } from 'vitest'
import Fastify from 'fastify'
import { addMetrics } from './metrics-access.ts'

const server = (token: string | null) => {
  const app = Fastify()
  addMetrics(app, { registry: { metrics: async () => 'process_cpu 1' } } as never, token)
  return app
}
type Asked = { remoteAddress?: string; headers?: Record<string, string> }
const statusOf = async (token: string | null, { remoteAddress = '127.0.0.1', headers = {} }: Asked) =>
  (await server(token).inject({ url: '/metrics', remoteAddress, headers })).statusCode

describe('without a token', () => {
  test.each([
    ['127.0.0.1', {}, 200],
    ['127.9.9.9', {}, 200],
    ['::1', {}, 200],
    ['::ffff:127.0.0.1', {}, 200],
    ['10.0.0.7', {}, 403],
    ['::ffff:10.0.0.7', {}, 403],
    ['2001:db8::1', {}, 403],
    ['127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }, 403],
    ['127.0.0.1', { forwarded: 'for=127.0.0.1' }, 403],
    ['127.0.0.1', { 'x-real-ip': '1.2.3.4' }, 403],
    ['127.0.0.1', { via: '1.1 proxy' }, 403],
    ['127.0.0.1', { authorization: 'Bearer whatever-it-may-be' }, 200],
  ])('%s with %j gets %i', async (remoteAddress, headers, status) => {
    expect(await statusOf(null, { remoteAddress, headers: headers as Record<string, string> })).toBe(status)
  })
})

describe('with a token', () => {
  const token = 'a-token-of-24-characters'
  test.each([
    [{}, 401],
    [{ authorization: `Bearer ${token}` }, 200],
    [{ authorization: `Bearer ${token}x` }, 401],
    [{ authorization: `Basic ${token}` }, 401],
    [{ authorization: 'Bearer ' }, 401],
  ])('%j gets %i, from here as from anywhere', async (headers, status) => {
    for (const remoteAddress of ['127.0.0.1', '10.0.0.7'])
      expect(await statusOf(token, { remoteAddress, headers: headers as Record<string, string> })).toBe(
        status,
      )
  })

  test('the refusal says how to ask', async () => {
    const { headers, body } = await server(token).inject({ url: '/metrics' })
    expect(headers['www-authenticate']).toBe('Bearer')
    expect(body).toContain('METRICS_TOKEN')
  })
})
