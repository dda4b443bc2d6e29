import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveWeb } from '#platform/static.ts'

let directory: string
let app: FastifyInstance
const BROWSER = { accept: 'text/html,*/*' }

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nuoda-static-'))
  await mkdir(join(directory, 'web/assets'), { recursive: true })
  await writeFile(join(directory, 'web/index.html'), '<p>page</p>')
  await writeFile(join(directory, 'web/first-paint.js'), 'plain')
  await writeFile(join(directory, 'web/assets/app-Ab3_d-9x.js'), 'plain')
  await writeFile(join(directory, 'web/assets/app-Ab3_d-9x.js.br'), 'brotli')
  await writeFile(join(directory, 'secret.txt'), 'secret')
  app = Fastify()
  await serveWeb(app, join(directory, 'web'))
})
afterAll(async () => {
  await app.close()
  await rm(directory, { recursive: true })
})

test('a hashed file is compressed and kept forever', async () => {
  const answer = await app.inject({
    url: '/assets/app-Ab3_d-9x.js',
    headers: { 'accept-encoding': 'gzip, br' },
  })
  expect(answer.body).toBe('brotli')
  expect(answer.headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect(answer.headers['content-type']).toContain('javascript')
  expect(answer.headers.vary).toMatch(/accept-encoding/i)
})

test('a file without a hash is asked for again', async () => {
  const answer = await app.inject({ url: '/first-paint.js' })
  expect([answer.body, answer.headers['cache-control']]).toEqual(['plain', 'no-cache'])
})

test.each(['/', '/orders/1?state=open', '/log-in', '/t/abc', '/apiary'])('%s is the page', async (url) => {
  const answer = await app.inject({ url, headers: BROWSER })
  expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([
    200,
    '<p>page</p>',
    'no-cache',
  ])
})

test.each(['/api/nothing', '/api', '/live/x', '/metrics?a=1', '/ready'])(
  '%s is never the page',
  async (url) => {
    expect((await app.inject({ url, headers: BROWSER })).statusCode).toBe(404)
  },
)

test('what is not a page, and not there, is not found', async () => {
  expect((await app.inject({ url: '/assets/gone.js' })).statusCode).toBe(404)
  expect((await app.inject({ method: 'POST', url: '/orders', headers: BROWSER })).statusCode).toBe(404)
})

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/%00'])(
  '%s does not leave the directory',
  async (url) => {
    const answer = await app.inject({ url })
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expect(answer.statusCode).toBeLessThan(500)
    expect(answer.body).not.toContain('secret')
  },
)
